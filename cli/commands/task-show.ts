import { readerFor, withTasks } from '../../client/reads/reader.ts'
import type { Scope } from '../../client/reads/scope.ts'
import type { TaskDetail } from '../../client/reads/tasks.ts'
import { hasMessage, message } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'
import { DELEGATE, TASKS } from '../../schema/contracts/tasks.ts'
import { stamp } from '../dates.ts'
import type { Context } from '../program.ts'
import { fieldsOf } from '../shape.ts'

/** A task with its ladder and what may be decided. */
export async function showTask(context: Context, scope: Scope, task: TaskDetail): Promise<undefined> {
  const { out, words, session } = context
  const contracts = { ...TASKS[task.kind], delegate: DELEGATE }
  const decisions = Object.entries(contracts).map(([decision, contract]) => ({
    decision,
    fields: fieldsOf(contract, words),
  }))
  const open = task.closed === null
  if (out.json) return out.document({ ...task, decisions: open ? decisions : [] })
  const reader = await readerOf(context, scope, task)
  showFacts(context, task, reader)
  if (task.contacts.length > 0) {
    out.line()
    showLadder(context, task, reader)
  }
  if (!open) return undefined
  out.line()
  out.line(out.style('bold', words('task.decisions')))
  for (const { decision, fields } of decisions) {
    out.line(`  ${decision}`)
    const lines = fields.map(
      (field) => [`    ${field.path}${field.required ? '' : '?'}`, field.holds] as const,
    )
    out.fields(lines)
  }
  const complete = `bitim task complete ${task.id} --as ${task.owner ?? '<person>'} --decision ${decisions[0]?.decision}`
  out.say(`Next: ${session.next(complete)}`)
  return undefined
}

/** A task that quotes another one, like the superior's, says it in words. */
async function readerOf(context: Context, scope: Scope, task: TaskDetail): Promise<Reader> {
  const reader = await readerFor(scope, context.language, [task.data, { owner: task.ownerId }])
  return typeof task.data.late === 'string' ? withTasks(scope, task.process, reader) : reader
}

function showFacts({ out, words, language }: Context, task: TaskDetail, reader: Reader): void {
  const { timeZone } = reader
  const { do: what, why } = describeTask(task.kind, task.data, reader)
  const decision =
    task.decision === null ? '' : `${task.decision}${task.onBehalf ? ` (${words('task.onBehalf')})` : ''}`
  out.line(out.style('bold', what))
  out.line(why)
  out.fields([
    [words('column.task'), `${task.id} (${task.kind})`],
    [words('column.process'), `${message(language, `process.${task.processKind}`)} ${task.process}`],
    [words('column.partner'), task.partner ?? ''],
    [words('column.owner'), ownerOf(task, reader)],
    [
      words('column.state'),
      `${message(language, `taskState.${task.state}`)}${task.overdue ? `, ${words('task.overdue')}` : ''}`,
    ],
    [words('column.opened'), stamp(task.opened, timeZone)],
    [words('column.due'), stamp(task.due, timeZone)],
    [words('column.escalatesTo'), task.escalatesTo ?? ''],
    [words('column.closed'), stamp(task.closed, timeZone)],
    [words('column.closedBy'), task.closedBy ?? ''],
    [words('column.decision'), decision],
    ...Object.entries(task.data).map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    ),
  ])
}

function ownerOf({ owner, ownerId, role }: TaskDetail, { language, names }: Reader): string {
  const name = ownerId === null ? undefined : names[ownerId]
  const known = role !== null && hasMessage(language, `role.${role}`)
  return [owner, name, known ? `(${message(language, `role.${role}`)})` : ''].filter(Boolean).join(' ')
}

function showLadder({ out, words, language }: Context, task: TaskDetail, { timeZone }: Reader): void {
  out.table(
    [
      { title: words('column.contact') },
      { title: words('column.person'), whole: true },
      { title: words('column.channel') },
      { title: words('column.state') },
      { title: words('column.reason'), wraps: true },
    ],
    task.contacts.map((contact) => [
      stamp(contact.planned, timeZone),
      contact.person ?? '',
      named(language, `channel.${contact.channel}`, contact.channel),
      named(language, `contactState.${contact.state}`, contact.state),
      contact.reason === null ? '' : named(language, `suppressed.${contact.reason}`, contact.reason),
    ]),
  )
}

const named = (language: Context['language'], key: string, otherwise: string): string =>
  hasMessage(language, key) ? message(language, key) : otherwise
