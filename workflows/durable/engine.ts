import { correct } from './correction.ts'
import { barredFrom, lentBy, lentOn, reassignment } from './holders.ts'
import type { Booking, Change, Fact, LedgerEvent, Lent, Rung, Running } from './ledger.ts'
import { LEDGER_EVENTS } from './ledger.ts'
import { decideOverdue, isSuperiors, isWord } from './overdue.ts'
import { answerToFailure, decideRepair, evolveRepair, takeOver } from './repair.ts'
import { taskOf, turnover, waitsOf } from './turnover.ts'
import type {
  Command,
  Core,
  Data,
  Effect,
  EventBase,
  Instant,
  Now,
  Refusal,
  Situation,
  Task,
} from './types.ts'
import { isRefusal, refuse } from './types.ts'
import { dayAt } from './zone.ts'

/** How many command ids a process carries with it; older ones are known to the record. */
const RING = 64
export type AnyEvent<E extends EventBase> = E | LedgerEvent

export const nowIn = (running: Running<unknown>, at: Instant): Now => ({ at, today: dayAt(running.zone, at) })

/** A process is over when its core is and nothing it brought about is left undone. */
export function situationOf<S, E extends EventBase>(core: Core<S, E>, running: Running<S>): Situation {
  const { stage, outcome, open } = core.situation(running.state)
  const undone = running.outbox.length > 0 || Object.keys(running.stuck).length > 0
  return { stage, outcome, open: open || undone }
}

function decideTask<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
  now: Now,
): AnyEvent<E>[] | Refusal {
  const waits = waitsOf(core, running)
  const booking = running.book[command.task ?? '']
  const task = taskOf(waits, command.task ?? '')
  const closed = refuse('taskClosed', { stage: core.situation(running.state).stage })
  if (booking === undefined || task === undefined) return closed
  if (command.occasion !== undefined && command.occasion !== booking.id) return closed
  const barred = barredFrom(command, task, booking.owner)
  if (barred !== null) return barred
  if (command.data.decision === 'delegate') return reassignment(command, task, booking, now.today)
  switch (task.kind) {
    case 'repairEffect':
    case 'resolveRefusal':
      return decideRepair(core, running, task, command, now)
    case 'decideEscalation':
    case 'decideOverdue':
    case 'nameHolder': {
      const key = String(task.data.late)
      const late = { task: taskOf(waits, key), booking: running.book[key] }
      return isThere(late) ? decideOverdue(core, running.state, command, late, now) : closed
    }
    default:
      return core.decide(running.state, honest(running, command), now)
  }
}

const isThere = (late: {
  task: Task | undefined
  booking: Booking | undefined
}): late is { task: Task; booking: Booking } => late.task !== undefined && late.booking !== undefined

/** Who owns the task acts for nobody but himself, whatever was ticked. */
function honest<S>(running: Running<S>, command: Command): Command {
  const owner = command.task === undefined ? undefined : running.book[command.task]?.owner
  if (owner === undefined || owner !== command.by.person) return command
  const { onBehalf: _, ...own } = command
  return own
}

/** The command's events, or why it cannot be. Changes nothing. What is over takes only what settles its remains. */
export function decide<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
  now: Now,
): AnyEvent<E>[] | Refusal {
  const { open, outcome } = core.situation(running.state)
  if (command.type === 'complete' && (open || command.task !== undefined)) {
    const ended = !open && taskOf(waitsOf(core, running), command.task ?? '') === undefined
    return ended ? refuse('processEnded', { outcome }) : decideTask(core, running, command, now)
  }
  if (!open) return refuse('processEnded', { outcome })
  switch (command.type) {
    case 'correct':
      return correct(core, running, command, now)
    case 'note':
      return note(command)
    default:
      return core.decide(running.state, command, now)
  }
}

/** Whoever has an office in the institution leaves word for the others. */
function note({ by, data, facts }: Command): LedgerEvent[] | Refusal {
  const side = by.person === null ? undefined : facts?.persons[by.person]?.partner
  return side === null && by.roles.length > 0
    ? [{ type: 'noted', text: String(data.text) }]
    : refuse('notAllowed')
}

const isLedgerEvent = (event: EventBase): event is LedgerEvent => LEDGER_EVENTS.includes(event.type)

function evolveLedger<S>(running: Running<S>, event: LedgerEvent): void {
  switch (event.type) {
    case 'contactDue': {
      const booking = running.book[event.task]
      if (booking) booking.next = event.rung + 1
      return
    }
    case 'taskEscalated': {
      const booking = running.book[event.task]
      if (isWord(event.task) && booking) booking.next = booking.rungs.length
      running.escalated[event.task] = event.owner
      return
    }
    case 'taskReassigned':
    case 'delegationEnded':
    case 'taskExtended':
      rebook(running, event)
      return
    case 'alarmFailed':
    case 'effectAbandoned':
    case 'effectFailed':
    case 'effectRetried':
    case 'messageRefused':
    case 'refusalSettled':
      evolveRepair(running, event)
      return
    case 'noted':
      return
  }
}

/** What the process must know before the record has planned the new ladder. */
function rebook(
  running: Running<unknown>,
  event: Extract<LedgerEvent, { type: 'taskReassigned' | 'delegationEnded' | 'taskExtended' }>,
): void {
  delete running.escalated[event.task]
  const booking = running.book[event.task]
  if (booking === undefined) return
  booking.generation = running.seq + 1
  booking.rungs = []
  booking.next = 0
  if (event.type === 'taskExtended') return
  const lent = lentAfter(booking, event)
  delete booking.lent
  if (lent !== undefined) booking.lent = lent
  booking.owner = event.to
}

