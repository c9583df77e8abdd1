import type { LedgerEvent, Running } from './ledger.ts'
import type { Command, Core, Data, EventBase, Now, Refusal, Task } from './types.ts'
import { isRefusal, refuse } from './types.ts'

/** What could not be done outside, and what another process refused: each is somebody's turn until it is settled. */

const REPAIR = 'repair:'
const REFUSAL = 'refusal:'
/** Who is over needs no word any more: that it came too late is a fact, and nobody's turn. */
const TOO_LATE = 'processEnded'

type Stuck = Running<unknown>['stuck'][string]

export const repairsOf = ({ stuck }: Pick<Running<unknown>, 'stuck'>): Task[] =>
  Object.entries(stuck).map(([key, failure]) =>
    key.startsWith(REFUSAL) ? refusalOf(key, failure) : repairOf(key, failure),
  )

function repairOf(failure: string, { code }: Stuck): Task {
  return {
    wait: 'task',
    key: `${REPAIR}${failure}`,
    kind: 'repairEffect',
    owner: { role: 'administrator' },
    due: { workingDays: 1 },
    ladder: 'escalation',
    data: { code },
  }
}

function refusalOf(refusal: string, { effect, code }: Stuck): Task {
  const to = effect.type === 'tell' ? (effect.messages[0]?.to ?? '') : ''
  return {
    wait: 'task',
    key: refusal,
    kind: 'resolveRefusal',
    owner: { role: 'administrator' },
    due: { workingDays: 1 },
    ladder: 'escalation',
    data: { code, to },
  }
}

export function decideRepair(task: Task, command: Command): LedgerEvent[] | Refusal {
  const { decision = '', reason } = command.data
  switch (`${task.kind} ${decision}`) {
    case 'repairEffect retry':
      return [{ type: 'effectRetried', effect: task.key.slice(REPAIR.length) }]
    case 'resolveRefusal resend':
      return [{ type: 'effectRetried', effect: task.key }]
    case 'resolveRefusal acknowledge':
      return [{ type: 'refusalSettled', refusal: task.key, reason: String(reason ?? '') }]
    default:
      return refuse('decisionUnknown', { decision })
  }
}

type RepairEvent = Extract<
  LedgerEvent,
  { type: 'effectFailed' | 'effectRetried' | 'messageRefused' | 'refusalSettled' }
>

export function evolveRepair<S>(running: Running<S>, event: RepairEvent): void {
  switch (event.type) {
    case 'effectFailed': {
      const effect = running.outbox.find(({ key }) => key === event.effect)
      if (effect) running.stuck[`${event.effect}.${running.seq + 1}`] = { effect, code: event.code }
      running.outbox = running.outbox.filter(({ key }) => key !== event.effect)
      return
    }
    case 'effectRetried': {
      const stuck = running.stuck[event.effect]
      if (stuck) running.outbox.push(stuck.effect)
      delete running.stuck[event.effect]
      return
    }
    case 'messageRefused': {
      if (event.code === TOO_LATE) return
      const told = running.outbox.flatMap((effect) =>
        effect.type === 'tell' && (event.effect ?? effect.key) === effect.key ? effect.messages : [],
      )
      const message = told.find(({ to }) => to === event.to)
      // Sent once more it bears another key: under the old one it would be answered as before.
      const key = `${REFUSAL}${running.seq + 1}`
      if (message)
        running.stuck[key] = { effect: { type: 'tell', messages: [message], key }, code: event.code }
      return
    }
    case 'refusalSettled':
      delete running.stuck[event.refusal]
      return
  }
}

/** A fact of the process that names a failed effect stands in for its repair. */
export function takeOver<S>(running: Running<S>, event: EventBase): void {
  const { effect: taken } = event as EventBase & { effect?: unknown }
  if (typeof taken !== 'string') return
  for (const [key, { effect }] of Object.entries(running.stuck)) {
    if (effect.key === taken) delete running.stuck[key]
  }
}

/** What the process itself makes of an effect that failed for good; nothing leaves it to be repaired. */
export function answerToFailure<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  event: LedgerEvent,
  now: Now,
): E[] {
  if (event.type !== 'effectFailed') return []
  const failed = Object.values(running.stuck).find(({ effect }) => effect.key === event.effect)
  if (failed === undefined) return []
  const papers = failed.effect.type === 'issue' ? failed.effect.papers : []
  const versions = papers.map(({ kind, draft, version }) => ({ kind, draft, version }))
  const data: Data = { effect: event.effect, code: event.code, papers: versions }
  const by = { person: null, roles: [] }
  const answer = core.decide(running.state, { id: '', type: 'effectFailed', data, by }, now)
  return isRefusal(answer) ? [] : answer
}
