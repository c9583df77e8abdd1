import type { Booking, Running } from './ledger.ts'
import { sumOf } from './sum.ts'
import type { Instant, Wait } from './types.ts'

/** A sum of whatever a wait's instants and its owner follow from. Of another basis it is another occasion, booked anew. */
export function basisOf(wait: Wait): string {
  return sumOf(
    wait.wait === 'task'
      ? JSON.stringify([wait.kind, wait.owner, wait.due, wait.ladder])
      : JSON.stringify([wait.due, wait.hour ?? 'morning']),
  )
}

const PENDING = 'pending:'

/** A wait is known before its instants are: the record step fills them in. `seq` tells one opening from another. */
export const pending = (wait: Wait, seq: number): Booking => ({
  id: `${PENDING}${seq}:${wait.key}`,
  owner: null,
  opened: '',
  due: '',
  rungs: [],
  next: 0,
  ladder: '',
  generation: 0,
  basis: basisOf(wait),
})

export const isPending = ({ id }: Booking): boolean => id.startsWith(PENDING)

/** The earliest instant at which something happens by itself. */
export function nextDue(running: Pick<Running<unknown>, 'book'>): Instant | null {
  let earliest: Instant | null = null
  for (const booking of Object.values(running.book)) {
    const at = booking.rungs[booking.next]?.at
    if (at !== undefined && (earliest === null || at < earliest)) earliest = at
  }
  return earliest
}
