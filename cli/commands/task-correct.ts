import type { Command } from 'commander'
import { findTask } from '../../client/reads/tasks.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'

export function addTaskCorrect(commands: Commands, group: Command): void {
  commands.add(group, {
    usage: 'correct <task>',
    key: 'task.correct',
    options: [
      ['--reason <text>', 'reason'],
      ['--key <key>', 'key'],
    ],
    run: correct,
  })
}

async function correct(
  { session, out, words }: Context,
  [name = '']: string[],
  options: Options,
): Promise<undefined> {
  const { by } = session
  const reason = options.text('reason')
  if (reason === undefined) throw new UsageError('reason')
  const task = await findTask(await session.scope(), name)
  Object.assign(session.hint, { task: task.id, process: task.process })
  const facade = await session.facade()
  const key = session.keyOf(options.text('key'))
  const reached = await facade.correctTask(by, { task: task.id, reason, key })
  const answer = { task: task.id, ...reached }
  if (out.json) return out.document(answer)
  out.line(words('task.corrected', { task: task.id, process: reached.process, seq: reached.seq }))
  out.say(`Next: ${session.next(`bitim why ${reached.process}`)}`)
  return undefined
}
