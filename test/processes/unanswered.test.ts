import { advance } from '../../client/advance.ts'
import { bitim } from '../cli/support.ts'
import { isAsked, refusalOf, taskOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf } from '../support/story.ts'

const DAY_MS = 86_400_000

let engine: TestEngine
let process: string
let rector: string
let superior: string

const days = async (count: number): Promise<void> => {
  const now = await engine.clock.now()
  await advance(engine.pool, engine.clock, new Date(now.getTime() + count * DAY_MS))
}

async function until(kind: string): Promise<void> {
  for (let week = 0; week < 12; week += 1) {
    if (await isAsked(engine.pool, kind)) return
    await days(7)
  }
  throw new Error(`nobody is asked to ${kind}`)
}

/** The explanation without the folds of its lines. */
const why = async (): Promise<string> => {
  const { out } = await bitim(['--language', 'en', 'why', process], engine.environment)
  return out.replaceAll(/\s+/g, ' ')
}

/** A preparation nobody works at. */
beforeAll(async () => {
  engine = await startEngine()
  const { rows } = await engine.pool.query<{ rector: string; superior: string }>(
    `SELECT rector.code AS rector, superior.code AS superior
     FROM institution JOIN person rector ON rector.id = rector_person_id
     JOIN person office ON office.code = 'S004' JOIN person superior ON superior.id = office.superior_person_id`,
  )
  rector = rows[0]?.rector ?? ''
  superior = rows[0]?.superior ?? ''
  process = (await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })).process
})

afterAll(() => engine.stop())

test('a late task goes to the superior, who is named, and from his silence to the institution', async () => {
  expect(await why()).toMatch(/From .* the superior \(.+\) is asked/)
  await until('decideEscalation')
  expect(await taskOf(engine.pool, 'decideEscalation')).toMatchObject({ owner: superior })
  expect(await why()).toMatch(/The superior \(.+\) has been asked to decide/)
  await until('decideOverdue')
  expect(await isAsked(engine.pool, 'decideEscalation')).toBe(false)
  // It is the office itself that is late: whoever leads the institution is asked.
  expect(await taskOf(engine.pool, 'decideOverdue')).toMatchObject({ owner: rector })
  expect(await why()).toContain('The institution itself has been asked to decide')
})

test('the institution is reminded until it decides, each letter once, and silence follows its decision', async () => {
  const { id: task } = await taskOf(engine.pool, 'decideOverdue')
  await days(35)
  const letters = 'message WHERE task_id = $1'
  const sent = await countOf(engine.pool, letters, [task])
  expect(sent).toBeGreaterThanOrEqual(5)
  expect(await countOf(engine.pool, `contact WHERE task_id = $1 AND message_id IS NOT NULL`, [task])).toBe(
    sent,
  )
  expect(await countOf(engine.pool, `contact WHERE task_id = $1 AND state = 'planned'`, [task])).toBe(1)
  const decide = (decision: string, data: object) =>
    refusalOf(engine.facade.completeTask(by(rector), { task, decision, data: { reason: 'late', ...data } }))
  expect((await decide('giveUp', {})).code).toBe('taskNeeded')
  expect((await decide('extend', { days: 20 })).code).toBe('nothing')
  expect(await countOf(engine.pool, `contact WHERE task_id = $1 AND state = 'planned'`, [task])).toBe(0)
  await days(7)
  expect(await countOf(engine.pool, letters, [task])).toBe(sent)
})
