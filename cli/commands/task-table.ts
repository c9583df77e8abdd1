import { readerFor } from '../../client/reads/reader.ts'
import type { Scope } from '../../client/reads/scope.ts'
import type { TaskRow } from '../../client/reads/tasks.ts'
import { message } from '../../messages/index.ts'
import { describeTask } from '../../messages/tasks.ts'
import { dayStamp } from '../dates.ts'
import type { Context } from '../program.ts'

/** Tasks as people compare them: the id to copy, what, whose turn, since when, until when. */
export async function taskTable(context: Context, scope: Scope, tasks: readonly TaskRow[]): Promise<void> {
  const { out, words, language } = context
  const reader = await readerFor(
    scope,
    language,
    tasks.map(({ data }) => data),
  )
  const quoted = tasks.map(({ key, kind, data }) => [key, describeTask(kind, data, reader).do])
  const named = { ...reader, names: { ...Object.fromEntries(quoted), ...reader.names } }
  out.table(
    [
      { title: words('column.task'), whole: true },
      { title: words('column.what'), wraps: true },
      { title: words('column.partner'), whole: true },
      { title: words('column.owner'), whole: true },
      { title: words('column.due') },
      { title: words('column.state') },
    ],
    tasks.map((task) => [
      task.id,
      describeTask(task.kind, task.data, named).do,
      task.partner ?? '',
      task.owner ?? '',
      dayStamp(task.due, reader.timeZone),
      task.overdue ? words('task.overdue') : message(language, `taskState.${task.state}`),
    ]),
  )
}
