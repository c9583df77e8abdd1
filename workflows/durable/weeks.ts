/** The ladder of what is late and is asked for anew with every week; a policy that has none reminds of it no other way. */
export const LATE = 'late'

/** A week that is not waited for, or named twice. */
export const strayOf = (named: readonly number[], awaited: readonly number[]): number | undefined =>
  named.find((week, n) => !awaited.includes(week) || named.indexOf(week) !== n)
