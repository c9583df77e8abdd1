import type { PoolClient } from 'pg'
import { messageId, taskId } from '../activities/record/ids.ts'
import { contactId, contactsOf } from '../activities/record/letters.ts'
import type { Bound } from '../database/database.ts'
import { canonicalJson, chainHash } from '../events/chain.ts'
import type { AgreementState } from '../workflows/agreement/state.ts'
import type { Booking, Fact } from '../workflows/durable/ledger.ts'
import type { RecordInput, RecordWritten } from '../workflows/durable/port.ts'
import type { Task } from '../workflows/durable/types.ts'

/** The rows of one approval, ready before the transaction begins. */
export interface Rows {
  head: string
  statements: { name: string; text: string; values: unknown[] }[]
  result: RecordWritten
}

/**
 * What somebody would write for approvals and nothing else: the same rows in as few statements as it takes, everything
 * known beforehand. `like` is what the record step answered for the same approval of a twin.
 */
export function rowsByHand(
  input: RecordInput,
  like: RecordWritten,
  taskIds: ReadonlyMap<string, string>,
): Rows {
  const [fact] = input.facts
  const [closing] = input.closed
  const state = input.state as AgreementState
  const task = taskIds.get(closing?.key ?? '')
  if (task === undefined || fact === undefined || closing === undefined || input.facts.length > 1)
    throw new Error('not a plain approval')
  const seq = input.fromSeq + 1
  const head = headOf(input, fact, seq)
  const bookings = Object.fromEntries(
    Object.entries(like.bookings).map(([key, booking]) => [
      key,
      { ...booking, id: taskId(input.id, key, input.fromSeq) },
    ]),
  )
  const result: RecordWritten = { head, bookings, zone: like.zone }
  const tasks = input.opened.flatMap((wait) => {
    const booking = bookings[wait.key]
    return wait.wait === 'task' && booking !== undefined ? [{ task: wait, booking }] : []
  })
  const statements = [
    insertEvent(input, fact, seq, head),
    updateProcess(input, seq, result),
    {
      name: 'hand-agreement',
      text: 'UPDATE agreement SET stage = $2 WHERE id = $1',
      values: [state.id, state.stage],
    },
    insertApproval(input, state, fact),
    closeTask(input, task, closing.by, closing.evidence),
    cancelContacts(input, task),
    ...(tasks.length === 0 ? [] : openTasks(input, tasks)),
  ]
  return { head, statements, result }
}

