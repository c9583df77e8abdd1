import type { Line } from '../../workflows/practice-cycle/state.ts'
import { lineOf } from './outside.ts'
import { Runner } from './runner.ts'
import { C, defend, must, operating, paperOf, practise } from './story.ts'

const LIMIT = 64 * 1024
const LINES = 20
const PATIENCE_MS = 300_000
const EACH = 25

/** As long as the ids of the importer. */
const personId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

function bigLine(n: number): Line {
  const code = `L${String(n + 1).padStart(2, '0')}`
  const trainees = Array.from({ length: EACH }, (_, k) => personId(n * EACH + k))
  const mentors = Array.from({ length: 5 }, (_, k) => ({ id: personId(9_000 + n * 5 + k), max: 5 }))
  return lineOf(code, { site: `${personId(8_000 + n)}`, planned: EACH, trainees, mentors })
}

test(
  'a cycle of 500 trainees in 20 lines is carried over in 64 KiB, at every moment',
  () => {
    const runner = new Runner()
    runner.outside.lines = Array.from({ length: LINES }, (_, n) => bigLine(n))
    operating(runner).days(1)
    const cycle = runner.process(C)
    let largest = 0
    const look = (): void => {
      // What still waits to be done outside is on its way out; it is not what the cycle carries from year to year.
      largest = Math.max(largest, JSON.stringify({ ...cycle.running, outbox: [] }).length)
    }
    must(runner, C, 'confirmSchedule', 'confirm')
    must(runner, C, 'agreeSchedule', 'agree')
    for (;;) {
      const next = cycle.tasks().find(({ kind }) => kind === 'issuePaper')
      if (next === undefined) break
      must(runner, C, next.key, 'issue', { data: paperOf(runner, String(next.data.side), '') })
      look()
    }
    runner.advance('2027-02-08T06:00:00.000Z')
    look()
    practise(runner, ['writeDiary', 'confirmDiary'], look)
    for (let n = 0; n < LINES; n += 1) {
      defend(runner, `L${String(n + 1).padStart(2, '0')}`)
      look()
    }
    expect(cycle.stage).toBe('closing')
    expect(largest).toBeLessThanOrEqual(LIMIT)
  },
  PATIENCE_MS,
)
