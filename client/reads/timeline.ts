import type { Data } from '../../workflows/durable/types.ts'
import type { Scope } from './scope.ts'
import { limitOf } from './scope.ts'

export interface EventRow {
  seq: number
  type: string
  data: Data
  /** Code of the person who acted; null where time or another process did. */
  actor: string | null
  actorId: string | null
  onBehalf: boolean
  /** By which whoever acted came in, with the public id of the session, link or key. */
  door: string | null
  command: string
  /** Business time. */
  at: Date
  recordedAt: Date
  hash: string
}

/** The latest events of a process in the order in which they happened. */
export async function timeline(scope: Scope, process: string, limit?: number): Promise<EventRow[]> {
  const { rows } = await scope.pool.query<EventRow>({
    name: 'read-timeline',
    text: `SELECT seq, type, data, person.code AS actor, actor_id AS "actorId", on_behalf_of IS NOT NULL AS "onBehalf", door,
                  command_id AS command, at, recorded_at AS "recordedAt", hash
           FROM event LEFT JOIN person ON person.id = event.actor_id
           WHERE event.institution_id = $1 AND process_id = $2 ORDER BY seq DESC LIMIT $3`,
    values: [scope.institution, process, limitOf(limit)],
  })
  return rows.reverse()
}
