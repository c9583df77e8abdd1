import { contractOf, TASKS } from '../../schema/contracts/tasks.ts'
import { barredFrom } from '../../workflows/durable/holders.ts'
import { escalationOf, overdueOf } from '../../workflows/durable/overdue.ts'
import type { Command, Data, Decider, Facts, ProcessKind, Task } from '../../workflows/durable/types.ts'
import { isRefusal } from '../../workflows/durable/types.ts'
import { isOnBehalf, policyRules } from '../on-behalf.ts'
import { factsOf } from '../people.ts'
import { withCore } from './cores.ts'
import type { Scope } from './scope.ts'
import { waitsOf } from './waits.ts'

/** Who asks what he may decide. */
export type Asker = Pick<Decider, 'person' | 'roles'>

export interface Offered {
  /** Decisions that are possible for whoever asks; none where it is not his turn. */
  decisions: string[]
  /** It is somebody else's turn: these may be recorded for him, with what shows that he decided so. */
  onBehalf: boolean
}

export const NOTHING_OFFERED: Offered = { decisions: [], onBehalf: false }

/** A task as it is recorded, with its process and the policy's rules. */
export interface OfferedTask {
  key: string
  kind: string
  data: Data
  role: string | null
  ownerId: string | null
  processKind: ProcessKind
  state: Data
  policy: unknown
  timeZone: string
}

/**
 * What is possible is asked of the engine's own rule about who may decide, and, where a decision carries nothing that is
 * still to be written, of the process itself: what it would refuse in any case is not offered.
 */
export async function offeredTo(
  scope: Scope,
  task: OfferedTask,
  asker: Asker | null,
  now: Date,
): Promise<Offered> {
  const by = asker ?? ownerOf(task)
  if (by === null) return NOTHING_OFFERED
  const { roles, onBehalf } = policyRules.parse(task.policy)
  const persons = await factsOf(scope.pool, scope.institution, peopleIn(task, by), roles)
  const wait = waitIn(task)
  const isOwner = by.person === task.ownerId
  const decisions = [...Object.keys(TASKS[task.kind] ?? {}), 'delegate'].filter((decision) => {
    const facts: Facts = { persons, onBehalf: isOnBehalf(onBehalf, task.kind, decision) }
    const command = commandOf(task, decision, by, facts, isOwner)
    return barredFrom(command, wait, task.ownerId) === null && !isRefusedAnyway(task, command, now)
  })
  return { decisions, onBehalf: !isOwner && decisions.length > 0 }
}

/** Nobody in particular asks: then it is asked what whoever has the task may do. */
const ownerOf = ({ ownerId }: OfferedTask): Asker | null =>
  ownerId === null ? null : { person: ownerId, roles: [] }

const peopleIn = ({ ownerId, data }: OfferedTask, { person }: Asker): string[] => {
  const named = Array.isArray(data.people) ? data.people.map(String) : []
  return [...new Set([person, ...(ownerId === null ? [] : [ownerId]), ...named])]
}

function commandOf(
  { key, data }: OfferedTask,
  decision: string,
  by: Asker,
  facts: Facts,
  isOwner: boolean,
): Command {
  const { hash } = data
  const content = hash === undefined ? {} : { hash, consent: true }
  return {
    // Nothing is decided by asking: it needs no door.
    ...{ id: '', type: 'complete', task: key, by: { ...by, door: '' }, facts },
    data: { decision, ...content },
    ...(isOwner ? {} : { onBehalf: key }),
  }
}

/** The wait behind a task: the process's own, the superior's or the institution's about another one, or one that whoever has a role may hold. */
function waitIn({ key, kind, data, role, ownerId, processKind, state }: OfferedTask): Task {
  const waits = waitsOf(processKind, state).filter((wait) => wait.wait === 'task')
  const own = waits.find((wait) => wait.key === key)
  if (own !== undefined) return own
  const late = waits.find((wait) => wait.key === data.late)
  if (kind === 'decideEscalation' && late !== undefined) return escalationOf(late, 0, ownerId ?? '')
  if (kind === 'decideOverdue' && late !== undefined) return overdueOf(late, 0, ownerId ?? '')
  const owner = role === null ? { person: ownerId ?? '' } : { role }
  return { wait: 'task', key, kind, owner, due: { days: 0 }, ladder: '', data }
}

/** The process refuses it whatever is written, because nothing is to be written. */
function isRefusedAnyway({ kind, processKind, state, timeZone }: OfferedTask, command: Command, now: Date) {
  const { decision, ...content } = command.data
  const contract = contractOf(kind, String(decision))
  const fields = Object.keys(contract?.data.shape ?? {})
  const given = Object.fromEntries(Object.entries(content).filter(([name]) => fields.includes(name)))
  const isWhole = contract?.data.safeParse(given).success === true
  const isOfProcess = TASKS[kind] !== undefined && !OF_ENGINE.includes(kind)
  if (!isWhole || !isOfProcess || decision === 'delegate') return false
  const at = { at: now.toISOString(), today: dayIn(timeZone, now) }
  return withCore(processKind, state, (core, current) => {
    const decided = core.decide(current, command, at)
    return isRefusal(decided) && !STILL_TO_BE_WRITTEN.includes(decided.refusal)
  })
}

/** What an optional part of the answer would mend is no reason not to offer it. */
const STILL_TO_BE_WRITTEN: readonly string[] = ['numberRequired']

/** Decided by the engine, for every process alike. */
const OF_ENGINE: readonly string[] = [
  'decideEscalation',
  'decideOverdue',
  'nameHolder',
  'repairEffect',
  'resolveRefusal',
]

const dayIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
