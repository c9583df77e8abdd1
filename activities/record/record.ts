import type { Pool, PoolClient } from 'pg'
import type { Log } from '../../logging/log.ts'
import { recordInput } from '../../schema/contracts/activities.ts'
import type { Booking, Closing, Fact } from '../../workflows/durable/ledger.ts'
import type { RecordInput, RecordResult } from '../../workflows/durable/port.ts'
import type { Task, Wait } from '../../workflows/durable/types.ts'
import { bookingOf } from '../calendar.ts'
import { canonicalJson, chainHash } from './chain.ts'
import { messageId, taskId } from './ids.ts'
import type { InstitutionFacts } from './institution.ts'
import { InstitutionReader } from './institution.ts'
import { resolveOwner } from './owners.ts'
import { projectionsOf } from './projections.ts'
import type { Letter } from './rows.ts'
import { cancelContacts, contactId, contactsOf, insertContacts, insertMessages, upsertRow } from './rows.ts'

export interface Post {
  person: string
  message: string
}

export interface RecordDeps {
  pool: Pool
  log: Log
  /** Hands new messages to their mailboxes: idempotent by message id. */
  post(posts: Post[]): Promise<void>
}

interface Recorded {
  result: RecordResult
  posts: Post[]
}

/**
 * The record step: one transaction for the facts, the process row, tasks, contacts, messages and lists.
 * Idempotent by process and sequence: where the record is ahead of the facts offered, nothing is written and what is
 * recorded beyond them is the answer.
 */
export function createRecordActivities(deps: RecordDeps) {
  const reader = new InstitutionReader(deps.pool)
  return {
    async record(input: RecordInput): Promise<RecordResult> {
      recordInput.parse(input)
      const institution = await reader.read(input.institution, input.policy)
      const client = await deps.pool.connect()
      let done: Recorded
      try {
        await client.query('BEGIN')
        done = (await ahead(client, input)) ?? (await write(client, input, institution))
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined)
        throw error
      } finally {
        client.release()
      }
      if (done.posts.length > 0) await deps.post(done.posts)
      if ('bookings' in done.result) logRecorded(deps.log, input, done.posts)
      return done.result
    },
  }
}

/** One line a fact: what a person can follow without the database. */
function logRecorded(log: Log, input: RecordInput, posts: Post[]): void {
  const { id: process, situation, fromSeq } = input
  for (const [n, { type, command: request, data }] of input.facts.entries()) {
    const task = typeof data.task === 'string' ? { task: data.task } : {}
    log.info(
      { process, seq: fromSeq + n + 1, event: type, stage: situation.stage, request, ...task },
      'recorded',
    )
  }
  for (const { message } of posts) log.info({ process, message }, 'contact')
}

/** What is recorded beyond the facts offered, and the letters of it that may not have reached their mailboxes. */
async function ahead(client: PoolClient, input: RecordInput): Promise<Recorded | null> {
  const { rows } = await client.query<{ seq: number; head: string; book: Record<string, Booking> }>({
    name: 'process-lock',
    text: `SELECT seq, head, coalesce(book, '{}') AS book FROM process WHERE id = $1 FOR UPDATE`,
    values: [input.id],
  })
  const row = rows[0]
  const seq = row?.seq ?? 0
  if (seq < input.fromSeq || (seq === input.fromSeq && row !== undefined && row.head !== input.head)) {
    throw new Error(`${input.id} is recorded up to ${seq}, these facts follow ${input.fromSeq}`)
  }
  if (row === undefined || seq === input.fromSeq) return null
  const facts = await client.query<Fact & { at: Date }>({
    name: 'facts-beyond',
    text: `SELECT type, data, actor_id AS by, on_behalf_of IS NOT NULL AS "onBehalf", command_id AS command, at
           FROM event WHERE process_id = $1 AND seq > $2 ORDER BY seq`,
    values: [input.id, input.fromSeq],
  })
  const letters = await client.query<Post>({
    name: 'letters-waiting',
    text: `SELECT person_id AS person, id AS message FROM message WHERE process_id = $1 AND state = 'queued' ORDER BY at, id`,
    values: [input.id],
  })
  const recorded = facts.rows.map((fact) => ({ ...fact, at: fact.at.toISOString() }))
  return { result: { head: row.head, recorded, book: row.book }, posts: letters.rows }
}

