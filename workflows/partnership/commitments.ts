import { addDays } from '../durable/days.ts'
import { whyUnfit } from '../durable/fit.ts'
import type { Command, Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import type { Commitment, PartnershipEvent, PartnershipState } from './state.ts'
import { USUALLY } from './state.ts'

interface Given {
  rows: unknown
  prefix: string
  source: string
  today: Day
  /** The day they were agreed on: nothing falls due before it. */
  from?: Day
}

interface Row {
  what: string
  owner: string
  due: Day
}

/** What was agreed, each with somebody of the two sides who can do it and a day that can be; every wrong row is named. */
export function commitmentsOf(
  state: PartnershipState,
  command: Command,
  { rows, prefix, source, today, from = today }: Given,
): Commitment[] | Refusal {
  const list = (rows ?? []) as Row[]
  const wrong = list.flatMap(({ owner, due }, n): Data[] => {
    const person = whyUnfit(command.facts?.persons[owner], [null, state.partner])
    const day = wrongDay(state, due, today, from)
    return [
      ...(person === null ? [] : [{ row: n + 1, field: 'owner', person: owner, code: person }]),
      ...(day === null ? [] : [{ row: n + 1, field: 'due', date: due, code: day }]),
    ]
  })
  if (wrong.length > 0) return refuse('commitmentsWrong', namedRows(wrong))
  return list.map(({ what, owner, due }, n) => {
    const side = command.facts?.persons[owner]?.partner ?? null
    return { id: `${prefix}.${n + 1}`, what, owner, due, source, side }
  })
}

function namedRows(wrong: Data[]): Data {
  const rowsOf = (field: string): string =>
    wrong.flatMap((one) => (one.field === field ? [String(one.row)] : [])).join(', ') || '—'
  return { people: rowsOf('owner'), dates: rowsOf('due'), wrong }
}

function wrongDay(state: PartnershipState, due: Day, today: Day, from: Day): string | null {
  if (due < from) return 'datesOutOfOrder'
  if (due < today) return 'dateInPast'
  return due > latestDay(state, today) ? 'dateTooFar' : null
}

/** How far ahead something agreed today may lie. */
export const latestDay = ({ policy }: PartnershipState, today: Day): Day =>
  addDays(today, policy.commitmentAheadDays ?? USUALLY.commitmentAheadDays)

/** The administrator's word on a commitment that stayed undone. */
export function decideCommitment(
  state: PartnershipState,
  id: string,
  data: Data,
  today: Day,
): PartnershipEvent[] | Refusal {
  if (!state.commitments.some((one) => one.id === id)) return refuse('taskClosed', { stage: state.stage })
  if (data.decision === 'settle') return [{ type: 'commitmentSettled', id, reason: String(data.reason) }]
  const due = String(data.due)
  if (due <= today) return refuse('dateInPast', { date: due })
  const latest = latestDay(state, today)
  if (due > latest) return refuse('dateTooFar', { date: due, latest })
  return [{ type: 'commitmentExtended', id, due }]
}
