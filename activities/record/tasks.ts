import { bookingOf, climbedAnew } from '../../calendar/working-calendar.ts'
import type { Booking, Closing, Fact } from '../../workflows/durable/ledger.ts'
import type { RecordInput } from '../../workflows/durable/port.ts'
import type { Task } from '../../workflows/durable/types.ts'
import { messageId, taskId } from './ids.ts'
import type { InstitutionFacts } from './institution.ts'
import type { Letter, PlannedContact } from './letters.ts'
import { cancelContacts, contactId, contactsOf, writeLetters } from './letters.ts'
import type { Statement } from './statement.ts'

interface Opened {
  task: Task
  booking: Booking
}

/** What one batch means for tasks, contacts and letters: computed first, written after the process is claimed. */
export class TaskBatch {
  readonly bookings: Record<string, Booking> = {}
  readonly letters: Letter[] = []
  private readonly contacts: PlannedContact[] = []
  private readonly changes: Statement[] = []

  /** `owners`: whose turn each of the opened waits is, in their order. */
  constructor(
    private readonly input: RecordInput,
    private readonly institution: InstitutionFacts,
    owners: (string | null)[],
  ) {
    if (input.closed.length > 0) this.changes.push(closeTasks(input, input.closed))
    this.open(owners)
    for (const [n, fact] of input.facts.entries()) this.ledger(fact, input.fromSeq + n + 1)
  }

  get statements(): Statement[] {
    const silent = this.contacts.length === 0 && this.letters.length === 0
    return silent ? this.changes : [...this.changes, writeLetters(this.input, this.contacts, this.letters)]
  }

  private booking(key: string): Booking | undefined {
    return this.bookings[key] ?? this.input.book[key]
  }

  private open(owners: (string | null)[]): void {
    const { input } = this
    const { calendar, policy } = this.institution
    const opened: Opened[] = []
    for (const [n, wait] of input.opened.entries()) {
      const id = wait.wait === 'task' ? taskId(input.id, wait.key, input.fromSeq) : ''
      const booking = bookingOf(wait, id, owners[n] ?? null, input.at, calendar, policy.ladders)
      this.bookings[wait.key] = booking
      if (wait.wait === 'task') opened.push({ task: wait, booking })
    }
    if (opened.length === 0) return
    this.changes.push(insertTasks(input, opened))
    for (const { task, booking } of opened) {
      this.contacts.push(...contactsOf(booking, input.at))
      this.asks(task, booking)
      this.write(booking, task.kind === 'decideEscalation' ? 'escalation' : 'taskOpened', 0)
    }
  }

  private write(booking: Booking, template: string, rung: number): void {
    if (booking.owner === null) return
    this.letters.push({
      id: messageId(this.input.id, this.input.fromSeq, this.letters.length),
      person: booking.owner,
      task: booking.id,
      contact: contactId(booking, rung),
      template,
      data: { due: booking.due },
      at: this.input.at,
    })
  }

  /** What the ledger's own facts mean for tasks and contacts. */
  private ledger(fact: Fact, seq: number): void {
    const key = String(fact.data.task ?? '')
    const booking = this.booking(key)
    if (booking === undefined) return
    switch (fact.type) {
      case 'contactDue': {
        const index = Number(fact.data.rung)
        const rung = booking.rungs[index]
        if (rung !== undefined)
          this.write(booking, rung.offset > 0 ? 'taskOverdue' : 'taskReminder', index + 1)
        const anew = climbedAnew(booking, this.input.at, seq, this.institution.calendar)
        if (anew === null) return
        this.bookings[key] = anew
        // The contact made now is the last one of the ladder that was climbed.
        this.contacts.push(...contactsOf(anew, this.input.at).slice(1))
        return
      }
      case 'taskReassigned':
      case 'delegationEnded':
      case 'taskExtended':
        this.rebook(key, booking, fact, seq)
        return
      default:
        return
    }
  }

  /** Somebody's word about another task, which is escalated to him: the superior's first, then the institution's. */
  private asks({ kind, data }: Task, { owner }: Booking): void {
    if (kind !== 'decideEscalation' && kind !== 'decideOverdue') return
    const late = this.booking(String(data.late))
    if (late === undefined) return
    this.changes.push({
      name: 'escalate-task',
      text: `UPDATE task SET state = 'escalated', escalates_to = $2 WHERE id = $1`,
      values: [late.id, owner],
    })
  }

