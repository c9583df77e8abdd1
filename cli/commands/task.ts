import { findProcess } from '../../client/reads/processes.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { knownPerson } from '../../client/reads/scope.ts'
import type { TaskFilter } from '../../client/reads/tasks.ts'
import { findTask, listTasks } from '../../client/reads/tasks.ts'
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
  const tasks = await listTasks(scope, await filterOf(scope, options, session.actorIfNamed))
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

/** Whoever acts sees own tasks first; --all shows everybody's. */
async function filterOf(scope: Scope, options: Options, actor: string | undefined): Promise<TaskFilter> {
  const named = options.text('owner')
  if (named !== undefined) await knownPerson(scope, named)
  const owner = named ?? (options.is('all') ? undefined : actor)
  const process = options.text('process')
  const limit = options.count('limit')
  return {
    overdue: options.is('overdue'),
    closed: options.is('closed'),
    ...(owner === undefined ? {} : { owner }),
    ...(process === undefined ? {} : { process: (await findProcess(scope, process)).id }),
    ...(limit === undefined ? {} : { limit }),
  }
}
