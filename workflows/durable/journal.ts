import { isPending } from './booking.ts'
import { adopt, commit } from './engine.ts'
import type { Change, Closing, Running } from './ledger.ts'
import type { RecordAhead, RecordResult } from './port.ts'
import { lookAgain } from './turnover.ts'
import type { Command, Core, EventBase, Instant, Refusal, Wait } from './types.ts'
import { isRefusal } from './types.ts'

type Events<S, E extends EventBase> = Parameters<typeof commit<S, E>>[2]

/** What a command came to: the sequence number it reaches, or why it cannot be. */
export interface Entry {
  seq: number
  refused: Refusal | null
}

interface Pending<S, E extends EventBase> extends Entry {
  command: Command
  decide: () => Events<S, E> | Refusal
  /** Brought by time itself: on another state it would be something else, and a later look at the clock decides. */
  timed: boolean
  /** Recorded in its place where the record cannot take it; null refuses whoever sent it. */
  instead: Events<S, E> | null
  change: Change
}

/** A batch on its way to the record, with the state as it is when that succeeds. */
export interface Batch<S, E extends EventBase> {
  entries: Pending<S, E>[]
  change: Change
  before: { seq: number; head: string }
  after: Running<S>
}

const NEW = { seq: 0, refused: null, change: { facts: [], opened: [], closed: [] } as Change }
const BY_ITSELF: Command = { id: '', type: 'timePassed', data: {}, by: { person: null, roles: [] } }

/**
 * What is decided but not recorded yet. A worker may die between the record's commit and the engine's word that it
 * happened; what it decided is then decided again, perhaps in another order. The record's word holds: the journal goes
 * back to the last state it knows to be recorded, takes in what the record has beyond it, and decides the rest anew.
 * What the record can never take is found by offering one decision at a time, and refused.
 */
export class Journal<S, E extends EventBase> {
  recorded: number
  private base: Running<S>
  private pending: Pending<S, E>[] = []
  /** Decided anew one after the other, each when the one before is recorded. */
  private queue: Pending<S, E>[] = []

  constructor(
    private readonly core: Core<S, E>,
    readonly running: Running<S>,
    private readonly now: () => Instant,
  ) {
    this.recorded = running.seq
    this.base = copy(running)
  }

  get waiting(): boolean {
    return this.pending.length > 0 || this.queue.length > 0
  }

  /** Everything decided is recorded. */
  get settled(): boolean {
    return this.recorded >= this.running.seq && this.queue.length === 0
  }

  seqOf(command: Command): number | undefined {
    return this.running.ring.find((entry) => entry.id === command.id)?.seq
  }

  submit(command: Command, decide: () => Events<S, E> | Refusal, instead: Events<S, E> | null = null): Entry {
    const entry: Pending<S, E> = { ...NEW, command, decide, timed: false, instead }
    this.enter(entry, decide())
    return entry
  }

  /** What time itself brings. */
  note(command: Command, events: Events<S, E>, instead: Events<S, E>): void {
    this.enter({ ...NEW, command, decide: () => events, timed: true, instead }, events)
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
    return {
      entries,
      change: {
        facts: entries.flatMap(({ change }) => change.facts),
        opened: this.opened(entries.flatMap(({ change }) => change.opened)),
        closed: this.closed(entries.flatMap(({ change }) => change.closed)),
      },
      before: { seq: this.base.seq, head: this.base.head },
      after: copy(this.running),
    }
  }

  /** Of waits that opened within one batch only those that are still there, each as it was opened last. */
  private opened(all: Wait[]): Wait[] {
    const latest = new Map(all.map((wait) => [wait.key, wait]))
    return [...latest.values()].filter(({ key }) => {
      const booking = this.running.book[key]
      return booking !== undefined && isPending(booking)
    })
  }

  /** A wait opened and closed within one batch was never there for anybody. */
  private closed(all: Closing[]): Closing[] {
    const first = new Map(all.map((closing) => [closing.key, closing] as const).reverse())
    return [...first.values()].reverse().filter(({ key }) => this.base.book[key] !== undefined)
  }

  settle(batch: Batch<S, E>, result: RecordResult): void {
    if ('recorded' in result) {
      this.rebase([...batch.entries, ...this.pending, ...this.queue], result)
      return
    }
    for (const running of [batch.after, this.running]) {
      running.head = result.head
      running.zone = result.zone
    }
    for (const [key, booking] of Object.entries(result.bookings)) {
      const offered = batch.after.book[key]
      const present = this.running.book[key]
      if (offered === undefined) continue
      batch.after.book[key] = booking
      // Closed meanwhile, opened again or passed on: that is another booking.
      if (present?.id === offered.id && present.generation === offered.generation) {
        this.running.book[key] = { ...booking }
      }
    }
    this.base = batch.after
    this.recorded = batch.after.seq
    this.goOn()
  }

  /**
   * The record can never take this batch. Alone, each decision of it shows whether it is the one; false where there is
   * nobody to refuse and nothing to record instead.
   */
  reject(batch: Batch<S, E>, refusal: Refusal): boolean {
    const [only, ...others] = batch.entries
    this.queue = [...batch.entries, ...this.pending, ...this.queue]
    this.pending = []
    for (const entry of this.queue) entry.seq = Number.POSITIVE_INFINITY
    Object.assign(this.running, copy(this.base))
    const alone = only !== undefined && others.length === 0
    if (alone) {
      this.queue.shift()
      if (only.instead === null) only.refused = refusal
      else this.queue.unshift({ ...only, decide: () => only.instead ?? [], instead: null })
    }
    this.goOn()
    return only !== undefined && (!alone || only.instead !== null || only.command.id !== '')
  }

  private goOn(): void {
    while (this.pending.length === 0) {
      const next = this.queue.shift()
      if (next === undefined) break
      this.redo(next)
    }
    const change = lookAgain(this.core, this.running)
    if (change.opened.length + change.closed.length === 0) return
    const entry = { ...NEW, seq: this.running.seq, decide: () => [], timed: true, instead: null }
    this.pending.push({ ...entry, command: BY_ITSELF, change })
  }

  private rebase(entries: Pending<S, E>[], result: RecordAhead): void {
    this.pending = []
    this.queue = []
    Object.assign(this.running, copy(this.base))
    adopt(this.core, this.running, result.recorded, result.book)
    this.running.head = result.head
    this.running.zone = result.zone
    this.base = copy(this.running)
    this.recorded = this.running.seq
    for (const entry of entries) if (!entry.timed) this.redo(entry)
    this.goOn()
  }

  private redo(entry: Pending<S, E>): void {
    const seq = entry.command.id === '' ? undefined : this.seqOf(entry.command)
    if (seq !== undefined) entry.seq = seq
    else this.enter(entry, entry.decide())
  }
}

/** The state is shared, because cores never change one they were given; it is by far the largest part. */
function copy<S>({ state, ...engine }: Running<S>): Running<S> {
  return { ...(JSON.parse(JSON.stringify(engine)) as typeof engine), state }
}
