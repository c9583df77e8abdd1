import type { Booking, Closing, Fact } from './ledger.ts'
import type { Command, Effect, Instant, ProcessKind, Situation, Wait } from './types.ts'
import type { Zone } from './zone.ts'

/** One recorded batch: every change of a process since the last record, in one SQL transaction. */
export interface RecordInput {
  id: string
  kind: ProcessKind
  institution: string
  policy: { id: string; version: number }
  parent: string | null
  clockOffset: number
  /** Sequence number before the first fact, and the chain's hash there. */
  fromSeq: number
  head: string
  facts: Fact[]
  opened: Wait[]
  closed: Closing[]
  situation: Situation
  state: unknown
  book: Record<string, Booking>
  /** Keys of the effects still to do, for the explanation. */
  outbox: { key: string; type: string }[]
  at: Instant
}

/** The chain's new head and the bookings of what opened; or what somebody recorded before, and nothing written. */
export type RecordResult = RecordWritten | RecordAhead

export interface RecordWritten {
  head: string
  zone: Zone
  bookings: Record<string, Booking>
}

export interface RecordAhead {
  head: string
  zone: Zone
  recorded: Fact[]
  book: Record<string, Booking>
}

export interface EffectInput {
  process: string
  institution: string
  policy: { id: string; version: number }
  at: Instant
  effect: Effect
}

/** What an effect came back with: a command for the process that asked, or nothing to say. */
export type EffectResult = {
  reply: Pick<Command, 'type' | 'data'> | null
  refused: { to: string; code: string }[]
}

export interface Recorder {
  record(input: RecordInput): Promise<RecordResult>
}

/** How one effect of a batch ended. A final failure becomes somebody's task; a passing one is retried by the engine. */
export type EffectOutcome = { effect: string } & (EffectResult | { failed: string })

export interface BatchInput extends Omit<EffectInput, 'effect'> {
  effects: Effect[]
}

export interface Performer {
  /** Outcomes of those effects that came to an end; the others are to be asked for again. */
  perform(input: BatchInput): Promise<EffectOutcome[]>
}
