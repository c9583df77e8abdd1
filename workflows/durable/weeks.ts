/** A week that is not waited for, or named twice. */
export const strayOf = (named: readonly number[], awaited: readonly number[]): number | undefined =>
  named.find((week, n) => !awaited.includes(week) || named.indexOf(week) !== n)
