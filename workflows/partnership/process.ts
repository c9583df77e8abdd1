import type { Command, Core, Data, EffectSpec, Instant, Refusal, Wait } from '../durable/types.ts'
import { assertNever, refuse } from '../durable/types.ts'
import { decideTask } from './decisions.ts'
import type { PartnershipEvent, PartnershipState } from './state.ts'
import { waits } from './waits.ts'

type State = PartnershipState
type Event = PartnershipEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, at: Instant): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, at)
    case 'papersIssued':
      return (data.papers as { kind: string; document: string; number: string; version: number }[]).map(
        (paper) => ({
          type: 'paperIssued' as const,
          ...paper,
        }),
      )
    case 'alarm':
      return alarm(state, String(data.key))
    case 'agreementActivated': {
      if (state.stage !== 'contracting' && state.stage !== 'operating')
        return refuse('wrongStage', { stage: state.stage })
      const { id, number, validFrom, validTo } = data as {
        id: string
        number: string
        validFrom: string
        validTo: string
      }
      if (state.agreements[id] !== 'running') return []
      return [
        { type: 'agreementActivated', id, number, validFrom, validTo },
        { type: 'agendaAsked', year: academicYear(state, at) },
      ]
    }
    case 'agreementEnded': {
      if (state.stage !== 'contracting' && state.stage !== 'operating')
        return refuse('wrongStage', { stage: state.stage })
      const id = String(data.id)
      return state.agreements[id] === undefined
        ? []
        : [{ type: 'agreementEnded', id, outcome: String(data.outcome) }]
    }
    case 'answered': {
      if (state.stage !== 'operating') return []
      const openings = data.openings as unknown as Extract<Event, { type: 'agendaKnown' }>['openings']
      return [{ type: 'agendaKnown', openings, year: state.year }]
    }
    case 'refreshAgenda':
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      if (state.stage !== 'operating') return refuse('wrongStage', { stage: state.stage })
      return [{ type: 'agendaAsked', year: state.year }]
    case 'cycleEnded':
      return [{ type: 'cycleEnded', id: String(data.id), outcome: String(data.outcome) }]
    case 'sessionEnded':
      return [{ type: 'sessionEnded', id: String(data.id), outcome: String(data.outcome) }]
    case 'close': {
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      const reason = String(data.reason)
      if (state.stage === 'preparing' || state.stage === 'negotiating') return [{ type: 'declined', reason }]
      return isRunning(state) ? refuse('agreementsRunning') : [{ type: 'closed', reason }]
    }
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

/** The calendar year in which the academic year began whose practice was the last to be opened by this day. */
function academicYear(state: State, at: Instant): number {
  const year = Number(at.slice(0, 4))
  return at.slice(5, 10) >= state.policy.cycleOpensOn ? year : year - 1
}

/** Closed only when every agreement and every practice cycle of it is over. */
function isRunning(state: State): boolean {
  if ('agreements' in state && Object.keys(state.agreements).length > 0) return true
  return state.stage === 'operating' && Object.values(state.cycles).includes('open')
}

function alarm(state: State, key: string): Event[] {
  if (state.stage === 'negotiating' && key.startsWith('silence.')) {
    return [{ type: 'silenceNoticed', version: state.proposal.version }]
  }
  if (state.stage !== 'operating') return []
  if (key.startsWith('open.')) {
    return state.openings
      .filter((opening) => key === `open.${opening.id}`)
      .map((opening) => ({ type: 'opened' as const, opening }))
  }
  if (key.startsWith('agenda.')) return [{ type: 'agendaAsked', year: state.year + 1 }]
  if (key.startsWith('review.')) return [{ type: 'reviewDue', year: state.reviewed + 1 }]
  return []
}

function evolve(state: State | null, event: Event): State {
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

function effects(event: Event, state: State): EffectSpec[] {
  const paper = (kind: string, version: number, data: Data): EffectSpec => ({
    type: 'issue',
    papers: [{ kind, language: state.language, draft: false, version, data }],
  })
  switch (event.type) {
    case 'itemPrepared': {
      if (state.stage !== 'preparing' || state.plan !== 'drafting') return []
      return [paper('visitPlan', state.round, { ...state.done, round: state.round })]
    }
    case 'boardApproved':
      if (state.stage !== 'negotiating') return []
      return [paper('proposalPackage', 1, state.done.package ?? {})]
    case 'proposalCountered':
      return event.by === 'institution' ? [paper('proposalPackage', event.version, { text: event.text })] : []
    case 'meetingHeld': {
      const actions = event.actions.map(({ what, owner, due }) => ({ what, owner, due }))
      return [
        paper('meetingRecord', event.n, { outcome: event.outcome, on: event.on, actions, ...event.people }),
      ]
    }
    case 'agreementLaunched':
      return [
        { type: 'tell', messages: [{ to: `agreement/${event.id}`, kind: 'agreement', begin: event.begin }] },
      ]
    case 'agendaAsked':
      return [{ type: 'ask', question: 'agenda', data: { partner: state.partner, year: event.year } }]
    case 'opened':
      return [
        {
          type: 'tell',
          messages: [{ to: event.opening.id, kind: event.opening.kind, begin: event.opening.begin }],
        },
      ]
    default:
      return []
  }
}

export const partnershipCore: Core<State, Event> = {
  kind: 'partnership',
  begin,
  decide,
  evolve,
  waits: (state): Wait[] => waits(state),
  effects,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'declined'
    return { stage: state.stage, outcome: ended ? state.reason : null, open: !ended }
  },
}
