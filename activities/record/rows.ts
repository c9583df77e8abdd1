import type { PoolClient } from 'pg'
import type { Booking } from '../../workflows/durable/ledger.ts'
import type { Instant } from '../../workflows/durable/types.ts'
import type { Row } from './projections.ts'

interface Place {
  id: string
  institution: string
}

export interface Letter {
  id: string
  person: string
  task: string | null
  contact: string | null
  template: string
  data: object
  at: Instant
}

export interface PlannedContact {
  id: string
  task: string
  person: string
  rung: number
  at: Instant
}

/** Contact 0 is the one at opening; a ladder planned anew has contacts of its own. */
export const contactId = (booking: Booking, rung: number): string =>
  booking.generation === 0 ? `${booking.id}.${rung}` : `${booking.id}.${booking.generation}.${rung}`

export function contactsOf(booking: Booking, at: Instant): PlannedContact[] {
  const person = booking.owner
  if (person === null) return []
  return [at, ...booking.rungs.map((rung) => rung.at)].map((planned, rung) => ({
    id: contactId(booking, rung),
    task: booking.id,
    person,
    rung,
    at: planned,
  }))
}

export async function insertContacts(
  client: PoolClient,
  place: Place,
  contacts: PlannedContact[],
): Promise<void> {
  if (contacts.length === 0) return
  await client.query({
    name: 'insert-contacts',
    text: `INSERT INTO contact (institution_id, id, task_id, person_id, rung, planned_at, channel, state, changed_at)
           SELECT $1, id, task, person, rung, at, 'mail', 'planned', at
           FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[]) AS row (id, task, person, rung, at)`,
    values: [
      place.institution,
      contacts.map(({ id }) => id),
      contacts.map(({ task }) => task),
      contacts.map(({ person }) => person),
      contacts.map(({ rung }) => rung),
      contacts.map(({ at }) => at),
    ],
  })
}

/** Messages to people who can be reached wait for their mailbox; the others are suppressed, and say why. */
export async function insertMessages(client: PoolClient, place: Place, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return
  await client.query({
    name: 'insert-messages',
    text: `WITH row AS (
             SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::timestamptz[])
               AS row (id, person, task, contact, template, data, at)
           ), written AS (
             INSERT INTO message (institution_id, process_id, id, person_id, task_id, contact_id, template, data, language, at, state, reply)
             SELECT $1, $2, row.id, row.person, row.task, row.contact, row.template, row.data, person.language, row.at,
                    CASE WHEN person.email IS NULL OR NOT person.active THEN 'suppressed' ELSE 'queued' END,
                    CASE WHEN person.email IS NULL THEN 'noEmail' WHEN NOT person.active THEN 'inactive' END
             FROM row JOIN person ON person.id = row.person
             RETURNING id, contact_id, state, reply, at
           )
           UPDATE contact SET state = CASE WHEN written.state = 'queued' THEN 'sent' ELSE 'suppressed' END,
                  reason = written.reply, message_id = written.id, changed_at = written.at
           FROM written WHERE contact.id = written.contact_id`,
    values: [
      place.institution,
      place.id,
      letters.map(({ id }) => id),
      letters.map(({ person }) => person),
      letters.map(({ task }) => task),
      letters.map(({ contact }) => contact),
      letters.map(({ template }) => template),
      letters.map(({ data }) => JSON.stringify(data)),
      letters.map(({ at }) => at),
    ],
  })
}

/** Planned contacts end with their task, and a letter still in the mailbox is not sent any more. */
export async function cancelContacts(
  client: PoolClient,
  task: string,
  reason: string,
  at: Instant,
): Promise<void> {
  await client.query({
    name: 'cancel-contacts',
    text: `WITH silenced AS (
             UPDATE message SET state = 'suppressed', reply = $2 WHERE task_id = $1 AND state = 'queued' RETURNING contact_id
           )
           UPDATE contact SET state = CASE WHEN state = 'planned' THEN 'cancelled' ELSE 'suppressed' END,
                  reason = $2, changed_at = $3
           WHERE task_id = $1 AND (state = 'planned' OR id IN (SELECT contact_id FROM silenced))`,
    values: [task, reason, at],
  })
}

const statements = new Map<string, { name: string; text: string }>()

/** Inserts a row, or updates what it names where its key is there. Names come from code, never from people. */
export async function upsertRow(client: PoolClient, row: Row): Promise<void> {
  const columns = Object.keys(row.values)
  const shape = `${row.update === true ? 'update' : 'upsert'} ${row.table} ${columns.join(' ')}`
  const statement = statements.get(shape) ?? {
    name: `row-${statements.size}`,
    text: row.update === true ? updateText(row, columns) : upsertText(row, columns),
  }
  statements.set(shape, statement)
  await client.query({ ...statement, values: Object.values(row.values) })
}

function upsertText(row: Row, columns: string[]): string {
  const places = columns.map((_, n) => `$${n + 1}`).join(', ')
  const changes = columns
    .filter((column) => !row.key.includes(column))
    .map((column) => `${column} = EXCLUDED.${column}`)
  return `INSERT INTO ${row.table} (${columns.join(', ')}) VALUES (${places})
          ON CONFLICT (${row.key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`
}

function updateText(row: Row, columns: string[]): string {
  const set = columns.flatMap((column, n) => (row.key.includes(column) ? [] : [`${column} = $${n + 1}`]))
  const where = columns.flatMap((column, n) => (row.key.includes(column) ? [`${column} = $${n + 1}`] : []))
  return `UPDATE ${row.table} SET ${set.join(', ')} WHERE ${where.join(' AND ')}`
}
