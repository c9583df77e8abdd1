import type { Booking, Change, Closing, Fact, LedgerEvent, Running } from './ledger.ts'
import { LEDGER_EVENTS } from './ledger.ts'
import { answerToFailure, decideRepair, evolveRepair, repairsOf, takeOver } from './repair.ts'
import type { Command, Core, Data, Effect, EventBase, Instant, Now, Refusal, Task, Wait } from './types.ts'
import { isRefusal, refuse } from './types.ts'

/** How many command ids a process remembers: a retry older than this meets a closed task instead. */
const RING = 64
const ESCALATION = 'escalation:'
type AnyEvent<E extends EventBase> = E | LedgerEvent

/** The superior's own task beside a task that stayed undone: another one each time its ladder was climbed. */
function escalationOf(late: string, owner: string, generation: number): Task {
  return {
    wait: 'task',
    key: `${ESCALATION}${late}.${generation}`,
    kind: 'decideEscalation',
    owner: { superiorOf: owner },
    due: { workingDays: 3 },
    ladder: 'escalation',
    data: { late, person: owner },
  }
}

/** Everything the process waits for now. */
export function waitsOf<S, E extends EventBase>(core: Core<S, E>, running: Running<S>): Wait[] {
  const own = core.waits(running.state)
  const escalations = Object.entries(running.escalated)
    .filter(([key]) => own.some((wait) => wait.key === key))
    .map(([key, owner]) => escalationOf(key, owner, running.book[key]?.generation ?? 0))
  return [...own, ...escalations, ...repairsOf(running)]
}

function decideEscalation(command: Command, late: Task, booking: Booking): LedgerEvent[] | Refusal {
  const { decision = '', days } = command.data
  if (decision === 'reassign') return reassignment(command, late, booking)
  if (decision === 'extend') return [{ type: 'taskExtended', task: late.key, days: Number(days) }]
  return refuse('decisionUnknown', { decision })
}

/** Delegated or reassigned: whoever receives a task may complete it, and belongs to the side whose turn it is. */
function reassignment(command: Command, task: Task, booking: Booking): LedgerEvent[] | Refusal {
  const to = String(command.data.to ?? '')
  if (task.holders === null) return refuse('personalTask')
  if (task.notBy?.includes(to)) return refuse('authorMayNotDecide')
  // To its owner again it would only begin a new ladder.
  if (to === booking.owner) return refuse('invalidInput', { field: 'to' })
  const person = command.facts?.persons[to]
  if (!person?.active) return refuse('personUnknown')
  if (!person.reachable) return refuse('personHasNoEmail')
  if (person.partner !== sideOf(command, task, booking)) return refuse('wrongSide')
  return [{ type: 'taskReassigned', task: task.key, to, reason: String(command.data.reason ?? '') }]
}

/** The partner whose turn it is, null for the institution; undefined where nobody can tell. */
function sideOf(command: Command, task: Task, booking: Booking): string | null | undefined {
  if ('role' in task.owner) return task.owner.partner ?? null
  return booking.owner === null ? undefined : command.facts?.persons[booking.owner]?.partner
}

function taskOf(waits: Wait[], key: string): Task | undefined {
  return waits.find((wait): wait is Task => wait.key === key && wait.wait === 'task')
}

function decideTask<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
  now: Now,
): AnyEvent<E>[] | Refusal {
  const key = command.task ?? ''
  const booking = running.book[key]
  const waits = waitsOf(core, running)
  const wait = taskOf(waits, key)
  const closed = refuse('taskClosed', { stage: core.situation(running.state).stage })
  if (booking === undefined || wait === undefined) return closed
  const person = command.by.person
  if (person === null) return refuse('notYourTask')
  const forAnother =
    command.onBehalf !== undefined && command.by.roles.includes('administrator') && wait.holders !== null
  const owns = booking.owner === person
  if (!owns && !forAnother) return refuse('notYourTask')
  const delegates = command.data.decision === 'delegate'
  // Who may not complete it may still pass on what came to him; otherwise it would be nobody's turn.
  if (wait.notBy?.includes(person) && !(delegates && owns)) return refuse('authorMayNotDecide')
  if (delegates) return reassignment(command, wait, booking)
  if (wait.kind === 'repairEffect' || wait.kind === 'resolveRefusal') return decideRepair(wait, command)
  if (wait.kind === 'decideEscalation') {
    const late = taskOf(waits, String(wait.data.late))
    const lateBooking = running.book[String(wait.data.late)]
    return late === undefined || lateBooking === undefined
      ? closed
      : decideEscalation(command, late, lateBooking)
  }
  return core.decide(running.state, honest(running, command), now)
}

/** Who owns the task acts for nobody but himself, whatever was ticked. */
function honest<S>(running: Running<S>, command: Command): Command {
  const owner = command.task === undefined ? undefined : running.book[command.task]?.owner
  if (owner === undefined || owner !== command.by.person) return command
  const { onBehalf: _, ...own } = command
  return own
}