  /** Another owner or another due date: the old ladder ends, a new one begins. */
  private rebook(key: string, booking: Booking, fact: Fact, seq: number): void {
    const { calendar, policy } = this.institution
    const { at } = this.input
    const extended = fact.type === 'taskExtended'
    const on = extended
      ? calendar.addWorkingDays(calendar.dayOf(at), Number(fact.data.days))
      : calendar.dayOf(booking.due)
    const owner = extended ? booking.owner : String(fact.data.to)
    const wait: Task = {
      wait: 'task',
      key,
      kind: '',
      owner: { person: owner ?? '' },
      due: { on },
      ladder: booking.ladder,
      data: {},
      ...(booking.lapses === true ? { lapses: true } : {}),
    }
    const planned = bookingOf(wait, booking.id, owner, at, calendar, policy.ladders)
    const { opened, basis, lent } = booking
    const passed = lent === undefined ? {} : { lent }
    const fresh: Booking = { ...planned, opened, basis, ...passed, generation: seq }
    this.bookings[key] = fresh
    this.changes.push(cancelContacts(booking.id, fact.type, at), {
      name: 'rebook-task',
      text: `UPDATE task SET owner_id = $2, due_at = $3, state = 'open', escalates_to = NULL WHERE id = $1`,
      values: [booking.id, owner, fresh.due],
    })
    this.contacts.push(...contactsOf(fresh, at))
    this.write(fresh, fact.type === 'delegationEnded' ? 'taskReturned' : fact.type, 0)
  }
}

/** Done means silence: what was planned is cancelled with the task, what waits in a mailbox is not sent any more. */
function closeTasks(input: RecordInput, closed: Closing[]): Statement {
  return {
    name: 'close-tasks',
    text: `WITH closed AS (
             UPDATE task SET state = row.how, closed_at = $2, closed_by = row.person, on_behalf = row.on_behalf,
                    decision = row.decision, evidence = row.evidence
             FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::jsonb[])
               AS row (key, how, person, on_behalf, decision, evidence)
             WHERE process_id = $1 AND task.key = row.key AND task.state IN ('open', 'escalated')
             RETURNING task.id
           ), silenced AS (
             UPDATE message SET state = 'suppressed', reply = 'taskClosed'
             WHERE task_id IN (SELECT id FROM closed) AND state = 'queued' RETURNING contact_id
           )
           UPDATE contact SET state = CASE WHEN state = 'planned' THEN 'cancelled' ELSE 'suppressed' END,
                  reason = 'taskClosed', changed_at = $2
           WHERE task_id IN (SELECT id FROM closed) AND (state = 'planned' OR id IN (SELECT contact_id FROM silenced))`,
    values: [
      input.id,
      input.at,
      closed.map(({ key }) => key),
      closed.map(({ how }) => how),
      closed.map(({ by }) => by),
      closed.map(({ onBehalf }) => onBehalf),
      closed.map(({ decision }) => decision),
      closed.map(({ evidence }) => (evidence === null ? null : JSON.stringify(evidence))),
    ],
  }
}

function insertTasks(input: RecordInput, opened: Opened[]): Statement {
  return {
    name: 'insert-tasks',
    text: `INSERT INTO task (process_id, institution_id, id, key, kind, owner_id, owner_role, state, opened_at, due_at, data)
           SELECT $1, $2, id, key, kind, owner, role, 'open', $3, due, data
           FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::jsonb[])
             AS row (id, key, kind, owner, role, due, data)`,
    values: [
      input.id,
      input.institution,
      input.at,
      opened.map(({ booking }) => booking.id),
      opened.map(({ task }) => task.key),
      opened.map(({ task }) => task.kind),
      opened.map(({ booking }) => booking.owner),
      opened.map(({ task }) => ('role' in task.owner ? task.owner.role : null)),
      opened.map(({ booking }) => booking.due),
      opened.map(({ task }) => JSON.stringify(task.data)),
    ],
  }
}
