import type { Command, Data, Owner, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import type { PartnershipEvent, PartnershipState } from './state.ts'

/** The partnership comes to nothing: what was open is settled by the same reason, and who waited for it is told. */
export const decline = (state: PartnershipState, reason: string, settle = reason): PartnershipEvent => ({
  type: 'declined',
  reason,
  ...leaving(state, settle),
})

/** Given up by the institution; before an agreement it is declined, not closed. */
export function close(state: PartnershipState, { by, data }: Command): PartnershipEvent[] | Refusal {
  if (!by.roles.includes('administrator')) return refuse('notAllowed')
  return giveUp(state, data)
}

/** What is still open does not vanish: whoever closes says what becomes of it. */
export function giveUp(state: PartnershipState, { reason, settle }: Data): PartnershipEvent[] | Refusal {
  if (isRunning(state)) return refuse('agreementsRunning')
  const open = {
    commitments: state.commitments.length,
    records: state.records.length,
    meetings: state.meetings.length,
  }
  if (settle === undefined && open.commitments + open.records + open.meetings > 0)
    return refuse('workOpen', open)
  const before = state.stage === 'preparing' || state.stage === 'negotiating'
  if (before) return [decline(state, String(reason), String(settle ?? reason))]
  return [{ type: 'closed', reason: String(reason), ...leaving(state, String(settle ?? reason)) }]
}

/** Closed only when every agreement, every practice cycle and every certification session of it is over. */
function isRunning(state: PartnershipState): boolean {
  if ('agreements' in state && Object.keys(state.agreements).length > 0) return true
  if (state.stage !== 'operating') return false
  return [state.cycles, state.sessions].some((ones) => Object.values(ones).includes('open'))
}

function leaving(state: PartnershipState, reason: string) {
  const { commitments, records, meetings, proposed } = state
  const settled = {
    reason,
    commitments: commitments.map(({ id }) => id),
    records: records.map(({ n }) => n),
    meetings: [...meetings, ...proposed].map(({ n }) => n),
  }
  return { settled, told: toldOf(state) }
}

/** Everybody who met or promised something, and the partner's personnel office; before the first meeting nobody. */
function toldOf(state: PartnershipState): Owner[] {
  if (state.stage === 'preparing') return []
  const { meetings, commitments, known } = state
  const people = [...meetings, ...(known === null ? [] : [known])].flatMap(({ representative, contact }) => [
    representative,
    contact,
  ])
  const named = new Set([...people, ...commitments.map(({ owner }) => owner)])
  return [...[...named].map((person) => ({ person })), { role: 'hrOfficer', partner: state.partner }]
}
