import type { Data } from '../durable/types.ts'
import { assertNever } from '../durable/types.ts'
import { evolveCommitments, evolveMeetings } from './evolve-meetings.ts'
import { isCycleOf } from './operating.ts'
import type { PartnershipEvent, PartnershipState, PreparationItem, Preparing } from './state.ts'

type State = PartnershipState
type Event = PartnershipEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, reopens: _r, ...common } = event
    return {
      ...common,
      commitments: [],
      meetings: [],
      proposed: [],
      lastMeeting: 0,
      records: [],
      known: null,
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
    case 'boardReturned':
      return state.stage === 'preparing' ? planAgain(state, event.items) : state
    case 'itemReopened': {
      if (state.stage !== 'preparing') return state
      if (state.plan !== 'none') return planAgain(state, [event.item])
      const { [event.item]: _, ...done } = state.done
      return { ...state, done, tries: event.item === 'representative' ? state.tries + 1 : state.tries }
    }
    case 'planGivenUp':
      // Drawn from what was prepared, it could not be drawn: everything is looked at again.
      return state.stage === 'preparing'
        ? { ...state, round: state.round + 1, done: {}, plan: 'none', exception: null }
        : state
    case 'boardApproved': {
      if (state.stage !== 'preparing') return state
      const { meeting } = event
      const { representative, contact } = meeting
      return {
        ...commonOf(state),
        stage: 'negotiating',
        done: state.done,
        meetings: [meeting],
        lastMeeting: meeting.n,
        known: { representative, contact },
        offer: state.done.package ?? {},
        proposal: { version: 1, turn: 'drafting' },
      }
    }
    case 'meetingHeld':
      return sent(evolveMeetings(state, event))
    case 'meetingProposed':
    case 'meetingExceptionDecided':
    case 'meetingPlanned':
    case 'meetingMoved':
    case 'meetingFailed':
    case 'recordConfirmed':
    case 'recordQuestioned':
    case 'recordCorrected':
    case 'recordDisputed':
    case 'recordUnanswered':
    case 'recordSentAgain':
    case 'recordSettled':
      return evolveMeetings(state, event)
    case 'commitmentFulfilled':
    case 'commitmentLate':
    case 'commitmentExtended':
    case 'commitmentSettled':
      return evolveCommitments(state, event)
    case 'proposalCountered': {
      if (state.stage !== 'negotiating') return state
      const offered = event.by === 'institution'
      return {
        ...state,
        ...(offered && { offer: { text: event.text } }),
        proposal: { version: event.version, turn: offered ? 'partner' : 'institution' },
      }
    }
    case 'silenceNoticed':
      return state.stage === 'negotiating'
        ? { ...state, proposal: { ...state.proposal, turn: 'administrator' } }
        : state
    case 'proposalRepeated':
      return state.stage === 'negotiating'
        ? {
            ...state,
            offer: event.offer ?? state.offer,
            proposal: { version: event.version, turn: 'partner' },
          }
        : state
    case 'proposalAccepted':
      return { ...commonOf(state), stage: 'contracting', launched: 0, agreements: {} }
    case 'paperIssued':
      return isAwaitedPlan(state, event)
        ? { ...state, plan: 'atBoard', ...(event.on !== undefined && { planOn: event.on }) }
        : state
    case 'workGivenUp':
      return state
    case 'beginningGivenUp':
      return notBegun(state, event.process)
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
        wanted: [],
        looks: 0,
        reviewed: year,
        reviewing: false,
        year,
      }
    }
    case 'agreementEnded': {
      if (state.stage === 'contracting') return { ...state, agreements: without(state.agreements, event.id) }
      if (state.stage !== 'operating') return state
      const openings = state.openings.filter(({ begin }) => begin.agreement !== event.id)
      return { ...state, openings, agreements: without(state.agreements, event.id) }
    }
    case 'agendaAsked':
      return state.stage === 'operating' ? { ...state, year: event.year, looks: state.looks + 1 } : state
    case 'cycleWanted':
      return state.stage === 'operating' ? { ...state, wanted: [...state.wanted, event.cycle] } : state
    case 'agendaKnown': {
      if (state.stage !== 'operating') return state
      const known = { ...state.cycles, ...state.sessions }
      return { ...state, openings: event.openings.filter(({ id }) => known[id] === undefined) }
    }
    case 'opened': {
      if (state.stage !== 'operating') return state
      const { id, kind } = event.opening
      const openings = state.openings.filter((opening) => opening.id !== id)
      const wanted = state.wanted.filter((cycle) => !isCycleOf(`practice-cycle/${cycle}`, id))
      return kind === 'practiceCycle'
        ? { ...state, openings, wanted, cycles: { ...state.cycles, [id]: 'open' } }
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
    case 'closed': {
      const settled = { commitments: [], meetings: [], proposed: [], records: [] }
      return { ...commonOf(state), ...settled, stage: event.type, reason: event.reason }
    }
    default:
      return assertNever(event)
  }
}

/** What was prepared wrongly is prepared once more, for a plan of the next round. */
function planAgain(state: State & Preparing, items: readonly PreparationItem[]): State {
  const kept = Object.entries(state.done).filter(([item]) => !items.some((name) => name === item))
  return { ...state, round: state.round + 1, done: Object.fromEntries(kept), plan: 'none', exception: null }
}

/** A plan that was taken back while it was drawn comes too late. */
const isAwaitedPlan = (
  state: State,
  { kind, version }: Extract<Event, { type: 'paperIssued' }>,
): state is State & Preparing =>
  state.stage === 'preparing' && kind === 'visitPlan' && state.plan === 'drafting' && version === state.round

function commonOf(state: State) {
  const { id, partner, administrator, language, forms, policy, commitments } = state
  const { meetings, proposed, lastMeeting, records, known } = state
  return {
    ...{ id, partner, administrator, language, forms, policy, commitments },
    ...{ meetings, proposed, lastMeeting, records, known },
  }
}

/** The proposal is handed over at the first meeting that is held. */
function sent(state: State): State {
  return state.stage === 'negotiating' && state.proposal.turn === 'drafting'
    ? { ...state, proposal: { ...state.proposal, turn: 'partner' } }
    : state
}

function launched<Status>(state: { launched: number; agreements: Record<string, Status> }, id: string) {
  const agreements = { ...state.agreements, [id]: 'running' as const }
  return { launched: state.launched + 1, agreements }
}

/** What never began is waited for no longer. */
function notBegun(state: State, process: string): State {
  const agreement = process.slice(process.indexOf('/') + 1)
  if (state.stage === 'contracting') return { ...state, agreements: without(state.agreements, agreement) }
  if (state.stage !== 'operating') return state
  const [cycles, sessions] = [without(state.cycles, process), without(state.sessions, process)]
  return { ...state, agreements: without(state.agreements, agreement), cycles, sessions }
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record
  return rest
}

function isPrepared(done: Partial<Record<string, Data>>, ownTerritory: boolean): boolean {
  const needed = ['questions', 'goals', 'partnerInfo', 'meeting', 'representative', 'package']
  return needed.every((item) => done[item] !== undefined) && (!ownTerritory || done.territory !== undefined)
}
