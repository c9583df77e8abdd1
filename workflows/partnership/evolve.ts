import type { Data } from '../durable/types.ts'
import { assertNever } from '../durable/types.ts'
import type { PartnershipEvent, PartnershipState } from './state.ts'

type State = PartnershipState
type Event = PartnershipEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...common } = event
    return {
      ...common,
      commitments: [],
      stage: 'preparing',
      round: 1,
      done: {},
      ownTerritory: false,
      exception: null,
      tries: 1,
      plan: 'none',
    }
  }
  if (state === null) throw new Error('a partnership begins with begun')
  switch (event.type) {
    case 'itemPrepared': {
      if (state.stage !== 'preparing') return state
      const done = { ...state.done, [event.item]: event.answer }
      const ownTerritory = event.item === 'meeting' ? event.answer.ownTerritory === true : state.ownTerritory
      return { ...state, done, ownTerritory, plan: isPrepared(done, ownTerritory) ? 'drafting' : 'none' }
    }
    case 'exceptionAsked':
      return state.stage === 'preparing' ? { ...state, exception: event.answer } : state
    case 'exceptionDecided':
      return state.stage === 'preparing' ? { ...state, exception: null, tries: state.tries + 1 } : state
    case 'boardReturned': {
      if (state.stage !== 'preparing') return state
      const kept = Object.entries(state.done).filter(([item]) => !event.items.some((name) => name === item))
      return {
        ...state,
        round: state.round + 1,
        done: Object.fromEntries(kept),
        plan: 'none',
        exception: null,
      }
    }
    case 'boardApproved': {
      if (state.stage !== 'preparing') return state
      const { round: _r, ownTerritory: _o, exception: _e, tries: _t, plan: _p, ...common } = state
      return {
        ...common,
        stage: 'negotiating',
        meeting: event.meeting,
        meetings: 1,
        unconfirmed: null,
        proposal: { version: 1, turn: 'drafting' },
      }
    }
    case 'meetingHeld': {
      if (state.stage !== 'negotiating') return state
      const turn = state.proposal.turn === 'drafting' ? 'partner' : state.proposal.turn
      return {
        ...state,
        commitments: [...state.commitments, ...event.actions],
        meeting: null,
        unconfirmed: event.n,
        proposal: { ...state.proposal, turn },
      }
    }
    case 'meetingMoved':
    case 'meetingFailed': {
      if (state.stage !== 'negotiating' || state.meeting === null) return state
      const n = state.meetings + 1
      return { ...state, meetings: n, meeting: { ...state.meeting, n, on: event.on } }
    }
    case 'recordConfirmed':
      return state.stage === 'negotiating' ? { ...state, unconfirmed: null } : state
    case 'commitmentFulfilled':
      return { ...state, commitments: state.commitments.filter(({ id }) => id !== event.id) }
    case 'proposalCountered': {
      if (state.stage !== 'negotiating') return state
      return {
        ...state,
        proposal: { version: event.version, turn: event.by === 'partner' ? 'institution' : 'partner' },
      }
    }
    case 'silenceNoticed':
      return state.stage === 'negotiating'
        ? { ...state, proposal: { ...state.proposal, turn: 'administrator' } }
        : state
    case 'proposalRepeated':
      return state.stage === 'negotiating'
        ? { ...state, proposal: { version: event.version, turn: 'partner' } }
        : state
    case 'proposalAccepted':
      return { ...commonOf(state), stage: 'contracting', launched: 0, agreements: {} }
    case 'paperIssued':
      return state.stage === 'preparing' && event.kind === 'visitPlan' && state.plan === 'drafting'
        ? { ...state, plan: 'atBoard' }
        : state
    case 'agreementLaunched':
      if (state.stage === 'contracting') return { ...state, ...launched(state, event.id) }
      return state.stage === 'operating' ? { ...state, ...launched(state, event.id) } : state
    case 'agreementActivated': {
      if (state.stage === 'operating') {
        return { ...state, agreements: { ...state.agreements, [event.id]: 'active' } }
      }
      if (state.stage !== 'contracting') return state
      const year = Number(event.validFrom.slice(0, 4))
      return {
        ...commonOf(state),
        stage: 'operating',
        launched: state.launched,
        agreements: { ...state.agreements, [event.id]: 'active' },
        openings: [],
        cycles: {},
        sessions: {},
        reviewed: year,
        reviewing: false,
        year,
      }
    }
    case 'agreementEnded': {
      if (state.stage === 'contracting') return { ...state, agreements: without(state.agreements, event.id) }
      if (state.stage === 'operating') return { ...state, agreements: without(state.agreements, event.id) }
      return state
    }
    case 'agendaAsked':
      return state.stage === 'operating' ? { ...state, year: event.year } : state
    case 'agendaKnown': {
      if (state.stage !== 'operating') return state
      const known = { ...state.cycles, ...state.sessions }
      return { ...state, openings: event.openings.filter(({ id }) => known[id] === undefined) }
    }
    case 'opened': {
      if (state.stage !== 'operating') return state
      const { id, kind } = event.opening
      const openings = state.openings.filter((opening) => opening.id !== id)
      return kind === 'practiceCycle'
        ? { ...state, openings, cycles: { ...state.cycles, [id]: 'open' } }
        : { ...state, openings, sessions: { ...state.sessions, [id]: 'open' } }
    }
    case 'cycleEnded':
      return state.stage === 'operating'
        ? { ...state, cycles: { ...state.cycles, [event.id]: event.outcome } }
        : state
    case 'sessionEnded':
      return state.stage === 'operating'
        ? { ...state, sessions: { ...state.sessions, [event.id]: event.outcome } }
        : state
    case 'reviewDue':
      return state.stage === 'operating' ? { ...state, reviewing: true, reviewed: event.year } : state
    case 'reviewed':
      return state.stage === 'operating'
        ? { ...state, reviewing: false, commitments: [...state.commitments, ...event.recommendations] }
        : state
    case 'declined':
      return { ...commonOf(state), stage: 'declined', reason: event.reason }
    case 'closed':
      return { ...commonOf(state), stage: 'closed', reason: event.reason }
    default:
      return assertNever(event)
  }
}

function commonOf(state: State) {
  const { id, partner, administrator, language, forms, policy, commitments } = state
  return { id, partner, administrator, language, forms, policy, commitments }
}

function launched<Status>(state: { launched: number; agreements: Record<string, Status> }, id: string) {
  const agreements = { ...state.agreements, [id]: 'running' as const }
  return { launched: state.launched + 1, agreements }
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record
  return rest
}

function isPrepared(done: Partial<Record<string, Data>>, ownTerritory: boolean): boolean {
  const needed = ['questions', 'goals', 'partnerInfo', 'meeting', 'representative', 'package']
  return needed.every((item) => done[item] !== undefined) && (!ownTerritory || done.territory !== undefined)
}
