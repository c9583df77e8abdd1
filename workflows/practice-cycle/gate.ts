import type { Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { placementId } from './effects.ts'
import { evolve, isAtWork } from './evolve.ts'
import { missingFor } from './pack.ts'
import { conflictsOf } from './planning.ts'
import { isOver } from './running.ts'
import type { AtWork, Common, ConflictCode, CycleEvent, CycleState, Line } from './state.ts'
import { expected } from './trainees.ts'

type State = Common & AtWork
type Event = CycleEvent

/** No practice starts while a paper of the gate is missing. */
export function openGate(state: State, line: Line): Event[] {
  const missing = missingFor(state, line)
  return missing.length === 0
    ? [started(line, [], '')]
    : [{ type: 'gateFoundIncomplete', line: line.code, missing }]
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
      return drop(state, line, String(data.reason))
    case 'exception':
      return [started(line, missingFor(state, line), String(data.reason))]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

function drop(state: State, line: Line, reason: string): Event[] {
  const event: Event = {
    type: 'linesDropped',
    lines: [line.code],
    reason,
    placements: placementsOf(state, line),
  }
  if (state.lines.length === 1) return [event, { type: 'cancelled', reason }]
  const after = evolve(state, event)
  return isAtWork(after) && isOver(after) ? [event, { type: 'allPlacementsEnded' }] : [event]
}

/** The placements of a line that have begun and have no outcome yet. */
export const placementsOf = (state: CycleState, line: Line): string[] =>
  line.begun ? expected(state, line).map((n) => placementId(state.id, line.code, n)) : []

/** What else may stand against the new dates of one line is asked outside: places, free days, trainees on other cycles. */
const KNOWN_HERE: readonly ConflictCode[] = ['mentorOverload', 'overlap']

/** A line that cannot start is postponed as a whole, if its new dates hold what its first dates had to hold. */
function postpone(state: State, line: Line, data: Data, today: Day): Event[] | Refusal {
  const start = String(data.start)
  const end = String(data.end)
  if (end < start) return refuse('datesOutOfOrder', { first: start, second: end })
  if (start <= today) return refuse('dateInPast', { date: start })
  if (start < state.validFrom || end > state.validTo) {
    return refuse('outsideTerm', { from: state.validFrom, to: state.validTo })
  }
  const planned = state.lines.map((one) =>
    one.code === line.code ? { ...one, start, end } : { ...one, ...(one.move ?? {}) },
  )
  const conflict = conflictsOf(state, planned).find(({ code }) => KNOWN_HERE.includes(code))
  if (conflict !== undefined) return refuse(conflict.code, { line: conflict.line, ...conflict.detail })
  return [{ type: 'postponementAsked', line: line.code, start, end, reason: String(data.reason) }]
}

/** The site answered: the line has its places on the new dates, or everything stays as it was. */
export function placesMoved(state: State, line: Line, data: Data): Event[] {
  const { move } = line
  // The answer to a question that is no longer asked.
  if (line.gate !== 'moving' || !move || data.start !== move.start || data.end !== move.end) return []
  const conflicts = data.conflicts as ConflictCode[]
  if (conflicts.length === 0) return [{ type: 'linePostponed', line: line.code, ...move }]
  const { start, end } = move
  const refused: Event = { type: 'postponementRefused', line: line.code, start, end, conflicts }
  // The last paper may have come while the site was asked.
  return missingFor(state, line).length === 0 ? [refused, started(line, [], '')] : [refused]
}
