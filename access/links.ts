import type { Sql } from '../database/database.ts'
import type { Language } from '../schema/contracts/lists.ts'
import { hashOf, newId, newToken } from './tokens.ts'

/**
 * Whoever gets a letter comes in by its link. A link belongs to one person, and to one task where the letter is about
 * one; it went to one address, and is worth nothing once that is not the person's any more.
 */
export interface NewLink {
  institution: string
  person: string
  task: string | null
  message: string
  address: string
}

/** Days of business time that a link is good, and longer where the task is due later. */
const GOOD_DAYS = 30

/** Made when its letter is composed for sending: nobody else ever sees it. */
export async function mintLink(sql: Sql, of: NewLink): Promise<string> {
  const token = newToken()
  const { institution, person, task, message, address } = of
  await sql.query({
    name: 'link-mint',
    text: `INSERT INTO link (id, institution_id, person_id, task_id, message_id, address, token_hash, good_until)
           SELECT $1, $2, $3, $4, $5, $6, $7, greatest(
             (SELECT at FROM message WHERE id = $5), (SELECT due_at FROM task WHERE id = $4)
           ) + make_interval(days => $8)`,
    values: [newId(), institution, person, task, message, address, hashOf(token), GOOD_DAYS],
  })
  return token
}

/** What a link opens now; one whose task is closed still says what became of it. */
export interface KnownLink {
  id: string
  institution: string
  person: string
  task: string | null
  language: Language
  /** Over: by its date. Void: revoked, or its person has left or has another address. */
  state: 'good' | 'over' | 'void'
}

/** Looking consumes nothing, however often it is done. Null where there is no such link. */
export async function linkOf(sql: Sql, token: string): Promise<KnownLink | null> {
  const { rows } = await sql.query<KnownLink>({
    name: 'link-of-token',
    text: `SELECT link.id, link.institution_id AS institution, person_id AS person, task_id AS task, person.language,
                  CASE WHEN revoked_at IS NOT NULL OR NOT active OR person.email IS DISTINCT FROM address THEN 'void'
                       WHEN good_until < now() + coalesce((SELECT offset_ms FROM business_clock), 0) * interval '1 ms'
                         AND coalesce(task.state, 'open') IN ('open', 'escalated')
                       THEN 'over' ELSE 'good' END AS state
           FROM link JOIN person ON person.id = person_id LEFT JOIN task ON task.id = task_id WHERE token_hash = $1`,
    values: [hashOf(token)],
  })
  return rows[0] ?? null
}

/** When it was opened for the first time. */
export async function noteOpened(sql: Sql, id: string): Promise<void> {
  await sql.query({
    name: 'link-opened',
    text: 'UPDATE link SET opened_at = now() WHERE id = $1 AND opened_at IS NULL',
    values: [id],
  })
}
