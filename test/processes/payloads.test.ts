import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { codecOf } from '../../client/codec.ts'
import { taskOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine, workflowBundle } from '../support/engine.ts'

const GOAL = 'Agree on places at the smelter.'
const ENCRYPTED = Buffer.from('binary/aes-256-gcm-bound').toString('base64')
/** Which local activity a marker belongs to: the engine's own words, with nothing of ours in them. */
const OF_THE_ENGINE = /markerRecordedEventAttributes\.details\.data\.payloads\.0$/

let engine: TestEngine
let process: string
let history: { events: unknown[] }

beforeAll(async () => {
  engine = await startEngine()
  const started = await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
  process = started.process
  const { id: task } = await taskOf(engine.pool, 'clarifyGoals', process)
  const data = { goal: GOAL, tasks: ['Places'] }
  await engine.facade.completeTask(by('S004'), { task, decision: 'record', data })
  const fetched = await engine.client.workflow.getHandle(process).fetchHistory()
  history = JSON.parse(historyToJSON(fetched))
})

afterAll(() => engine.stop())

interface Found {
  path: string
  encoding: string
}

/** Every payload of a history and where it stands. */
function payloadsIn(value: unknown, path = ''): Found[] {
  if (typeof value !== 'object' || value === null) return []
  if ('metadata' in value && 'data' in value) {
    const { encoding } = value.metadata as { encoding: string }
    return [{ path, encoding }]
  }
  return Object.entries(value).flatMap(([name, part]) => payloadsIn(part, `${path}.${name}`))
}

test('everything a process is told, does and answers is encrypted in the engine', () => {
  const payloads = payloadsIn(history.events).filter(({ path }) => !OF_THE_ENGINE.test(path))
  expect(payloads.length).toBeGreaterThan(5)
  expect(payloads.filter(({ encoding }) => encoding !== ENCRYPTED)).toEqual([])
  expect(JSON.stringify(history)).not.toContain(Buffer.from(GOAL).toString('base64').slice(4, -4))
})

test('its history is read as its own, and as that of no other process', async () => {
  const codePath = await workflowBundle()
  const codec = codecOf(engine.environment.BITIM_PAYLOAD_KEYS ?? '')
  const replay = (name: string): Promise<void> =>
    Worker.runReplayHistory(
      { workflowBundle: { codePath }, dataConverter: { payloadCodecs: [codec] } },
      history,
      name,
    )
  await expect(replay(process)).resolves.toBeUndefined()
  await expect(replay('partnership/another')).rejects.toThrow()
}, 60_000)
