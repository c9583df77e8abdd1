import { reassignment } from './holders.ts'
import type { Booking, LedgerEvent, Running } from './ledger.ts'
import type { Command, Core, EventBase, Holders, Now, Refusal, Task } from './types.ts'
import { isRefusal, refuse } from './types.ts'

/**
 * What becomes of a task that stays undone. Whoever is above its owner is asked first, where the policy says so and
 * there is somebody; after that, and after the last contact of any other ladder, it is the institution's own decision.
 */

const SUPERIOR = 'escalation:'
const INSTITUTION = 'overdue:'

export const isSuperiors = (key: string): boolean => key.startsWith(SUPERIOR)
/** The task is a word about another one: nobody is asked about its delay in turn. */
export const isWord = (key: string): boolean => isSuperiors(key) || key.startsWith(INSTITUTION)

/** Every planned contact was made. A ladder that is being planned anew has none yet. */
const isClimbed = ({ rungs, next }: Booking): boolean => rungs.length > 0 && next >= rungs.length

/** Nobody is above the owner, or whoever is keeps silent too. */
const isInVain = (booking: Booking): boolean =>
  booking.due !== '' && (booking.owner === null || isClimbed(booking))

/** Whose word is asked beside a task, if any: another task each time its ladder was climbed. */
export function wordOn(
  { book, escalated }: Pick<Running<unknown>, 'book' | 'escalated'>,
  task: Task,
  booking: Booking,
): Task[] {
  if (isWord(task.key)) return []
  const { generation } = booking
  const late = escalated[task.key]
  if (late === undefined)
    return isClimbed(booking) && task.lapses !== true
      ? [overdueOf(task, generation, booking.owner ?? '')]
      : []
  const [superior, institution] = [escalationOf(task, generation, late), overdueOf(task, generation, late)]
  const asked = book[superior.key]
  const passed = book[institution.key] !== undefined || (asked !== undefined && isInVain(asked))
  return [passed ? institution : superior]
}

/** The office; the rector where the office itself is late. */
const OFFICE: Holders = { roles: ['administrator', 'rector'], side: null }

export const escalationOf = (task: Task, generation: number, late: string): Task => ({
  wait: 'task',
  key: `${SUPERIOR}${task.key}.${generation}`,
  kind: 'decideEscalation',
  owner: { superiorOf: late },
  holders: null,
  due: { workingDays: 3 },
  ladder: 'escalation',
  data: { late: task.key, person: late },
  ...(task.notBy === undefined ? {} : { notBy: task.notBy }),
})

/**
 * Its ladder has no end: somebody of the institution is asked until it is decided. Who is barred from the task itself
 * says who else does it or by when, and never that it is done without.
 */
export const overdueOf = (task: Task, generation: number, late: string): Task => ({
  wait: 'task',
  key: `${INSTITUTION}${task.key}.${generation}`,
  kind: 'decideOverdue',
  owner: { officeBeside: late },
  holders: OFFICE,
  due: { workingDays: 3 },
  ladder: 'institution',
  data: { late: task.key, person: late },
})

/** The decision about another task: its superior's, the institution's, or the office's where nobody has the role. */
export function decideOverdue<S, E extends EventBase>(
  core: Core<S, E>,
  state: S,
  command: Command,
  { task, booking }: { task: Task; booking: Booking },
  now: Now,
): (E | LedgerEvent)[] | Refusal {
  const { decision = '', days, reason } = command.data
  switch (decision) {
    case 'name':
    case 'reassign':
      return reassignment(command, task, booking, now.today)
    case 'extend':
      return [{ type: 'taskExtended', task: task.key, days: Number(days) }]
    case 'giveUp':
      if (task.notBy?.includes(command.by.person ?? '')) return refuse('authorMayNotDecide')
      return goOnWithout(core, state, task, String(reason ?? ''), now)
    default:
      return refuse('decisionUnknown', { decision })
  }
}

const NOBODY = { person: null, roles: [] }

/** The process says what comes of it when nobody does the task any more, if it can go on without. */
function goOnWithout<S, E extends EventBase>(
  core: Core<S, E>,
  state: S,
  { key, kind, data }: Task,
  reason: string,
  now: Now,
): E[] | Refusal {
  const given: Command = {
    id: '',
    type: 'taskAbandoned',
    task: key,
    data: { ...data, kind, reason },
    by: NOBODY,
  }
  const answer = core.decide(state, given, now)
  return isRefusal(answer) && answer.refusal === 'commandUnknown' ? refuse('taskNeeded') : answer
}
