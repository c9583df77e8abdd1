import { assertNever } from '../durable/types.ts'
import { editionOf, lackingIn, madeFor, mentorsGiven, orderNumber } from './pack.ts'
import { conflictsOf, foundOutside } from './planning.ts'
import { attendanceOf } from './running.ts'
import { isAtWork } from './stage.ts'
import type { AtWork, Common, CycleEvent, CycleState, Line, Outcome, Plan, Practising } from './state.ts'
import { expected } from './trainees.ts'
import { planOf } from './upcast.ts'

type State = CycleState
type Event = CycleEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...common } = event
    return { ...common, lines: [], stage: 'planning', plan: 1, loading: true, conflicts: [] }
  }
  if (state === null) throw new Error('a practice cycle begins with begun')
  switch (event.type) {
    case 'planned': {
      if (state.stage !== 'planning') return state
      const { conflicts, validFrom = state.validFrom, validTo = state.validTo } = event
      return { ...state, lines: planned(state, event.lines), loading: false, conflicts, validFrom, validTo }
    }
    case 'replanAsked':
      return state.stage === 'planning' ? { ...state, plan: state.plan + 1, loading: true } : state
    case 'planGivenUp':
      return state.stage === 'planning' && event.plan === state.plan ? { ...state, loading: false } : state
    case 'scheduleUnanswered':
    case 'scheduleObjected':
      return {
        ...commonOf(state),
        lines: state.lines.map((line) => (line.step === 'dropped' ? line : begin(planOf(line)))),
        stage: 'planning',
        plan: planNo(state) + 1,
        loading: false,
        conflicts: [],
      }
    case 'linesDropped': {
      const { reason } = event
      const lines = state.lines.map((line): Line => {
        if (!event.lines.includes(line.code)) return line
        const { begun, given, outcomes, decisions } = line
        const kept = { begun, ...(given === undefined ? {} : { given }), outcomes, decisions }
        return { ...planOf(line), ...kept, step: 'dropped', reason }
      })
      if (state.stage !== 'planning') return { ...state, lines }
      const conflicts = [...foundOutside(state.conflicts, lines), ...conflictsOf(state, lines)]
      return { ...state, lines, plan: state.plan + 1, conflicts }
    }
    case 'scheduleConfirmed':
      return {
        ...commonOf(state),
        stage: 'atWork',
        plan: planNo(state),
        agreed: false,
        ...(event.on === undefined ? {} : { confirmedOn: event.on }),
        papers: [],
      }
    case 'closed':
      return { ...commonOf(state), stage: 'closed', reason: event.report }
    case 'cancelled':
      return { ...commonOf(state), stage: 'cancelled', reason: event.reason }
    default:
      return isAtWork(state) ? evolveAtWork(state, event) : state
  }
}

/** Lines of a new plan; what was dropped stays dropped. */
function planned(state: State, plans: Plan[]): Line[] {
  const dropped = state.lines.filter(({ step }) => step === 'dropped')
  const again = plans.filter(({ code }) => !dropped.some((line) => line.code === code))
  return [...again.map((plan) => begin(planOf(plan))), ...dropped]
}

const begin = (plan: Plan): Line => ({ ...plan, begun: false, outcomes: {}, decisions: 0, step: 'planned' })

type WorkEvent = Exclude<
  Event,
  {
    type:
      | 'begun'
      | 'planned'
      | 'replanAsked'
      | 'planGivenUp'
      | 'scheduleObjected'
      | 'scheduleUnanswered'
      | 'linesDropped'
      | 'scheduleConfirmed'
      | 'closed'
      | 'cancelled'
  }
>

