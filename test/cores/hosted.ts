import { isDeepStrictEqual } from 'node:util'
import { taskId } from '../../activities/record/ids.ts'
import { bookingOf, climbedAnew } from '../../calendar/working-calendar.ts'
import { effectInput, recordInput } from '../../schema/contracts/activities.ts'
import { basisOf } from '../../workflows/durable/booking.ts'
import { commit, decide, nowIn, situationOf } from '../../workflows/durable/engine.ts'
import type { Booking, Change, Fact, Running } from '../../workflows/durable/ledger.ts'
import { LEDGER_EVENTS } from '../../workflows/durable/ledger.ts'
import type { RecordInput } from '../../workflows/durable/port.ts'
import { restore } from '../../workflows/durable/restore.ts'
import { lookAgain, waitsOf } from '../../workflows/durable/turnover.ts'
import type {
  Command,
  Core,
  Data,
  Effect,
  EventBase,
  Instant,
  ProcessKind,
  Refusal,
  Task,
  Wait,
} from '../../workflows/durable/types.ts'
import { isRefusal } from '../../workflows/durable/types.ts'
import { CALENDAR, POLICY } from './outside.ts'
import { ownerOf } from './people.ts'

export type AnyCore = Core<unknown, EventBase>

/** A message somebody got about a task. */
export interface Contact {
  key: string
  to: string
  template: 'taskOpened' | 'taskReminder' | 'escalation' | 'taskReassigned' | 'taskReturned' | 'taskExtended'
  at: Instant
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** One process in memory, recorded as the record step records it. Every promise of the ledger is checked on the way. */
export class Hosted {
  running: Running<unknown>
  readonly facts: Fact[] = []
  readonly contacts: Contact[] = []
  readonly closed = new Map<string, string>()
  private replayed: unknown = null

  constructor(
    readonly core: AnyCore,
    id: string,
    parent: string | null,
    /** Carries the state over as continue-as-new does, after every record. */
    private readonly renews: boolean,
  ) {
    this.running = {
      id,
      institution: 'i1',
      policy: { id: POLICY.id, version: POLICY.version },
      parent,
      clockOffset: 0,
      zone: CALENDAR.zoneAt('2026-11-23T05:00:00.000Z'),
      seq: 0,
      head: '',
      state: null,
      book: {},
      escalated: {},
      outbox: [],
      stuck: {},
      ring: [],
    }
  }

  get id(): string {
    return this.running.id
  }

  get kind(): ProcessKind {
    return this.core.kind
  }

  get open(): boolean {
    return this.running.state === null || situationOf(this.core, this.running).open
  }

  waits(): Wait[] {
    return waitsOf(this.core, this.running)
  }

  /** As if the state were another one: for what no command of a small example leads to. */
  pretend(change: (state: Data) => void): void {
    const state = JSON.parse(JSON.stringify(this.running.state))
    change(state)
    this.running.state = state
  }

  tasks(): Task[] {
    return this.waits().filter((wait): wait is Task => wait.wait === 'task')
  }

  begin(command: Command, at: Instant): void {
    this.keep(this.core.begin(command.data), command, at)
  }

  /** Takes a command as the update handler does: a known id is answered again, a refusal changes nothing. */
  take(command: Command, at: Instant): Refusal | null {
    if (command.id !== '' && this.running.ring.some(({ id }) => id === command.id)) return null
    const before = JSON.stringify(this.running)
    const events = decide(this.core, this.running, command, nowIn(this.running, at))
    if (JSON.stringify(this.running) !== before) throw new Error(`${this.id}: decide changed the state`)
    if (isRefusal(events)) return events
    this.keep(events, command, at)
    return null
  }

  keep(events: Parameters<typeof commit<unknown, EventBase>>[2], command: Command, at: Instant): void {
    const change = commit(this.core, this.running, events, command, at)
    // The journal keeps states beside one another: whoever changes one it was given is found here.
    freeze(this.running.state)
    this.record(change, at)
  }

  /** What the record step does, without a database. */
  private record(change: Change, at: Instant): void {
    const { facts, opened, closed } = change
    const fromSeq = this.running.seq - facts.length
    this.checkRecord(change, fromSeq, at)
    for (const { key, how } of closed) {
      this.closed.set(key, how)
    }
    for (const wait of opened) {
      const task = wait.wait === 'task'
      const owner = task ? ownerOf(wait) : null
      const id = task ? taskId(this.id, wait.key, fromSeq) : ''
      this.running.book[wait.key] = bookingOf(wait, id, owner, at, CALENDAR, POLICY.ladders)
      if (owner !== null) this.contacts.push({ key: wait.key, to: owner, template: 'taskOpened', at })
    }
    for (const [n, fact] of facts.entries()) this.ledger(fact, fromSeq + n + 1, at)
    this.facts.push(...facts)
    // The bookings that came back may ask for more.
    const more = lookAgain(this.core, this.running)
    if (more.opened.length + more.closed.length > 0) {
      this.record(more, at)
      return
    }
    this.checkState()
    if (this.renews) this.running = JSON.parse(JSON.stringify(this.running))
  }

  private ledger(fact: Fact, seq: number, at: Instant): void {
    const key = String(fact.data.task ?? '')
    const booking = this.running.book[key]
    if (fact.type === 'contactDue' && booking === undefined) {
      throw new Error(`${this.id}: somebody is reminded of ${key}, which is closed`)
    }
    if (!LEDGER_EVENTS.includes(fact.type) || booking === undefined || booking.owner === null) return
    if (fact.type === 'contactDue') {
      this.contacts.push({ key, to: booking.owner, template: 'taskReminder', at })
      const anew = climbedAnew(booking, at, seq, CALENDAR)
      if (anew !== null) this.running.book[key] = anew
    }
    if (fact.type === 'taskReassigned' || fact.type === 'taskExtended' || fact.type === 'delegationEnded') {
      this.running.book[key] = this.rebooked(key, booking, fact, seq, at)
    }
  }

