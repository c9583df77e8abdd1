import type { Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { evolve, isAtWork } from './evolve.ts'
import { started } from './gate.ts'
import { instances, missingFor } from './pack.ts'
import type { AtWork, Common, CycleEvent, CycleState } from './state.ts'

type Event = CycleEvent
type State = CycleState & Common & AtWork

/** Each side issues only its own paper; the employer types its own number and date. */
export function order(state: State, key: string, data: Data, today: Day): Event[] | Refusal {
  const instance = instances(state).find((candidate) => candidate.key === key)
  if (instance === undefined) return refuse('paperUnknown')
  const partner = instance.paper.side === 'partner'
  if (partner && (data.number === undefined || data.date === undefined)) return refuse('numberRequired')
  if (!partner && data.number !== undefined) return refuse('numberNotYours')
  if (partner && String(data.date) > today) return refuse('dateInFuture', { date: data.date ?? '' })
  const { decision: _d, number, date, ...details } = data
  return [
    { type: 'paperOrdered', instance: key, number: String(number ?? ''), date: String(date ?? ''), details },
  ]
}

/** A paper that came late opens the gate of the lines that were waiting for it alone. */
export function papersIssued(state: State, data: Data): Event[] {
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
  const after = evolve(state, issued)
  // A paper outside the pack, the protocol of a defence: nothing waits for it.
  if (first.instance === '' || !isAtWork(after)) return [issued]
  const complete =
    after.stage === 'ordering' && after.lines.every((line) => missingFor(after, line).length === 0)
  const begun = after.lines.filter((line) => line.begun).map(({ code }) => code)
  const late = after.lines.filter((line) => line.gate === 'deciding' && missingFor(after, line).length === 0)
  const more: Event[] = []
  if (first.kind === 'orderAppointingMentors') {
    const wave = first.instance.split('@')[1]
    const lines = after.lines
      .filter((line) => line.wave === wave && !line.begun && !late.includes(line))
      .map(({ code }) => code)
    if (lines.length > 0) more.push({ type: 'placementsBegun', lines, ready: complete })
  }
  more.push(...late.map((line) => started(line, [], '')))
  if (complete) more.push({ type: 'packCompleted', lines: begun })
  return [issued, ...more]
}
