import type { Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { evolve, isAtWork } from './evolve.ts'
import type { AtWork, Common, CycleEvent, Line, Result } from './state.ts'
import { expected } from './trainees.ts'

type State = Common & AtWork
type Event = CycleEvent

/** Trainees of a line whose placement has no outcome yet. */
const active = (state: State, line: Line): string[] =>
  expected(state, line).map((n) => line.trainees[n] ?? '')

/** Every line has been at practice and every placement has an outcome. */
export const isOver = (state: State): boolean =>
  state.lines.every((line) => line.begun && active(state, line).length === 0)

export function confirmAttendance(line: Line, week: number, data: Data): Event[] | Refusal {
  const absent = (data.absent ?? []) as unknown as { trainee: string; days: number }[]
  const didNotShow = (data.didNotShow ?? []) as string[]
  const named = [...absent.map(({ trainee }) => trainee), ...didNotShow]
  if (named.some((trainee) => !line.trainees.includes(trainee))) return refuse('traineeUnknown')
  return [{ type: 'attendanceConfirmed', line: line.code, week, absent, didNotShow }]
}

/** The defence is called when the last trainee who is still expected is ready for it. */
export function traineeReady(state: State, line: Line, trainee: string): Event[] {
  const position = line.trainees.indexOf(trainee)
  if (line.ready.includes(position) || line.defence !== 'none') return []
  const event: Event = { type: 'traineeReady', line: line.code, trainee }
  const waiting = expected(state, line).filter((n) => n !== position && !line.ready.includes(n))
  return waiting.length === 0 ? [event, { type: 'defenceDue', line: line.code }] : [event]
}

export function decideDefence(state: State, line: Line, data: Data, today: Day): Event[] | Refusal {
  if (String(data.on) > today) return refuse('dateInFuture', { date: data.on ?? '' })
  const results = data.results as unknown as Result[]
  const absent = (data.absent ?? []) as string[]
  const awaited = active(state, line)
  const named = [...results.map(({ trainee }) => trainee), ...absent]
  if (named.some((trainee) => !awaited.includes(trainee)) || new Set(named).size !== named.length) {
    return refuse('traineeUnknown')
  }
  if (named.length < awaited.length)
    return refuse('resultsIncomplete', { missing: awaited.length - named.length })
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

export function placementEnded(state: State, line: Line, data: Data): Event[] {
  const trainee = String(data.trainee)
  if (!active(state, line).includes(trainee)) return []
  const ended: Event = { type: 'placementEnded', line: line.code, trainee, outcome: String(data.outcome) }
  const after = evolve(state, ended)
  if (!isAtWork(after)) return [ended]
  const left = expected(after, after.lines.find(({ code }) => code === line.code) ?? line)
  const events: Event[] = [ended]
  if (line.defence === 'none' && left.length > 0 && left.every((n) => line.ready.includes(n))) {
    events.push({ type: 'defenceDue', line: line.code })
  }
  if (isOver(after) && state.stage !== 'closing') events.push({ type: 'allPlacementsEnded' })
  return events
}
