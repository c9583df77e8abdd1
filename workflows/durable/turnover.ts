import { basisOf, pending } from './booking.ts'
import { namingOf, returnOf } from './holders.ts'
import type { Change, Closing, Running } from './ledger.ts'
import { wordOn } from './overdue.ts'
import { repairsOf } from './repair.ts'
import type { Command, Core, EventBase, Task, Wait } from './types.ts'

const isTask = (wait: Wait): wait is Task => wait.wait === 'task'

/** Everything the process waits for now. */
export function waitsOf<S, E extends EventBase>(core: Core<S, E>, running: Running<S>): Wait[] {
  const own = [...core.waits(running.state), ...repairsOf(running)]
  return [...own, ...own.flatMap((wait) => besides(running, wait))]
}

/** What the engine waits for beside a task: somebody to do it, a word about its delay, the end of a delegation. */
function besides(running: Running<unknown>, task: Wait): Wait[] {
  const booking = running.book[task.key]
  if (!isTask(task) || booking === undefined || booking.due === '') return []
  const found =
    booking.owner === null
      ? namingOf(task, booking)
      : [...wordOn(running, task, booking), ...returnOf(task, booking)]
  return [...found, ...found.flatMap((wait) => besides(running, wait))]
}

export const taskOf = (waits: Wait[], key: string): Task | undefined =>
  waits.filter(isTask).find((wait) => wait.key === key)

/** The bookings that came back may ask for more: somebody to name where nobody has the role. */
export function lookAgain<S, E extends EventBase>(core: Core<S, E>, running: Running<S>): Change {
  const command: Command = { id: '', type: 'timePassed', data: {}, by: { person: null, roles: [] } }
  return { facts: [], ...turnover(core, running, command) }
}

/**
 * What is no longer waited for closes, what is waited for and not booked opens. A wait that is due by something else
 * than it was booked for is another occasion: it closes and opens under its key.
 */
export function turnover<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
): { opened: Wait[]; closed: Closing[] } {
  const opened: Wait[] = []
  const closed: Closing[] = []
  // Twice: what the engine waits for beside a task depends on the task's own booking.
  for (let look = 0; look < 2; look += 1) {
    const waits = new Map(waitsOf(core, running).map((wait) => [wait.key, wait]))
    for (const [key, booking] of Object.entries(running.book)) {
      const wait = waits.get(key)
      if (wait !== undefined && booking.basis === basisOf(wait)) continue
      closed.push(closingOf(key, command))
      delete running.book[key]
      delete running.escalated[key]
    }
    for (const wait of waits.values()) {
      if (running.book[wait.key] !== undefined) continue
      opened.push(wait)
      running.book[wait.key] = pending(wait, running.seq)
    }
  }
  return { opened, closed }
}

function closingOf(key: string, command: Command): Closing {
  const answered = command.type === 'complete' && command.task === key
  const evidence =
    command.onBehalf === undefined ? command.data : { ...command.data, onBehalf: command.onBehalf }
  return {
    key,
    how: answered ? 'done' : command.type === 'alarm' ? 'expired' : 'cancelled',
    by: answered ? command.by.person : null,
    onBehalf: answered && command.onBehalf !== undefined,
    decision: answered ? String(command.data.decision ?? '') : null,
    evidence: answered ? evidence : null,
  }
}
