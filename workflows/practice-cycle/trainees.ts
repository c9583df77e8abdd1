import type { Line, Outcome } from './state.ts'

/** Positions, in their line, of the trainees whose placement has no outcome yet. */
export function expected(line: Line): number[] {
  const gone = new Set(Object.values(line.outcomes).flat())
  return [...line.trainees.keys()].filter((n) => !gone.has(n))
}

/** The same, as persons. */
export const awaited = (line: Line): string[] => expected(line).map((n) => line.trainees[n] ?? '')

/** Outcomes after which a place is free again. */
const GIVES_BACK: readonly Outcome[] = ['withdrawn', 'didNotShow']
export const givesBack = (outcome: string): boolean => GIVES_BACK.some((one) => one === outcome)

/** Trainees who are still to come, at practice, or were. */
export function staying(line: Line): string[] {
  const gone = GIVES_BACK.flatMap((outcome) => line.outcomes[outcome] ?? [])
  return line.trainees.filter((_, n) => !gone.includes(n))
}
