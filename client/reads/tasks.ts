import type { Data, Json } from '../../workflows/durable/types.ts'
import type { Scope } from './scope.ts'
import { businessNow, limitOf, only } from './scope.ts'

export interface TaskRow {
  id: string
  process: string
  processKind: string
  /** Code of the partner the process belongs to. */
  partner: string | null
  partnerId: string | null
  key: string
  kind: string
  state: string
  owner: string | null
  ownerId: string | null
  role: string | null
  opened: Date
  due: Date
  overdue: boolean
  data: Data
}

export interface TaskFilter {
  /** Code or id of the person whose turn it is. */
  owner?: string
  process?: string
  /** A process and those it began. */
  within?: string
  kind?: string
  /** Code or id of the partner it is about. */
  partner?: string
  /** Code or id of a person whose turn it is, or whom it is about. */
  person?: string
  state?: string
  /** Due from, and before. */
  from?: Date
  before?: Date
  overdue?: boolean
  /** Closed tasks as well. */
  closed?: boolean
  limit?: number
}

const COLUMNS = `
  task.id, process_id AS process, process.kind AS "processKind", partner.code AS partner, partner.id AS "partnerId",
  task.key, task.kind,
  task.state, owner.code AS owner, task.owner_id AS "ownerId", task.owner_role AS role, task.opened_at AS opened,
  task.due_at AS due, task.state IN ('open', 'escalated') AND task.due_at < $2 AS overdue, task.data`
const FROM = `
  FROM task JOIN process ON process.id = task.process_id
  LEFT JOIN person owner ON owner.id = task.owner_id
  LEFT JOIN partner ON partner.id = process.state ->> 'partner'`

/** Tasks by due date, the most urgent first. */
export async function listTasks(scope: Scope, filter: TaskFilter = {}): Promise<TaskRow[]> {
  const { rows } = await scope.pool.query<TaskRow>({
    name: 'read-tasks',
    text: `SELECT ${COLUMNS} ${FROM}
           WHERE task.institution_id = $1 AND ($3::text IS NULL OR owner.code = $3 OR owner.id = $3)
             AND ($4::text IS NULL OR task.process_id = $4) AND (NOT $5 OR task.due_at < $2)
             AND ($6 OR task.state IN ('open', 'escalated')) AND ($10::text IS NULL OR task.state = $10)
             AND ($11::text IS NULL OR partner.code = $11 OR partner.id = $11)
             AND ($12::text IS NULL OR EXISTS (
               SELECT FROM person WHERE person.institution_id = $1 AND (person.code = $12 OR person.id = $12)
                 AND (person.id = task.owner_id OR strpos(task.data::text, person.id) > 0)))
             AND ($13::timestamptz IS NULL OR task.due_at >= $13) AND ($14::timestamptz IS NULL OR task.due_at < $14)
             AND ($8::text IS NULL OR task.kind = $8)
             AND ($9::text IS NULL OR task.process_id IN (
               WITH RECURSIVE below AS (
                 SELECT id, 0 AS depth FROM process WHERE id = $9
                 UNION ALL
                 SELECT one.id, depth + 1 FROM process one JOIN below ON one.parent_id = below.id WHERE depth < 5
               ) SELECT id FROM below))
           ORDER BY task.closed_at DESC NULLS FIRST, task.due_at, task.id LIMIT $7`,
    values: [
      scope.institution,
      await businessNow(scope.pool),
      filter.owner ?? null,
      filter.process ?? null,
      filter.overdue === true,
      filter.closed === true || filter.state !== undefined,
      limitOf(filter.limit),
      filter.kind ?? null,
      filter.within ?? null,
      filter.state ?? null,
      filter.partner ?? null,
      filter.person ?? null,
      filter.from ?? null,
      filter.before ?? null,
    ],
  })
  return rows
}

/** A planned contact of a task and what became of it. */
export interface ContactRow {
  rung: number
  person: string | null
  planned: Date
  channel: string
  state: string
  reason: string | null
  changed: Date
}

export interface TaskDetail extends TaskRow {
  stage: string
  closed: Date | null
  /** Code and id of who decided. */
  closedBy: string | null
  closedById: string | null
  onBehalf: boolean
  decision: string | null
  evidence: Json
  escalatesTo: string | null
  contacts: ContactRow[]
}

/** A task by its id, or by the beginning of it that fits no other. */
export async function findTask(scope: Scope, name: string): Promise<TaskDetail> {
  const { rows } = await scope.pool.query<Omit<TaskDetail, 'contacts'>>({
    name: 'read-task',
    text: `SELECT ${COLUMNS}, process.stage, task.closed_at AS closed, closer.code AS "closedBy",
                  task.on_behalf AS "onBehalf", task.decision, task.evidence, superior.code AS "escalatesTo",
                  task.closed_by AS "closedById"
           ${FROM}
           LEFT JOIN person closer ON closer.id = task.closed_by
           LEFT JOIN person superior ON superior.id = task.escalates_to
           WHERE task.institution_id = $1 AND (task.id = $3 OR length($3) >= 4 AND starts_with(task.id, $3))
           ORDER BY task.id = $3 DESC LIMIT 2`,
    values: [scope.institution, await businessNow(scope.pool), name],
  })
  const exact = rows.filter(({ id }) => id === name)
  const task = only(exact.length > 0 ? exact : rows, name, 'unknownTask')
  return { ...task, contacts: await contactsOf(scope, task.id) }
}

async function contactsOf(scope: Scope, task: string): Promise<ContactRow[]> {
  const { rows } = await scope.pool.query<ContactRow>({
    name: 'read-contacts',
    text: `SELECT rung, person.code AS person, planned_at AS planned, channel, state, reason, changed_at AS changed
           FROM contact LEFT JOIN person ON person.id = contact.person_id
           WHERE contact.institution_id = $1 AND task_id = $2 ORDER BY planned_at, contact.id LIMIT 200`,
    values: [scope.institution, task],
  })
  return rows
}