function lentAfter(
  booking: Booking,
  event: Extract<LedgerEvent, { type: 'taskReassigned' | 'delegationEnded' }>,
): Lent | undefined {
  if (event.type === 'delegationEnded') return booking.lent?.before
  return event.anew === true ? undefined : lentOn(booking, event.to, event.until)
}

/** Of commands that were under way before doors were told: people had no other way in then. */
const UNTOLD = 'commandLine/'

function toFact(event: EventBase, command: Command, onBehalf: Fact['onBehalf'], at: Instant): Fact {
  const { type, ...data } = event as EventBase & Data
  const { by } = command
  const told = { type, data, onBehalf, command: command.id, at }
  return by.person === null
    ? { ...told, by: null, door: null }
    : { ...told, by: by.person, door: by.door ?? UNTOLD }
}

function actsFor<S>(running: Running<S>, { task, onBehalf }: Command): Fact['onBehalf'] {
  const of = task === undefined ? undefined : running.book[task]?.owner
  return onBehalf === undefined || of === undefined || of === null ? null : { of, evidence: onBehalf }
}

/** One event into the state, with what it brings about outside. */
function absorb<S, E extends EventBase>(core: Core<S, E>, running: Running<S>, event: AnyEvent<E>): void {
  if (isLedgerEvent(event)) evolveLedger(running, event)
  else {
    takeOver(running, event)
    running.state = core.evolve(running.state, event)
    const effects = core.effects(event, running.state)
    running.outbox.push(
      ...effects.map((effect, n): Effect => ({ ...effect, key: `${running.seq + 1}.${n}` })),
    )
  }
  running.seq += 1
}

function remember<S>(running: Running<S>, id: string): void {
  if (id === '') return
  const last = running.ring.at(-1)
  if (last?.id === id) last.seq = running.seq
  else running.ring.push({ id, seq: running.seq })
  if (running.ring.length > RING) running.ring.shift()
}

/** Takes the events into the state and says what opened, what closed and what is to be done outside. */
export function commit<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  events: AnyEvent<E>[],
  given: Command,
  at: Instant,
): Change {
  const command = honest(running, given)
  // Before the events: one of them may be that the task passes to somebody else.
  const onBehalf = actsFor(running, command)
  const facts: Fact[] = []
  const keep = (event: AnyEvent<E>): void => {
    absorb(core, running, event)
    facts.push(toFact(event, command, onBehalf, at))
  }
  for (const event of events) {
    keep(event)
    if (isLedgerEvent(event)) answerToFailure(core, running, event, nowIn(running, at)).forEach(keep)
  }
  // An alarm rings once even when the state keeps it.
  const failed = events.some(({ type }) => type === 'alarmFailed')
  const rung = command.type === 'alarm' && !failed ? running.book[String(command.data.key)] : undefined
  if (rung !== undefined) rung.next += 1
  remember(running, command.id)
  return { facts, ...turnover(core, running, command) }
}

/** Takes in facts that are recorded already, with the book as the record has it. */
export function adopt<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  facts: Fact[],
  book: Record<string, Booking>,
): void {
  for (const { type, data, command } of facts) {
    absorb(core, running, { type, ...data } as unknown as AnyEvent<E>)
    remember(running, command)
  }
  running.book = book
  for (const key of Object.keys(running.escalated)) {
    if (book[key] === undefined) delete running.escalated[key]
  }
}

/** What is due at `at`, one by one in order of time: a contact, an escalation or an alarm of the process. */
export function dueCommand<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  at: Instant,
): { key: string; command: Command; events: AnyEvent<E>[] } | null {
  const due = Object.entries(running.book)
    .map(([key, booking]) => ({ key, booking, rung: booking.rungs[booking.next] }))
    .filter((entry) => entry.rung !== undefined && entry.rung.at <= at)
    .sort((a, b) => ((a.rung?.at ?? '') < (b.rung?.at ?? '') ? -1 : 1))[0]
  if (due?.rung === undefined) return null
  const { key, booking, rung } = due
  const by = { person: null, roles: [] }
  const wait = waitsOf(core, running).find((candidate) => candidate.key === key)
  if (wait?.wait === 'alarm') {
    const command: Command = { id: '', type: 'alarm', data: { key }, by }
    const events = alarmEvents(core, running, command, key, nowIn(running, at))
    return {
      key,
      command,
      events: isRefusal(events) ? [{ type: 'alarmFailed', alarm: key, code: events.refusal }] : events,
    }
  }
  return {
    key,
    command: { id: '', type: 'timePassed', data: {}, by },
    events: rungEvents(key, booking, rung),
  }
}

/** A contact, and with it whoever is above is asked; the superior's own silence passes the word on without one. */
function rungEvents(task: string, { owner, next, rungs }: Booking, { escalates }: Rung): LedgerEvent[] {
  const contact: LedgerEvent = { type: 'contactDue', task, rung: next }
  if (owner === null) return [contact]
  const escalated: LedgerEvent = { type: 'taskEscalated', task, owner }
  if (isSuperiors(task)) return next === rungs.length - 1 ? [escalated] : [contact]
  return escalates && !isWord(task) ? [contact, escalated] : [contact]
}

function alarmEvents<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
  key: string,
  now: Now,
): AnyEvent<E>[] | Refusal {
  const task = lentBy(key)
  if (task === null) return core.decide(running.state, command, now)
  const lent = running.book[task]?.lent
  return lent ? [{ type: 'delegationEnded', task, to: lent.by }] : []
}
