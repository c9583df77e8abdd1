import type { FastifyInstance } from 'fastify'
import { Access } from '../../access/access.ts'
import type { Caller } from '../../access/caller.ts'
import type { ServerParts } from '../../api/parts.ts'
import { createServer } from '../../api/server.ts'
import type { Connected } from '../../client/connect.ts'
import type { Bound } from '../../database/database.ts'
import { createLog } from '../../logging/log.ts'

export const ORIGIN = 'http://127.0.0.1:8080'

/** A member of an institution as a key of his would make him known. */
export async function callerIn(pool: Bound, code: string): Promise<Caller> {
  const { rows } = await pool.query<{ id: string; roles: string[]; partner: string | null }>(
    'SELECT id, roles, partner_id AS partner FROM person WHERE institution_id = $1 AND code = $2',
    [pool.institution, code],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`there is no ${code}`)
  const { id: person, roles, partner } = row
  const door = { kind: 'key' as const, id: 'test' }
  const { institution } = pool
  return { institution, person, code, roles, partner, department: null, language: 'en', task: null, door }
}

/** A server whose callers are those named: whoever says `Bearer <name>` is that one. */
export function serverFor(
  connected: Pick<Connected, 'database'> & Partial<Connected>,
  callers: Readonly<Record<string, Caller>>,
  parts: Partial<ServerParts> = {},
): Promise<FastifyInstance> {
  const log = createLog({ name: 'test', level: 'error', pretty: false })
  const access = new Access({ database: connected.database, log })
  return createServer({
    connected: connected as Connected,
    access: Object.assign(access, { callerOfKey: async (key: string) => callers[key] ?? null }),
    address: ORIGIN,
    documentsDir: '/nowhere',
    log,
    inbox: null,
    production: false,
    ...parts,
  })
}
