import type { Command, Core, Data, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { effects } from './effects.ts'
import { evolve } from './evolve.ts'
import type { AttestationEvent, AttestationState, GraduateResult } from './state.ts'
import { missingAssessments, SILENT, waits } from './waits.ts'

type State = AttestationState
type Event = AttestationEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, _now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command)
    case 'papersIssued': {
      const [paper] = data.papers as { kind: string; document: string; number: string }[]
      if (paper === undefined) return []
      const { kind, document, number } = paper
      if (kind === 'orderAttestationCommission' && state.stage === 'inviting') {
        return [{ type: 'commissioned', number, document }]
      }
      return [{ type: 'paperIssued', kind, document, number }]
    }
    case 'alarm':
      return alarm(state, String(data.key))
    case 'cancel': {
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      if (state.stage === 'resultsRecorded') return refuse('wrongStage', { stage: state.stage })
      return [{ type: 'cancelled', reason: String(data.reason) }]
    }
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

function decideTask(state: State, command: Command): Event[] | Refusal {
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
      return [{ type: 'commissionOrdered' }]
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
  if (command.data.decision === 'leaveOut') {
    const accepted = state.experts.length
    if (accepted + state.vacant.length <= 1) return refuse('expertNeeded')
    return [{ type: 'seatLeftOut', replaces, reason: String(command.data.reason) }]
  }
  const person = String(command.data.expert)
  const fact = command.facts?.persons[person]
  // The list is the one of the session's beginning; who has become an expert since is on it too.
  const listed = state.candidates.includes(person) || fact?.roles.includes('attestationExpert')
  if (!listed) return refuse('expertNotOnList')
  if (state.declined.includes(person) || state.experts.some((expert) => expert.person === person)) {
    return refuse('expertAlreadyAsked')
  }
  if (!fact?.active) return refuse('personUnknown')
  if (!fact.reachable) return refuse('personHasNoEmail')
  return [{ type: 'replacementNamed', person, replaces }]
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
  if (key.startsWith(SILENT) && state.stage === 'inviting') {
    const person = key.slice(SILENT.length)
    const asked = state.experts.some((one) => one.person === person && one.answer === 'asked')
    return asked ? [{ type: 'expertSilent', person }] : []
  }
  if (key === 'sitting' && state.stage === 'commissioned') return [{ type: 'sittingBegan' }]
  if (key === 'assessLapse' && state.stage === 'resultsRecorded')
    return [{ type: 'closed', reason: 'assessmentsMissing' }]
  return []
}

export const attestationCore: Core<State, Event> = {
  kind: 'attestation',
  begin,
  decide,
  evolve,
  waits,
  effects,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'cancelled'
    return { stage: state.stage, outcome: ended ? state.stage : null, open: !ended }
  },
}