  private rebooked(key: string, booking: Booking, fact: Fact, seq: number, at: Instant): Booking {
    const extended = fact.type === 'taskExtended'
    const today = CALENDAR.dayOf(at)
    const on = extended ? CALENDAR.addWorkingDays(today, Number(fact.data.days)) : CALENDAR.dayOf(booking.due)
    const owner = extended ? (booking.owner ?? '') : String(fact.data.to)
    const ladder = booking.ladder
    const wait: Task = {
      wait: 'task',
      key,
      kind: '',
      owner: { person: owner },
      due: { on },
      ladder,
      data: {},
      ...(booking.lapses === true ? { lapses: true } : {}),
    }
    const template = fact.type === 'delegationEnded' ? 'taskReturned' : (fact.type as 'taskReassigned')
    this.contacts.push({ key, to: owner, template, at })
    const planned = bookingOf(wait, booking.id, owner, at, CALENDAR, POLICY.ladders)
    const { opened, basis, lent } = booking
    return { ...planned, opened, basis, ...(lent === undefined ? {} : { lent }), generation: seq }
  }

  /** The record step would refuse what its contract does not know, and a task key is one occasion for ever. */
  private checkRecord({ facts, opened, closed }: Change, fromSeq: number, at: Instant): void {
    const { running } = this
    const input: RecordInput = {
      id: this.id,
      kind: this.kind,
      institution: running.institution,
      policy: running.policy,
      parent: running.parent,
      clockOffset: 0,
      fromSeq,
      head: running.head,
      facts,
      opened,
      closed,
      situation: situationOf(this.core, running),
      state: running.state,
      book: {},
      outbox: [],
      at,
    }
    recordInput.parse(JSON.parse(JSON.stringify(input)))
  }

  private checkState(): void {
    const waits = this.waits()
    const keys = waits.map(({ key }) => key)
    if (new Set(keys).size !== keys.length) throw new Error(`${this.id}: one key twice in ${keys.join(' ')}`)
    const booked = Object.keys(this.running.book)
    if (!same([...keys].sort(), [...booked].sort())) {
      throw new Error(`${this.id}: waits ${keys.join(' ')}, booked ${booked.join(' ')}`)
    }
    for (const wait of waits) {
      // A date that moved without its wait would leave the old reminders alive.
      const booking = this.running.book[wait.key]
      if (booking?.basis === basisOf(wait) && booking.due !== '') continue
      throw new Error(`${this.id}: ${wait.key} is booked for ${booking?.basis}, now is ${basisOf(wait)}`)
    }
    // The others may wait for the processes they began, or for the one that began them.
    const alone =
      this.kind === 'agreement' ||
      this.kind === 'attestation' ||
      (this.kind === 'partnership' && this.stage !== 'contracting')
    if (alone && this.open && keys.length === 0 && this.running.outbox.length === 0) {
      throw new Error(`${this.id} is open in ${this.stage} and waits for nothing`)
    }
    const late = new Set(this.tasks().map(({ data }) => data.late))
    for (const { key, lapses } of this.tasks()) {
      const { rungs = [], next = 0 } = this.running.book[key] ?? {}
      // Nothing is planned any more, the process does not go on by itself, and nobody else is asked either.
      if (next < rungs.length || lapses === true || late.has(key)) continue
      throw new Error(`${this.id}: ${key} is climbed in vain, and nobody decides about it`)
    }
    for (const key of Object.keys(this.running.escalated)) {
      if (!booked.includes(key)) throw new Error(`${this.id}: ${key} is escalated and does not exist`)
    }
  }

  get stage(): string {
    return this.core.situation(this.running.state).stage
  }

  /** The facts alone give the same state, and all that the process carries from run to run. */
  replay(): void {
    this.replayed = null
    for (const { type, data } of JSON.parse(JSON.stringify(this.facts)) as Fact[]) {
      if (!LEDGER_EVENTS.includes(type)) this.replayed = this.core.evolve(this.replayed, { type, ...data })
    }
    const state = JSON.parse(JSON.stringify(this.running.state))
    if (!same(JSON.parse(JSON.stringify(this.replayed)), state)) {
      throw new Error(`${this.id}: the replayed facts give another state`)
    }
    this.restore()
  }

  /**
   * A command that brought about nothing is not recorded: of it alone nothing is known afterwards. The institution's
   * clock comes with the next record.
   */
  private restore(): void {
    const { book, outbox, ring } = this.running
    const recorded = { ...this.running, facts: this.facts, book, outbox: outbox.map(({ key }) => key) }
    const restored = restore(this.core, recorded)
    const known = ring.filter(({ id }) => this.facts.some(({ command }) => command === id))
    restored.ring = restored.ring.slice(-known.length)
    const carried = JSON.parse(JSON.stringify({ ...this.running, zone: [], ring: known }))
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(restored)), carried)) {
      throw new Error(`${this.id}: the record does not tell all that the process carries`)
    }
  }

  checkEffect(effect: Effect, at: Instant): void {
    const { id: process, institution, policy } = this.running
    effectInput.parse(JSON.parse(JSON.stringify({ process, institution, policy, at, effect })))
  }
}

function freeze(value: unknown): void {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return
  Object.freeze(value)
  Object.values(value).forEach(freeze)
}
