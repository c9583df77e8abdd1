import { actorOf } from '../../client/people.ts'
import type { Matter } from '../../client/reads/matter.ts'
import { readMatter } from '../../client/reads/matter.ts'
import { matterInWords } from '../../client/reads/matter-words.ts'
import { readerFor, withTasks } from '../../client/reads/reader.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { businessNow } from '../../client/reads/scope.ts'
import type { TaskDetail } from '../../client/reads/tasks.ts'
import { hasMessage, message } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'
import { stamp } from '../dates.ts'
import type { Context } from '../program.ts'
import { fieldsOf } from '../shape.ts'
import { showMatter } from './task-matter.ts'

/** A task with its ladder and what may be decided. */
export async function showTask(context: Context, scope: Scope, task: TaskDetail): Promise<undefined> {
  const { out, words, session, language } = context
  const matter = await matterFor(context, scope, task)
  const decisions = matter.decisions.flatMap((decision) => {
    const contract = contractOf(task.kind, decision)
    return contract === undefined ? [] : [{ decision, fields: fieldsOf(contract, words) }]
  })
  if (out.json) return out.document({ ...task, matter, decisions })
  const reader = await readerOf(context, scope, task)
  showFacts(context, task, reader)
  showMatter(context, await matterInWords(scope, matter, language, true), reader.timeZone)
  if (task.contacts.length > 0) {
    out.line()
    showLadder(context, task, reader)
  }
  if (decisions.length === 0) return undefined
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

/** With what whoever asks may decide; where that is nothing, with what whoever's turn it is may. */
async function matterFor({ session }: Context, scope: Scope, task: TaskDetail): Promise<Matter> {
  const now = await businessNow(scope.pool)
  const asker = session.actorIfNamed === undefined ? null : await actorOf(scope.pool, session.by)
  const own = await readMatter(scope, task.id, asker, now)
  return own.decisions.length > 0 || asker === null ? own : readMatter(scope, task.id, null, now)
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
