import { agreementCore } from '../../workflows/agreement/process.ts'
import type { AgreementState } from '../../workflows/agreement/state.ts'
import { attestationCore } from '../../workflows/attestation/process.ts'
import type { AttestationState } from '../../workflows/attestation/state.ts'
import { addDays } from '../../workflows/durable/days.ts'
import type { Booking } from '../../workflows/durable/ledger.ts'
import type { Alarm, Data, Day, Due, Instant, ProcessKind, Wait } from '../../workflows/durable/types.ts'
import { assertNever } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import type { PartnershipState } from '../../workflows/partnership/state.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import type { PlacementState } from '../../workflows/placement/state.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import { upcast } from '../../workflows/practice-cycle/upcast.ts'

/** What a process waits for, derived from its recorded state by its own core. */
export function waitsOf(kind: ProcessKind, recorded: Data): Wait[] {
  const state: unknown = recorded
  switch (kind) {
    case 'partnership':
      return partnershipCore.waits(state as PartnershipState)
    case 'agreement':
      return agreementCore.waits(state as AgreementState)
    case 'practiceCycle':
      return practiceCycleCore.waits(upcast(state))
    case 'placement':
      return placementCore.waits(state as PlacementState)
    case 'attestation':
      return attestationCore.waits(state as AttestationState)
    default:
      return assertNever(kind)
  }
}

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
