import type { AttestationState } from './state.ts'
import { NOBODY } from './state.ts'

/** A state of any version as one of this version: the first knew one day and one round of invitations only. */
export function upcast(state: unknown): AttestationState {
  const given = state as AttestationState
  if (given.round !== undefined) return given
  const empty = given.experts.length + given.vacant.length === 0
  const inviting = given.stage === 'inviting' ? { late: 'no', ...(empty && { vacant: [NOBODY] }) } : {}
  return { ...given, ...inviting, listed: given.on, round: 1, orders: 0, looks: 0 } as AttestationState
}
