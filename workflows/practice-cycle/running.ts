import { stands } from '../durable/correction.ts'
import type { Closed, Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { strayOf } from '../durable/weeks.ts'
import type {
  Absence,
  Attendance,
  AtWork,
  Common,
  CycleEvent,
  Line,
  Outcome,
  Practising,
  Result,
} from './state.ts'
import { awaited, expected } from './trainees.ts'

type State = Common & AtWork
type Event = CycleEvent

export function confirmAttendance(line: Line & Practising, data: Data): Event[] | Refusal {
  const weeks = (data.weeks ?? line.asked) as number[]
  const stray = strayOf(weeks, line.asked)
  if (stray !== undefined) return refuse('weekNotAwaited', { week: stray })
  const rows = (data.absent ?? []) as { trainee: string; week?: number; days: number }[]
  const didNotShow = (data.didNotShow ?? []) as string[]
  const named = [...rows.map(({ trainee }) => trainee), ...didNotShow]
  if (named.some((trainee) => !line.trainees.includes(trainee))) return refuse('traineeUnknown')
  const only = weeks.length === 1 ? weeks[0] : undefined
  const absent = rows.map(({ trainee, week = only ?? 0, days }) => ({ trainee, week, days }))
  if (absent.some(({ week }) => !weeks.includes(week)))
    return refuse('invalidInput', { field: 'absent.week' })
  const seen = new Set(absent.map(({ trainee, week }) => `${week} ${trainee}`))
  if (seen.size < absent.length) return refuse('invalidInput', { field: 'absent.trainee' })
  return [{ type: 'attendanceConfirmed', line: line.code, weeks, absent, didNotShow }]
}

/** The same for facts from before several weeks were confirmed at once. */
export const attendanceOf = (event: Attendance): { weeks: number[]; absent: Absence[] } =>
  'weeks' in event
    ? event
    : { weeks: [event.week], absent: event.absent.map((row) => ({ ...row, week: event.week })) }

/** Wrong weeks are confirmed anew until the defence is called; who did not come at all is gone for good. */
export function reopenAttendance(line: Line | undefined, entry: Closed, reason: string): Event[] | Refusal {
  if (line?.step !== 'practising' || line.defence !== 'none') return stands(entry)
  if (((entry.answer.didNotShow ?? []) as string[]).length > 0) return stands(entry)
  const weeks = (entry.answer.weeks ?? entry.data.weeks ?? []) as number[]
  return [{ type: 'attendanceReopened', line: line.code, weeks, reason }]
}

/** The defence is called when the last trainee who is still expected is ready for it. */
export function traineeReady(line: Line, trainee: string): Event[] {
  const position = line.trainees.indexOf(trainee)
  if (line.step !== 'practising' || line.ready.includes(position) || line.defence !== 'none') return []
  const event: Event = { type: 'traineeReady', line: line.code, trainee }
  const waiting = expected(line).filter((n) => n !== position && !line.ready.includes(n))
  return waiting.length === 0 ? [event, { type: 'defenceDue', line: line.code }] : [event]
}

export function decideDefence(state: State, line: Line, data: Data, today: Day): Event[] | Refusal {
  if (String(data.on) > today) return refuse('dateInFuture', { date: data.on ?? '' })
  if (String(data.on) < line.end) return refuse('defenceBeforeEnd', { date: data.on ?? '', end: line.end })
  const results = data.results as unknown as Result[]
  const absent = (data.absent ?? []) as string[]
  const missing = awaited(line)
  const named = [...results.map(({ trainee }) => trainee), ...absent]
  if (named.some((trainee) => !missing.includes(trainee)) || new Set(named).size !== named.length) {
    return refuse('traineeUnknown')
  }
  if (named.length < missing.length)
    return refuse('resultsIncomplete', { missing: missing.length - named.length })
  for (const { components } of results) {
    for (const [name, max] of Object.entries(state.policy.grading)) {
      const points = components[name]
      if (points === undefined || points < 0 || points > max)
        return refuse('pointsOutOfRange', { component: name, max })
    }
    if (Object.keys(components).some((name) => state.policy.grading[name] === undefined)) {
      return refuse('componentUnknown')
    }
  }
  return [
    { type: 'defenceHeld', line: line.code, on: String(data.on), room: String(data.room), results, absent },
  ]
}

/** What a placement came to counts once, for its line alone. */
export function placementEnded(line: Line, data: Data): Event[] {
  const trainee = String(data.trainee)
  const outcome = data.outcome as Outcome
  if (!awaited(line).includes(trainee)) return []
  const reason = data.reason === undefined ? {} : { reason: String(data.reason) }
  const ended: Event = { type: 'placementEnded', line: line.code, trainee, outcome, ...reason }
  const left = expected(line).filter((n) => line.trainees[n] !== trainee)
  return left.length > 0 && isReady(line, left) ? [ended, { type: 'defenceDue', line: line.code }] : [ended]
}

const isReady = (line: Line, left: number[]): line is Line & Practising =>
  line.step === 'practising' && line.defence === 'none' && left.every((n) => line.ready.includes(n))
