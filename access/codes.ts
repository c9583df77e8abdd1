import type { Sql } from '../database/database.ts'
import { hashOf, newDigits, newId } from './tokens.ts'

/** Six digits to a person's own address, before something weighty is done by a link that may have been passed on. */

const LIFE_MINUTES = 30
const MOST_TRIES = 5

export interface CodeFor {
  institution: string
  session: string
  task: string
}

/** The letter that brings it is written; its digits are made when that is composed. */
export async function expectCode(
  sql: Sql,
  { institution, session, task }: CodeFor,
  message: string,
): Promise<void> {
  await sql.query({
    name: 'code-expect',
    text: `INSERT INTO code (id, institution_id, session_id, task_id, message_id, expires_at)
           VALUES ($1, $2, $3, $4, $5, now() + make_interval(mins => $6))`,
    values: [newId(), institution, session, task, message, LIFE_MINUTES],
  })
}

/** The digits for a letter; a letter composed anew brings new ones, and those before it are worth nothing. */
export async function mintCode(sql: Sql, message: string): Promise<string> {
  const digits = newDigits()
  await sql.query({
    name: 'code-mint',
    text: 'UPDATE code SET code_hash = $2 WHERE message_id = $1',
    values: [message, hashOf(`${message} ${digits}`)],
  })
  return digits
}

/** The code that is waited for, or the fact that it was given. */
export async function codeStateOf(
  sql: Sql,
  { session, task }: CodeFor,
): Promise<'none' | 'sent' | 'confirmed'> {
  const { rows } = await sql.query<{ confirmed: boolean }>({
    name: 'code-state',
    text: `SELECT confirmed_at IS NOT NULL AS confirmed FROM code
           WHERE session_id = $1 AND task_id = $2 AND expires_at > now() AND tries < $3
           ORDER BY created_at DESC LIMIT 1`,
    values: [session, task, MOST_TRIES],
  })
  const [row] = rows
  return row === undefined ? 'none' : row.confirmed ? 'confirmed' : 'sent'
}

/** Counts the try first: two at once are two tries. */
export async function tryCode(sql: Sql, { session, task }: CodeFor, given: string): Promise<boolean> {
  const { rows } = await sql.query<{ id: string; message: string; hash: string | null }>({
    name: 'code-try',
    text: `UPDATE code SET tries = tries + 1
           WHERE id = (SELECT id FROM code WHERE session_id = $1 AND task_id = $2 AND expires_at > now()
                       ORDER BY created_at DESC LIMIT 1) AND tries < $3
           RETURNING id, message_id AS message, code_hash AS hash`,
    values: [session, task, MOST_TRIES],
  })
  const [row] = rows
  const digits = given.replace(/\D/g, '')
  if (row === undefined || row.hash === null || row.hash !== hashOf(`${row.message} ${digits}`)) return false
  await sql.query({
    name: 'code-confirm',
    text: 'UPDATE code SET confirmed_at = now() WHERE id = $1',
    values: [row.id],
  })
  return true
}