export async function writeByHand(pool: Bound, rows: Rows): Promise<void> {
  const client: PoolClient = await pool.connect()
  try {
    await client.query('BEGIN')
    for (const statement of rows.statements) await client.query(statement)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

function headOf(input: RecordInput, fact: Fact, seq: number): string {
  const { type, data, by: actor, command, at } = fact
  const door = fact.door ?? undefined
  return chainHash(input.head, {
    process: input.id,
    seq,
    type,
    data,
    actor,
    onBehalfOf: null,
    door,
    command,
    at,
  })
}

function insertEvent(
  input: RecordInput,
  { type, data, by, door, command, at }: Fact,
  seq: number,
  head: string,
) {
  return {
    name: 'hand-event',
    text: `INSERT INTO event (process_id, institution_id, seq, type, data, actor_id, door, command_id, at, prev_hash, hash)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      input.id,
      input.institution,
      seq,
      type,
      canonicalJson(data),
      by,
      door,
      command,
      at,
      input.head,
      head,
    ],
  }
}

function updateProcess(input: RecordInput, seq: number, result: RecordWritten) {
  const book = { ...input.book, ...result.bookings }
  const due = Object.values(book)
    .flatMap((booking) => booking.rungs[booking.next]?.at ?? [])
    .sort()[0]
  const state = JSON.stringify({ ...(input.state as object), outbox: input.outbox })
  return {
    name: 'hand-process',
    text: `UPDATE process SET seq = $2, head = $3, stage = $4, state = $5, next_due = $6, book = $7, changed_at = $8
           WHERE id = $1`,
    values: [
      ...[input.id, seq, result.head, input.situation.stage, state, due ?? null, JSON.stringify(book)],
      input.at,
    ],
  }
}

function insertApproval(input: RecordInput, state: AgreementState, fact: Fact) {
  const { role, step } = fact.data
  return {
    name: 'hand-approval',
    text: `INSERT INTO approval (id, institution_id, agreement_id, version, stage_no, role, person_id, decision, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 'approve', $8)`,
    values: [
      ...[
        `${state.id}.${state.version}.${role}`,
        input.institution,
        state.id,
        state.version,
        Number(step) + 1,
      ],
      ...[role, fact.by, fact.at],
    ],
  }
}

function closeTask(input: RecordInput, id: string, by: string | null, evidence: unknown) {
  return {
    name: 'hand-close',
    text: `UPDATE task SET state = 'done', closed_at = $2, closed_by = $3, decision = 'approve', evidence = $4 WHERE id = $1`,
    values: [id, input.at, by, JSON.stringify(evidence)],
  }
}

function cancelContacts(input: RecordInput, task: string) {
  return {
    name: 'hand-cancel',
    text: `WITH silenced AS (
             UPDATE message SET state = 'suppressed', reply = 'taskClosed' WHERE task_id = $1 AND state = 'queued' RETURNING contact_id
           )
           UPDATE contact SET state = CASE WHEN state = 'planned' THEN 'cancelled' ELSE 'suppressed' END,
             reason = 'taskClosed', changed_at = $2
           WHERE task_id = $1 AND (state = 'planned' OR id IN (SELECT contact_id FROM silenced))`,
    values: [task, input.at],
  }
}

function openTasks(input: RecordInput, tasks: { task: Task; booking: Booking }[]) {
  const contacts = tasks.flatMap(({ booking }) => contactsOf(booking, input.at))
  const letters = tasks.map(({ booking }, n) => ({ booking, id: messageId(input.id, input.fromSeq, n) }))
  const letterOf = new Map(letters.map(({ booking, id }) => [contactId(booking, 0), id]))
  return [
    {
      name: 'hand-tasks',
      text: `INSERT INTO task (process_id, institution_id, state, opened_at, id, key, kind, owner_id, owner_role, due_at, data)
             SELECT $1, $2, 'open', $3, * FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                                                      $9::timestamptz[], $10::jsonb[])`,
      values: [
        ...[input.id, input.institution, input.at],
        tasks.map(({ booking }) => booking.id),
        tasks.map(({ task }) => task.key),
        tasks.map(({ task }) => task.kind),
        tasks.map(({ booking }) => booking.owner),
        tasks.map(({ task }) => ('role' in task.owner ? task.owner.role : null)),
        tasks.map(({ booking }) => booking.due),
        tasks.map(({ task }) => JSON.stringify(task.data)),
      ],
    },
    {
      name: 'hand-contacts',
      text: `INSERT INTO contact (institution_id, channel, changed_at, id, task_id, person_id, rung, planned_at, state, message_id)
             SELECT $1, 'mail', $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[],
                                                  $8::text[], $9::text[])`,
      values: [
        ...[input.institution, input.at],
        contacts.map(({ id }) => id),
        contacts.map(({ task }) => task),
        contacts.map(({ person }) => person),
        contacts.map(({ rung }) => rung),
        contacts.map(({ at }) => at),
        contacts.map(({ id }) => (letterOf.has(id) ? 'sent' : 'planned')),
        contacts.map(({ id }) => letterOf.get(id) ?? null),
      ],
    },
    {
      name: 'hand-messages',
      text: `INSERT INTO message (institution_id, process_id, template, language, state, at, id, person_id, task_id, contact_id, data)
             SELECT $1, $2, 'taskOpened', 'uz-Latn', 'queued', $3, * FROM unnest($4::text[], $5::text[], $6::text[],
                                                                                 $7::text[], $8::jsonb[])`,
      values: [
        ...[input.institution, input.id, input.at],
        letters.map(({ id }) => id),
        letters.map(({ booking }) => booking.owner),
        letters.map(({ booking }) => booking.id),
        letters.map(({ booking }) => contactId(booking, 0)),
        letters.map(({ booking }) => JSON.stringify({ due: booking.due })),
      ],
    },
  ]
}
