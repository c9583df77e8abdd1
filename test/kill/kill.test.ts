import { randomFrom } from '../../demo/chance.ts'
import { type Kill, type Told, tell } from './told.ts'

const SEEDS = Number(process.env.KILL_SEEDS ?? 3)
const KILLS = SEEDS > 3 ? 5 : 3
const HALF_AN_HOUR = 1_800_000

/** Milliseconds between two kills: above what the stack needs to count a worker as one that keeps dying. */
const LEAST = 4_000
const MOST = 12_000

/** More than this is never between its effect and its record at one moment. */
const IN_FLIGHT = 4

function randomKills(seed: number): Kill[] {
  const random = randomFrom(seed)
  return Array.from({ length: KILLS }, () => ({
    part: 'worker' as const,
    after: LEAST + random() * (MOST - LEAST),
  }))
}

let undisturbed: Told

beforeAll(async () => {
  undisturbed = await tell([])
}, HALF_AN_HOUR)

test('an undisturbed story ends with everything done, verified and delivered', () => {
  const { tasks, reminders, events, processes } = undisturbed.summary
  expect(tasks.open).toBe(0)
  expect(tasks.opened).toBe(tasks.completed)
  expect(reminders).toMatchObject({ planned: 0, sent: 0, failed: 0 })
  expect(events.chainVerified).toBe(true)
  expect(undisturbed.faults).toEqual([])
  expect(undisturbed.traces).toEqual([])
  expect(processes).toMatchObject({ agreement: 'active', practiceCycle: 'closed', attestation: 'closed' })
})

test.each(Array.from({ length: SEEDS }, (_, n) => n + 1))(
  'a worker killed at random points loses nothing and does nothing twice (seed %i)',
  async (seed) => {
    const told = await tell(randomKills(seed))
    expect(told.kills).toBeGreaterThan(0)
    expect(told.ledger).toEqual(undisturbed.ledger)
    expect(told.faults).toEqual([])
    expect(told.traces.length).toBeLessThanOrEqual(told.kills * IN_FLIGHT)
  },
  HALF_AN_HOUR,
)

test(
  'PostgreSQL and the Temporal server killed in the middle are started again, and nothing is lost',
  async () => {
    const told = await tell([
      { part: 'postgres', after: 3_000 },
      { part: 'temporal', after: 7_000 },
    ])
    expect(told.kills).toBe(2)
    expect(told.ledger).toEqual(undisturbed.ledger)
    expect(told.faults).toEqual([])
    expect(told.traces.length).toBeLessThanOrEqual(told.kills * IN_FLIGHT)
  },
  HALF_AN_HOUR,
)
