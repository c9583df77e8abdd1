import { assertNever } from '../durable/types.ts'
import type { AttestationEvent, AttestationState, Common } from './state.ts'

type State = AttestationState
type Event = AttestationEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, invited, ...common } = event
    const experts = invited.map((person) => ({ person, answer: 'asked' as const }))
    return { ...common, experts, vacant: [], declined: [], stage: 'inviting', ordering: false }
  }
  if (state === null) throw new Error('an attestation begins with begun')
  switch (event.type) {
    case 'invitationAccepted':
      return {
        ...state,
        experts: state.experts.map((one) =>
          one.person === event.person ? { ...one, answer: 'accepted' } : one,
        ),
      }
    case 'invitationDeclined':
    case 'expertSilent':
      return {
        ...state,
        experts: state.experts.filter((one) => one.person !== event.person),
        vacant: [...state.vacant, event.person],
        declined: [...state.declined, event.person],
      }
    case 'replacementNamed':
      return {
        ...state,
        experts: [...state.experts, { person: event.person, answer: 'asked' }],
        vacant: state.vacant.filter((person) => person !== event.replaces),
      }
    case 'seatLeftOut':
      return { ...state, vacant: state.vacant.filter((person) => person !== event.replaces) }
    case 'commissionOrdered':
      return state.stage === 'inviting' ? { ...state, ordering: true } : state
    case 'commissioned':
      return { ...commonOf(state), stage: 'commissioned', order: event.number }
    case 'sittingBegan':
      return { ...commonOf(state), stage: 'inSession' }
    case 'resultsRecorded':
      return { ...commonOf(state), stage: 'resultsRecorded', assessed: [] }
    case 'paperIssued':
      return state
    case 'preparationAssessed':
      return state.stage === 'resultsRecorded'
        ? { ...state, assessed: [...state.assessed, event.person] }
        : state
    case 'closed':
    case 'cancelled':
      return { ...commonOf(state), stage: event.type, reason: event.reason }
    default:
      return assertNever(event)
  }
}

function commonOf(state: State): Common {
  const { id, code, programme, on, secretary, partnerships, candidates, graduates, language, administrator } =
    state
  const { policy, experts, vacant, declined } = state
  return {
    ...{ id, code, programme, on, secretary, partnerships, candidates, graduates, language, administrator },
    ...{ policy, experts, vacant, declined },
  }
}
