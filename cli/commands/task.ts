import { findProcess } from '../../client/reads/processes.ts'
import { readerFor } from '../../client/reads/reader.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { knownPerson, MAX_LIMIT } from '../../client/reads/scope.ts'
import type { TaskFilter, TaskRow } from '../../client/reads/tasks.ts'
import { findTask, listTasks } from '../../client/reads/tasks.ts'
import { folded } from '../../language/fold.ts'
import { describeTask } from '../../messages/tasks.ts'
import { TASKS } from '../../schema/contracts/tasks.ts'
import { instantOf } from '../dates.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'
import { addTaskComplete } from './task-complete.ts'
import { addTaskCorrect } from './task-correct.ts'
import { showTask } from './task-show.ts'
import { taskTable } from './task-table.ts'

export function addTask(commands: Commands): void {
  const group = commands.group('task')
  commands.add(group, {
    usage: 'list',
    key: 'task.list',
    options: [
      ['--all', 'all'],
      ['--owner <person>', 'owner'],
      ['--process <id>', 'process'],
      ['--partner <partner>', 'partner'],
      ['--person <person>', 'person'],
      ['--kind <kind>', 'kind'],
      ['--text <text>', 'text'],
      ['--due-from <day>', 'dueFrom'],
      ['--due-to <day>', 'dueTo'],
      ['--state <state>', 'state'],
      ['--overdue', 'overdue'],
      ['--closed', 'closed'],
      ['--limit <n>', 'limit'],
    ],
    run: list,
  })
  commands.add(group, {
    usage: 'show <task>',
    key: 'task.show',
    async run(context, [name = '']) {
      const scope = await context.session.scope()
      return showTask(context, scope, await findTask(scope, name))
    },
  })
  addTaskComplete(commands, group)
  addTaskCorrect(commands, group)
}

async function list(context: Context, _: string[], options: Options): Promise<undefined> {
  const { session, out, words } = context
  const scope = await session.scope()
  const found = await listTasks(scope, await filterOf(scope, options, session.actorIfNamed))
  const tasks = await withText(context, scope, found, options.text('text'))
  if (out.json) return out.document(tasks)
  if (tasks.length > 0) {
    await taskTable(context, scope, tasks)
    return undefined
  }
  const own = session.actorIfNamed !== undefined && !options.is('all') && options.text('owner') === undefined
  out.say(words(own ? 'task.noneOfYours' : 'task.none'))
  out.say(`Next: ${session.next(own ? 'bitim task list --all' : 'bitim partnership list')}`)
  return undefined
}

const STATES: readonly string[] = ['open', 'escalated', 'done', 'cancelled', 'expired']
const DAY_MS = 86_400_000

const textsOf = (options: Options) => ({
  partner: options.text('partner'),
  person: options.text('person'),
  kind: options.text('kind'),
  state: options.text('state'),
})

function dayOf(text: string | undefined, timeZone: string): Date | undefined {
  if (text === undefined) return undefined
  const day = instantOf(text, timeZone)
  if (day === null) throw new UsageError('notADay', { name: text })
  return day
}

/** Those whose words hold the text, whatever apostrophes and script it was typed in. */
async function withText(
  { language }: Context,
  scope: Scope,
  tasks: TaskRow[],
  text: string | undefined,
): Promise<TaskRow[]> {
  if (text === undefined) return tasks
  const reader = await readerFor(
    scope,
    language,
    tasks.map(({ data }) => data),
  )
  const wanted = folded(text)
  return tasks.filter(({ kind, data }) => folded(describeTask(kind, data, reader).do).includes(wanted))
}

/** Whoever acts sees own tasks first; --all shows everybody's. */
async function filterOf(scope: Scope, options: Options, actor: string | undefined): Promise<TaskFilter> {
  const named = options.text('owner')
  if (named !== undefined) await knownPerson(scope, named)
  const owner = named ?? (options.is('all') ? undefined : actor)
  const process = options.text('process')
  const limit = options.text('text') === undefined ? options.count('limit') : MAX_LIMIT
  const { partner, person, kind, state } = textsOf(options)
  if (person !== undefined) await knownPerson(scope, person)
  if (kind !== undefined && TASKS[kind] === undefined)
    throw new UsageError('taskKind', { name: kind, kinds: Object.keys(TASKS).join(', ') })
  if (state !== undefined && !STATES.includes(state))
    throw new UsageError('taskState', { name: state, states: STATES.join(', ') })
  const { timeZone } = await readerFor(scope, 'en', [])
  const from = dayOf(options.text('dueFrom'), timeZone)
  const to = dayOf(options.text('dueTo'), timeZone)
  return {
    ...(partner === undefined ? {} : { partner }),
    ...(person === undefined ? {} : { person }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { before: new Date(to.getTime() + DAY_MS) }),
    overdue: options.is('overdue'),
    closed: options.is('closed'),
    ...(owner === undefined ? {} : { owner }),
    ...(process === undefined ? {} : { within: (await findProcess(scope, process)).id }),
    ...(limit === undefined ? {} : { limit }),
  }
}
