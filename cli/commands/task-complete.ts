import type { Command } from 'commander'
import type { TaskDetail } from '../../client/reads/tasks.ts'
import { findTask } from '../../client/reads/tasks.ts'
import type { DecisionContract } from '../../schema/contracts/tasks.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'
import { dataOf } from '../values.ts'

export function addTaskComplete(commands: Commands, group: Command): void {
  commands.add(group, {
    usage: 'complete <task>',
    key: 'task.complete',
    options: [
      ['--decision <decision>', 'decision'],
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

async function complete(
  { session, out, words }: Context,
  [name = '']: string[],
  options: Options,
): Promise<undefined> {
  const { by } = session
  const decision = options.text('decision')
  const onBehalf = options.text('onBehalf')
  if (decision === undefined) throw new UsageError('decision', { name })
  const task = await findTask(await session.scope(), name)
  Object.assign(session.hint, { task: task.id, process: task.process })
  const contract = contractOf(task.kind, decision)
  const data = { ...hashOf(task, contract), ...(await dataOf(options, contract)) }
  const facade = await session.facade()
  const reached = await facade.completeTask(by, {
    task: task.id,
    decision,
    data,
    ...(onBehalf === undefined ? {} : { onBehalf }),
    key: session.keyOf(options.text('key')),
  })
  const answer = { task: task.id, decision, ...reached }
  if (out.json) return out.document(answer)
  out.line(words('task.completed', { task: task.id, decision, process: reached.process, seq: reached.seq }))
  out.say(`Next: ${session.next(`bitim why ${reached.process}`)}`)
  return undefined
}

/** A task to approve or to sign belongs to one version: its id stands for that version's hash. */
function hashOf(task: TaskDetail, contract: DecisionContract | undefined): Data {
  const { hash } = task.data
  return typeof hash === 'string' && contract?.data.shape.hash !== undefined ? { hash } : {}
}
