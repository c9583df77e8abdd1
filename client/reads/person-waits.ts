import type { Consequence } from '../../messages/explain.ts'
import type { Data, Instant, ProcessKind } from '../../workflows/durable/types.ts'
import type { Scope } from './scope.ts'
import { DEFAULT_LIMIT } from './scope.ts'
import { waitsOf } from './waits.ts'

/** A step awaited from a person, with what happens if nobody acts. */
export interface AwaitedTask {
  task: string
  /** The process explained, or one that it began. */
  process: string
  processKind: ProcessKind
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
  process: string
  process_kind: ProcessKind
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

/** The open tasks of these processes, those of the first one first, then by due date; 50 at most. */
export async function awaitedTasks(
  scope: Scope,
  processes: readonly string[],
  now: Date,
): Promise<AwaitedTask[]> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-awaited',
    text: `SELECT task.id, task.process_id AS process, process.kind AS process_kind, task.key, task.kind, task.data,
                  person.code AS owner, task.owner_id, task.owner_role, task.state, task.opened_at, task.due_at,
                  ARRAY(SELECT planned_at FROM contact
                        WHERE task_id = task.id AND contact.state = 'planned' AND planned_at > $3
                        ORDER BY planned_at) AS planned
           FROM task JOIN process ON process.id = task.process_id
           LEFT JOIN person ON person.id = task.owner_id
           WHERE task.institution_id = $1 AND task.process_id = ANY($2) AND task.state IN ('open', 'escalated')
           ORDER BY task.process_id <> ($2::text[])[1], due_at, task.id LIMIT ${DEFAULT_LIMIT}`,
    values: [scope.institution, processes, now],
  })
  if (rows.length === 0) return []
  const escalateAfter = await escalations(scope, [...new Set(rows.map(({ process }) => process))])
  return rows.map((row) => ({
    task: row.id,
    process: row.process,
    processKind: row.process_kind,
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
    consequence: consequenceOf(row, escalateAfter.get(`${row.process} ${row.key}`) ?? null),
  }))
}

/** Days after the due date at which the superior is asked, from the policy each process runs under. */
async function escalations(scope: Scope, processes: string[]): Promise<Map<string, number | null>> {
  const { rows } = await scope.pool.query<{
    id: string
    kind: ProcessKind
    state: Data
    ladders: Record<string, { escalateAfter: number | null }> | null
  }>({
    name: 'read-ladders',
    text: `SELECT process.id, kind, state, policy.data -> 'ladders' AS ladders
           FROM process LEFT JOIN policy ON policy.id = policy_id AND policy.version = policy_version
           WHERE process.institution_id = $1 AND process.id = ANY($2)`,
    values: [scope.institution, processes],
  })
  return new Map(
    rows.flatMap(({ id, kind, state, ladders }) =>
      waitsOf(kind, state).flatMap((wait) =>
        wait.wait === 'task'
          ? [[`${id} ${wait.key}`, ladders?.[wait.ladder]?.escalateAfter ?? null] as const]
          : [],
      ),
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
