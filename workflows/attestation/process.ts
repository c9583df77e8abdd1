import { stands } from '../durable/correction.ts'
import { whyUnfit } from '../durable/fit.ts'
import type { Closed, Command, Core, Data, Day, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { effects } from './effects.ts'
import { evolve } from './evolve.ts'
import { decideSitting, isOpen, lookedUp, release } from './sitting.ts'
import type { AttestationEvent, AttestationState, GraduateResult } from './state.ts'
import { upcast } from './upcast.ts'
import { missingAssessments, waits } from './waits.ts'

type State = AttestationState
type Event = AttestationEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, now.today)
    case 'papersIssued':
      return (data.papers as unknown as Issued[]).map((paper) => issued(state, paper))
    case 'effectAbandoned':
      return abandoned(data)
    case 'taskAbandoned':
      return leftUndone(state, command)
    case 'answered':
      return lookedUp(state, data, now.today)
    case 'refresh':
      return isOpen(state) ? [{ type: 'graduatesLookedFor' }] : []
    case 'join': {
      const partnership = String(data.partnership)
      return state.partnerships.includes(partnership) ? [] : [{ type: 'partnershipJoined', partnership }]
    }
    case 'alarm':
      return alarm(state, String(data.key))
    case 'releaseExpert':
      return release(state, command)
    case 'cancel': {
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      if (!isOpen(state)) return refuse('wrongStage', { stage: state.stage })
      return [{ type: 'cancelled', reason: String(data.reason) }]
    }
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

interface Issued {
  kind: string
  document: string
  number: string
  version: number
}

/** An order that names a commission which changed meanwhile appoints nobody: it is only a paper. */
function issued(state: State, { kind, document, number, version }: Issued): Event {
  const ordered = state.stage === 'inviting' && state.ordering && version === state.orders + 1
  return kind === 'orderAttestationCommission' && ordered
    ? { type: 'commissioned', number, document }
    : { type: 'paperIssued', kind, document, number }
}

/** A repair that was given up: an order that was not made is asked for anew, a protocol is recorded as missing. */
function abandoned(data: Data): Event[] | Refusal {
  const { effect, reason } = { effect: String(data.effect), reason: String(data.reason) }
  // The partnership would wait for this session for ever.
  if (data.type === 'tell') return refuse('cannotDoWithout')
  const papers = (data.papers ?? []) as { kind: string }[]
  return papers.some(({ kind }) => kind === 'orderAttestationCommission')
    ? [{ type: 'orderGivenUp', effect, reason }]
    : [{ type: 'workGivenUp', effect, reason }]
}

function decideTask(state: State, command: Command, today: Day): Event[] | Refusal {
  const data = command.data
  const [name = '', person = ''] = (command.task ?? '').split('.')
  switch (name) {
    case 'invite':
      return data.decision === 'accept'
        ? [{ type: 'invitationAccepted', person }]
        : [{ type: 'invitationDeclined', person, reason: String(data.reason) }]
    case 'replace':
      return replace(state, person, command)
    case 'order':
      return state.experts.length === 0 ? refuse('expertNeeded') : [{ type: 'commissionOrdered' }]
    case 'late':
    case 'graduates':
      return decideSitting(state, data, today)
    case 'results':
      return recordResults(state, data)
    case 'assess': {
      if (state.stage !== 'resultsRecorded') return refuse('wrongStage', { stage: state.stage })
      const { decision: _, ...assessment } = data
      const assessed: Event = { type: 'preparationAssessed', person, assessment }
      return missingAssessments(state).every((expert) => expert === person)
        ? [assessed, { type: 'closed', reason: 'assessed' }]
        : [assessed]
    }
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

function replace(state: State, replaces: string, command: Command): Event[] | Refusal {
  if (command.data.decision === 'leaveOut') return leaveOut(state, replaces, String(command.data.reason))
  const person = String(command.data.expert)
  const fact = command.facts?.persons[person]
  // The list is the one of the session's beginning; who has become an expert since is on it too.
  const listed = state.candidates.includes(person) || fact?.roles.includes('attestationExpert')
  if (!listed) return refuse('expertNotOnList')
  if (state.declined.includes(person) || state.experts.some((expert) => expert.person === person)) {
    return refuse('expertAlreadyAsked')
  }
  const unfit = whyUnfit(fact, [fact?.partner ?? null])
  return unfit === null ? [{ type: 'replacementNamed', person, replaces }] : refuse(unfit)
}

/** A seat for which nobody is found stays empty; everything else the session cannot do without. */
function leftUndone(state: State, { task = '', data }: Command): Event[] | Refusal {
  const [name = '', person = ''] = task.split('.')
  return name === 'replace' ? leaveOut(state, person, String(data.reason)) : refuse('taskNeeded')
}

function leaveOut(state: State, replaces: string, reason: string): Event[] | Refusal {
  if (state.experts.length + state.vacant.length <= 1) return refuse('expertNeeded')
  return [{ type: 'seatLeftOut', replaces, reason }]
}

function recordResults(state: State, data: Data): Event[] | Refusal {
  const results = data.results as unknown as GraduateResult[]
  const named = results.map(({ graduate }) => graduate)
  if (named.some((graduate) => !state.graduates.includes(graduate)) || new Set(named).size !== named.length) {
    return refuse('traineeUnknown')
  }
  if (named.length < state.graduates.length) {
    return refuse('resultsIncomplete', { missing: state.graduates.length - named.length })
  }
  const { startAt, endAt, room } = data
  // Times of one day, HH:MM: in the order of the alphabet they are in order.
  if (String(endAt) <= String(startAt)) return refuse('invalidInput', { field: 'endAt' })
  return [
    { type: 'resultsRecorded', results, startAt: String(startAt), endAt: String(endAt), room: String(room) },
  ]
}

function alarm(state: State, key: string): Event[] {
  const [name, person = ''] = key.split('.')
  if (name === 'silent' && state.stage === 'inviting') {
    const asked = state.experts.some((one) => one.person === person && one.answer === 'asked')
    return asked ? [{ type: 'expertSilent', person }] : []
  }
  if (name === 'day' && state.stage === 'inviting') return [{ type: 'commissionLate' }]
  if (name === 'sitting' && state.stage === 'commissioned') return [{ type: 'sittingBegan' }]
  if (name === 'assessLapse' && state.stage === 'resultsRecorded')
    return [{ type: 'closed', reason: 'assessmentsMissing' }]
  return []
}

/** An assessment is for later years: until the session is closed it may be given anew. */
function reopen(state: State, entry: Closed, reason: string): Event[] | Refusal {
  const [name, person = ''] = entry.key.split('.')
  const assessed = name === 'assess' && state.stage === 'resultsRecorded' && state.assessed.includes(person)
  return assessed ? [{ type: 'assessmentReopened', person, reason }] : stands(entry)
}

export const attestationCore: Core<State, Event> = {
  kind: 'attestation',
  begin,
  decide,
  evolve,
  upcast,
  waits,
  effects,
  reopen,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'cancelled'
    return { stage: state.stage, outcome: ended ? state.stage : null, open: !ended }
  },
}
