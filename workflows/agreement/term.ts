import { addDays, daysBetween } from '../durable/days.ts'
import type { Day } from '../durable/types.ts'

const DAYS_A_YEAR = 365.25

/** The last day of the next term of an agreement that renews by itself: as many years as its first term had. */
export function renewedUntil(first: { validFrom: Day; validTo: Day }, validTo: Day): Day {
  const length = daysBetween(first.validFrom, first.validTo) + 1
  const year = Number(validTo.slice(0, 4)) + Math.max(1, Math.round(length / DAYS_A_YEAR))
  const wanted = `${year}${first.validTo.slice(4)}`
  // 29 February is the only day a year may lack; the term then ends with the month.
  return addDays(wanted, 0) === wanted ? wanted : `${year}-02-28`
}
