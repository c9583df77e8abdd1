import type { Bound } from '../../database/database.ts'
import { businessOffset } from './scope.ts'

/** How the whole database stands, for those who watch over it: numbers only, of all institutions together. */
export interface Condition {
  openTasks: number
  overdueTasks: number
  /** Seconds since the oldest letter that is due has waited; 0 where none does. */
  oldestUnsentLetter: number
  /** Effects that failed for good and wait for somebody to repair them. */
  failingEffects: number
}

export async function conditionOf(pool: Bound): Promise<Condition> {
  const now = new Date(Date.now() + (await businessOffset(pool)))
  const { rows } = await pool.query<Condition>({
    name: 'read-condition',
    text: `SELECT count(*)::int AS "openTasks", count(*) FILTER (WHERE due_at < $1)::int AS "overdueTasks",
             count(*) FILTER (WHERE kind = 'repairEffect')::int AS "failingEffects",
             (SELECT coalesce(greatest(0, extract(epoch FROM $1 - min(at))), 0)::float FROM message
              WHERE state = 'queued') AS "oldestUnsentLetter"
           FROM task WHERE state IN ('open', 'escalated')`,
    values: [now],
  })
  const [condition] = rows
  if (condition === undefined) throw new Error('a count answers one row')
  return condition
}
