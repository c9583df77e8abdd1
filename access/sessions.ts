import type { Sql } from '../database/database.ts'
import type { Language } from '../schema/contracts/lists.ts'
import { Refused } from '../schema/refused.ts'
import type { Caller } from './caller.ts'
import { hashOf, newId, newToken } from './tokens.ts'

export interface SessionLimits {
  /** Without a request it ends after so long. */
  idleHours: number
  /** However busy it is. */
  absoluteDays: number
  /** Weighty things ask for the password again after so long. */
  recentMinutes: number
}

export const SESSION_LIMITS: SessionLimits = { idleHours: 12, absoluteDays: 7, recentMinutes: 10 }

export interface Session {
  /** Public id. */
  id: string
  institution: string
  person: string
  /** The link that was opened; null where somebody signed in. */
  link: string | null
  /** What the browser says it is. */
  agent: string
  createdAt: Date
  seenAt: Date
  expiresAt: Date
  /** When the password was last asked for. */
  authenticatedAt: Date | null
}

interface Known extends Session {
  code: string
  roles: string[]
  partner: string | null
  department: string | null
  language: Language
  task: string | null
}

const LONGEST_AGENT = 200
const FIELDS = `session.id, session.institution_id AS institution, session.person_id AS person, session.link_id AS link,
  session.agent, session.created_at AS "createdAt", session.seen_at AS "seenAt", session.expires_at AS "expiresAt",
  session.authenticated_at AS "authenticatedAt"`
/** Neither signed out nor over; $1 is the idle limit in hours. */
const ALIVE = `session.revoked_at IS NULL AND session.expires_at > now() AND session.seen_at > now() - make_interval(hours => $1)`

/** Begins a session and answers its token, which is kept nowhere. */
export async function beginSession(
  sql: Sql,
  of: { institution: string; person: string; link: string | null; agent: string },
  { absoluteDays }: SessionLimits,
): Promise<string> {
  const token = newToken()
  await sql.query({
    name: 'session-begin',
    text: `INSERT INTO session (id, institution_id, person_id, link_id, token_hash, agent, expires_at, authenticated_at)
           VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7), CASE WHEN $4::text IS NULL THEN now() END)`,
    values: [
      newId(),
      of.institution,
      of.person,
      of.link,
      hashOf(token),
      of.agent.slice(0, LONGEST_AGENT),
      absoluteDays,
    ],
  })
  return token
}

/**
 * Who is behind a token. Nobody, once the person has left, the account is disabled, or the letter of the link went to
 * an address that is not the person's any more.
 */
export async function sessionOf(
  sql: Sql,
  token: string,
  { idleHours }: SessionLimits,
): Promise<{ caller: Caller; session: Session } | null> {
  const { rows } = await sql.query<Known>({
    name: 'session-of-token',
    text: `SELECT ${FIELDS}, person.code, person.roles, person.partner_id AS partner,
                  person.department_id AS department, person.language, link.task_id AS task
           FROM session
           JOIN person ON person.id = session.person_id
           LEFT JOIN account ON account.person_id = session.person_id
           LEFT JOIN link ON link.id = session.link_id
           WHERE session.token_hash = $2 AND ${ALIVE} AND person.active AND CASE
             WHEN session.link_id IS NULL THEN account.person_id IS NOT NULL AND account.disabled_at IS NULL
             ELSE link.revoked_at IS NULL AND link.address = person.email END`,
    values: [idleHours, hashOf(token)],
  })
  const row = rows[0]
  if (row === undefined) return null
  await sql.query({
    name: 'session-seen',
    text: `UPDATE session SET seen_at = now() WHERE id = $1 AND seen_at < now() - interval '1 minute'`,
    values: [row.id],
  })
  const { code, roles, partner, department, language, task, ...session } = row
  const { id, institution, person, link } = session
  const door =
    link === null
      ? ({ kind: 'console', id, session: id } as const)
      : ({ kind: 'link', id: link, session: id } as const)
  return { caller: { institution, person, code, roles, partner, department, language, door, task }, session }
}

/** A person's browsers, the last used first. */
export async function sessionsOf(sql: Sql, person: string, { idleHours }: SessionLimits): Promise<Session[]> {
  const { rows } = await sql.query<Session>({
    name: 'sessions-of-person',
    text: `SELECT ${FIELDS} FROM session WHERE person_id = $2 AND link_id IS NULL AND ${ALIVE} ORDER BY seen_at DESC LIMIT 100`,
    values: [idleHours, person],
  })
  return rows
}

export async function endSession(sql: Sql, id: string): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'session-end',
    text: 'UPDATE session SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
    values: [id],
  })
  return rowCount === 1
}

/** All of a person's sessions end, but the one that asks for it. */
export async function endOthers(sql: Sql, person: string, but: string | null): Promise<void> {
  await sql.query({
    name: 'sessions-end',
    text: `UPDATE session SET revoked_at = now()
           WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND link_id IS NULL AND revoked_at IS NULL`,
    values: [person, but],
  })
}

/** The password was given again. */
export async function renew(sql: Sql, id: string): Promise<void> {
  await sql.query({
    name: 'session-renew',
    text: 'UPDATE session SET authenticated_at = now() WHERE id = $1',
    values: [id],
  })
}

/** @throws Refused signInAgain where the password was not given within the last minutes. */
export async function requireRecent(sql: Sql, id: string, { recentMinutes }: SessionLimits): Promise<void> {
  const { rowCount } = await sql.query({
    name: 'session-recent',
    text: 'SELECT FROM session WHERE id = $1 AND authenticated_at > now() - make_interval(mins => $2)',
    values: [id, recentMinutes],
  })
  if (rowCount === 0) throw new Refused('signInAgain')
}
