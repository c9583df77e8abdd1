import type { Command, Core, Data, Day, Now, Refusal, Wait } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { decideTask } from './decisions.ts'
import { effects } from './effects.ts'
import { evolve } from './evolve.ts'
import type { PartnershipEvent, PartnershipState } from './state.ts'
import { waits } from './waits.ts'

type State = PartnershipState
type Event = PartnershipEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, now)
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
        { type: 'agendaAsked', year: academicYear(state, now.today) },
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
function academicYear(state: State, today: Day): number {
  const year = Number(today.slice(0, 4))
  return today.slice(5) >= state.policy.cycleOpensOn ? year : year - 1
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
