import { assertNever } from '../durable/types.ts'
import { approverOf, approversOf } from './approvers.ts'
import type { AgreementEvent, AgreementState, Common, Signatory } from './state.ts'

type State = AgreementState
type Event = AgreementEvent

export function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...common } = event
    return {
      ...common,
      drafter: null,
      requisites: null,
      partnerSignatory: null,
      terms: null,
      version: 0,
      stage: 'dataCollection',
    }
  }
  if (state === null) throw new Error('an agreement begins with begun')
  switch (event.type) {
    case 'requisitesGiven': {
      const requisites = { ...event.requisites, authority: event.authority }
      const remarks = state.stage === 'drafting' ? state.remarks : ''
      return {
        ...commonOf(state),
        requisites,
        partnerSignatory: event.signatory,
        stage: 'drafting',
        remarks,
        rendering: false,
      }
    }
    case 'draftSubmitted':
      return {
        ...commonOf(state),
        drafter: event.drafter,
        terms: event.terms,
        ...(event.departments === undefined ? {} : { departments: event.departments }),
        version: event.version,
        stage: 'drafting',
        remarks: '',
        rendering: true,
      }
    case 'draftFailed':
      return state.stage === 'drafting' && event.version === state.version
        ? { ...state, rendering: false, failed: event.code }
        : state
    case 'draftRendered':
      return {
        ...commonOf(state),
        stage: 'approving',
        hash: event.hash,
        step: 0,
        approved: {},
        approvers: [],
      }
    case 'approved': {
      if (state.stage !== 'approving') return state
      const approved = { ...state.approved, [approverOf(event)]: event.person }
      const approvers = [...(state.approvers ?? []), event.person]
      const complete = approversOf(state, state.step).every((one) => approved[one] !== undefined)
      return complete
        ? { ...state, step: state.step + 1, approved: {}, approvers }
        : { ...state, approved, approvers }
    }
    case 'approvalFinished':
      if (state.stage !== 'approving') return state
      return {
        ...commonOf(state),
        stage: 'signing',
        hash: state.hash,
        signatories: event.signatories,
        registering: false,
      }
    case 'rejected':
      return state
    case 'registrationGivenUp':
      return { ...commonOf(state), stage: 'drafting', remarks: event.reason, rendering: false }
    case 'draftTakenBack':
      return { ...commonOf(state), stage: 'drafting', remarks: event.reason, rendering: false }
    case 'approvalTakenBack': {
      if (state.stage !== 'approving') return state
      const { [approverOf(event)]: _, ...approved } = state.approved
      const approvers = (state.approvers ?? []).filter((person) => person !== event.person)
      return { ...state, approved, approvers }
    }
    case 'returned':
      return { ...commonOf(state), stage: 'drafting', remarks: event.remarks, rendering: false }
    case 'signed':
      return withSignatory(state, event.person, () => ({ status: 'signed', route: event.route }))
    case 'paperSubmitted':
    case 'externalSubmitted': {
      const { type, person, ...evidence } = event
      const route = type === 'paperSubmitted' ? 'paper' : 'external'
      return withSignatory(state, person, () => ({ status: 'paperSubmitted', route, evidence }))
    }
    case 'paperRejected':
      return withSignatory(state, event.person, ({ attempt }) => ({
        ...{ status: 'asked' as const, attempt: attempt + 1, route: null, evidence: {} },
      }))
    case 'signatureRequested':
      return withSignatory(state, event.person, ({ attempt }) => ({ status: 'asked', attempt: attempt + 1 }))
    case 'signatureDeclined':
      return { ...commonOf(state), stage: 'drafting', remarks: event.reason, rendering: false }
    case 'signatoryReplaced': {
      const replaced = withSignatory(state, event.person, ({ status, attempt }) => ({
        person: event.by,
        status: status === 'waiting' ? 'waiting' : 'asked',
        attempt: attempt + 1,
      }))
      const { authority } = event
      if (state.partnerSignatory === event.person) {
        return { ...replaced, partnerSignatory: event.by, requisites: { ...state.requisites, authority } }
      }
      const { terms } = state
      if (terms?.signatory !== event.person) return replaced
      return { ...replaced, terms: { ...terms, signatory: event.by, signatoryAuthority: authority } }
    }
    case 'allSigned':
      return state.stage === 'signing' ? { ...state, registering: true } : state
    case 'activated': {
      const { number, signedOn, validTo } = event
      return { ...commonOf(state), stage: 'active', number, signedOn, validTo }
    }
    case 'termRenewed':
      return state.stage === 'active' ? { ...state, validTo: event.validTo } : state
    case 'ended':
      return { ...commonOf(state), stage: 'ended', outcome: event.outcome, reason: event.reason }
    default:
      return assertNever(event)
  }
}

function commonOf(state: State): Common {
  const { id, kind, language, forms, partnership, partner, author, drafter, policy } = state
  const { requisites, partnerSignatory, terms, version, departments } = state
  return {
    id,
    kind,
    language,
    forms,
    partnership,
    partner,
    author,
    drafter,
    policy,
    requisites,
    partnerSignatory,
    terms,
    version,
    ...(departments === undefined ? {} : { departments }),
  }
}

function withSignatory(
  state: State,
  person: string,
  change: (signatory: Signatory) => Partial<Signatory>,
): State {
  if (state.stage !== 'signing') return state
  const signatories = state.signatories.map((signatory) =>
    signatory.person === person ? { ...signatory, ...change(signatory) } : signatory,
  )
  const open = signatories.some(({ status }) => status === 'asked' || status === 'paperSubmitted')
  const next = open ? -1 : signatories.findIndex(({ status }) => status === 'waiting')
  return {
    ...state,
    signatories: signatories.map((one, n) => (n === next ? { ...one, status: 'asked' } : one)),
  }
}
