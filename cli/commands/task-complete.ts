import type { Command } from 'commander'
import type { By } from '../../access/caller.ts'
import { findProcess } from '../../client/reads/processes.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { MAX_LIMIT } from '../../client/reads/scope.ts'
import type { TaskDetail } from '../../client/reads/tasks.ts'
import { findTask, listTasks } from '../../client/reads/tasks.ts'
import type { DecisionContract } from '../../schema/contracts/tasks.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Fault } from '../faults.ts'
import { EXIT, faultOf, UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'
import { dataOf } from '../values.ts'

export function addTaskComplete(commands: Commands, group: Command): void {
  commands.add(group, {
    usage: 'complete [tasks...]',
    key: 'task.complete',
    options: [
      ['--decision <decision>', 'decision'],
      ['--kind <kind>', 'kind'],
      ['--process <name>', 'process'],
      ['--owner <person>', 'owner'],
      ['--data <json>', 'data'],
      ['--data-file <file>', 'dataFile'],
      ['--set <key=value>', 'set'],
      ['--key <key>', 'key'],
      ['--on-behalf <evidence>', 'onBehalf'],
    ],
    several: ['set'],
    run: complete,
  })
}

/** A task that is named alone is decided or refused like any command; several are decided one by one. */
async function complete(context: Context, names: string[], options: Options): Promise<number | undefined> {
  const { session } = context
  const decision = options.text('decision')
  const filtered = options.text('kind') !== undefined
  const [name] = names
  if (name === undefined && !filtered) throw new UsageError('missingArgument', { name: 'task' })
  if (name !== undefined && filtered) throw new UsageError('namedAndFiltered')
  if (decision === undefined) throw new UsageError('decision', { name: name ?? options.text('kind') ?? '' })
  // Who acts is asked before anything is looked for.
  const deciding = new Deciding(context, options, decision, session.by)
  if (name !== undefined && names.length === 1) return one(context, deciding, name)
  const scope = await session.scope()
  return many(context, deciding, filtered ? await chosen(scope, context, options) : names)
}

async function one({ session, out, words }: Context, deciding: Deciding, name: string): Promise<undefined> {
  const { task, decision, process, seq } = await deciding.decide(name, false)
  if (out.json) return out.document({ task, decision, process, seq })
  out.line(words('task.completed', { task, decision, process, seq }))
  out.say(`Next: ${session.next(`bitim why ${process}`)}`)
  return undefined
}

type Result = Decided | { task: string; decision: string; error: Pick<Fault, 'code' | 'message' | 'params'> }

/** One that fails stops none of the others; each has its result. */
async function many(
  { session, out, words, language }: Context,
  deciding: Deciding,
  names: readonly string[],
): Promise<number | undefined> {
  const results: Result[] = []
  for (const name of new Set(names)) {
    try {
      const decided = await deciding.decide(name, true)
      results.push(decided)
      if (!out.json) out.line(words('task.completed', { ...decided }))
    } catch (error) {
      const { code, message, params, exit } = faultOf(error, language, words, { task: name })
      // What no task can be decided without is told once.
      if (exit === EXIT.unreachable || exit === EXIT.broken) throw error
      results.push({ task: name, decision: deciding.decision, error: { code, message, params } })
      if (!out.json) out.line(words('task.refused', { task: name, message, code }))
    }
  }
  const failed = results.filter((result) => 'error' in result).length
  const done = results.length - failed
  if (out.json) out.document({ results, done, failed })
  else out.say(words('task.several', { done, failed }))
  if (!out.json && failed > 0) out.say(`Next: ${session.next('bitim task list')}`)
  return failed === 0 ? EXIT.ok : EXIT.refused
}

/** The open tasks of a kind: of whoever acts, or of the one who is named, in a process and in those it began. */
async function chosen(scope: Scope, { session }: Context, options: Options): Promise<string[]> {
  const [process, kind = ''] = [options.text('process'), options.text('kind')]
  const everybody = options.text('onBehalf') !== undefined && options.text('owner') === undefined
  const tasks = await listTasks(scope, {
    kind,
    ...(everybody ? {} : { owner: options.text('owner') ?? session.by.person }),
    ...(process === undefined ? {} : { within: (await findProcess(scope, process)).id }),
    limit: MAX_LIMIT,
  })
  return tasks.map(({ id }) => id)
}

interface Decided {
  task: string
  decision: string
  process: string
  seq: number
}

/** The same decision with the same data, for one task after the other. */
class Deciding {
  /** By kind of task: a file is read once, whatever it is. */
  private readonly data = new Map<string, Data>()

  constructor(
    private readonly context: Context,
    private readonly options: Options,
    readonly decision: string,
    private readonly by: By,
  ) {}

  /** `several`: the key that was given stands for all of them, and each has one of its own. */
  async decide(name: string, several: boolean): Promise<Decided> {
    const { session } = this.context
    const { decision, options, by } = this
    const task = await findTask(await session.scope(), name)
    Object.assign(session.hint, { task: task.id, process: task.process })
    const onBehalf = options.text('onBehalf')
    const key = options.text('key')
    const facade = await session.facade()
    const reached = await facade.completeTask(by, {
      task: task.id,
      decision,
      data: await this.dataFor(task),
      ...(onBehalf === undefined ? {} : { onBehalf }),
      key: session.keyOf(several && key !== undefined ? `${key}:${task.id}` : key),
    })
    return { task: task.id, decision, ...reached }
  }

  private async dataFor(task: TaskDetail): Promise<Data> {
    const contract = contractOf(task.kind, this.decision)
    const given = this.data.get(task.kind) ?? (await dataOf(this.options, contract))
    this.data.set(task.kind, given)
    return { ...hashOf(task, contract), ...given }
  }
}

/** A task to approve or to sign belongs to one version: its id stands for that version's hash. */
function hashOf(task: TaskDetail, contract: DecisionContract | undefined): Data {
  const { hash } = task.data
  return typeof hash === 'string' && contract?.data.shape.hash !== undefined ? { hash } : {}
}
