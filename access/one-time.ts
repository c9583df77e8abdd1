import type { Sql } from '../database/database.ts'
import { hashOf, newId, newToken } from './tokens.ts'

export type Purpose = 'setUp' | 'invitation' | 'reset'

/** Hours from when it is made. */
const LIFE: Readonly<Record<Purpose, number>> = { setUp: 24, invitation: 7 * 24, reset: 1 }

export interface OneTime {
  id: string
  purpose: Purpose
  institution: string
  person: string
  /** For the page that asks for the password. */
  name: string
  email: string
}

/** Makes a token that opens the page for a password, and lets earlier ones of the same person and purpose lapse. */
export async function mintOneTime(
  sql: Sql,
  of: { institution: string; person: string; message: string | null; purpose: Purpose; address: string },
): Promise<string> {
  const token = newToken()
  const { institution, person, message, purpose, address } = of
  await sql.query({
    name: 'one-time-mint',
    text: `WITH earlier AS (
             UPDATE one_time SET used_at = now() WHERE person_id = $3 AND purpose = $5 AND used_at IS NULL
           )
           INSERT INTO one_time (id, institution_id, person_id, message_id, purpose, address, token_hash, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8))`,
    values: [newId(), institution, person, message, purpose, address, hashOf(token), LIFE[purpose]],
  })
  return token
}

/** What a token still opens: looking consumes nothing. Null where it was used, is over, or went to another address. */
export async function oneTimeOf(sql: Sql, token: string): Promise<OneTime | null> {
  const { rows } = await sql.query<OneTime>({
    name: 'one-time-of',
    text: `SELECT one_time.id, purpose, one_time.institution_id AS institution, person_id AS person,
                  full_name AS name, email
           FROM one_time JOIN person ON person.id = person_id
           WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() AND active AND email = address`,
    values: [hashOf(token)],
  })
  return rows[0] ?? null
}

/** True for one of all who come with it. */
export async function useOneTime(sql: Sql, id: string): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'one-time-use',
    text: 'UPDATE one_time SET used_at = now() WHERE id = $1 AND used_at IS NULL AND expires_at > now()',
    values: [id],
  })
  return rowCount === 1
}
