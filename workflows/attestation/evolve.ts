import { assertNever } from '../durable/types.ts'
import type { AttestationEvent, AttestationState, Common, Expert, Inviting } from './state.ts'
import { NOBODY } from './state.ts'

type State = AttestationState
type Event = AttestationEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, invited, unfit = [], ...common } = event
    const fit = [...new Set(invited)].filter((person) => !unfit.includes(person))
    const vacant = [...new Set(unfit)]
    return {
      ...common,
      experts: fit.map((person) => ({ person, answer: 'asked' as const })),
      vacant: fit.length + vacant.length === 0 ? [NOBODY] : vacant,
      declined: [...new Set(unfit)],
      ...{ listed: common.on, round: 1, orders: 0, looks: 0 },
      ...{ stage: 'inviting', ordering: false, late: 'no' },
    }
  }
  if (state === null) throw new Error('an attestation begins with begun')
  switch (event.type) {
    case 'partnershipJoined':
      return { ...state, partnerships: [...state.partnerships, event.partnership] }
    case 'graduatesLookedFor':
      return { ...state, looks: state.looks + 1 }
    case 'graduatesKnown':
      return { ...state, graduates: event.graduates }
    case 'invitationAccepted':
      return {
        ...state,
        experts: state.experts.map((one) =>
          one.person === event.person ? { ...one, answer: 'accepted' } : one,
        ),
      }
    case 'invitationDeclined':
    case 'expertSilent':
      return { ...state, ...gone(state, event.person) }
    case 'expertReleased':
      return invitingAgain({ ...state, ...gone(state, event.person) }, lateOf(state))
    case 'replacementNamed':
      return {
        ...state,
        experts: [...state.experts, { person: event.person, answer: 'asked' }],
        vacant: state.vacant.filter((person) => person !== event.replaces),
      }
    case 'seatLeftOut':
      return { ...state, vacant: state.vacant.filter((person) => person !== event.replaces) }
    case 'sittingMoved': {
      // Who could come on one day is asked about the other.
      const experts = state.experts.map(({ person }): Expert => ({ person, answer: 'asked' }))
      const { on, listed } = event
      return invitingAgain({ ...state, experts, on, listed, round: state.round + 1 }, 'no')
    }
    case 'commissionLate':
      return state.stage === 'inviting' ? { ...state, late: 'deciding' } : state
    case 'commissionClosed': {
      const experts = state.experts.filter(({ answer }) => answer === 'accepted')
      return invitingAgain({ ...state, experts, vacant: [] }, 'decided')
    }
    case 'commissionOrdered':
      return state.stage === 'inviting' ? { ...state, ordering: true } : state
    case 'orderGivenUp':
      return state.stage === 'inviting' ? { ...state, ordering: false, orders: state.orders + 1 } : state
    case 'commissioned':
      return { ...commonOf(state), orders: state.orders + 1, stage: 'commissioned', order: event.number }
    case 'sittingBegan':
      return { ...commonOf(state), stage: 'inSession' }
    case 'resultsRecorded':
      return { ...commonOf(state), stage: 'resultsRecorded', assessed: [] }
    case 'paperIssued':
    case 'workGivenUp':
      return state
    case 'preparationAssessed':
      return state.stage === 'resultsRecorded'
        ? { ...state, assessed: [...state.assessed, event.person] }
        : state
    case 'assessmentReopened':
      return state.stage === 'resultsRecorded'
        ? { ...state, assessed: state.assessed.filter((person) => person !== event.person) }
        : state
    case 'closed':
    case 'cancelled':
      return { ...commonOf(state), stage: event.type, reason: event.reason }
    default:
      return assertNever(event)
  }
}

const gone = ({ experts, vacant, declined }: State, person: string) => ({
  experts: experts.filter((one) => one.person !== person),
  vacant: [...vacant, person],
  declined: [...declined, person],
})

/** The commission is put together anew; an order that named another one is followed by one of its own. */
function invitingAgain(state: State, late: Inviting['late']): State {
  return { ...commonOf(state), orders: state.orders + 1, stage: 'inviting', ordering: false, late }
}

const lateOf = (state: State): Inviting['late'] => (state.stage === 'inviting' ? state.late : 'no')

function commonOf(state: State): Common {
  const { id, code, programme, on, secretary, partnerships, candidates, graduates, language, administrator } =
    state
  const { policy, experts, vacant, declined, listed, round, orders, looks } = state
  return {
    ...{ id, code, programme, on, secretary, partnerships, candidates, graduates, language, administrator },
    ...{ policy, experts, vacant, declined, listed, round, orders, looks },
  }
}
