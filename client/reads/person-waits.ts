import type { Consequence } from '../../messages/explain.ts'
import { COUNTED_TASKS } from '../../messages/keys.ts'
import type { Data, Day, Instant, ProcessKind } from '../../workflows/durable/types.ts'
import type { Scope } from './scope.ts'
import { DEFAULT_LIMIT, MAX_LIMIT } from './scope.ts'
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

/** The same step awaited in many of the processes that one began: counted, with the most urgent as an example. */
export interface AlikeTasks {
  taskKind: string
  processKind: ProcessKind
  tasks: number
  /** Of diaries every week counts. */
  count: number
  overdue: number
  /** The oldest of them: when its week ended, or when it was asked for. */
  oldest: Instant | Day
  task: string
}

/** From so many on, what is alike is counted. */
const MANY = 4

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
  tasks: number
  count: number
  overdue: number
  asked: Date
  ended: string | null
  /** Whoever is above the owner, and whose word is asked already. */
  superior: string | null
  superior_id: string | null
  word_kind: string | null
  word: string | null
  word_id: string | null
}

/** What the policy and the process say of a task nobody does. */
interface Ladder {
  escalateAfter: number | null
  lapses: boolean
}

const DAY_MS = 86_400_000
/** Of tasks that are the engine's own, beside those of the process. */
const OWN: Ladder = { escalateAfter: null, lapses: false }

/**
 * What persons are awaited for in a process and in those it began: its own tasks first, then by due date; 50 at most, or
 * 500 where `each` is to be shown. Of many that are alike one row comes back, which counts them.
 */
export async function awaitedTasks(
  scope: Scope,
  process: string,
  now: Date,
  each: boolean,
): Promise<{ single: AwaitedTask[]; alike: AlikeTasks[] }> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-awaited',
    text: `WITH RECURSIVE below AS (
             SELECT id, kind, 0 AS depth FROM process WHERE id = $2 AND institution_id = $1
             UNION ALL
             SELECT process.id, process.kind, depth + 1
             FROM process JOIN below ON process.parent_id = below.id WHERE depth < 5
           ), awaited AS (
             SELECT task.*, below.kind AS process_kind, count(*) OVER alike AS tasks,
                    row_number() OVER (alike ORDER BY due_at, task.id) AS n,
                    sum(CASE jsonb_typeof(data -> 'weeks') WHEN 'array' THEN jsonb_array_length(data -> 'weeks') ELSE 1 END)
                      OVER alike AS count,
                    count(*) FILTER (WHERE due_at < $3) OVER alike AS overdue,
                    min(opened_at) OVER alike AS asked, min(data ->> 'ended') OVER alike AS ended
             FROM task JOIN below ON below.id = task.process_id
             WHERE task.state IN ('open', 'escalated')
             WINDOW alike AS (
               PARTITION BY CASE WHEN depth > 0 AND task.kind = ANY($4) THEN task.kind ELSE task.id END)
           )
           SELECT awaited.id, process_id AS process, process_kind, key, awaited.kind, data, person.code AS owner,
                  awaited.owner_id, owner_role, state, opened_at, due_at, tasks::int, count::int, overdue::int, asked, ended,
                  ARRAY(SELECT planned_at FROM contact
                        WHERE task_id = awaited.id AND contact.state = 'planned' AND planned_at > $3
                        ORDER BY planned_at) AS planned,
                  superior.code AS superior, superior.id AS superior_id,
                  word.kind AS word_kind, word.code AS word, word.owner_id AS word_id
           FROM awaited LEFT JOIN person ON person.id = awaited.owner_id
           LEFT JOIN person superior ON superior.id = person.superior_person_id AND superior.active
           LEFT JOIN LATERAL (
             SELECT word.kind, word.owner_id, decider.code FROM task word JOIN person decider ON decider.id = word.owner_id
             WHERE word.process_id = awaited.process_id AND word.data ->> 'late' = awaited.key
               AND word.kind IN ('decideEscalation', 'decideOverdue') AND word.state IN ('open', 'escalated')
             LIMIT 1
           ) word ON true
           WHERE tasks < ${MANY} OR n = 1
           ORDER BY process_id <> $2, due_at, awaited.id LIMIT $5`,
    values: [scope.institution, process, now, each ? [] : COUNTED_TASKS, each ? MAX_LIMIT : DEFAULT_LIMIT],
  })
  const many = rows.filter(({ tasks }) => tasks >= MANY)
  const others = rows.filter(({ tasks }) => tasks < MANY)
  return { single: await singly(scope, others, now), alike: many.map(counted) }
}

const counted = ({ kind, process_kind, tasks, count, overdue, asked, ended, id }: Row): AlikeTasks => ({
  taskKind: kind,
  processKind: process_kind,
  tasks,
  count,
  overdue,
  oldest: ended ?? asked.toISOString(),
  task: id,
})

async function singly(scope: Scope, rows: readonly Row[], now: Date): Promise<AwaitedTask[]> {
  if (rows.length === 0) return []
  const ladders = await laddersOf(scope, [...new Set(rows.map(({ process }) => process))])
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
    consequence: consequenceOf(row, ladders.get(`${row.process} ${row.key}`) ?? OWN),
  }))
}

/** By process and key, from the policy each process runs under. */
async function laddersOf(scope: Scope, processes: string[]): Promise<Map<string, Ladder>> {
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
      waitsOf(kind, state).flatMap((wait): [string, Ladder][] => {
        if (wait.wait === 'alarm') return []
        const escalateAfter = ladders?.[wait.ladder]?.escalateAfter ?? null
        return [[`${id} ${wait.key}`, { escalateAfter, lapses: wait.lapses === true }]]
      }),
    ),
  )
}

/** Who is asked about a task that nobody does, as the engine will ask them. */
function consequenceOf(row: Row, { escalateAfter, lapses }: Ladder): Consequence {
  if (row.word !== null && row.word_id !== null) {
    const type = row.word_kind === 'decideEscalation' ? 'superiorDecides' : 'officeDecides'
    return { type, who: row.word, whoId: row.word_id }
  }
  // The contact that asks the superior falls on the morning of its day; the task is due on an evening.
  const earliest = row.due_at.getTime() + ((escalateAfter ?? 0) - 1) * DAY_MS
  const escalates = escalateAfter === null ? undefined : row.planned.find((at) => at.getTime() > earliest)
  if (escalates !== undefined) {
    const at = escalates.toISOString()
    return row.superior === null || row.superior_id === null
      ? { type: 'officeAsked', at }
      : { type: 'superiorAsked', at, who: row.superior, whoId: row.superior_id }
  }
  if (lapses) return { type: 'goesOn' }
  const last = row.planned.at(-1)
  return last === undefined || row.kind === 'decideOverdue'
    ? { type: 'staysOpen' }
    : { type: 'officeAsked', at: last.toISOString() }
}
