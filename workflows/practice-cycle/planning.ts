import type { Command, Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { assignMentors } from './pack.ts'
import { stands } from './stage.ts'
import type { Common, Conflict, CycleEvent, CycleState, Line, Planning } from './state.ts'
import { FOUND_OUTSIDE } from './state.ts'

type State = CycleState

/** What stands against the schedule, each conflict named with its line. */
export function conflictsOf(term: Pick<Common, 'validFrom' | 'validTo'>, all: Line[]): Conflict[] {
  const lines = all.filter(stands)
  const found: Conflict[] = []
  const add = (line: Line, code: Conflict['code'], detail: Data): number =>
    found.push({ line: line.code, code, detail })
  for (const line of lines) {
    if (line.end < line.start) add(line, 'datesOutOfOrder', { first: line.start, second: line.end })
    const { validFrom, validTo } = term
    if (line.start < validFrom || (validTo !== null && line.end > validTo)) {
      add(line, 'outsideTerm', { from: validFrom, to: validTo ?? '' })
    }
    if (!line.reserved) add(line, 'capacity', { planned: line.planned })
    if (line.startsOnFreeDay) add(line, 'freeDay', { date: line.start })
    if (line.trainees.length < line.planned) {
      add(line, 'traineesMissing', { planned: line.planned, found: line.trainees.length })
    }
  }
  for (const [n, line] of lines.entries()) {
    for (const other of lines.slice(0, n).filter((earlier) => overlaps(earlier, line))) {
      const both = line.trainees.filter((trainee) => other.trainees.includes(trainee)).length
      if (both > 0) add(line, 'overlap', { other: other.code, trainees: both })
    }
  }
  const unplaced = new Set(assignMentors(lines).flatMap(({ line, mentor }) => (mentor === '' ? [line] : [])))
  for (const line of lines) {
    if (unplaced.has(line.code)) add(line, 'mentorOverload', { mentors: line.mentors.length })
  }
  return found
}

/** What was found outside and still concerns a line of the plan. */
export const foundOutside = (conflicts: Conflict[], lines: Line[]): Conflict[] =>
  conflicts.filter(
    ({ code, line }) =>
      FOUND_OUTSIDE.some((one) => one === code) && lines.some((one) => one.code === line && stands(one)),
  )

const overlaps = (a: Line, b: Line): boolean => a.start <= b.end && b.start <= a.end

export function decidePlanning(
  state: State & Planning,
  command: Command,
  today: Day,
): CycleEvent[] | Refusal {
  const data = command.data
  switch (data.decision) {
    case 'confirm':
      if (!state.lines.some(stands)) return refuse('scheduleEmpty')
      if (state.conflicts.length > 0) return refuse('conflictsOpen', { count: state.conflicts.length })
      return [{ type: 'scheduleConfirmed', on: today }]
    case 'dropLines': {
      const lines = data.lines as string[]
      const unknown = lines.find((code) => !state.lines.some((line) => line.code === code && stands(line)))
      if (unknown !== undefined) return refuse('lineUnknown', { line: unknown })
      return [{ type: 'linesDropped', lines, reason: String(data.reason), placements: [] }]
    }
    case 'replan':
      return [{ type: 'replanAsked' }]
    case 'cancel':
      return [{ type: 'cancelled', reason: String(data.reason) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

export const weeksOf = (line: Pick<Line, 'start' | 'end'>): number =>
  Math.ceil((Date.parse(line.end) - Date.parse(line.start) + 86_400_000) / (7 * 86_400_000))
