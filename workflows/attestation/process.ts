import { addDays } from '../durable/days.ts'
import type {
  Command,
  Core,
  Data,
  Due,
  EffectSpec,
  Instant,
  Owner,
  Refusal,
  Task,
  Wait,
} from '../durable/types.ts'
import { assertNever, refuse } from '../durable/types.ts'
import type { AttestationEvent, AttestationState, Common, GraduateResult, ResultsRecorded } from './state.ts'

type State = AttestationState
type Event = AttestationEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, _at: Instant): Event[] | Refusal {
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
  if (!state.candidates.includes(person)) return refuse('expertNotOnList')
  if (state.declined.includes(person) || state.experts.some((expert) => expert.person === person)) {
    return refuse('expertAlreadyAsked')
  }
  const fact = command.facts?.persons[person]
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
  return [
    { type: 'resultsRecorded', results, startAt: String(startAt), endAt: String(endAt), room: String(room) },
  ]
}

const missingAssessments = (state: Common & ResultsRecorded): string[] =>
  state.experts.map(({ person }) => person).filter((person) => !state.assessed.includes(person))

function alarm(state: State, key: string): Event[] {
  if (key === 'sitting' && state.stage === 'commissioned') return [{ type: 'sittingBegan' }]
  if (key === 'assessLapse' && state.stage === 'resultsRecorded')
    return [{ type: 'closed', reason: 'assessmentsMissing' }]
  return []
}

function evolve(state: State | null, event: Event): State {
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

function waits(state: State): Wait[] {
  const { policy, on } = state
  const data: Data = { on, session: state.code }
  switch (state.stage) {
    case 'inviting': {
      if (state.ordering) return []
      const asked = state.experts
        .filter(({ answer }) => answer === 'asked')
        .map(({ person }) => ({
          ...task(
            `invite.${person}`,
            'answerInvitation',
            { person },
            { days: policy.invitationDays },
            'standard',
            data,
          ),
          personal: true,
        }))
      const vacant = state.vacant.map((person) => {
        const due = { workingDays: policy.replacementWorkingDays }
        return task(`replace.${person}`, 'nameReplacement', { person: state.secretary }, due, 'short', data)
      })
      if (asked.length + vacant.length > 0) return [...asked, ...vacant]
      const due = { on: addDays(on, -policy.orderDays) }
      return [task('order', 'issueCommissionOrder', { role: 'rector' }, due, 'paper', data)]
    }
    case 'commissioned':
      return [{ wait: 'alarm', key: 'sitting', due: { on }, hour: 'morning' }]
    case 'inSession': {
      const due: Due = { workingDays: policy.resultsWorkingDays, from: on }
      return [task('results', 'recordResults', { person: state.secretary }, due, 'standard', data)]
    }
    case 'resultsRecorded': {
      const tasks = missingAssessments(state).map((person) =>
        task(
          `assess.${person}`,
          'assessPreparation',
          { person },
          { days: policy.assessmentDays },
          'standard',
          data,
        ),
      )
      return [...tasks, { wait: 'alarm', key: 'assessLapse', due: { days: policy.assessmentLapseDays } }]
    }
    case 'closed':
    case 'cancelled':
      return []
  }
}

function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}

function effects(event: Event, state: State): EffectSpec[] {
  const paper = (kind: string, data: Data): EffectSpec => ({
    type: 'issue',
    papers: [{ kind, language: state.language, draft: false, version: 1, data }],
  })
  const report = (outcome: string): EffectSpec[] =>
    state.partnerships.map((partnership) => ({
      type: 'tell',
      messages: [
        {
          to: `partnership/${partnership}`,
          kind: 'partnership',
          command: { type: 'sessionEnded', data: { id: `attestation/${state.id}`, outcome } },
        },
      ],
    }))
  switch (event.type) {
    case 'commissionOrdered':
      return [paper('orderAttestationCommission', {})]
    case 'resultsRecorded': {
      const { results, startAt, endAt, room } = event
      return [paper('attestationProtocol', { results: results as unknown as Data[], startAt, endAt, room })]
    }
    case 'closed':
      return report('closed')
    case 'cancelled':
      return report('cancelled')
    default:
      return []
  }
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
