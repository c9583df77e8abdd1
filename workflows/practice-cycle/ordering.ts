import type { Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { evolve } from './evolve.ts'
import { started, startsToday } from './gate.ts'
import { instances, missingFor, orderNumber } from './pack.ts'
import { isAtWork, stageOf, stands } from './stage.ts'
import type { AtWork, Common, CycleEvent, CycleState } from './state.ts'

type Event = CycleEvent
type State = Common & AtWork

/** Each side issues only its own paper; the employer types its own number and date. */
export function order(state: State, key: string, data: Data, today: Day): Event[] | Refusal {
  const instance = instances(state).find((candidate) => candidate.key === key)
  if (instance === undefined) return refuse('paperUnknown')
  const { decision: _d, number, date, ...details } = data
  if (instance.paper.side === 'partner') {
    if (number === undefined || date === undefined) return refuse('numberRequired')
    if (String(date) > today) return refuse('dateInFuture', { date })
    // No order is older than what it carries out.
    if (state.confirmedOn !== undefined && String(date) < state.confirmedOn)
      return refuse('dateBeforeSchedule', { date, confirmed: state.confirmedOn })
    const own = orderNumber(key, String(number), String(date))
    if (own !== null && state.papers.some((paper) => paper.number === own && paper.state !== 'abandoned'))
      return refuse('numberTaken', { number })
  } else if (number !== undefined) return refuse('numberNotYours')
  return [
    { type: 'paperOrdered', instance: key, number: String(number ?? ''), date: String(date ?? ''), details },
  ]
}

/** What was issued is a fact, however far the process has come; a paper that came late may open gates. */
export function papersIssued(state: CycleState, data: Data, today: Day): Event[] {
  const papers = data.papers as { kind: string; document: string; number: string; instance: string }[]
  const first = papers[0]
  if (first === undefined) return []
  const issued: Event = {
    type: 'paperIssued',
    instance: first.instance,
    kind: first.kind,
    document: first.document,
    number: first.number,
    copies: papers.length,
  }
  // A paper outside the pack, the protocol of a defence: nothing waits for it.
  if (first.instance === '' || !isAtWork(state)) return [issued]
  const after = evolve(state, issued)
  return isAtWork(after) ? [issued, ...opened(state, after, first, today)] : [issued]
}

function opened(
  before: State,
  after: State,
  { kind, instance }: { kind: string; instance: string },
  today: Day,
): Event[] {
  const isMissing = (state: State): boolean =>
    state.lines.some((line) => stands(line) && missingFor(state, line).length > 0)
  const complete = isMissing(before) && !isMissing(after) && stageOf(after) === 'ready'
  const begun = after.lines.filter((line) => line.begun && stands(line)).map(({ code }) => code)
  const late = after.lines.filter((line) => line.step === 'deciding' && startsToday(after, line, today))
  const more: Event[] = []
  if (kind === 'orderAppointingMentors') {
    const wave = instance.split('@')[1]
    const lines = after.lines
      .filter((line) => stands(line) && line.wave === wave && !line.begun && !late.includes(line))
      .map(({ code }) => code)
    if (lines.length > 0) more.push({ type: 'placementsBegun', lines, ready: complete })
  }
  more.push(...late.map((line) => started(line, [], '')))
  if (complete) more.push({ type: 'packCompleted', lines: begun })
  return more
}

/**
 * What could not be made is given up: an order is ordered anew, so that its values can be put right; a paper beside the
 * pack is done without.
 */
export function abandoned(data: Data): Event[] {
  const papers = (data.papers ?? []) as { instance?: string | null; line?: string | null }[]
  const reason = String(data.reason ?? '')
  const effect = String(data.effect)
  const first = papers[0]
  if (first === undefined) return []
  const { instance, line } = first
  return [{ type: 'paperAbandoned', instance: instance ?? '', line: line ?? '', reason, effect }]
}
