import { whyUnfit } from './fit.ts'
import { isJudgement } from './judgements.ts'
import type { Booking, LedgerEvent, Lent } from './ledger.ts'
import type { Alarm, Command, Data, Day, Holders, Json, Refusal, Task } from './types.ts'
import { refuse } from './types.ts'

/** One rule about who may hold a task, whether it is delegated, reassigned after an escalation, or named. */

const NAMING = 'name:'
const LENT = 'lent:'

/** The task whose delegation an alarm ends. */
export const lentBy = (alarm: string): string | null =>
  alarm.startsWith(LENT) ? alarm.slice(LENT.length, alarm.lastIndexOf('.')) : null

function holdersOf({ holders, owner }: Task): Holders | null {
  if (holders !== undefined) return holders
  return 'role' in owner ? { roles: [owner.role], side: owner.partner ?? null } : null
}

/** Nobody has the role a task is for: the office says who does it. Where that is nobody either, there is no office. */
export function namingOf(task: Task, { generation }: Booking): Task[] {
  if (task.kind === 'nameHolder' || task.kind === 'decideEscalation') return []
  const roles = holdersOf(task)?.roles ?? []
  return [
    {
      wait: 'task',
      key: `${NAMING}${task.key}.${generation}`,
      kind: 'nameHolder',
      owner: { role: 'administrator' },
      due: { workingDays: 2 },
      ladder: 'escalation',
      data: { late: task.key, role: [...roles] },
    },
  ]
}

/** Delegations until a day are in force within one another; given back to whoever made one, that one is over. */
export function lentOn({ owner, lent }: Booking, to: string, until: Day | undefined): Lent | undefined {
  for (let given = lent; given !== undefined; given = given.before) if (given.by === to) return given.before
  if (owner === null || until === undefined || until === lent?.until) return lent
  return { by: owner, until, ...(lent === undefined ? {} : { before: lent }) }
}

/** A delegation ends with its last day. */
export function returnOf(task: Task, booking: Booking): Alarm[] {
  if (booking.lent === undefined) return []
  const key = `${LENT}${task.key}.${booking.generation}`
  return [{ wait: 'alarm', key, due: { days: 1, from: booking.lent.until } }]
}

/** Whoever receives a task may decide it, now and by himself. */
export function reassignment(
  command: Command,
  task: Task,
  booking: Booking,
  today: Day,
): LedgerEvent[] | Refusal {
  const { reason, until, decision } = command.data
  const to = String(command.data.to ?? '')
  const holders = holdersOf(task)
  if (holders === null) return refuse('personalTask')
  // To its owner again it would only begin a new ladder.
  if (to === booking.owner) return refuse('invalidInput', { field: 'to' })
  if (until !== undefined && String(until) < today) return refuse('dateInPast', { date: until })
  const terms = decision === 'delegate' ? termOf(booking, until) : { anew: true as const }
  return (
    unfit(command, task, holders, to) ?? [
      { type: 'taskReassigned', task: task.key, to, reason: String(reason ?? ''), ...terms },
    ]
  )
}

/** What one has until a day one passes on until that day at the longest. */
function termOf({ lent }: Booking, given: Json | undefined): { until?: Day } {
  const until = given === undefined ? lent?.until : String(given)
  if (until === undefined) return {}
  return { until: lent !== undefined && lent.until < until ? lent.until : until }
}

function unfit(
  command: Command,
  { notBy }: Task,
  { roles, rank = 0, side }: Holders,
  to: string,
): Refusal | null {
  if (notBy?.includes(to)) return refuse('authorMayNotDecide')
  const person = command.facts?.persons[to]
  const why = whyUnfit(person, [side])
  if (why !== null || person === undefined) return refuse(why ?? 'personUnknown')
  const params: Data = { role: [...roles], rank }
  const holds = roles.length === 0 || roles.some((role) => person.holds.includes(role))
  return holds && person.rank >= rank ? null : refuse('roleNeeded', params)
}

/** Whether an administrator may decide in the owner's place; what is somebody's own judgement nobody takes for him. */
function actingFor(command: Command, task: Task): Refusal | null {
  if (command.onBehalf === undefined || !command.by.roles.includes('administrator'))
    return refuse('notYourTask')
  const own = isJudgement(task.kind, String(command.data.decision ?? ''))
  return command.facts?.onBehalf === true && !own ? null : refuse('ownDecision')
}

/**
 * Why this person may not decide so, whatever else is said; null where nothing stands against it. Who has a task decides
 * it, an administrator may record for him what is nobody's own judgement, and who is barred may only pass it on.
 */
export function barredFrom(command: Command, task: Task, owner: string | null): Refusal | null {
  const { person } = command.by
  if (person === null) return refuse('notYourTask')
  const owns = owner === person
  const barred = owns ? null : actingFor(command, task)
  if (barred !== null) return barred
  const delegates = command.data.decision === 'delegate'
  // Who may not complete it may still pass on what came to him; otherwise it would be nobody's turn.
  if (task.notBy?.includes(person) && !(delegates && owns)) return refuse('authorMayNotDecide')
  return delegates && holdersOf(task) === null ? refuse('personalTask') : null
}
