import { engineView } from '../../client/reads/engine-view.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { eventually } from '../support/wait.ts'

let engine: TestEngine
let broken = false

beforeAll(async () => {
  engine = await startEngine({
    patience: 4_000,
    wrap: (activities) => ({
      ...activities,
      record: (input) => (broken ? Promise.reject(new Error('the disk is full')) : activities.record(input)),
    }),
  })
}, 60_000)
afterAll(() => engine.stop())

async function recordedOf(process: string): Promise<number> {
  const { rows } = await engine.pool.query<{ seq: number }>('SELECT seq FROM process WHERE id = $1', [
    process,
  ])
  return rows[0]?.seq ?? 0
}

test('a process that cannot record what it decides is seen from outside, with attempts and cause', async () => {
  const { process } = await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
  const viewed = async () => engineView(engine.client, process, await recordedOf(process))
  expect(await viewed()).toMatchObject({ status: 'running', failing: null })

  const { rows } = await engine.pool.query<{ id: string }>(`SELECT id FROM task WHERE kind = 'clarifyGoals'`)
  const goals = { task: rows[0]?.id ?? '', decision: 'record', data: { goal: 'Meet', tasks: ['Agree'] } }
  broken = true
  await expect(engine.facade.completeTask(by('S004'), goals)).rejects.toMatchObject({ code: 'workerSilent' })
  // The engine writes down what fails once it waits longer than ten seconds between two attempts.
  await eventually(async () => (await viewed())?.failing !== null, 40_000)
  const view = await viewed()
  expect(view?.failing?.failure).toBe('the disk is full')
  expect(view?.failing?.failed).toBeGreaterThan(1)
}, 60_000)
