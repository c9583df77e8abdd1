import type { Data, Day, Effect, Instant, Wait } from './types.ts'
import type { Zone } from './zone.ts'

/** One planned contact of a task. */
export interface Rung {
  at: Instant
  /** Days from the due date, negative before it. */
  offset: number
  escalates: boolean
}

/** A wait with the instants the record step computed from the policy's calendar. */
export interface Booking {
  /** The task's public id; empty for an alarm. */
  id: string
  owner: string | null
  /** Empty for an alarm. */
  opened: Instant
  due: Instant
  rungs: Rung[]
  /** Index of the next rung. */
  next: number
  ladder: string
  /** The sequence number at which the ladder was planned anew; 0 for the first. */
  generation: number
  /** What its instants and its owner follow from. */
  basis: string
  /** Whose task it is again after the last day of a delegation. */
  lent?: Lent
  /** The process goes on without an answer. */
  lapses?: true
}

/** A delegation until a day; `before` is the one within which it was made, which lasts longer. */
export interface Lent {
  by: string
  until: Day
  before?: Lent
}

/** For whom somebody acted, and what shows that it is what he decided. */
export interface OnBehalf {
  of: string
  evidence: string
}

/** Nothing is decided by a person without the door he came in by. */
type Decided = { by: string; door: string } | { by: null; door: null }

/** An event as it goes to the record: the process's own or one of the ledger's. */
export type Fact = Decided & {
  type: string
  data: Data
  onBehalf: OnBehalf | null
  command: string
  at: Instant
}

export type LedgerEvent =
  | { type: 'contactDue'; task: string; rung: number }
  | { type: 'taskEscalated'; task: string; owner: string }
  /** `until`: the last day of a delegation; `anew`: somebody else decided whose it is, and delegations are over. */
  | { type: 'taskReassigned'; task: string; to: string; reason: string; until?: Day; anew?: true }
  | { type: 'delegationEnded'; task: string; to: string }
  | { type: 'taskExtended'; task: string; days: number }
  /** What somebody of the institution wants others to know. */
  | { type: 'noted'; text: string }
  /** `effect`: the one of which the message was a part, where it is not the only one to that process. */
  | { type: 'messageRefused'; to: string; code: string; effect?: string }
  | { type: 'effectFailed'; effect: string; code: string }
  | { type: 'effectRetried'; effect: string }
  /** Somebody lets it be undone, with a reason. */
  | { type: 'effectAbandoned'; effect: string; reason: string }
  /** What time brought could not be recorded. */
  | { type: 'alarmFailed'; alarm: string; code: string }
  /** A refusal of another process that somebody read and lets be. */
  | { type: 'refusalSettled'; refusal: string; reason: string }

export const LEDGER_EVENTS: readonly string[] = [
  'contactDue',
  'taskEscalated',
  'taskReassigned',
  'delegationEnded',
  'taskExtended',
  'messageRefused',
  'effectFailed',
  'effectRetried',
  'effectAbandoned',
  'alarmFailed',
  'refusalSettled',
  'noted',
]

/** Everything a process carries from run to run; at most 64 KiB of JSON. */
export interface Running<State> {
  id: string
  institution: string
  policy: { id: string; version: number }
  parent: string | null
  /** Business time minus server time in milliseconds: 0 in production, moved by the embedded clock only. */
  clockOffset: number
  zone: Zone
  seq: number
  head: string
  state: State
  book: Record<string, Booking>
  /** Tasks that climbed to the superior: key → the person who was late. */
  escalated: Record<string, string>
  outbox: Effect[]
  /** What failed for good: an effect, or an alarm that rang in vain, until the administrator settles it. */
  stuck: Record<string, Stuck>
  /** Ids of the latest commands with the sequence number they reached, oldest first. */
  ring: { id: string; seq: number }[]
}

export type Stuck = { code: string } & ({ effect: Effect } | { alarm: string })

export interface Closing {
  key: string
  how: 'done' | 'cancelled' | 'expired'
  by: string | null
  onBehalf: boolean
  decision: string | null
  evidence: Data | null
}

/** What one command changed, ready for the record. */
export interface Change {
  facts: Fact[]
  opened: Wait[]
  closed: Closing[]
}
