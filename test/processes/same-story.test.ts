import { isDeepStrictEqual } from 'node:util'
import { by } from '../support/by.ts'
import { type Activities, type EngineOptions, startEngine } from '../support/engine.ts'
import { faultsOf, tracesOf } from '../support/faults.ts'
import { type Ledger, ledgerOf } from '../support/ledger.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

interface Told {
  ledger: Ledger
  faults: string[]
  /** Runs per process: one more than it continued as new. */
  runs: number
}

/** The story of two trainees from the first question to the closed cycle. */
async function tell(options: EngineOptions): Promise<Told> {
  const engine = await startEngine(options)
  try {
    const { pool } = engine
    await makeSmall(engine.owner, { trainees: 2, end: '2027-02-20' })
    await engine.owner.query('DELETE FROM attestation_session')
    const { process } = await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
    await playUntil(engine, () =>
      isTrue(pool, `SELECT count(*) = 1 FROM event WHERE process_id = $1 AND type = 'cycleEnded'`, [process]),
    )
    await eventually(() => isTrue(pool, `SELECT count(*) = 0 FROM message WHERE state = 'queued'`))
    let runs = 0
    const executions = engine.client.workflow.list({ query: `WorkflowId = "${process}"` })
    for await (const _ of executions) runs += 1
    const places = { documentsDir: engine.filesDir, inboxDir: engine.inboxDir }
    const faults = [...(await faultsOf(pool, places)), ...(await tracesOf(pool, places))]
    return { ledger: await ledgerOf(pool), faults, runs }
  } finally {
    await engine.stop()
  }
}

const differing: string[] = []

/** The record answers a repetition with what it holds already; everything else answers as it did first. */
function isSameAnswer(first: unknown, second: unknown): boolean {
  if (isDeepStrictEqual(first, second)) return true
  const [written, ahead] = [first, second] as Partial<Record<'head' | 'recorded', unknown>>[]
  return ahead?.recorded !== undefined && written?.head === ahead.head
}

/** Runs each activity a second time with the same input, as after a crash between the effect and its answer. */
function twice(activities: Activities): Activities {
  const doubled = Object.entries(activities).map(([name, activity]) => {
    const run = activity as (input: unknown) => Promise<unknown>
    const again = async (input: unknown): Promise<unknown> => {
      const first = await run(input)
      const second = await run(input)
      if (!isSameAnswer(first, second)) differing.push(name)
      return second
    }
    return [name, again] as const
  })
  return Object.fromEntries(doubled) as unknown as Activities
}

let plain: Told

beforeAll(async () => {
  plain = await tell({})
}, 120_000)

test('a story leaves a sound trail: chained events, files as issued, every letter once', () => {
  expect(plain.faults).toEqual([])
  expect(Object.keys(plain.ledger.events)).toHaveLength(5)
  expect(plain.runs).toBe(1)
})

test('processes that continue as new every few events tell the same story', async () => {
  const renewed = await tell({ renewEvery: 3 })
  expect(renewed.ledger).toEqual(plain.ledger)
  expect(renewed.faults).toEqual([])
  expect(renewed.runs).toBeGreaterThan(5)
}, 120_000)

test('every activity executed twice answers the same and has no second effect', async () => {
  const doubled = await tell({ wrap: twice })
  expect(doubled.ledger).toEqual(plain.ledger)
  expect(doubled.faults).toEqual([])
  expect(differing).toEqual([])
}, 120_000)
