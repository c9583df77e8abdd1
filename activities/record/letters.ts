import type { Booking } from '../../workflows/durable/ledger.ts'
import type { Instant } from '../../workflows/durable/types.ts'
import type { Statement } from './statement.ts'

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

/**
 * Letters, the contacts they are, and the contacts planned for later. Messages to people who can be reached wait for
 * their mailbox, and come back as rows of `person` and `message`; the others are suppressed, and say why. A letter
 * that is written already is left as it is, and comes back again while it waits.
 */
export function writeLetters(place: Place, contacts: PlannedContact[], letters: Letter[]): Statement {
  return {
    name: 'write-letters',
    text: `WITH letter AS (
             SELECT row.*, person.language, CASE WHEN person.email IS NULL THEN 'noEmail' WHEN NOT person.active THEN 'inactive' END AS reason
             FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::timestamptz[])
               AS row (id, person, task, contact, template, data, at)
             JOIN person ON person.id = row.person
           ), written AS (
             INSERT INTO message (institution_id, process_id, id, person_id, task_id, contact_id, template, data, language, at, state, reply)
             SELECT $1, $2, id, person, task, contact, template, data, language, at,
                    CASE WHEN reason IS NULL THEN 'queued' ELSE 'suppressed' END, reason
             FROM letter
             ON CONFLICT (id) DO UPDATE SET id = message.id
             RETURNING id, person_id, state
           ), told AS (
             UPDATE contact SET state = CASE WHEN letter.reason IS NULL THEN 'sent' ELSE 'suppressed' END,
                    reason = letter.reason, message_id = letter.id, changed_at = letter.at
             FROM letter WHERE contact.id = letter.contact
           ), planned AS (
             INSERT INTO contact (institution_id, id, task_id, person_id, rung, planned_at, channel, state, reason, message_id, changed_at)
             SELECT $1, row.id, row.task, row.person, row.rung, row.at, 'mail',
                    CASE WHEN letter.id IS NULL THEN 'planned' WHEN letter.reason IS NULL THEN 'sent' ELSE 'suppressed' END,
                    letter.reason, letter.id, coalesce(letter.at, row.at)
             FROM unnest($10::text[], $11::text[], $12::text[], $13::int[], $14::timestamptz[]) AS row (id, task, person, rung, at)
             LEFT JOIN letter ON letter.contact = row.id
           )
           SELECT person_id AS person, id AS message FROM written WHERE state = 'queued'`,
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
      contacts.map(({ id }) => id),
      contacts.map(({ task }) => task),
      contacts.map(({ person }) => person),
      contacts.map(({ rung }) => rung),
      contacts.map(({ at }) => at),
    ],
  }
}

/** Contacts planned for a task that goes on otherwise end, and a letter still in the mailbox is not sent any more. */
export function cancelContacts(task: string, reason: string, at: Instant): Statement {
  return {
    name: 'cancel-contacts',
    text: `WITH silenced AS (
             UPDATE message SET state = 'suppressed', reply = $2 WHERE task_id = $1 AND state = 'queued' RETURNING contact_id
           )
           UPDATE contact SET state = CASE WHEN state = 'planned' THEN 'cancelled' ELSE 'suppressed' END,
                  reason = $2, changed_at = $3
           WHERE task_id = $1 AND (state = 'planned' OR id IN (SELECT contact_id FROM silenced))`,
    values: [task, reason, at],
  }
}
