import type { Scope } from './scope.ts'
import { businessNow } from './scope.ts'

/** How much is under way, and what has waited longest. */
export interface PendingWork {
  openProcesses: number
  /** Processes with work for the system that is not done yet. */
  processesAtWork: number
  openTasks: number
  overdueTasks: number
  /** Tasks that stand for something the system could not do. */
  repairs: number
  queuedMessages: number
  failedMessages: number
  oldest: { task: string; kind: string; process: string; owner: string | null; since: Date } | null
}

export async function pendingWork(scope: Scope): Promise<PendingWork> {
  const { rows } = await scope.pool.query<Omit<PendingWork, 'oldest'>>({
    name: 'read-pending',
    text: `SELECT
             (SELECT count(*)::int FROM process WHERE institution_id = $1 AND open) AS "openProcesses",
             (SELECT count(*)::int FROM process WHERE institution_id = $1 AND pending_effects > 0) AS "processesAtWork",
             count(*)::int AS "openTasks", count(*) FILTER (WHERE due_at < $2)::int AS "overdueTasks",
             count(*) FILTER (WHERE kind IN ('repairEffect', 'resolveRefusal'))::int AS repairs,
             (SELECT count(*)::int FROM message WHERE institution_id = $1 AND state = 'queued') AS "queuedMessages",
             (SELECT count(*)::int FROM message WHERE institution_id = $1 AND state = 'failed') AS "failedMessages"
           FROM task WHERE institution_id = $1 AND state IN ('open', 'escalated')`,
    values: [scope.institution, await businessNow(scope.pool)],
  })
  const oldest = await scope.pool.query<NonNullable<PendingWork['oldest']>>({
    name: 'read-oldest-wait',
    text: `SELECT task.id AS task, task.kind, process_id AS process, person.code AS owner, opened_at AS since
           FROM task LEFT JOIN person ON person.id = task.owner_id
           WHERE task.institution_id = $1 AND state IN ('open', 'escalated') ORDER BY opened_at, task.id LIMIT 1`,
    values: [scope.institution],
  })
  const counts = rows[0]
  if (counts === undefined) throw new Error('a count answers one row')
  return { ...counts, oldest: oldest.rows[0] ?? null }
}
