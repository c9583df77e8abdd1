import { addDays } from '../../workflows/durable/days.ts'
import type { Booking } from '../../workflows/durable/ledger.ts'
import type { Alarm, Data, Day, Due, Instant, ProcessKind, Wait } from '../../workflows/durable/types.ts'
import { withCore } from './cores.ts'

/** What a process waits for, derived from its recorded state by its own core. */
export const waitsOf = (kind: ProcessKind, recorded: Data): Wait[] =>
  withCore(kind, recorded, (core, state) => core.waits(state))

export const alarmName = (key: string): string => key.split('.')[0] ?? key

/** The engine's instant where it is known, otherwise the day the state tells; null when that is not enough. */
export function dueOf(alarm: Alarm, book: Record<string, Booking> | null): Instant | Day | null {
  const booking = book?.[alarm.key]
  if (booking !== undefined) return booking.rungs[booking.next]?.at ?? null
  return dayOf(alarm.due)
}

function dayOf(due: Due): Day | null {
  if ('on' in due) return due.on
  if (due.from === undefined) return null
  if ('days' in due) return addDays(due.from, due.days)
  if ('months' in due) return addMonths(due.from, due.months)
  return null
}

/** The same day of a later month, or the last one of it. */
function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}
