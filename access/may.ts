import type { StaffRole } from '../schema/contracts/lists.ts'
import { STAFF_ROLES } from '../schema/contracts/lists.ts'
import type { Caller } from './caller.ts'

/** Whoever is known, by whatever door: which of it is his, and what he may decide, the processes say. */
const KNOWN = 'known'
/** Staff with a role, signed in or by a key. */
const STAFF = STAFF_ROLES
/** An auditor reads. */
const ACTING: readonly StaffRole[] = STAFF_ROLES.filter((role) => role !== 'auditor')
const ADMINISTRATOR = ['administrator'] as const

/**
 * Who may do what, whichever door asks: pages, programs, later channels. Who may decide which task stays a rule of the
 * processes; here stands only what somebody gets to see and to try at all.
 */
export const MAY = {
  'task.read': KNOWN,
  'task.decide': KNOWN,
  'upload.create': KNOWN,
  'command.send': ACTING,
  'partnership.read': STAFF,
  'partnership.start': ADMINISTRATOR,
  'agreement.read': STAFF,
  'cycle.read': STAFF,
  'placement.read': STAFF,
  'session.read': STAFF,
  'process.explain': STAFF,
  'event.read': STAFF,
  'document.read': STAFF,
  'upload.read': STAFF,
  'letter.read': ADMINISTRATOR,
  'register.read': STAFF,
  'register.write': ADMINISTRATOR,
  'register.import': ADMINISTRATOR,
  'operation.read': ADMINISTRATOR,
  'live.read': STAFF,
} as const satisfies Record<string, typeof KNOWN | readonly StaffRole[]>

export type Action = keyof typeof MAY

/**
 * Of a partner, without an office, or come by a letter: pages show such callers what is theirs, and nothing else is.
 * Programs and the console are for staff.
 */
export const isStaff = ({ partner, roles, door }: Caller): boolean =>
  partner === null && roles.length > 0 && door.kind !== 'link'

export function may(caller: Caller, action: Action): boolean {
  const who: typeof KNOWN | readonly StaffRole[] = MAY[action]
  if (who === KNOWN) return true
  return isStaff(caller) && who.some((role) => caller.roles.includes(role))
}
