import { stands as entryStands } from '../durable/correction.ts'
import type { Closed, Command, Core, Data, Day, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { effects } from './effects.ts'
import { evolve } from './evolve.ts'
import { decideGate, openGate, placementsOf, placesMoved } from './gate.ts'
import { order, papersIssued } from './ordering.ts'
import { instanceOf } from './pack.ts'
import { conflictsOf, decidePlanning, foundOutside } from './planning.ts'
import {
  confirmAttendance,
  decideDefence,
  placementEnded,
  reopenAttendance,
  traineeReady,
} from './running.ts'
import { isAtWork, stageOf, stands } from './stage.ts'
import type { AtWork, Common, Conflict, CycleEvent, CycleState, Line, Plan } from './state.ts'
import { upcast } from './upcast.ts'
import { waits } from './waits.ts'
import { forgo, goOnWithout, unanswered } from './without.ts'

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
      return [planned(state, data)]
    }
    case 'placesFreed':
      return state.stage === 'planning' && state.conflicts.length > 0 ? [{ type: 'replanAsked' }] : []
    case 'placesMoved':
      // The employer objected meanwhile: what the site gave for the new dates is claimed anew with the schedule.
      if (state.stage === 'planning') return state.loading ? [] : [{ type: 'replanAsked' }]
      return atLine(state, data, (atWork, line) => placesMoved(atWork, line, data, now.today))
    case 'papersIssued':
      return papersIssued(state, data, now.today)
    case 'alarm':
      return isAtWork(state) ? alarm(state, String(data.key), now.today) : []
    case 'traineeReady':
      return atLine(state, data, (_, line) => traineeReady(line, String(data.trainee)))
    case 'placementEnded':
      return atLine(state, data, (_, line) => placementEnded(line, data))
    case 'effectAbandoned':
      return goOnWithout(state, data)
    case 'taskAbandoned':
      return isAtWork(state) ? leftUndone(state, command) : refuse('taskNeeded')
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

function planned(state: State, data: Data): Event {
  const lines = data.lines as unknown as Plan[]
  const { validFrom = state.validFrom, validTo = state.validTo, found = [] } = data
  const term = { validFrom: validFrom as Day, validTo: validTo as Day | null }
  const after = evolve(state, { type: 'planned', lines, conflicts: [], ...term })
  const outside = foundOutside(found as unknown as Conflict[], after.lines)
  return { type: 'planned', lines, conflicts: [...outside, ...conflictsOf(term, after.lines)], ...term }
}

const lineOf = (state: State, code: string): Line | undefined =>
  state.lines.find((line) => line.code === code)

/** What reaches a line that was dropped, or a cycle that is planned again or over, changes nothing. */
function atLine(state: State, data: Data, then: (state: Common & AtWork, line: Line) => Event[]): Event[] {
  const line = lineOf(state, String(data.line))
  return isAtWork(state) && line !== undefined && stands(line) ? then(state, line) : []
}

function decideTask(state: State, command: Command, { today }: Now): Event[] | Refusal {
  const data = command.data
  if (state.stage === 'planning') return decidePlanning(state, command, today)
  if (!isAtWork(state)) return refuse('wrongStage', { stage: stageOf(state) })
  const { name, code } = partsOf(command.task ?? '')
  const line = lineOf(state, code)
  const unknown = refuse('lineUnknown', { line: code })
  switch (name) {
    case 'agree':
      if (data.decision === 'agree') return [{ type: 'scheduleAgreed' }]
      // What has been let in by exception cannot be planned anew.
      if (state.lines.some(({ step }) => step === 'practising' || step === 'over'))
        return refuse('wrongStage', { stage: stageOf(state) })
      return [{ type: 'scheduleObjected', remarks: String(data.remarks) }]
    case 'issue':
      return order(state, instanceOf(command.task ?? ''), data, today)
    case 'gate':
      return line === undefined ? unknown : decideGate(state, line, data, today)
    case 'attendance':
      return line?.step === 'practising' ? confirmAttendance(line, data) : unknown
    case 'defence':
      return line === undefined ? unknown : decideDefence(state, line, data, today)
    case 'close':
      return [{ type: 'closed', report: String(data.report) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** What nobody answers, given up by the institution. */
function leftUndone(state: Common & AtWork, { task = '', data }: Command): Event[] | Refusal {
  const reason = String(data.reason)
  switch (partsOf(task).name) {
    case 'agree':
      return unanswered(state, reason)
    case 'issue':
      return forgo(state, instanceOf(task), reason)
    default:
      return refuse('taskNeeded')
  }
}

/** How many parts of a key follow the code of the line, which may hold dots of its own. */
const TAILS: Readonly<Record<string, number>> = { gate: 2, attendance: 2, defence: 0, latest: 0 }

function partsOf(key: string): { name: string; code: string; first: string } {
  const [name = '', ...rest] = key.split('.')
  const after = rest.length - (TAILS[name] ?? 1)
  return { name, code: rest.slice(0, after).join('.'), first: rest[after] ?? '' }
}

function alarm(state: Common & AtWork, key: string, today: Day): Event[] {
  const { name, code, first: week } = partsOf(key)
  const line = lineOf(state, code)
  if (line === undefined) return []
  switch (name) {
    case 'start':
      return openGate(state, line, today)
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
  const stage = stageOf(state)
  if (stage === 'running' || stage === 'closing') return refuse('wrongStage', { stage: stageOf(state) })
  const reason = String(command.data.reason)
  const placements = state.lines.flatMap((line) => placementsOf(state, line))
  const lines = state.lines.filter(stands).map(({ code }) => code)
  return [
    { type: 'linesDropped', lines, reason, placements },
    { type: 'cancelled', reason },
  ]
}

function reopen(state: State, entry: Closed, reason: string): Event[] | Refusal {
  const { name, code } = partsOf(entry.key)
  if (name !== 'attendance' || !isAtWork(state)) return entryStands(entry)
  return reopenAttendance(lineOf(state, code), entry, reason)
}

export const practiceCycleCore: Core<State, Event> = {
  kind: 'practiceCycle',
  begin,
  decide,
  evolve,
  waits,
  effects,
  reopen,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'cancelled'
    return { stage: stageOf(state), outcome: ended ? state.stage : null, open: !ended }
  },
  upcast,
}
