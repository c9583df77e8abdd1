import { assertNever } from '../durable/types.ts'
import { mentorsGiven } from './pack.ts'
import { conflictsOf } from './planning.ts'
import type { AtWork, Common, CycleEvent, CycleState, Line } from './state.ts'

type State = CycleState
type Event = CycleEvent

export const isAtWork = (state: State): state is Common & AtWork =>
  state.stage === 'ordering' ||
  state.stage === 'ready' ||
  state.stage === 'running' ||
  state.stage === 'closing'

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...common } = event
    return { ...common, lines: [], stage: 'planning', plan: 1, loading: true, conflicts: [] }
  }
  if (state === null) throw new Error('a practice cycle begins with begun')
  switch (event.type) {
    case 'planned':
      return state.stage === 'planning'
        ? { ...state, lines: event.lines, loading: false, conflicts: event.conflicts }
        : state
    case 'replanAsked':
      return state.stage === 'planning' ? { ...state, plan: state.plan + 1, loading: true } : state
    case 'scheduleObjected':
      return {
        ...commonOf(state),
        lines: state.lines.map((line) => ({ ...line, gate: 'closed', move: null, refused: [] })),
        stage: 'planning',
        plan: planOf(state) + 1,
        loading: false,
        conflicts: [],
      }
    case 'linesDropped': {
      const lines = state.lines.filter(({ code }) => !event.lines.includes(code))
      if (state.stage !== 'planning') return { ...state, lines }
      return { ...state, lines, plan: state.plan + 1, conflicts: conflictsOf(state, lines) }
    }
    case 'scheduleConfirmed':
      return {
        ...commonOf(state),
        stage: 'ordering',
        plan: planOf(state),
        agreed: false,
        papers: {},
        outcomes: {},
      }
    case 'closed':
      return { ...commonOf(state), stage: 'closed', reason: event.report }
    case 'cancelled':
      return { ...commonOf(state), stage: 'cancelled', reason: event.reason }
    default:
      return isAtWork(state) ? evolveAtWork(state, event) : state
  }
}

type WorkEvent = Exclude<
  Event,
  {
    type:
      | 'begun'
      | 'planned'
      | 'replanAsked'
      | 'scheduleObjected'
      | 'linesDropped'
      | 'scheduleConfirmed'
      | 'closed'
      | 'cancelled'
  }
>

function evolveAtWork(state: Common & AtWork, event: WorkEvent): Common & AtWork {
  const line = (code: string, change: (line: Line) => Partial<Line>): Common & AtWork => ({
    ...state,
    lines: state.lines.map((one) => (one.code === code ? { ...one, ...change(one) } : one)),
  })
  switch (event.type) {
    case 'scheduleAgreed':
      return { ...state, agreed: true }
    case 'paperOrdered':
      return { ...state, papers: { ...state.papers, [event.instance]: 'issuing' } }
    case 'paperIssued':
      return event.instance === ''
        ? state
        : { ...state, papers: { ...state.papers, [event.instance]: 'issued' } }
    case 'packCompleted':
      return { ...state, stage: 'ready' }
    case 'placementsBegun':
      return {
        ...state,
        lines: state.lines.map((one) =>
          event.lines.includes(one.code) ? { ...one, ...begun(state, one) } : one,
        ),
      }
    case 'gateFoundIncomplete':
      return line(event.line, ({ decisions }) => ({ gate: 'deciding', decisions: decisions + 1 }))
    case 'postponementAsked': {
      const { start, end, reason } = event
      return line(event.line, () => ({ gate: 'moving', move: { start, end, reason } }))
    }
    case 'postponementRefused':
      return line(event.line, ({ decisions }) => ({
        gate: 'deciding',
        decisions: decisions + 1,
        move: null,
        refused: event.conflicts,
      }))
    case 'linePostponed':
      return line(event.line, () => ({
        gate: 'closed',
        start: event.start,
        end: event.end,
        move: null,
        refused: [],
      }))
    case 'lineStarted': {
      const { exception } = event
      const started = line(event.line, (one) => ({ gate: 'open', exception, ...begun(state, one) }))
      return { ...started, stage: 'running' }
    }
    case 'weekOver':
      return line(event.line, ({ asked }) => ({ week: event.week, asked: [...asked, event.week] }))
    case 'attendanceConfirmed':
      return line(event.line, ({ asked }) => ({ asked: asked.filter((week) => week !== event.week) }))
    case 'attendanceMissing':
      return line(event.line, () => ({ alerted: event.week }))
    case 'traineeReady':
      return line(event.line, ({ ready, trainees }) => ({
        ready: [...ready, trainees.indexOf(event.trainee)],
      }))
    case 'defenceDue':
      return line(event.line, () => ({ defence: 'due' }))
    case 'defenceHeld':
      return line(event.line, () => ({ defence: 'held' }))
    case 'placementEnded': {
      if (event.outcome === 'completed' || event.outcome === 'partiallyCompleted') {
        return line(event.line, ({ graded = [], trainees }) => ({
          graded: [...graded, trainees.indexOf(event.trainee)],
        }))
      }
      return { ...state, outcomes: { ...state.outcomes, [event.trainee]: event.outcome } }
    }
    case 'allPlacementsEnded':
      return { ...state, stage: 'closing' }
    default:
      return assertNever(event)
  }
}

/** Once its placements begin, a line keeps the mentors they begin with. */
const begun = (state: State, line: Line): Partial<Line> =>
  line.begun ? {} : { begun: true, given: mentorsGiven(state.lines, line) }

const planOf = (state: State): number => ('plan' in state ? state.plan : 0)

const commonOf = (state: State): Common => ({
  id: state.id,
  agreement: state.agreement,
  partnership: state.partnership,
  partner: state.partner,
  academicYear: state.academicYear,
  language: state.language,
  administrator: state.administrator,
  validFrom: state.validFrom,
  validTo: state.validTo,
  policy: state.policy,
  lines: state.lines,
})
