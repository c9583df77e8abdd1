import type { LedgerEvent, Running, Stuck } from './ledger.ts'
import type { Command, Core, Data, Effect, EventBase, Now, Refusal, Task } from './types.ts'
import { isRefusal, refuse } from './types.ts'

/** What could not be done outside, and what another process refused: each is somebody's turn until it is settled. */

const REPAIR = 'repair:'
const REFUSAL = 'refusal:'
/** Who is over needs no word any more: that it came too late is a fact, and nobody's turn. */
const TOO_LATE = 'processEnded'

export const repairsOf = ({ stuck }: Pick<Running<unknown>, 'stuck'>): Task[] =>
  Object.entries(stuck).map(([key, failure]) =>
    key.startsWith(REFUSAL) ? refusalOf(key, failure) : repairOf(key, failure),
  )

function repairOf(failure: string, stuck: Stuck): Task {
  const { code } = stuck
  const paper = 'effect' in stuck && stuck.effect.type === 'issue' ? stuck.effect.papers[0]?.kind : undefined
  return {
    wait: 'task',
    key: `${REPAIR}${failure}`,
    kind: 'repairEffect',
    owner: { role: 'administrator' },
    due: { workingDays: 1 },
    ladder: 'escalation',
    data: { code, ...(paper === undefined ? {} : { paper }) },
  }
}

function refusalOf(refusal: string, stuck: Stuck): Task {
  const { code } = stuck
  const to = 'effect' in stuck && stuck.effect.type === 'tell' ? (stuck.effect.messages[0]?.to ?? '') : ''
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

export function decideRepair<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  task: Task,
  command: Command,
  now: Now,
): (E | LedgerEvent)[] | Refusal {
  const { decision = '', reason } = command.data
  switch (`${task.kind} ${decision}`) {
    case 'repairEffect retry':
      return [{ type: 'effectRetried', effect: task.key.slice(REPAIR.length) }]
    case 'repairEffect giveUp':
      return settle(
        core,
        running,
        'effectAbandoned',
        task.key.slice(REPAIR.length),
        String(reason ?? ''),
        now,
      )
    case 'resolveRefusal resend':
      return [{ type: 'effectRetried', effect: task.key }]
    case 'resolveRefusal acknowledge':
      return settle(core, running, 'refusalSettled', task.key, String(reason ?? ''), now)
    default:
      return refuse('decisionUnknown', { decision })
  }
}

/**
 * What could not be done is let be, and what another process refused was said all the same: whether that is enough is the
 * process's own word. Nobody has to be told a letter.
 */
function settle<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  type: 'effectAbandoned' | 'refusalSettled',
  key: string,
  reason: string,
  now: Now,
): (E | LedgerEvent)[] | Refusal {
  const stuck = running.stuck[key]
  if (stuck === undefined || 'alarm' in stuck) return refuse('cannotDoWithout')
  const { effect, code } = stuck
  const settled: LedgerEvent =
    type === 'effectAbandoned' ? { type, effect: key, reason } : { type, refusal: key, reason }
  if (effect.type === 'inform') return [settled]
  const refused = type === 'refusalSettled' ? { refused: code } : {}
  const data: Data = { ...whatFailed(effect), type: effect.type, reason, ...refused }
  const answer = core.decide(running.state, { id: '', type: 'effectAbandoned', data, by: NOBODY }, now)
  return isRefusal(answer) ? refuse('cannotDoWithout') : [settled, ...answer]
}

const NOBODY = { person: null, roles: [] }

/** What a core needs to know of an effect to say what comes of it: papers, messages, or a question with its data. */
function whatFailed(effect: Effect): Data {
  const papers = effect.type === 'issue' ? effect.papers : []
  const messages = effect.type === 'tell' ? effect.messages : []
  return {
    effect: effect.key,
    papers: papers.map(({ kind, draft, version, line = '', subject = '', data }) => {
      return { kind, draft, version, line, subject, instance: data.instance ?? '' }
    }),
    messages: messages.map(({ to, begin, command }) => {
      return { to, begins: begin !== undefined, command: command?.type ?? '', data: command?.data ?? {} }
    }),
    ...(effect.type === 'ask' && { question: effect.question, asked: effect.data }),
  }
}

type RepairEvent = Extract<
  LedgerEvent,
  {
    type:
      | 'alarmFailed'
      | 'effectAbandoned'
      | 'effectFailed'
      | 'effectRetried'
      | 'messageRefused'
      | 'refusalSettled'
  }
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
      if (stuck !== undefined && 'effect' in stuck) running.outbox.push(stuck.effect)
      // An alarm that rang in vain rings again at once.
      const booking = stuck !== undefined && 'alarm' in stuck ? running.book[stuck.alarm] : undefined
      if (booking !== undefined) booking.next = Math.max(0, booking.next - 1)
      delete running.stuck[event.effect]
      return
    }
    case 'alarmFailed': {
      const booking = running.book[event.alarm]
      if (booking !== undefined) booking.next += 1
      running.stuck[`${event.alarm}.${running.seq + 1}`] = { alarm: event.alarm, code: event.code }
      return
    }
    case 'effectAbandoned':
      delete running.stuck[event.effect]
      return
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
  for (const [key, stuck] of Object.entries(running.stuck)) {
    if ('effect' in stuck && stuck.effect.key === taken) delete running.stuck[key]
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
  const failed = Object.values(running.stuck).find(
    (stuck) => 'effect' in stuck && stuck.effect.key === event.effect,
  )
  if (failed === undefined || !('effect' in failed)) return []
  const data: Data = { ...whatFailed(failed.effect), code: event.code }
  const answer = core.decide(running.state, { id: '', type: 'effectFailed', data, by: NOBODY }, now)
  return isRefusal(answer) ? [] : answer
}
