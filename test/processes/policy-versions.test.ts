import { openTasks } from '../../demo/tasks.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { POLICY } from '../support/policy.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: 2, end: '2027-02-20' })
  await engine.owner.query('DELETE FROM attestation_session')
}, 120_000)

afterAll(() => engine.stop())

const versions = async (): Promise<number[]> => {
  const { rows } = await engine.pool.query<{ version: number }>(
    'SELECT DISTINCT policy_version AS version FROM process ORDER BY 1',
  )
  return rows.map(({ version }) => version)
}

test('what began on the first version goes on with it, processes it starts later included', async () => {
  const { pool, facade } = engine
  await facade.startPartnership(by('S004'), { partner: 'ZKM', policy: { id: 'generic', version: 1 } })
  const issued = `SELECT count(*) = 1 FROM document WHERE kind = 'practiceSchedule' AND state = 'issued'`
  await playUntil(engine, async () => (await isTrue(pool, issued)) && (await asked()).length > 0)
  expect(await asked()).toEqual(['orderSendingStudents'])
  expect(await versions()).toEqual([1])
  const { rows } = await pool.query<{ kind: string }>('SELECT DISTINCT kind FROM process ORDER BY kind')
  expect(rows.map(({ kind }) => kind)).toEqual(['agreement', 'partnership', 'practiceCycle'])
}, 120_000)

test('what begins now begins with the newest', async () => {
  const { process } = await engine.facade.startPartnership(by('S004'), { partner: 'NAZ' })
  const { rows } = await engine.pool.query('SELECT policy_version AS version FROM process WHERE id = $1', [
    process,
  ])
  expect(rows).toEqual([{ version: POLICY.version }])
  expect(POLICY.version).toBeGreaterThan(1)
})

async function asked(): Promise<string[]> {
  const tasks = await openTasks(engine.pool)
  return tasks.filter(({ kind }) => kind === 'issuePaper').map(({ data }) => String(data.paper))
}
