import { z } from 'zod'
import { pageOfTasks } from '../../client/lists/tasks.ts'
import { findTask } from '../../client/reads/tasks.ts'
import { type Route, route } from '../route.ts'
import { byId, data, instant, named, page, part, several, yesNo } from '../shapes.ts'

const shape = {
  id: z.string(),
  process: z.string(),
  processKind: z.string(),
  partner: z.string().nullable(),
  key: z.string(),
  kind: z.string(),
  state: z.string(),
  owner: z.string().nullable(),
  ownerId: z.string().nullable(),
  role: z.string().nullable(),
  opened: instant,
  due: instant,
  overdue: z.boolean(),
  data,
}
const task = z.strictObject(shape).meta({ id: 'Task' })

const contact = z.strictObject({
  rung: z.int(),
  person: z.string().nullable(),
  planned: instant,
  channel: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  changed: instant,
})

const detail = z
  .strictObject({
    ...shape,
    stage: z.string(),
    closed: instant.nullable(),
    closedBy: z.string().nullable(),
    closedById: z.string().nullable(),
    partnerId: z.string().nullable(),
    onBehalf: z.boolean(),
    decision: z.string().nullable(),
    evidence: z.unknown(),
    escalatesTo: z.string().nullable(),
    contacts: z.array(contact),
  })
  .meta({ id: 'TaskDetail' })

export const taskRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/tasks',
    operation: 'listTasks',
    says: 'Tasks, the most urgent first.',
    may: 'task.read',
    query: z.strictObject({
      ...part(['due', '-due', 'opened', '-opened']),
      state: z.enum(['open', 'closed']).optional(),
      owner: named.optional(),
      process: named.optional(),
      kind: several(named),
      partner: named.optional(),
      overdue: yesNo,
    }),
    answer: page(task),
    handle: ({ scope, query: { kind, ...asked } }) => pageOfTasks(scope, { ...asked, kinds: kind }),
  }),
  route({
    method: 'GET',
    path: '/tasks/:id',
    operation: 'getTask',
    says: 'A task with its planned contacts.',
    may: 'task.read',
    params: byId,
    answer: detail,
    handle: ({ scope, params }) => findTask(scope, params.id),
  }),
]
