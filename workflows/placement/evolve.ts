import { daysBetween } from '../durable/days.ts'
import type { Day } from '../durable/types.ts'
import { assertNever } from '../durable/types.ts'
import { confirmed, NO_DIARY, openDiary, returned, written } from './diary.ts'
import type { Common, PlacementEvent, PlacementState } from './state.ts'

type State = PlacementState
type Event = PlacementEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...begun } = event
    return { ...begun, diary: NO_DIARY, confirmed: 0, week: 0, absentDays: 0, stage: 'assigned' }
  }
  if (state === null) throw new Error('a placement begins with begun')
  switch (event.type) {
    case 'madeReady':
      return { ...commonOf(state), stage: 'ready' }
    case 'rescheduled':
      return { ...state, ...periodOf(event) }
    case 'started':
      return { ...openDiary({ ...commonOf(state), ...periodOf(event) }, 1), stage: 'running' }
    case 'weekOver':
      return { ...state, ...openDiary(state, event.week) }
    case 'diaryWritten': {
      // Who has written a week is asked for the next one; who has not is asked for both when that is over.
      const next = state.stage === 'running' && event.week === state.week && state.week < state.weeks
      const opened = next ? { ...state, ...openDiary(state, state.week + 1) } : state
      return { ...opened, diary: written(opened.diary, event.week) }
    }
    case 'diaryReturned':
      return { ...state, diary: returned(state.diary, event.week) }
    case 'diaryConfirmed':
      return { ...state, diary: confirmed(state.diary, event.week), confirmed: state.confirmed + 1 }
    case 'attended':
      return withAbsence(state, event.week, event.absentDays)
    case 'didNotShow':
      return { ...commonOf(state), stage: 'didNotShow', reason: `week ${event.week}` }
    case 'periodOver': {
      let common = commonOf(state)
      for (let week = state.week + 1; week <= state.weeks; week += 1) common = openDiary(common, week)
      return { ...common, stage: 'evaluating', evaluated: false, reported: false }
    }
    case 'evaluated':
      return state.stage === 'evaluating' ? { ...state, evaluated: true } : state
    case 'reportSubmitted':
      return state.stage === 'evaluating' ? { ...state, reported: true } : state
    case 'reportReopened':
      return state.stage === 'evaluating' ? { ...state, reported: false } : state
    case 'readyForDefence':
      return state
    case 'graded': {
      const months = state.finalYear ? state.policy.followUpMonths : []
      const { total, mark, outcome, reasons } = event
      return {
        ...commonOf(state),
        stage: outcome,
        total,
        mark,
        ...(reasons === undefined ? {} : { reasons }),
        certified: false,
        months,
        asking: null,
        analysing: false,
      }
    }
    case 'diaryMissing': {
      const { unwritten, unconfirmed } = event
      return { ...state, diary: NO_DIARY, missing: { unwritten, unconfirmed } }
    }
    case 'paperAbandoned':
    case 'paperIssued':
      return 'certified' in state && event.kind === 'completionCertificate'
        ? { ...state, certified: true }
        : state
    case 'withdrawn':
      return { ...commonOf(state), stage: 'withdrawn', reason: event.reason }
    case 'followUpDue':
      return 'months' in state
        ? { ...state, asking: event.months, months: state.months.filter((months) => months !== event.months) }
        : state
    case 'followUpReopened':
      return 'months' in state ? { ...state, asking: event.months } : state
    case 'followUpAnswered':
      return 'months' in state ? { ...state, asking: null } : state
    case 'followUpLapsed':
      if (!('months' in state)) return state
      return event.months === 0 ? { ...state, analysing: false } : { ...state, asking: null }
    case 'analysisReopened':
    case 'analysisAsked':
      return 'months' in state ? { ...state, analysing: true, analysed: true } : state
    case 'performanceAnalysed':
      return 'months' in state ? { ...state, analysing: false } : state
    default:
      return assertNever(event)
  }
}

/** What is said last of a week holds. */
function withAbsence(state: State, week: number, days: number): State {
  const { [String(week)]: before = 0, ...others } = state.absences ?? {}
  const absences = days === 0 ? others : { ...others, [String(week)]: days }
  return { ...state, absentDays: state.absentDays - before + days, absences }
}

const periodOf = ({ start, end }: { start: Day; end: Day }) => ({
  start,
  end,
  weeks: Math.ceil((daysBetween(start, end) + 1) / 7),
})

function commonOf(state: State): Common {
  const { id, code, cycle, partner, administrator, language, trainee, line, site, mentor, supervisor } = state
  const {
    start,
    end,
    weeks,
    finalYear,
    graduation,
    policy,
    diary,
    confirmed,
    week,
    absentDays,
    absences,
    missing,
    analysed,
  } = state
  return {
    ...{ id, code, cycle, partner, administrator, language, trainee, line, site, mentor, supervisor },
    ...{ start, end, weeks, finalYear, graduation, policy, diary, confirmed, week, absentDays },
    ...(absences === undefined ? {} : { absences }),
    ...(missing === undefined ? {} : { missing }),
    ...(analysed === undefined ? {} : { analysed }),
  }
}
