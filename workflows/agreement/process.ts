import { stands } from '../durable/correction.ts'
import type { Closed, Command, Core, Data, Day, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { partsOf } from './approvers.ts'
import { correctRequisites, decideTask, replaceSignatory } from './decisions.ts'
import { effects } from './effects.ts'
import { evolve } from './evolve.ts'
import type { AgreementEvent, AgreementState } from './state.ts'
import { renewedUntil } from './term.ts'
import { waits } from './waits.ts'

type State = AgreementState
type Event = AgreementEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, now.today)
    case 'papersIssued':
      return issued(state, data, now.today)
    case 'effectFailed':
      return draftFailed(data)
    case 'effectAbandoned':
      return data.type === 'issue' ? givenUp(state, String(data.reason)) : refuse('cannotDoWithout')
    // Without the partner's data, an approval or a signature there is no agreement.
    case 'taskAbandoned':
      return withdraw(state, String(data.reason))
    case 'giveRequisites':
      return correctRequisites(state, command, now.today)
    case 'alarm':
      return state.stage === 'active' ? termOver(state) : []
    case 'resend': {
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      if (state.stage !== 'signing') return refuse('wrongStage', { stage: state.stage })
      const asked = state.signatories.find(
        ({ person, status }) => person === data.person && status === 'asked',
      )
      return asked ? [{ type: 'signatureRequested', person: asked.person }] : refuse('signatoryUnknown')
    }
    case 'replaceSignatory':
      return replaceSignatory(state, command, now.today)
    case 'withdraw': {
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      return withdraw(state, String(data.reason))
    }
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

/** Signed by everybody it is concluded, even while its number is being given. */
function withdraw(state: State, reason: string): Event[] | Refusal {
  const concluded = state.stage === 'active' || (state.stage === 'signing' && state.registering)
  if (concluded) return refuse('wrongStage', { stage: state.stage })
  return [{ type: 'ended', outcome: 'withdrawn', reason }]
}

function issued(state: State, data: Data, today: Day): Event[] {
  const [paper] = data.papers as {
    document: string
    number: string
    date: Day
    contentHash: string
    version: number
  }[]
  // A paper of an earlier version comes too late: it was drafted anew meanwhile.
  if (paper === undefined || paper.version !== state.version) return []
  if (state.stage === 'drafting' && state.rendering) {
    return [
      { type: 'draftRendered', version: state.version, hash: paper.contentHash, document: paper.document },
    ]
  }
  if (state.stage === 'signing' && state.registering && state.terms !== null) {
    const { validFrom, validTo } = state.terms
    const signedOn = paper.date ?? today
    return [
      { type: 'activated', number: paper.number, document: paper.document, signedOn, validFrom, validTo },
    ]
  }
  return []
}

/** No paper came of a draft: its author and the partner see to their parts of it, and nobody has to retry anything. */
function draftFailed(data: Data): Event[] | Refusal {
  const [paper] = data.papers as { draft: boolean; version: number }[]
  if (paper?.draft !== true) return refuse('paperUnknown')
  const { code, effect } = data
  return [{ type: 'draftFailed', version: paper.version, code: String(code), effect: String(effect) }]
}

/** Signed by everybody it cannot stay without a number: who signed is told, and it is drafted again. */
function givenUp(state: State, reason: string): Event[] | Refusal {
  if (state.stage !== 'signing' || !state.registering) return refuse('paperUnknown')
  return [{ type: 'registrationGivenUp', reason, signed: state.signatories.map(({ person }) => person) }]
}

function termOver(state: Extract<State, { stage: 'active' }>): Event[] {
  if (state.terms?.renewal !== 'automatic') return [{ type: 'ended', outcome: 'expired', reason: 'term' }]
  return [{ type: 'termRenewed', validTo: renewedUntil(state.terms, state.validTo) }]
}

/** Before it goes to who signs, a draft is the house's own. */
function reopen(state: State, entry: Closed, reason: string): Event[] | Refusal {
  const [name, first, version, step] = entry.key.split('.')
  if (name === 'draft' && Number(first) === state.version) {
    const inHouse = state.stage === 'approving' || (state.stage === 'drafting' && state.rendering)
    return inHouse ? [{ type: 'draftTakenBack', version: state.version, reason }] : stands(entry)
  }
  if (name !== 'approve' || state.stage !== 'approving' || Number(version) !== state.version)
    return stands(entry)
  const approver = String(first)
  const person = state.approved[approver]
  if (Number(step) !== state.step || person === undefined) return stands(entry)
  return [{ type: 'approvalTakenBack', step: state.step, ...partsOf(approver), person, reason }]
}

export const agreementCore: Core<State, Event> = {
  kind: 'agreement',
  begin,
  decide,
  evolve,
  waits,
  effects,
  reopen,
  situation: (state) => ({
    stage: state.stage,
    outcome: state.stage === 'ended' ? state.outcome : null,
    open: state.stage !== 'ended',
  }),
}
