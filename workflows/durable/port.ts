import type { Booking, Closing, Fact } from './ledger.ts'
import type { Command, Effect, Instant, ProcessKind, Situation, Wait } from './types.ts'

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

export interface RecordResult {
  head: string
  bookings: Record<string, Booking>
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

export interface Performer {
  issue(input: EffectInput): Promise<EffectResult>
  tell(input: EffectInput): Promise<EffectResult>
  ask(input: EffectInput): Promise<EffectResult>
  inform(input: EffectInput): Promise<EffectResult>
}
