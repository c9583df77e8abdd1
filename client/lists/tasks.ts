import { businessNow, type Scope } from '../reads/scope.ts'
import type { TaskRow } from '../reads/tasks.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './page.ts'

export interface TasksAsked extends Part {
  state?: 'open' | 'closed' | undefined
  /** Code or id of a person. */
  owner?: string | undefined
  process?: string | undefined
  kinds?: readonly string[] | undefined
  /** Code or id. */
  partner?: string | undefined
  overdue?: boolean | undefined
}

const OPEN = `task.state IN ('open', 'escalated')`

const id = { column: 'task.id', type: 'text' } as const
const due = { column: 'task.due_at', type: 'timestamptz' } as const
const opened = { column: 'task.opened_at', type: 'timestamptz' } as const

const listing = (now: string): Listing => ({
  columns: `
    task.id, process_id AS process, process.kind AS "processKind", partner.code AS partner, task.key, task.kind,
    task.state, owner.code AS owner, task.owner_id AS "ownerId", task.owner_role AS role, task.opened_at AS opened,
    task.due_at AS due, ${OPEN} AND task.due_at < ${now} AS overdue, task.data`,
  from: `task JOIN process ON process.id = task.process_id
    LEFT JOIN person owner ON owner.id = task.owner_id
    LEFT JOIN partner ON partner.id = process.state ->> 'partner'`,
  orders: {
    due: { by: [due, id], descending: false },
    '-due': { by: [due, id], descending: true },
    opened: { by: [opened, id], descending: false },
    '-opened': { by: [opened, id], descending: true },
  },
})

/** Tasks, the most urgent first unless another order is asked for. */
export async function pageOfTasks(scope: Scope, asked: TasksAsked): Promise<Page<TaskRow>> {
  const conditions = new Conditions(scope.institution).add('task.institution_id = $1')
  conditions.values.push(await businessNow(scope.pool))
  const now = `$${conditions.values.length}::timestamptz`
  if (asked.state !== undefined) conditions.add(asked.state === 'open' ? OPEN : `NOT (${OPEN})`)
  if (asked.overdue === true) conditions.add(`${OPEN} AND task.due_at < ${now}`)
  if (asked.kinds !== undefined && asked.kinds.length > 0) conditions.add('task.kind = ANY(?)', asked.kinds)
  conditions
    .when(
      asked.owner,
      'task.owner_id = (SELECT id FROM person WHERE institution_id = $1 AND (code = ? OR id = ?))',
    )
    .when(asked.process, 'task.process_id = ?')
    .when(asked.partner, '(partner.code = ? OR partner.id = ?)')
  return pageOf<TaskRow>(scope, listing(now), conditions, asked)
}
