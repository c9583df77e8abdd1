import type { Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { placementId } from './effects.ts'
import { missingFor } from './pack.ts'
import { conflictsOf } from './planning.ts'
import { stands } from './stage.ts'
import type { AtWork, Common, ConflictCode, CycleEvent, CycleState, Line } from './state.ts'
import { expected } from './trainees.ts'

type State = Common & AtWork
type Event = CycleEvent

/** By itself a practice starts with its papers on its first day only; later somebody decides. */
export const startsToday = (state: State, line: Line, today: Day): boolean =>
  today === line.start && missingFor(state, line).length === 0

/** No practice starts while a paper of the gate is missing. */
export function openGate(state: State, line: Line, today: Day): Event[] {
  if (line.step !== 'planned') return []
  return startsToday(state, line, today)
    ? [started(line, [], '')]
    : [{ type: 'gateFoundIncomplete', line: line.code, missing: missingFor(state, line) }]
}

export const started = (line: Line, exception: string[], reason: string): Event => ({
  type: 'lineStarted',
  line: line.code,
  exception,
  reason,
  begins: !line.begun,
})

export function decideGate(state: State, line: Line, data: Data, today: Day): Event[] | Refusal {
  switch (data.decision) {
    case 'postpone':
      return postpone(state, line, data, today)
    case 'drop':
      return drop(state, [line], String(data.reason))
    case 'exception':
      if (today < line.start) return refuse('startsLater', { line: line.code, start: line.start })
      if (today > line.end) return refuse('practiceOver', { line: line.code, end: line.end })
      return [started(line, missingFor(state, line), String(data.reason))]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** Without its last line a cycle is cancelled. */
function drop(state: State, lines: Line[], reason: string): Event[] {
  const codes = lines.map(({ code }) => code)
  const placements = lines.flatMap((line) => placementsOf(state, line))
  const event: Event = { type: 'linesDropped', lines: codes, reason, placements }
  const others = state.lines.filter((line) => stands(line) && !codes.includes(line.code))
  return others.length === 0 ? [event, { type: 'cancelled', reason }] : [event]
}

/** The placements of a line that have begun and have no outcome yet. */
export const placementsOf = (state: CycleState, line: Line): string[] =>
  line.begun && stands(line) ? expected(line).map((n) => placementId(state.id, line.code, n)) : []

/**
 * What else may stand against the new dates of one line is asked outside: the term, places, free days, trainees on
 * other cycles.
 */
const KNOWN_HERE: readonly ConflictCode[] = ['mentorOverload', 'overlap']

/** A line that cannot start is postponed as a whole, if its new dates hold what its first dates had to hold. */
function postpone(state: State, line: Line, data: Data, today: Day): Event[] | Refusal {
  const start = String(data.start)
  const end = String(data.end)
  if (end < start) return refuse('datesOutOfOrder', { first: start, second: end })
  if (start <= today) return refuse('dateInPast', { date: start })
  const planned = state.lines.map((one) => {
    if (one.code === line.code) return { ...one, start, end }
    return one.step === 'moving' ? { ...one, start: one.move.start, end: one.move.end } : one
  })
  const conflict = conflictsOf(state, planned).find(({ code }) => KNOWN_HERE.includes(code))
  if (conflict !== undefined) return refuse(conflict.code, { line: conflict.line, ...conflict.detail })
  return [{ type: 'postponementAsked', line: line.code, start, end, reason: String(data.reason) }]
}

/** The site answered: the line has its places on the new dates, or everything stays as it was. */
export function placesMoved(state: State, line: Line, data: Data, today: Day): Event[] {
  // The answer to a question that is no longer asked.
  if (line.step !== 'moving') return []
  const { start, end } = line.move
  if (data.start !== start || data.end !== end) return []
  const conflicts = data.conflicts as ConflictCode[]
  if (conflicts.length === 0) return [{ type: 'linePostponed', line: line.code, ...line.move }]
  const refused: Event = { type: 'postponementRefused', line: line.code, start, end, conflicts }
  // The last paper may have come while the site was asked.
  return startsToday(state, line, today) ? [refused, started(line, [], '')] : [refused]
}
