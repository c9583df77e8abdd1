import { addDays, daysBetween } from '../durable/days.ts'
import type { Data, Day, Json, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'

const DAYS_A_YEAR = 365.25

/** The last day of the next term of an agreement that renews by itself: as many years as its first term had. */
export function renewedUntil(first: { validFrom: Day; validTo: Day }, validTo: Day): Day {
  const length = daysBetween(first.validFrom, first.validTo) + 1
  const year = Number(validTo.slice(0, 4)) + Math.max(1, Math.round(length / DAYS_A_YEAR))
  const wanted = `${year}${first.validTo.slice(4)}`
  // 29 February is the only day a year may lack; the term then ends with the month.
  return addDays(wanted, 0) === wanted ? wanted : `${year}-02-28`
}

/** Where the policy names none. */
const LONGEST_TERM_YEARS = 10

/** What stands against a term: ends before it begins, is over already, or is longer than anybody means. */
export function termOf(
  { validFrom, validTo }: { validFrom: Day; validTo: Day },
  years = LONGEST_TERM_YEARS,
  today: Day,
): Refusal | null {
  if (validTo <= validFrom) return refuse('datesOutOfOrder', { first: validFrom, second: validTo })
  if (validTo < today) return refuse('termOver', { date: validTo })
  const latest = `${Number(validFrom.slice(0, 4)) + years}${validFrom.slice(4)}`
  return validTo > latest ? refuse('termTooLong', { years, date: latest }) : null
}

/** A power of attorney, an order: it gives the right to sign from its date to its last day. */
export function authorityOn(authority: Json | undefined, today: Day): Refusal | null {
  const { date, validTo } = (authority ?? {}) as Data
  if (typeof date === 'string' && date > today) return refuse('authorityNotYet', { date })
  if (typeof validTo === 'string' && validTo < today) return refuse('authorityOver', { date: validTo })
  return null
}
