import { stands } from '../durable/correction.ts'
import type { Closed, Command, Core, Data, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { decideTask, grade } from './decisions.ts'
import { effects } from './effects.ts'
import { evolve } from './evolve.ts'
import type { PlacementEvent, PlacementState } from './state.ts'
import { upcast } from './upcast.ts'
import { waits } from './waits.ts'

type State = PlacementState
type Event = PlacementEvent

function begin(input: Data): Event[] {
  const { ready, ...begun } = input
  const event: Event = {
    type: 'begun',
    ...(begun as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>),
  }
  return ready === true ? [event, { type: 'madeReady' }] : [event]
}

const beforeOutcome = (state: State): boolean =>
  state.stage === 'assigned' ||
  state.stage === 'ready' ||
  state.stage === 'running' ||
  state.stage === 'evaluating'

function decide(state: State, command: Command, now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, now)
    case 'ready':
      return state.stage === 'assigned' ? [{ type: 'madeReady' }] : []
    case 'reschedule': {
      if (state.stage !== 'assigned' && state.stage !== 'ready') return []
      return [{ type: 'rescheduled', start: String(data.start), end: String(data.end) }]
    }
    case 'start': {
      if (state.stage !== 'assigned' && state.stage !== 'ready') return []
      const exception = data.exception as string[]
      const started: Event = { type: 'started', exception, start: String(data.start), end: String(data.end) }
      return state.stage === 'ready' || exception.length > 0 ? [started] : [{ type: 'madeReady' }, started]
    }
    case 'attendance': {
      if (!beforeOutcome(state)) return []
      const weeks = data.weeks as { week: number; absentDays: number }[]
      if (data.didNotShow === true) return [{ type: 'didNotShow', week: weeks[0]?.week ?? 1 }]
      return weeks.map(({ week, absentDays }) => ({ type: 'attended', week, absentDays }))
    }
    case 'defended':
      return beforeOutcome(state) ? grade(state, data) : []
    case 'withdraw': {
      const allowed =
        command.by.person === null ||
        command.by.roles.includes('administrator') ||
        command.by.person === state.supervisor
      if (!allowed) return refuse('notAllowed')
      if (!beforeOutcome(state)) return refuse('wrongStage', { stage: state.stage })
      const byCycle = command.by.person === null ? { byCycle: true } : {}
      return [{ type: 'withdrawn', reason: String(data.reason), ...byCycle }]
    }
    case 'papersIssued':
      return (data.papers as { kind: string; document: string; number: string }[]).map(
        ({ kind, document, number }) => ({
          type: 'paperIssued' as const,
          kind,
          document,
          number,
        }),
      )
    case 'effectAbandoned':
      return abandoned(data)
    case 'alarm':
      return alarm(String(data.key))
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

/** A certificate or an evaluation is done without, and that is recorded. */
function abandoned(data: Data): Event[] | Refusal {
  const messages = (data.messages ?? []) as { command: string }[]
  // The cycle calls the defence without it at the latest, but never learns of an outcome by itself.
  if (messages.some(({ command }) => command === 'placementEnded')) return refuse('cannotDoWithout')
  const papers = (data.papers ?? []) as { kind: string }[]
  const [effect, reason] = [String(data.effect), String(data.reason)]
  return papers.map(({ kind }) => ({ type: 'paperAbandoned' as const, kind, reason, effect }))
}

function alarm(key: string): Event[] {
  const [name, n] = key.split('.')
  switch (name) {
    case 'week':
      return [{ type: 'weekOver', week: Number(n) }]
    case 'end':
      return [{ type: 'periodOver' }]
    case 'followUp':
      return [{ type: 'followUpDue', months: Number(n) }]
    case 'lapse':
      return [{ type: 'followUpLapsed', months: Number(n) }]
    case 'analysisLapse':
      return [{ type: 'followUpLapsed', months: 0 }]
    default:
      return []
  }
}

/** What nobody was told yet is its author's own: the report until the evaluation is there, and the answers of later years. */
function reopen(state: State, entry: Closed, reason: string): Event[] | Refusal {
  const [name, months] = entry.key.split('.')
  if (name === 'report' && state.stage === 'evaluating' && state.reported && !state.evaluated)
    return [{ type: 'reportReopened', reason }]
  if (!('months' in state)) return stands(entry)
  if (name === 'answer' && state.asking === null)
    return [{ type: 'followUpReopened', months: Number(months), reason }]
  return name === 'analysis' && !state.analysing ? [{ type: 'analysisReopened', reason }] : stands(entry)
}

export const placementCore: Core<State, Event> = {
  kind: 'placement',
  begin,
  decide,
  evolve,
  waits,
  effects,
  reopen,
  situation: (state) => {
    const gone = state.stage === 'didNotShow' || state.stage === 'withdrawn'
    const finished = 'months' in state
    const over =
      finished && state.certified && state.months.length === 0 && state.asking === null && !state.analysing
    return { stage: state.stage, outcome: gone || finished ? state.stage : null, open: !gone && !over }
  },
  upcast,
}
