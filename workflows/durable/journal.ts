import { adopt, commit } from './engine.ts'
import type { Change, Running } from './ledger.ts'
import type { RecordAhead, RecordResult } from './port.ts'
import type { Command, Core, EventBase, Instant, Refusal } from './types.ts'
import { isRefusal } from './types.ts'

type Events<S, E extends EventBase> = Parameters<typeof commit<S, E>>[2]

/** What a command came to: the sequence number it reaches, or why it cannot be. */
export interface Entry {
  seq: number
  refused: Refusal | null
}

interface Pending<S, E extends EventBase> extends Entry {
  command: Command
  /** Decides anew on another state; null where a later look at the clock decides by itself. */
  decide: (() => Events<S, E> | Refusal) | null
  change: Change
}

/** A batch on its way to the record, with the state as it is when that succeeds. */
export interface Batch<S, E extends EventBase> {
  entries: Pending<S, E>[]
  change: Change
  before: { seq: number; head: string }
  after: Running<S>
}

const NOTHING: Change = { facts: [], opened: [], closed: [] }

/**
 * What is decided but not recorded yet. A worker may die between the record's commit and the engine's word that it
 * happened; what it decided is then decided again, perhaps in another order. The record's word holds: the journal goes
 * back to the last state it knows to be recorded, takes in what the record has beyond it, and decides the rest anew.
 */
export class Journal<S, E extends EventBase> {
  recorded: number
  private base: Running<S>
  private pending: Pending<S, E>[] = []

  constructor(
    private readonly core: Core<S, E>,
    readonly running: Running<S>,
    private readonly now: () => Instant,
  ) {
    this.recorded = running.seq
    this.base = copy(running)
  }

  get waiting(): boolean {
    return this.pending.length > 0
  }

  /** Everything decided is recorded. */
  get settled(): boolean {
    return this.recorded >= this.running.seq
  }

  seqOf(command: Command): number | undefined {
    return this.running.ring.find((entry) => entry.id === command.id)?.seq
  }

  submit(command: Command, decide: () => Events<S, E> | Refusal): Entry {
    const entry: Pending<S, E> = { seq: 0, refused: null, command, decide, change: NOTHING }
    this.enter(entry, decide())
    return entry
  }

  /** What time itself brings: on another state it would be something else, so it is never decided twice. */
  note(command: Command, events: Events<S, E>): void {
    this.enter({ seq: 0, refused: null, command, decide: null, change: NOTHING }, events)
  }

  private enter(entry: Pending<S, E>, events: Events<S, E> | Refusal): void {
    if (isRefusal(events)) {
      entry.refused = events
      return
    }
    entry.change = commit(this.core, this.running, events, entry.command, this.now())
    entry.seq = this.running.seq
    this.pending.push(entry)
  }

  take(): Batch<S, E> {
    const entries = this.pending
    this.pending = []
    const opened = entries.flatMap(({ change }) => change.opened)
    const closed = entries.flatMap(({ change }) => change.closed)
    const gone = new Set(closed.map(({ key }) => key))
    const born = new Set(opened.map(({ key }) => key))
    return {
      entries,
      change: {
        facts: entries.flatMap(({ change }) => change.facts),
        // A wait opened and closed within one batch was never there for anybody.
        opened: opened.filter(({ key }) => !gone.has(key)),
        closed: closed.filter(({ key }) => !born.has(key)),
      },
      before: { seq: this.base.seq, head: this.base.head },
      after: copy(this.running),
    }
  }

  settle(batch: Batch<S, E>, result: RecordResult): void {
    if ('recorded' in result) {
      this.rebase([...batch.entries, ...this.pending], result)
      return
    }
    for (const running of [this.running, batch.after]) {
      running.head = result.head
      for (const [key, booking] of Object.entries(result.bookings)) {
        if (running.book[key] !== undefined) running.book[key] = booking
      }
    }
    this.base = batch.after
    this.recorded = batch.after.seq
  }

  private rebase(entries: Pending<S, E>[], result: RecordAhead): void {
    this.pending = []
    Object.assign(this.running, copy(this.base))
    adopt(this.core, this.running, result.recorded, result.book)
    this.running.head = result.head
    this.base = copy(this.running)
    this.recorded = this.running.seq
    for (const entry of entries) {
      const seq = entry.command.id === '' ? undefined : this.seqOf(entry.command)
      if (seq !== undefined) entry.seq = seq
      else if (entry.decide !== null) this.enter(entry, entry.decide())
    }
  }
}

/** The state is shared, because cores never change one they were given; it is by far the largest part. */
function copy<S>({ state, ...engine }: Running<S>): Running<S> {
  return { ...(JSON.parse(JSON.stringify(engine)) as typeof engine), state }
}
