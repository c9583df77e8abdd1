import { auditVerify } from '../../client/reads/audit.ts'
import { listInstitutions } from '../../client/reads/scope.ts'
import { timeline } from '../../client/reads/timeline.ts'
import { taskOf } from '../support/act.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'

let engine: TestEngine
let partnership: string

const console = { kind: 'console', id: 'session-1' } as const
const link = { kind: 'link', id: 'link-1', session: 'session-2' } as const
const GOALS = { goal: 'Places for practice.', tasks: ['agree on places'] }

beforeAll(async () => {
  engine = await startEngine()
  const begun = await engine.facade.startPartnership({ person: 'S004', door: console }, { partner: 'ZKM' })
  partnership = begun.process
  const { id: task } = await taskOf(engine.pool, 'clarifyGoals')
  await engine.facade.completeTask({ person: 'S004', door: link }, { task, decision: 'record', data: GOALS })
  await engine.facade.send({ person: 'S004', door: { kind: 'key', id: 'key-1' } }, partnership, 'close', {
    reason: 'Other plans.',
  })
}, 60_000)

afterAll(() => engine.stop())

test('every event says by which door whoever decided came in, and what nobody decided came by none', async () => {
  const { rows } = await engine.pool.query<{ decided: boolean; door: string | null }>(
    'SELECT DISTINCT actor_id IS NOT NULL AS decided, door FROM event ORDER BY door NULLS FIRST',
  )
  expect(rows.filter(({ decided }) => decided).map(({ door }) => door)).toEqual([
    'console/session-1',
    'key/key-1',
    'link/link-1',
  ])
  for (const { decided, door } of rows) expect(decided).toBe(door !== null)
})

test('the door is part of the chain, and is shown', async () => {
  expect((await auditVerify(engine.pool, partnership)).broken).toEqual([])
  const [institution] = await listInstitutions(engine.pool)
  const scope = { pool: engine.facade.pool, institution: institution?.id ?? '' }
  expect((await timeline(scope, partnership)).map(({ door }) => door)).toContain('link/link-1')
  await engine.owner.query('ALTER TABLE event DISABLE TRIGGER USER')
  await engine.owner.query(`UPDATE event SET door = 'console/somebody' WHERE door = 'link/link-1'`)
  expect((await auditVerify(engine.pool, partnership)).broken).toMatchObject([{ fault: 'altered' }])
})

test('a person’s event without a door cannot be written, by whatever way', async () => {
  const forged = engine.owner.query(
    `INSERT INTO event (process_id, institution_id, seq, type, data, actor_id, command_id, at, prev_hash, hash)
     SELECT process_id, institution_id, seq + 1000, type, data, actor_id, command_id, at, prev_hash, hash
     FROM event WHERE actor_id IS NOT NULL LIMIT 1`,
  )
  await expect(forged).rejects.toMatchObject({ constraint: 'event_door_check' })
})

test.each([link, { kind: 'key', id: 'key-1' } as const, console])(
  'by $kind alone nothing weighty is decided: it has to be the person himself',
  async (door) => {
    const given = engine.facade.send({ person: 'S004', door }, partnership, 'giveRequisites', {})
    await expect(given).rejects.toMatchObject({ code: 'proofNeeded' })
  },
)
