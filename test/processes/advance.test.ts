import { advance } from '../../client/advance.ts'
import { bitim } from '../cli/support.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf, isTrue, makeSmall, playUntil } from '../support/story.ts'

const TRAINEES = 4
const DAYS = 28
/** Each of them writes and gets back so many times: as many facts as commands, on the processes time moved. */
const ROUNDS = 6
/** What time brings costs a skip and a few looks more than what a command brings: so many times as much at most. */
const DEARER = 6
/** Seconds of business time: a skip ends a little before what is due, and the timer is noticed. */
const LATE = 20

let engine: TestEngine
let from: Date
let skips = 0
let letters = 0
const spent = { byTime: 0, byCommand: 0 }
const facts = { byTime: 0, byCommand: 0 }

beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: TRAINEES, end: '2027-04-03' })
  await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
  const atPractice = `SELECT count(*) = ${TRAINEES} FROM placement WHERE stage = 'running'`
  await playUntil(engine, () => isTrue(engine.pool, atPractice))
  from = await engine.clock.now()
  const service = engine.client.workflowService
  const skip = service.updateWorkflowExecutionOptions.bind(service)
  service.updateWorkflowExecutionOptions = ((...given: Parameters<typeof skip>) => {
    skips += 1
    return skip(...given)
  }) as typeof skip
  await measured('byTime', () =>
    advance(engine.pool, engine.clock, new Date(from.getTime() + DAYS * 86_400_000)),
  )
  service.updateWorkflowExecutionOptions = skip
  letters = await countOf(
    engine.pool,
    `message JOIN task ON task.id = task_id WHERE kind = 'writeDiary' AND at > $1`,
    [from],
  )
  await measured('byCommand', writeAndReturn)
}, 200_000)

afterAll(() => engine.stop())

async function measured(what: keyof typeof spent, work: () => Promise<void>): Promise<void> {
  const before = await countOf(engine.pool, 'event')
  const began = performance.now()
  await work()
  spent[what] = performance.now() - began
  facts[what] = (await countOf(engine.pool, 'event')) - before
}

/** The trainees write their first week, the mentors return it, again and again. */
async function writeAndReturn(): Promise<void> {
  const { rows } = await engine.pool.query<{ process: string }>(
    `SELECT id AS process FROM process WHERE kind = 'placement' AND open`,
  )
  const decide = async (process: string, kind: string, decision: string, data: object): Promise<void> => {
    const found = await engine.pool.query<{ id: string; owner: string }>(
      `SELECT id, owner_id AS owner FROM task WHERE process_id = $1 AND kind = $2 AND closed_at IS NULL`,
      [process, kind],
    )
    const [task] = found.rows
    if (task === undefined) throw new Error(`${kind} is not open`)
    await engine.facade.completeTask(by(task.owner), { task: task.id, decision, data: { ...data } })
  }
  await Promise.all(
    rows.map(async ({ process }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const weeks = [{ week: 1, text: 'furnace', hours: 36 }]
        await decide(process, 'writeDiary', 'write', { weeks })
        await decide(process, 'confirmDiary', 'return', { weeks: [1], remarks: 'more' })
      }
    }),
  )
}

test('time never passes over an instant at which something is due', async () => {
  const apart = `extract(epoch FROM message.at - contact.planned_at)`
  const { rows } = await engine.pool.query<{ n: number; earliest: number; latest: number }>(
    `SELECT count(*)::int AS n, min(${apart})::float AS earliest, max(${apart})::float AS latest
     FROM message JOIN contact ON contact.id = message.contact_id WHERE contact.planned_at > $1`,
    [from],
  )
  const [reminders = { n: 0, earliest: 0, latest: 0 }] = rows
  expect(reminders.n).toBeGreaterThan(TRAINEES * 3)
  expect(reminders.earliest).toBeGreaterThanOrEqual(0)
  expect(reminders.latest).toBeLessThan(LATE)
})

test('weeks of silence are little to live through: of each further week one letter and one fact a trainee', () => {
  const weeks = DAYS / 7
  // The first week has its whole ladder.
  expect(letters).toBeLessThanOrEqual(TRAINEES * (3 + weeks))
  expect(facts.byTime).toBeLessThanOrEqual(TRAINEES * (3 + weeks) + 6 * weeks)
})

test('what is due is reached by one skip, and costs little more than a command', () => {
  expect(skips).toBeLessThanOrEqual(facts.byTime * 1.5)
  const dearer = spent.byTime / facts.byTime / (spent.byCommand / facts.byCommand)
  expect(dearer).toBeLessThan(DEARER)
})

test('many that are alike are decided at once: a result for each, and one that fails stops none of the others', async () => {
  const run = (...line: string[]) => bitim([...line, '--language', 'en'], engine.environment)
  expect((await run('why', 'ZKM')).out).toMatch(/weekly diaries of 4 trainees are missing/)
  expect((await run('why', 'ZKM', '--all')).out).not.toMatch(/weekly diaries of/)
  const diaries = await engine.pool.query<{ id: string; owner: string }>(
    `SELECT task.id, person.code AS owner FROM task JOIN person ON person.id = owner_id
     WHERE task.kind = 'writeDiary' AND closed_at IS NULL ORDER BY task.id`,
  )
  const [first, ...others] = diaries.rows
  if (first === undefined || others.length === 0) throw new Error('nobody is asked for a diary')
  const data = JSON.stringify({ weeks: [{ week: 1, text: 'furnace', hours: 36 }] })
  const write = ['task', 'complete', '--decision', 'write', '--data', data, '--json', '--as', first.owner]
  // The others' are not the first one's to write; what nobody knows is no task.
  const mixed = await run(...write, ...others.map(({ id }) => id), 'tnothing', first.id)
  expect(mixed.code).toBe(1)
  const { results, done, failed } = JSON.parse(mixed.out)
  expect(results.map(({ error }: { error?: { code: string } }) => error?.code ?? 'done')).toEqual([
    ...others.map(() => 'notYourTask'),
    'unknownTask',
    'done',
  ])
  expect({ done, failed }).toEqual({ done: 1, failed: others.length + 1 })

  await Promise.all(
    others.map(({ id, owner }) =>
      engine.facade.completeTask(by(owner), { task: id, decision: 'write', data: JSON.parse(data) }),
    ),
  )
  const confirm = ['task', 'complete', '--kind', 'confirmDiary', '--process', 'ZKM', '--decision', 'confirm']
  const { rows } = await engine.pool.query<{ mentor: string }>(
    `SELECT DISTINCT person.code AS mentor FROM task JOIN person ON person.id = owner_id
     WHERE task.kind = 'confirmDiary' AND closed_at IS NULL`,
  )
  for (const { mentor } of rows) {
    const answer = await run(...confirm, '--key', 'weekly', '--as', mentor)
    expect(answer.code).toBe(0)
    expect(answer.out).toMatch(/confirm, recorded as event/)
  }
  expect(await countOf(engine.pool, `task WHERE kind = 'confirmDiary' AND closed_at IS NULL`)).toBe(0)
  expect(await countOf(engine.pool, `diary_entry WHERE week = 1 AND confirmed_at IS NOT NULL`)).toBe(TRAINEES)
})
