import type { Day } from './types.ts'

/** Arithmetic on plain days. It knows no zone and no calendar, so it is the same everywhere. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The Saturday that ends a week of a period counted from its first day, or the period's last day before it. */
export function lastDayOfWeek(period: { start: Day; end: Day }, week: number): Day {
  const days = [addDays(period.start, (week - 1) * 7 + 5), period.end]
  return days.sort()[0] ?? period.end
}