async function write(
  client: PoolClient,
  input: RecordInput,
  institution: InstitutionFacts,
): Promise<Recorded> {
  const scope = new Scope(client, input, institution)
  const head = chain(input)
  await upsertProcess(client, input, head.at(-1) ?? input.head)
  if (input.facts.length > 0) await insertEvents(client, input, head)
  for (const row of projectionsOf(input)) await upsertRow(client, row)
  for (const closing of input.closed) await scope.close(closing)
  await scope.open(input.opened)
  for (const [n, fact] of input.facts.entries()) await scope.ledger(fact, input.fromSeq + n + 1)
  await scope.flush()
  await finishProcess(client, input, scope.bookings)
  const result: RecordResult = { head: head.at(-1) ?? input.head, bookings: scope.bookings }
  return { result, posts: scope.letters.map(({ person, id }) => ({ person, message: id })) }
}

function chain(input: RecordInput): string[] {
  let previous = input.head
  return input.facts.map((fact, n) => {
    previous = chainHash(previous, {
      process: input.id,
      seq: input.fromSeq + n + 1,
      type: fact.type,
      data: fact.data,
      actor: fact.by,
      onBehalfOf: fact.onBehalf ? fact.by : null,
      command: fact.command,
      at: fact.at,
    })
    return previous
  })
}

async function insertEvents(client: PoolClient, input: RecordInput, hashes: string[]): Promise<void> {
  const facts = input.facts
  await client.query({
    name: 'insert-events',
    text: `INSERT INTO event (process_id, institution_id, seq, type, data, actor_id, on_behalf_of, command_id, at, prev_hash, hash)
           SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[],
                                        $9::timestamptz[], $10::text[], $11::text[])`,
    values: [
      input.id,
      input.institution,
      facts.map((_, n) => input.fromSeq + n + 1),
      facts.map(({ type }) => type),
      facts.map(({ data }) => canonicalJson(data)),
      facts.map(({ by }) => by),
      facts.map(({ by, onBehalf }) => (onBehalf ? by : null)),
      facts.map(({ command }) => command),
      facts.map(({ at }) => at),
      facts.map((_, n) => hashes[n - 1] ?? input.head),
      hashes,
    ],
  })
}

async function upsertProcess(client: PoolClient, input: RecordInput, head: string): Promise<void> {
  const { stage, outcome, open } = input.situation
  await client.query({
    name: 'upsert-process',
    text: `INSERT INTO process (id, institution_id, kind, seq, head, stage, outcome, open, state, pending_effects,
                                policy_id, policy_version, parent_id, clock_offset_ms, opened_at, changed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
           ON CONFLICT (id) DO UPDATE SET seq = $4, head = $5, stage = $6, outcome = $7, open = $8, state = $9,
             pending_effects = $10, changed_at = $15`,
    values: [
      input.id,
      input.institution,
      input.kind,
      input.fromSeq + input.facts.length,
      head,
      stage,
      outcome,
      open,
      JSON.stringify({ ...(input.state as object), outbox: input.outbox }),
      input.outbox.length,
      input.policy.id,
      input.policy.version,
      input.parent,
      input.clockOffset,
      input.at,
    ],
  })
}

/** The next instant at which something happens by itself, and the book with what was booked now. */
async function finishProcess(
  client: PoolClient,
  input: RecordInput,
  bookings: Record<string, Booking>,
): Promise<void> {
  const book = { ...input.book, ...bookings }
  const due = Object.values(book)
    .flatMap((booking) => booking.rungs[booking.next]?.at ?? [])
    .sort()[0]
  await client.query({
    name: 'finish-process',
    text: 'UPDATE process SET next_due = $2, book = $3 WHERE id = $1',
    values: [input.id, input.situation.open ? (due ?? null) : null, JSON.stringify(book)],
  })
}

/** Tasks, contacts and messages of one batch. */
class Scope {
  readonly bookings: Record<string, Booking> = {}
  readonly letters: Letter[] = []
  private readonly planned: Booking[] = []

  constructor(
    private readonly client: PoolClient,
    private readonly input: RecordInput,
    private readonly institution: InstitutionFacts,
  ) {}

  private booking(key: string): Booking | undefined {
    return this.bookings[key] ?? this.input.book[key]
  }