function evolveAtWork(state: Common & AtWork, event: WorkEvent): Common & AtWork {
  const line = (code: string, change: (line: Line) => Line): Common & AtWork => ({
    ...state,
    lines: state.lines.map((one) => (one.code === code && one.step !== 'dropped' ? change(one) : one)),
  })
  const practising = (code: string, change: (line: Practising & Line) => Partial<Practising>) =>
    line(code, (one) => (one.step === 'practising' ? { ...one, ...change(one) } : one))
  const at = (one: Line, decisions = one.decisions) => ({ ...waiting(one), decisions })
  switch (event.type) {
    case 'scheduleAgreed':
      return { ...state, agreed: true }
    case 'paperOrdered': {
      const { instance } = event
      const edition = editionOf(state, instance)
      const lines = Object.fromEntries(lackingIn(state, instance).map((one) => [one.code, madeFor(one)]))
      const number = orderNumber(instance, event.number, event.date)
      const numbered = number === null ? {} : { number }
      return {
        ...state,
        papers: [...state.papers, { instance, edition, state: 'issuing', ...numbered, lines }],
      }
    }
    case 'paperIssued':
      return settled(state, event.instance, 'issued')
    case 'paperAbandoned':
      return settled(state, event.instance, 'abandoned')
    case 'paperForgone': {
      const { instance } = event
      const named = state.lines.filter(({ code }) => event.lines.includes(code))
      const lines = Object.fromEntries(named.map((one) => [one.code, madeFor(one)]))
      return {
        ...state,
        papers: [...state.papers, { instance, edition: editionOf(state, instance), state: 'forgone', lines }],
      }
    }
    case 'packCompleted':
    case 'allPlacementsEnded':
      return state
    case 'placementsBegun':
      return {
        ...state,
        lines: state.lines.map((one) => (event.lines.includes(one.code) ? ended(placed(state, one)) : one)),
      }
    case 'gateFoundIncomplete':
      return line(event.line, (one) => ({ ...at(one, one.decisions + 1), step: 'deciding', refused: [] }))
    case 'postponementAsked': {
      const { start, end, reason } = event
      return line(event.line, (one) => ({ ...at(one), step: 'moving', move: { start, end, reason } }))
    }
    case 'postponementRefused':
      return line(event.line, (one) => ({
        ...at(one, one.decisions + 1),
        step: 'deciding',
        refused: event.conflicts,
      }))
    case 'linePostponed': {
      const { start, end } = event
      return line(event.line, (one) => ({ ...at(one), start, end, wave: start, step: 'planned' }))
    }
    case 'lineStarted': {
      const { exception } = event
      return line(event.line, (one) => {
        const fresh = { exception, week: 0, asked: [], ready: [], defence: 'none' as const }
        return ended({ ...waiting(placed(state, one)), step: 'practising', ...fresh })
      })
    }
    case 'weekOver':
      return practising(event.line, ({ asked }) => ({ week: event.week, asked: [...asked, event.week] }))
    case 'attendanceConfirmed': {
      const { weeks } = attendanceOf(event)
      return practising(event.line, ({ asked }) => ({ asked: asked.filter((week) => !weeks.includes(week)) }))
    }
    case 'attendanceReopened':
      return practising(event.line, ({ asked }) => ({
        asked: [...new Set([...asked, ...event.weeks])].sort((a, b) => a - b),
      }))
    case 'attendanceMissing':
      return practising(event.line, () => ({ alerted: event.week }))
    case 'traineeReady':
      return practising(event.line, ({ ready, trainees }) => ({
        ready: [...ready, trainees.indexOf(event.trainee)],
      }))
    case 'defenceDue':
      return practising(event.line, () => ({ defence: 'due' }))
    case 'defenceHeld':
      return practising(event.line, () => ({ defence: 'held' }))
    case 'placementEnded': {
      const outcome = event.outcome as Outcome
      return line(event.line, (one) => {
        const n = one.trainees.indexOf(event.trainee)
        return ended({
          ...one,
          outcomes: { ...one.outcomes, [outcome]: [...(one.outcomes[outcome] ?? []), n] },
        })
      })
    }
    default:
      return assertNever(event)
  }
}

/** What a line keeps whatever step it comes to. */
function waiting(line: Line) {
  const { begun, given, outcomes, decisions } = line
  return { ...planOf(line), begun, ...(given === undefined ? {} : { given }), outcomes, decisions }
}

function settled(state: Common & AtWork, instance: string, how: 'issued' | 'abandoned'): Common & AtWork {
  const papers = state.papers.map((paper) =>
    paper.instance === instance && paper.state === 'issuing' ? { ...paper, state: how } : paper,
  )
  return { ...state, papers }
}

/** Once its placements begin, a line keeps the mentors they begin with. */
const placed = (state: State, line: Line): Line =>
  line.begun ? line : { ...line, begun: true, given: mentorsGiven(state.lines, line) }

/** A line is over when every placement has an outcome, however far it came. */
function ended(line: Line): Line {
  if (!line.begun || line.step === 'dropped' || expected(line).length > 0) return line
  return { ...waiting(line), step: 'over', practised: line.step === 'practising' }
}

const planNo = (state: State): number => ('plan' in state ? state.plan : 0)

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
