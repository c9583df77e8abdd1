import { addDays, daysBetween, lastDayOfWeek } from '../durable/days.ts'
import type {
  Command,
  Core,
  Data,
  Due,
  EffectSpec,
  Instant,
  Owner,
  Refusal,
  Task,
  Wait,
} from '../durable/types.ts'
import { assertNever, refuse } from '../durable/types.ts'
import type { Common, PlacementEvent, PlacementState } from './state.ts'

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

function decide(state: State, command: Command, at: Instant): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, at)
    case 'ready':
      return state.stage === 'assigned' ? [{ type: 'madeReady' }] : []
    case 'start': {
      if (state.stage !== 'assigned' && state.stage !== 'ready') return []
      const exception = data.exception as string[]
      const started: Event = { type: 'started', exception, start: String(data.start), end: String(data.end) }
      return state.stage === 'ready' || exception.length > 0 ? [started] : [{ type: 'madeReady' }, started]
    }
    case 'attendance': {
      if (!beforeOutcome(state)) return []
      const week = Number(data.week)
      if (data.didNotShow === true) return [{ type: 'didNotShow', week }]
      return [{ type: 'attended', week, absentDays: Number(data.absentDays) }]
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
      return [{ type: 'withdrawn', reason: String(data.reason) }]
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
    case 'alarm':
      return alarm(String(data.key))
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

function decideTask(state: State, command: Command, at: Instant): Event[] | Refusal {
  const data = command.data
  const [name = '', n = ''] = (command.task ?? '').split('.')
  switch (name) {
    case 'diary': {
      const begins = addDays(state.start, (Number(n) - 1) * 7)
      // A day of slack: in the institution's zone the week's first day may have begun.
      if (addDays(at.slice(0, 10), 1) < begins) return refuse('tooEarly', { date: begins })
      return [{ type: 'diaryWritten', week: Number(n), text: String(data.text), hours: Number(data.hours) }]
    }
    case 'confirm':
      return data.decision === 'confirm'
        ? [{ type: 'diaryConfirmed', week: Number(n) }]
        : [{ type: 'diaryReturned', week: Number(n), remarks: String(data.remarks) }]
    case 'evaluate': {
      const { decision: _, ...evaluation } = data
      return complete(state, { type: 'evaluated', evaluation })
    }
    case 'report':
      return complete(state, {
        type: 'reportSubmitted',
        title: String(data.title),
        pages: Number(data.pages),
      })
    case 'answer': {
      const { decision: _, ...answer } = data
      const answered: Event = { type: 'followUpAnswered', months: Number(n), answer }
      const last = 'months' in state && state.months.length === 0
      return last && data.employedAtPartner === true ? [answered, { type: 'analysisAsked' }] : [answered]
    }
    case 'analysis':
      return [{ type: 'performanceAnalysed', score: Number(data.score), text: String(data.text) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** Both the mentor's evaluation and the trainee's report are there: the defence may be held. */
function complete(
  state: State,
  event: Extract<Event, { type: 'evaluated' | 'reportSubmitted' }>,
): Event[] | Refusal {
  if (state.stage !== 'evaluating') return refuse('wrongStage', { stage: state.stage })
  const other = event.type === 'evaluated' ? state.reported : state.evaluated
  return other ? [event, { type: 'readyForDefence' }] : [event]
}

function grade(state: State, data: Data): Event[] {
  const components = data.components as Record<string, number>
  const absent = data.absent === true
  const total = Object.values(components).reduce((sum, points) => sum + points, 0)
  const diary = state.confirmed >= Math.ceil(state.weeks * state.policy.diaryShare)
  const outcome = !absent && total >= state.policy.pass && diary ? 'completed' : 'partiallyCompleted'
  const mark =
    [...state.policy.marks].sort((a, b) => b.from - a.from).find(({ from }) => total >= from)?.mark ?? ''
  return [{ type: 'graded', on: String(data.on), components, total, mark, outcome, absent }]
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

function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...begun } = event
    return { ...begun, diary: {}, confirmed: 0, week: 0, absentDays: 0, stage: 'assigned' }
  }
  if (state === null) throw new Error('a placement begins with begun')
  switch (event.type) {
    case 'madeReady':
      return { ...commonOf(state), stage: 'ready' }
    case 'started': {
      const weeks = Math.ceil((daysBetween(event.start, event.end) + 1) / 7)
      const common = { ...commonOf(state), start: event.start, end: event.end, weeks }
      return { ...openDiary(common, 1), stage: 'running' }
    }
    case 'weekOver':
      return { ...state, ...openDiary(state, event.week) }
    case 'diaryWritten': {
      // Who has written a week is asked for the next one; who has not is asked for both when that is over.
      const next = state.stage === 'running' && event.week === state.week && state.week < state.weeks
      return withDiary(
        next ? { ...state, ...openDiary(state, state.week + 1) } : state,
        event.week,
        'written',
        0,
      )
    }
    case 'diaryReturned':
      return withDiary(state, event.week, 'asked', 1)
    case 'diaryConfirmed': {
      const { [String(event.week)]: _, ...diary } = state.diary
      return { ...state, diary, confirmed: state.confirmed + 1 }
    }
    case 'attended':
      return { ...state, absentDays: state.absentDays + event.absentDays }
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
    case 'readyForDefence':
      return state
    case 'graded': {
      const months = state.finalYear ? state.policy.followUpMonths : []
      const { total, mark, outcome } = event
      return {
        ...commonOf(state),
        stage: outcome,
        total,
        mark,
        certified: false,
        months,
        asking: null,
        analysing: false,
      }
    }
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
    case 'followUpAnswered':
      return 'months' in state ? { ...state, asking: null } : state
    case 'followUpLapsed':
      return 'months' in state ? { ...state, asking: null, analysing: false } : state
    case 'analysisAsked':
      return 'months' in state ? { ...state, analysing: true } : state
    case 'performanceAnalysed':
      return 'months' in state ? { ...state, analysing: false } : state
    default:
      return assertNever(event)
  }
}

function openDiary(common: Common, week: number): Common {
  if (week <= common.week) return common
  return { ...common, week, diary: { ...common.diary, [week]: { step: 'asked', attempt: 1 } } }
}

function withDiary(state: State, week: number, step: 'asked' | 'written', more: number): State {
  const attempt = (state.diary[week]?.attempt ?? 1) + more
  return { ...state, diary: { ...state.diary, [week]: { step, attempt } } }
}

function commonOf(state: State): Common {
  const { id, code, cycle, partner, administrator, language, trainee, line, site, mentor, supervisor } = state
  const { start, end, weeks, finalYear, graduation, policy, diary, confirmed, week, absentDays } = state
  return {
    ...{ id, code, cycle, partner, administrator, language, trainee, line, site, mentor, supervisor },
    ...{ start, end, weeks, finalYear, graduation, policy, diary, confirmed, week, absentDays },
  }
}

function waits(state: State): Wait[] {
  const trainee: Owner = { person: state.trainee }
  const { policy } = state
  switch (state.stage) {
    case 'assigned':
    case 'ready':
      // The cycle opens the gate; this only wakes a placement whose cycle never did.
      return [{ wait: 'alarm', key: 'gate', due: { days: 365, from: state.start } }]
    case 'running': {
      const found: Wait[] = [
        ...diaryTasks(state),
        { wait: 'alarm', key: 'end', due: { on: state.end }, hour: 'evening' },
      ]
      const week = state.week + 1
      if (week <= state.weeks) {
        found.push({
          wait: 'alarm',
          key: `week.${week}`,
          due: { on: lastDayOfWeek(state, week) },
          hour: 'evening',
        })
      }
      return found
    }
    case 'evaluating': {
      const found: Wait[] = diaryTasks(state)
      if (!state.evaluated) {
        const due = { workingDays: policy.evaluationWorkingDays }
        found.push(
          task('evaluate', 'evaluateTrainee', { person: state.mentor }, due, 'standard', {
            trainee: state.trainee,
          }),
        )
      }
      if (!state.reported) {
        found.push(
          task('report', 'submitReport', trainee, { days: policy.reportDays, from: state.end }, 'standard'),
        )
      }
      if (state.evaluated && state.reported) found.push({ wait: 'alarm', key: 'defence', due: { days: 365 } })
      return found
    }
    case 'completed':
    case 'partiallyCompleted': {
      if (state.asking !== null) {
        const data = { months: state.asking }
        return [
          task(
            `answer.${state.asking}`,
            'answerFollowUp',
            trainee,
            { days: policy.followUpDays },
            'weekly',
            data,
          ),
          { wait: 'alarm', key: `lapse.${state.asking}`, due: { days: policy.followUpLapseDays } },
        ]
      }
      if (state.analysing) {
        const owner: Owner = { role: 'hrOfficer', partner: state.partner }
        return [
          task('analysis', 'analysePerformance', owner, { days: policy.analysisDays }, 'standard', {
            trainee: state.trainee,
          }),
          {
            wait: 'alarm',
            key: 'analysisLapse',
            due: { days: policy.analysisDays + policy.followUpLapseDays },
          },
        ]
      }
      const next = state.months[0]
      return next === undefined
        ? []
        : [{ wait: 'alarm', key: `followUp.${next}`, due: { months: next, from: state.graduation } }]
    }
    case 'didNotShow':
    case 'withdrawn':
      return []
  }
}

function diaryTasks(state: State): Task[] {
  return Object.entries(state.diary).map(([week, { step, attempt }]) => {
    const ended = lastDayOfWeek(state, Number(week))
    const data = { week: Number(week), ended, trainee: state.trainee }
    return step === 'asked'
      ? task(
          `diary.${week}.${attempt}`,
          'writeDiary',
          { person: state.trainee },
          { workingDays: state.policy.diaryWorkingDays, from: ended },
          'diary',
          data,
        )
      : task(
          `confirm.${week}.${attempt}`,
          'confirmDiary',
          { person: state.mentor },
          { workingDays: state.policy.confirmWorkingDays },
          'weekly',
          data,
        )
  })
}

function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data = {}): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}

function effects(event: Event, state: State): EffectSpec[] {
  const toCycle = (type: string, data: Data = {}): EffectSpec => ({
    type: 'tell',
    messages: [
      {
        to: `practice-cycle/${state.cycle}`,
        kind: 'practiceCycle',
        command: { type, data: { line: state.line, trainee: state.trainee, ...data } },
      },
    ],
  })
  const paper = (kind: string, data: Data): EffectSpec => ({
    type: 'issue',
    papers: [
      {
        kind,
        language: state.language,
        draft: false,
        version: 1,
        subject: state.trainee,
        line: state.line,
        data,
      },
    ],
  })
  switch (event.type) {
    case 'evaluated':
      return [paper('mentorEvaluation', event.evaluation)]
    case 'readyForDefence':
      return [toCycle('traineeReady')]
    case 'graded': {
      const { on, components, total, mark, outcome } = event
      const certificate = paper('completionCertificate', {
        on,
        components,
        total,
        mark,
        partial: outcome !== 'completed',
      })
      return [certificate, toCycle('placementEnded', { outcome })]
    }
    case 'didNotShow':
      return [toCycle('placementEnded', { outcome: 'didNotShow' })]
    case 'withdrawn':
      return [toCycle('placementEnded', { outcome: 'withdrawn' })]
    default:
      return []
  }
}

export const placementCore: Core<State, Event> = {
  kind: 'placement',
  begin,
  decide,
  evolve,
  waits,
  effects,
  situation: (state) => {
    const gone = state.stage === 'didNotShow' || state.stage === 'withdrawn'
    const finished = 'months' in state
    const over =
      finished && state.certified && state.months.length === 0 && state.asking === null && !state.analysing
    return { stage: state.stage, outcome: gone || finished ? state.stage : null, open: !gone && !over }
  },
}
