import { randomUUID } from 'node:crypto'
import { EXIT } from '../../cli/faults.ts'
import { newPayloadKey } from '../../client/codec.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { bitim } from '../cli/support.ts'
import { refusalOf, taskOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf } from '../support/story.ts'

/** Milliseconds a command waits for a worker here. */
const PATIENCE = 1_500

const GOALS: Data = { goal: 'Agree on practice places.', tasks: ['Places at the smelter'] }

let engine: TestEngine
/** The process of S004, which the others act in. */
let own: string

beforeAll(async () => {
  engine = await startEngine({ patience: PATIENCE })
})

afterAll(() => engine.stop())

test('two who begin the partnership with one partner at once begin one', async () => {
  const start = (actor: string) => refusalOf(engine.facade.startPartnership(by(actor), { partner: 'NAZ' }))
  const codes = (await Promise.all([start('S004'), start('S005')])).map(({ code }) => code)
  expect(codes.sort()).toEqual(['nothing', 'partnershipExists'])
  expect(await countOf(engine.pool, `process WHERE kind = 'partnership'`)).toBe(1)
  expect(await countOf(engine.pool, `event WHERE type = 'begun'`)).toBe(1)
})

test('a start repeated with its key is the same start', async () => {
  const key = randomUUID()
  const start = () => engine.facade.startPartnership(by('S004'), { partner: 'ZKM', key })
  const [first, second] = [await start(), await start()]
  expect(second).toEqual(first)
  own = first.process
  expect(await countOf(engine.pool, 'event WHERE process_id = $1', [first.process])).toBe(1)
})

test.each([
  ['payloadKeysMissing', ''],
  ['payloadKeyUnknown', newPayloadKey()],
])('a command line without the keys of the workers sends nothing (%s)', async (refusal, keys) => {
  const environment = { ...engine.environment, BITIM_PAYLOAD_KEYS: keys }
  const before = await countOf(engine.pool, 'event')
  const { code, err } = await bitim(['--as', 'S004', 'partnership', 'start', 'UZA'], environment)
  expect(code).toBe(EXIT.refused)
  expect(err).toContain(`(${refusal})`)
  expect(err).toContain('BITIM_PAYLOAD_KEYS')
  expect(await countOf(engine.pool, 'event')).toBe(before)
  const { code: told } = await bitim(['why', own], environment)
  expect(told).toBe(EXIT.ok)
})

test('the doctor misses a worker where none asks for work', async () => {
  const doctor = (environment = {}) => bitim(['doctor', '--json'], { ...engine.environment, ...environment })
  expect(JSON.parse((await doctor()).out)).toMatchObject({ ok: true })
  const { code, out } = await doctor({ TASK_QUEUE: 'nobody' })
  expect(code).toBe(EXIT.refused)
  expect(JSON.parse(out).checks.at(-1)).toMatchObject({ check: 'worker', ok: false })
})

test('where no worker answers the caller is told in time, and the same command repeated happens once', async () => {
  const { id: task, process } = await taskOf(engine.pool, 'clarifyGoals', own)
  const key = randomUUID()
  const clarify = () => engine.facade.completeTask(by('S004'), { task, decision: 'record', data: GOALS, key })
  await engine.stopWorker()
  const from = Date.now()
  expect((await refusalOf(clarify())).code).toBe('workerSilent')
  expect(Date.now() - from).toBeLessThan(PATIENCE * 4)
  expect((await refusalOf(clarify())).code).toBe('workerSilent')
  await engine.startWorker()
  const answers = await Promise.all([clarify(), clarify(), clarify()])
  expect(new Set(answers.map(({ seq }) => seq)).size).toBe(1)
  const [answered] = answers
  expect(answered?.process).toBe(process)
  expect(await countOf(engine.pool, 'event WHERE command_id = $1', [key])).toBe(1)
})

test('a command repeated later answers what it answered first', async () => {
  const { id: task } = await taskOf(engine.pool, 'collectPartnerInfo', own)
  const key = randomUUID()
  const data = { mainDirections: 'Mining', tradeUnion: 'yes' }
  const collect = () => engine.facade.completeTask(by('S004'), { task, decision: 'record', data, key })
  const first = await collect()
  expect(await collect()).toEqual(first)
  expect(await countOf(engine.pool, 'event WHERE command_id = $1', [key])).toBe(1)
})
