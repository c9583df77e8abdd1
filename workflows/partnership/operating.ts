import type { Data, Day, Json, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import type { Opening, Operating, PartnershipEvent, PartnershipState } from './state.ts'

type Result = PartnershipEvent[] | Refusal
type State = PartnershipState & Operating

/** The calendar year in which the academic year began whose practice was the last to be opened by this day. */
export function academicYear(state: PartnershipState, today: Day): number {
  const year = Number(today.slice(0, 4))
  return today.slice(5) >= state.policy.cycleOpensOn ? year : year - 1
}

/** A cycle of an agreement that is over meanwhile is not opened any more, however late the answer comes. */
const isWanted = ({ agreements }: State, { kind, begin }: Opening): boolean =>
  kind !== 'practiceCycle' || agreements[String(begin.agreement)] === 'active'

/** The same for the same data: what was read back from the record may name its fields in another order. */
function written(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${written(inner)}`).join()}}`
}

/** What the agenda answered; an answer that says nothing new is no fact. */
export function agendaAnswered(state: State, data: Data): PartnershipEvent[] {
  const found = (data.openings ?? []) as unknown as Opening[]
  const known: Record<string, string> = { ...state.cycles, ...state.sessions }
  const openings = found.filter((opening) => known[opening.id] === undefined && isWanted(state, opening))
  const ended = Object.entries((data.ended ?? {}) as Record<string, string>)
    .filter(([id]) => known[id] === 'open')
    .map(
      ([id, outcome]): PartnershipEvent => ({
        type: id in state.cycles ? 'cycleEnded' : 'sessionEnded',
        id,
        outcome,
      }),
    )
  const same = written(openings as unknown as Json) === written(state.openings as unknown as Json)
  return same ? ended : [...ended, { type: 'agendaKnown', openings, year: state.year }]
}

/** An opening on one day: on another it is another occasion. */
export const openingOf = ({ id, opens }: Opening): string => `${id}@${opens}`

export function operatingAlarm(state: State, key: string): PartnershipEvent[] {
  if (key.startsWith('open.')) {
    return state.openings
      .filter((opening) => key === `open.${openingOf(opening)}` && isWanted(state, opening))
      .map((opening) => ({ type: 'opened' as const, opening }))
  }
  if (key.startsWith('agenda.')) return [{ type: 'agendaAsked', year: state.year + 1 }]
  if (key.startsWith('look.')) return [{ type: 'agendaAsked', year: state.year }]
  if (key.startsWith('review.')) return [{ type: 'reviewDue', year: state.reviewed + 1 }]
  return []
}

/** The cycles of one agreement and year: the first, and those opened anew after it. */
export const isCycleOf = (base: string, id: string): boolean => id === base || id.startsWith(`${base}.`)

/** A cancelled year is opened anew, under an id of its own. */
export function openCycle(state: State, data: Data): Result {
  const cycle = String(data.cycle)
  const base = `practice-cycle/${cycle}`
  const before = Object.keys(state.cycles).filter((id) => isCycleOf(base, id))
  if (before.length === 0) return refuse('unknownProcess', { process: base })
  const stands = before.find((id) => state.cycles[id] !== 'cancelled')
  const agreement = cycle.slice(0, cycle.lastIndexOf('/'))
  if (stands !== undefined || state.wanted.includes(cycle)) return refuse('cycleStands', { cycle })
  if (state.agreements[agreement] !== 'active') return refuse('agreementOver')
  return [
    { type: 'cycleWanted', cycle },
    { type: 'agendaAsked', year: state.year },
  ]
}