  async open(waits: Wait[]): Promise<void> {
    const { input } = this
    const opened: { task: Task; booking: Booking }[] = []
    for (const wait of waits) {
      const { calendar, policy } = this.institution
      const owner =
        wait.wait === 'task'
          ? await resolveOwner(this.client, input.institution, this.institution, wait.owner)
          : null
      const id = wait.wait === 'task' ? taskId(input.id, wait.key, input.fromSeq) : wait.key
      const booking = bookingOf(wait, id, owner, input.at, calendar, policy.ladders)
      this.bookings[wait.key] = booking
      if (wait.wait === 'task') opened.push({ task: wait, booking })
    }
    if (opened.length === 0) return
    await this.client.query({
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
    })
    for (const { task, booking } of opened) {
      const template = task.kind === 'decideEscalation' ? 'escalation' : 'taskOpened'
      this.planned.push(booking)
      this.write(booking, template, 0)
    }
  }

  private write(booking: Booking, template: string, rung: number): void {
    if (booking.owner === null) return
    const n = this.letters.length
    this.letters.push({
      id: messageId(this.input.id, this.input.fromSeq, n),
      person: booking.owner,
      task: booking.id,
      contact: contactId(booking, rung),
      template,
      data: { due: booking.due },
      at: this.input.at,
    })
  }

  async close(closing: Closing): Promise<void> {
    const { rows } = await this.client.query<{ id: string }>({
      name: 'close-task',
      text: `UPDATE task SET state = $4, closed_at = $3, closed_by = $5, on_behalf = $6, decision = $7, evidence = $8
             WHERE process_id = $1 AND key = $2 AND state IN ('open', 'escalated') RETURNING id`,
      values: [
        this.input.id,
        closing.key,
        this.input.at,
        closing.how,
        closing.by,
        closing.onBehalf,
        closing.decision,
        closing.evidence === null ? null : JSON.stringify(closing.evidence),
      ],
    })
    // Done means silence: what was planned is cancelled with the task, what waits in a mailbox is not sent any more.
    for (const { id } of rows) await cancelContacts(this.client, id, 'taskClosed', this.input.at)
  }

  /** What the ledger's own facts mean for tasks and contacts. */
  async ledger(fact: Fact, seq: number): Promise<void> {
    const key = String(fact.data.task ?? '')
    const booking = this.booking(key)
    if (booking === undefined) return
    switch (fact.type) {
      case 'contactDue': {
        const index = Number(fact.data.rung)
        const rung = booking.rungs[index]
        if (rung === undefined) return
        const template = rung.offset > 0 ? 'taskOverdue' : 'taskReminder'
        this.write(booking, template, index + 1)
        return
      }
      case 'taskEscalated':
        await this.client.query({
          name: 'escalate-task',
          text: `UPDATE task SET state = 'escalated',
                   escalates_to = (SELECT superior_person_id FROM person WHERE id = $2) WHERE id = $1`,
          values: [booking.id, booking.owner],
        })
        return
      case 'taskReassigned':
      case 'taskExtended':
        await this.rebook(key, booking, fact, seq)
        return
      default:
        return
    }
  }

  /** Another owner or another due date: the old ladder ends, a new one begins. */
  private async rebook(key: string, booking: Booking, fact: Fact, seq: number): Promise<void> {
    const { calendar, policy } = this.institution
    const { at } = this.input
    await cancelContacts(this.client, booking.id, fact.type, at)
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
    }
    const planned = bookingOf(wait, booking.id, owner, at, calendar, policy.ladders)
    const fresh: Booking = { ...planned, opened: booking.opened, generation: seq }
    this.bookings[key] = fresh
    await this.client.query({
      name: 'rebook-task',
      text: `UPDATE task SET owner_id = $2, due_at = $3, state = 'open', escalates_to = NULL WHERE id = $1`,
      values: [booking.id, owner, fresh.due],
    })
    this.planned.push(fresh)
    this.write(fresh, 'taskReassigned', 0)
  }

  async flush(): Promise<void> {
    const contacts = this.planned.flatMap((booking) => contactsOf(booking, this.input.at))
    await insertContacts(this.client, this.input, contacts)
    await insertMessages(this.client, this.input, this.letters)
  }
}
