import type { Bound, Sql } from '../../database/database.ts'
import { Refused } from '../../schema/refused.ts'

/** Whose records are read. Every read is bound to one institution; nothing of another one is ever answered. */
export interface Scope {
  pool: Bound
  institution: string
}

export const DEFAULT_LIMIT = 50
export const MAX_LIMIT = 500

/** A list never answers more than 500 rows, whatever was asked. */
export const limitOf = (wanted: number | undefined): number =>
  Math.min(MAX_LIMIT, Math.max(1, Math.trunc(wanted ?? DEFAULT_LIMIT)))

/** What the embedded clock is ahead of the server's time, in milliseconds. */
export async function businessOffset(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ offset_ms: string }>({
    name: 'read-clock',
    text: 'SELECT offset_ms FROM business_clock',
  })
  return Number(rows[0]?.offset_ms ?? 0)
}

/** Business time: the server's, plus what the embedded clock is ahead of it. */
export async function businessNow(pool: Bound): Promise<Date> {
  return new Date(Date.now() + (await businessOffset(pool)))
}

export interface Institution {
  id: string
  code: string
  timeZone: string
  language: string
}

/** The institutions of this database, or the one with this code or id. */
export async function listInstitutions(pool: Bound, name: string | null = null): Promise<Institution[]> {
  const { rows } = await pool.query<Institution>({
    name: 'read-institutions',
    text: `SELECT id, code, time_zone AS "timeZone", default_language AS language FROM institution
           WHERE $1::text IS NULL OR code = $1 OR id = $1 ORDER BY code LIMIT ${MAX_LIMIT}`,
    values: [name],
  })
  return rows
}

/** The only row, or why there is not exactly one. */
export function only<Row>(rows: readonly Row[], name: string, missing: string): Row {
  const [row, other] = rows
  if (row === undefined) throw new Refused(missing, { id: name })
  if (other !== undefined) throw new Refused('ambiguousId', { id: name })
  return row
}

/** @throws Refused unknownPerson where the institution has nobody with this code or id. */
export async function knownPerson(scope: Scope, name: string): Promise<void> {
  const { rowCount } = await scope.pool.query({
    name: 'read-person',
    text: 'SELECT FROM person WHERE institution_id = $1 AND (code = $2 OR id = $2)',
    values: [scope.institution, name],
  })
  if (rowCount === 0) throw new Refused('unknownPerson', { person: name })
}
