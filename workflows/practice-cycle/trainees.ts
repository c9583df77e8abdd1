import type { CycleState, Line } from './state.ts'

/** Positions, in their line, of the trainees whose placement has no outcome yet. */
export function expected(state: CycleState, line: Line): number[] {
  const gone = 'outcomes' in state ? state.outcomes : {}
  const graded = new Set(line.graded)
  return [...line.trainees.keys()].filter((n) => !graded.has(n) && gone[line.trainees[n] ?? ''] === undefined)
}
