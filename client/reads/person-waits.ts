import type { Consequence } from '../../messages/explain.ts'
import type { Data, Instant } from '../../workflows/durable/types.ts'
import type { ProcessRow } from './processes.ts'
import type { Scope } from './scope.ts'
import { MAX_LIMIT } from './scope.ts'
import { waitsOf } from './waits.ts'

/** A step awaited from a person, with what happens if nobody acts. */
export interface AwaitedTask {
  task: string
  key: string
  taskKind: string
  data: Data
  /** Code and id of the person whose turn it is. */
  who: string | null
  whoId: string | null
  role: string | null
  since: Instant
  due: Instant
  overdue: boolean
  nextContact: Instant | null
  consequence: Consequence
}

interface Row {
  id: string
  key: string
  kind: string
  data: Data
  owner: string | null
  owner_id: string | null
  owner_role: string | null
  state: string
  opened_at: Date
  due_at: Date
  planned: Date[]
}

const DAY_MS = 86_400_000
/** Tasks of the ledger itself: nobody is asked after the superior. */
const LAST_INSTANCE = /^(?:escalation|repair):/

export async function awaitedTasks(scope: Scope, process: ProcessRow, now: Date): Promise<AwaitedTask[]> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-awaited',
    text: `SELECT task.id, task.key, task.kind, task.data, person.code AS owner, task.owner_id, task.owner_role,
                  task.state, task.opened_at, task.due_at,
                  ARRAY(SELECT planned_at FROM contact
                        WHERE task_id = task.id AND state = 'planned' AND planned_at > $3 ORDER BY planned_at) AS planned
           FROM task LEFT JOIN person ON person.id = task.owner_id
           WHERE task.institution_id = $1 AND process_id = $2 AND task.state IN ('open', 'escalated')
           ORDER BY due_at, task.id LIMIT ${MAX_LIMIT}`,
    values: [scope.institution, process.id, now],
  })
  if (rows.length === 0) return []
  const escalateAfter = await escalations(scope, process)
  return rows.map((row) => ({
    task: row.id,
    key: row.key,
    taskKind: row.kind,
    data: row.data,
    who: row.owner,
    whoId: row.owner_id,
    role: row.owner_role,
    since: row.opened_at.toISOString(),
    due: row.due_at.toISOString(),
    overdue: row.due_at < now,
    nextContact: row.planned[0]?.toISOString() ?? null,
    consequence: consequenceOf(row, escalateAfter.get(row.key) ?? null),
  }))
}

/** Days after the due date at which the superior is asked, by task key; from the policy the process runs under. */
async function escalations(scope: Scope, process: ProcessRow): Promise<Map<string, number | null>> {
  const { rows } = await scope.pool.query<{ ladders: Record<string, { escalateAfter: number | null }> }>({
    name: 'read-ladders',
    text: `SELECT data -> 'ladders' AS ladders FROM policy WHERE id = $1 AND version = $2`,
    values: [process.policy.id, process.policy.version],
  })
  const ladders = rows[0]?.ladders ?? {}
  const waits = waitsOf(process.kind, process.state)
  return new Map(
    waits.flatMap((wait) =>
      wait.wait === 'task' ? [[wait.key, ladders[wait.ladder]?.escalateAfter ?? null]] : [],
    ),
  )
}

function consequenceOf(row: Row, escalateAfter: number | null): Consequence {
  if (row.state === 'escalated') return { type: 'superiorDecides' }
  if (escalateAfter === null || LAST_INSTANCE.test(row.key)) return { type: 'staysOpen' }
  // The contact that asks the superior falls on the morning of its day; the task is due on an evening.
  const earliest = row.due_at.getTime() + (escalateAfter - 1) * DAY_MS
  const at = row.planned.find((planned) => planned.getTime() > earliest)
  return at === undefined ? { type: 'staysOpen' } : { type: 'superiorAsked', at: at.toISOString() }
}
