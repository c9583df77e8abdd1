import type { Command, Core, Data, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { effects } from './effects.ts'
import { evolve, isAtWork } from './evolve.ts'
import { decideGate, openGate, placementsOf, placesMoved } from './gate.ts'
import { order, papersIssued } from './ordering.ts'
import { instanceOf } from './pack.ts'
import { conflictsOf, decidePlanning } from './planning.ts'
import { confirmAttendance, decideDefence, placementEnded, traineeReady } from './running.ts'
import type { AtWork, Common, CycleEvent, CycleState, Line } from './state.ts'
import { waits } from './waits.ts'

type State = CycleState
type Event = CycleEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, now)
    case 'cancel':
      return cancel(state, command)
    case 'answered': {
      // An answer to an earlier question is no plan any more: the later one claims the places anew.
      if (state.stage !== 'planning' || !state.loading || data.plan !== state.plan) return []
      const lines = data.lines as unknown as Line[]
      return [{ type: 'planned', lines, conflicts: conflictsOf(state, lines) }]
    }
    case 'placesFreed':
      return state.stage === 'planning' && state.conflicts.length > 0 ? [{ type: 'replanAsked' }] : []
    case 'placesMoved':
      // The employer objected meanwhile: what the site gave for the new dates is claimed anew with the schedule.
      if (state.stage === 'planning') return state.loading ? [] : [{ type: 'replanAsked' }]
      return atLine(state, data, (atWork, line) => placesMoved(atWork, line, data))
    case 'papersIssued':
      return isAtWork(state) ? papersIssued(state, data) : []
    case 'alarm':
      return isAtWork(state) ? alarm(state, String(data.key)) : []
    case 'traineeReady':
      return atLine(state, data, (atWork, line) => traineeReady(atWork, line, String(data.trainee)))
    case 'placementEnded':
      return atLine(state, data, (atWork, line) => placementEnded(atWork, line, data))
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

const lineOf = (state: State, code: string): Line | undefined =>
  state.lines.find((line) => line.code === code)

/** What reaches a line that was dropped, or a cycle that is planned again or over, changes nothing. */
function atLine(state: State, data: Data, then: (state: Common & AtWork, line: Line) => Event[]): Event[] {
  const line = lineOf(state, String(data.line))
  return isAtWork(state) && line !== undefined ? then(state, line) : []
}

function decideTask(state: State, command: Command, { today }: Now): Event[] | Refusal {
  const data = command.data
  if (state.stage === 'planning') return decidePlanning(state, command)
  if (!isAtWork(state)) return refuse('wrongStage', { stage: state.stage })
  const { name, code, first } = partsOf(command.task ?? '')
  const line = lineOf(state, code)
  const unknown = refuse('lineUnknown', { line: code })
  switch (name) {
    case 'agree':
      if (data.decision === 'agree') return [{ type: 'scheduleAgreed' }]
      // What has been let in by exception cannot be planned anew.
      if (state.stage !== 'ordering') return refuse('wrongStage', { stage: state.stage })
      return [{ type: 'scheduleObjected', remarks: String(data.remarks) }]
    case 'issue':
      return order(state, instanceOf(command.task ?? ''), data, today)
    case 'gate':
      return line === undefined ? unknown : decideGate(state, line, data, today)
    case 'attendance':
      return line === undefined ? unknown : confirmAttendance(line, Number(first), data)
    case 'defence':
      return line === undefined ? unknown : decideDefence(state, line, data, today)
    case 'close':
      return [{ type: 'closed', report: String(data.report) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** How many parts of a key follow the code of the line, which may hold dots of its own. */
const TAILS: Readonly<Record<string, number>> = { gate: 2, attendance: 2, defence: 0, latest: 0 }

function partsOf(key: string): { name: string; code: string; first: string } {
  const [name = '', ...rest] = key.split('.')
  const after = rest.length - (TAILS[name] ?? 1)
  return { name, code: rest.slice(0, after).join('.'), first: rest[after] ?? '' }
}

function alarm(state: Common & AtWork, key: string): Event[] {
  const { name, code, first: week } = partsOf(key)
  const line = lineOf(state, code)
  if (line === undefined) return []
  switch (name) {
    case 'start':
      return openGate(state, line)
    case 'week':
      return [{ type: 'weekOver', line: code, week: Number(week) }]
    case 'missing':
      return [{ type: 'attendanceMissing', line: code, week: Number(week) }]
    case 'latest':
      return [{ type: 'defenceDue', line: code }]
    default:
      return []
  }
}

/** Given up before any practice has started: what exists already is withdrawn, the places are free again. */
function cancel(state: State, command: Command): Event[] | Refusal {
  if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
  const started = state.stage === 'running' || state.stage === 'closing'
  if (started) return refuse('wrongStage', { stage: state.stage })
  const reason = String(command.data.reason)
  const placements = state.lines.flatMap((line) => placementsOf(state, line))
  const lines = state.lines.map(({ code }) => code)
  return [
    { type: 'linesDropped', lines, reason, placements },
    { type: 'cancelled', reason },
  ]
}

export const practiceCycleCore: Core<State, Event> = {
  kind: 'practiceCycle',
  begin,
  decide,
  evolve,
  waits,
  effects,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'cancelled'
    return { stage: state.stage, outcome: ended ? state.stage : null, open: !ended }
  },
}
