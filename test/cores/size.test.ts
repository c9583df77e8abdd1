import type { Line, Plan } from '../../workflows/practice-cycle/state.ts'
import { lineOf } from './outside.ts'
import { Runner } from './runner.ts'
import { C, defend, issueAll, must, operating, paperOf, practise } from './story.ts'

const LIMIT = 64 * 1024
const LINES = 20
const PATIENCE_MS = 300_000
const EACH = 25

/** As long as the ids of the importer. */
const personId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

function bigLine(n: number): Plan {
  const code = `L${String(n + 1).padStart(2, '0')}`
  const trainees = Array.from({ length: EACH }, (_, k) => personId(n * EACH + k))
  const mentors = Array.from({ length: 5 }, (_, k) => ({ id: personId(9_000 + n * 5 + k), max: 5 }))
  return lineOf(code, { site: `${personId(8_000 + n)}`, planned: EACH, trainees, mentors })
}

/** Follows how much a cycle carries over; what waits to be done outside is on its way out and is not part of it. */
function measured(runner: Runner): { look: () => void; largest: () => number } {
  let largest = 0
  const look = (): void => {
    largest = Math.max(largest, JSON.stringify({ ...runner.process(C).running, outbox: [] }).length)
  }
  return { look, largest: () => largest }
}

function bigCycle(given: Partial<Plan> = {}): { runner: Runner; look: () => void; largest: () => number } {
  const runner = new Runner()
  runner.outside.lines = Array.from({ length: LINES }, (_, n) => ({ ...bigLine(n), ...given }))
  operating(runner).days(1)
  const { look, largest } = measured(runner)
  must(runner, C, 'confirmSchedule', 'confirm')
  must(runner, C, 'agreeSchedule', 'agree')
  for (;;) {
    const next = runner
      .process(C)
      .tasks()
      .find(({ kind }) => kind === 'issuePaper')
    if (next === undefined) break
    must(runner, C, next.key, 'issue', { data: paperOf(runner, String(next.data.side)) })
    look()
  }
  return { runner, look, largest }
}

test(
  'a cycle of 500 trainees in 20 lines is carried over in 64 KiB, at every moment',
  () => {
    const { runner, look, largest } = bigCycle()
    runner.advance('2027-02-08T06:00:00.000Z')
    look()
    practise(runner, ['writeDiary', 'confirmDiary'], look)
    for (let n = 0; n < LINES; n += 1) {
      defend(runner, `L${String(n + 1).padStart(2, '0')}`)
      look()
    }
    expect(runner.process(C).stage).toBe('closing')
    expect(largest()).toBeLessThanOrEqual(LIMIT)
  },
  PATIENCE_MS,
)

test(
  'so it is when nobody confirms the attendance of 500 trainees for 20 weeks',
  () => {
    const { runner, look, largest } = bigCycle({ end: '2027-06-26' })
    runner.advance('2027-02-08T06:00:00.000Z')
    issueAll(runner)
    // What the trainees write meanwhile is theirs: only the cycle goes on.
    for (const [id] of runner.processes) if (id.startsWith('placement/')) runner.processes.delete(id)
    while (runner.now < '2027-07-05') {
      runner.days(1)
      look()
    }
    const lines = runner.state<{ lines: Line[] }>(C).lines
    const silent = lines.map((line) => (line.step === 'practising' ? [line.week, line.asked.length] : []))
    expect(silent).toEqual(Array(LINES).fill([20, 20]))
    expect(runner.informed).toHaveLength(LINES * 20)
    expect(largest()).toBeLessThanOrEqual(LIMIT)
  },
  PATIENCE_MS,
)
