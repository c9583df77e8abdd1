import type { Sql } from '../database/database.ts'
import type { Language } from '../schema/contracts/lists.ts'
import type { Caller } from './caller.ts'
import { hashOf, newId, newToken } from './tokens.ts'

export interface Key {
  /** Public id. */
  id: string
  name: string
  /** Of its person's roles only these; null: all of them. */
  roles: string[] | null
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
}

/** Says what it is wherever it is left lying. */
const PREFIX = 'bitim_'
const ALIVE = 'api_key.revoked_at IS NULL AND api_key.expires_at > now()'

/** Makes a key and answers it, for the only time. */
export async function mintKey(
  sql: Sql,
  of: { institution: string; person: string; name: string; roles: readonly string[] | null; days: number },
): Promise<{ id: string; key: string }> {
  const [id, key] = [newId(), `${PREFIX}${newToken()}`]
  await sql.query({
    name: 'key-mint',
    text: `INSERT INTO api_key (id, institution_id, person_id, name, key_hash, roles, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))`,
    values: [id, of.institution, of.person, of.name, hashOf(key), of.roles, of.days],
  })
  return { id, key }
}

/** For whom a key acts, while he is here and his account stands; with no role that he has no more. */
export async function callerOfKey(sql: Sql, key: string): Promise<Caller | null> {
  const { rows } = await sql.query<
    Omit<Caller, 'door' | 'task' | 'language'> & { id: string; language: Language }
  >({
    name: 'key-caller',
    text: `UPDATE api_key SET used_at = now() FROM person, account
           WHERE api_key.key_hash = $1 AND ${ALIVE} AND person.id = api_key.person_id AND person.active
             AND account.person_id = person.id AND account.disabled_at IS NULL
           RETURNING api_key.id, person.institution_id AS institution, person.id AS person, person.code,
             ARRAY(SELECT role FROM unnest(person.roles) AS role
                   WHERE api_key.roles IS NULL OR role = ANY(api_key.roles)) AS roles,
             person.partner_id AS partner, person.department_id AS department, person.language`,
    values: [hashOf(key)],
  })
  const row = rows[0]
  if (row === undefined) return null
  const { id, ...caller } = row
  return { ...caller, task: null, door: { kind: 'key', id } }
}

export async function keysOf(sql: Sql, person: string): Promise<Key[]> {
  const { rows } = await sql.query<Key>({
    name: 'keys-of-person',
    text: `SELECT id, name, roles, created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt"
           FROM api_key WHERE person_id = $1 AND ${ALIVE} ORDER BY created_at DESC LIMIT 100`,
    values: [person],
  })
  return rows
}

/** True where it was the person's and worked until now. */
export async function endKey(sql: Sql, person: string, id: string): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'key-end',
    text: `UPDATE api_key SET revoked_at = now() WHERE id = $1 AND person_id = $2 AND ${ALIVE}`,
    values: [id, person],
  })
  return rowCount === 1
}