/** The command's events, or why it cannot be. Changes nothing. */
export function decide<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
  now: Now,
): AnyEvent<E>[] | Refusal {
  if (!core.situation(running.state).open) {
    return refuse('processEnded', { outcome: core.situation(running.state).outcome })
  }
  return command.type === 'complete'
    ? decideTask(core, running, command, now)
    : core.decide(running.state, command, now)
}

const isLedgerEvent = (event: EventBase): event is LedgerEvent => LEDGER_EVENTS.includes(event.type)

function evolveLedger<S>(running: Running<S>, event: LedgerEvent): void {
  switch (event.type) {
    case 'contactDue': {
      const booking = running.book[event.task]
      if (booking) booking.next = event.rung + 1
      return
    }
    case 'taskEscalated':
      running.escalated[event.task] = event.owner
      return
    case 'taskReassigned': {
      const booking = running.book[event.task]
      if (booking) booking.owner = event.to
      delete running.escalated[event.task]
      return
    }
    case 'taskExtended':
      delete running.escalated[event.task]
      return
    case 'effectFailed':
    case 'effectRetried':
    case 'messageRefused':
    case 'refusalSettled':
      evolveRepair(running, event)
      return
  }
}

function toFact(event: EventBase, command: Command, at: Instant): Fact {
  const { type, ...data } = event as EventBase & Data
  return {
    type,
    data,
    by: command.by.person,
    onBehalf: command.onBehalf !== undefined,
    command: command.id,
    at,
  }
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
  const facts: Fact[] = []
  const keep = (event: AnyEvent<E>): void => {
    absorb(core, running, event)
    facts.push(toFact(event, command, at))
  }
  for (const event of events) {
    keep(event)
    if (isLedgerEvent(event))
      answerToFailure(core, running, event, { at, today: at.slice(0, 10) }).forEach(keep)
  }
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

function turnover<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
): { opened: Wait[]; closed: Closing[] } {
  const waits = waitsOf(core, running)
  const keys = new Set(waits.map((wait) => wait.key))
  const opened = waits.filter((wait) => running.book[wait.key] === undefined)
  const closed: Closing[] = []
  for (const key of Object.keys(running.book)) {
    if (keys.has(key)) continue
    const answered = command.type === 'complete' && command.task === key
    closed.push({
      key,
      how: answered ? 'done' : command.type === 'alarm' ? 'expired' : 'cancelled',
      by: answered ? command.by.person : null,
      onBehalf: answered && command.onBehalf !== undefined,
      decision: answered ? String(command.data.decision ?? '') : null,
      evidence: answered ? command.data : null,
    })
    delete running.book[key]
    delete running.escalated[key]
  }
  for (const wait of opened) running.book[wait.key] = pending(wait.key)
  return { opened, closed }
}

/** A wait is known before its instants are: the record step fills them in. */
const pending = (key: string): Booking => ({
  id: key,
  owner: null,
  opened: '',
  due: '',
  rungs: [],
  next: 0,
  ladder: '',
  generation: 0,
})

/** The earliest instant at which something happens by itself. */
export function nextDue<S>(running: Running<S>): Instant | null {
  let earliest: Instant | null = null
  for (const booking of Object.values(running.book)) {
    const at = booking.rungs[booking.next]?.at
    if (at !== undefined && (earliest === null || at < earliest)) earliest = at
  }
  return earliest
}

/** What is due at `at`, one by one in order of time: a contact, an escalation or an alarm of the process. */
export function dueCommand<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  at: Instant,
): { command: Command; events: AnyEvent<E>[] } | null {
  const due = Object.entries(running.book)
    .map(([key, booking]) => ({ key, booking, rung: booking.rungs[booking.next] }))
    .filter((entry) => entry.rung !== undefined && entry.rung.at <= at)
    .sort((a, b) => ((a.rung?.at ?? '') < (b.rung?.at ?? '') ? -1 : 1))[0]
  if (due?.rung === undefined) return null
  const { key, booking, rung } = due
  const wait = waitsOf(core, running).find((candidate) => candidate.key === key)
  const by = { person: null, roles: [] }
  if (wait?.wait === 'alarm') {
    const command: Command = { id: '', type: 'alarm', data: { key }, by }
    // An alarm rings once even when the state keeps it.
    booking.next += 1
    const events = core.decide(running.state, command, { at, today: at.slice(0, 10) })
    if (!isRefusal(events)) return { command, events }
    return { command, events: [{ type: 'effectFailed', effect: key, code: events.refusal }] }
  }
  const events: LedgerEvent[] = [{ type: 'contactDue', task: key, rung: booking.next }]
  if (rung.escalates && booking.owner !== null && !key.startsWith(ESCALATION)) {
    events.push({ type: 'taskEscalated', task: key, owner: booking.owner })
  }
  return { command: { id: '', type: 'timePassed', data: {}, by }, events }
}
