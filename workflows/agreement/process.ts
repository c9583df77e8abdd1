import type { Command, Core, Data, Day, EffectSpec, Instant, Paper, Refusal, Wait } from '../durable/types.ts'
import { assertNever, refuse } from '../durable/types.ts'
import { decideTask, replaceSignatory, routeOf } from './decisions.ts'
import type { AgreementEvent, AgreementState, Common, Signatory } from './state.ts'
import { renewedUntil } from './term.ts'

type State = AgreementState
type Event = AgreementEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

function decide(state: State, command: Command, at: Instant): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command)
    case 'papersIssued':
      return issued(state, data, at)
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
      return replaceSignatory(state, command)
    case 'withdraw': {
      if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
      // Signed by everybody it is concluded, even while its number is being given.
      const concluded = state.stage === 'active' || (state.stage === 'signing' && state.registering)
      if (concluded) return refuse('wrongStage', { stage: state.stage })
      return [{ type: 'ended', outcome: 'withdrawn', reason: String(data.reason) }]
    }
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

function issued(state: State, data: Data, at: Instant): Event[] {
  const [paper] = data.papers as { document: string; number: string; date: Day; contentHash: string }[]
  if (paper === undefined) return []
  if (state.stage === 'drafting' && state.rendering) {
    return [
      { type: 'draftRendered', version: state.version, hash: paper.contentHash, document: paper.document },
    ]
  }
  if (state.stage === 'signing' && state.registering && state.terms !== null) {
    const { validFrom, validTo } = state.terms
    const signedOn = paper.date ?? at.slice(0, 10)
    return [
      { type: 'activated', number: paper.number, document: paper.document, signedOn, validFrom, validTo },
    ]
  }
  return []
}

function termOver(state: Extract<State, { stage: 'active' }>): Event[] {
  if (state.terms?.renewal !== 'automatic') return [{ type: 'ended', outcome: 'expired', reason: 'term' }]
  return [{ type: 'termRenewed', validTo: renewedUntil(state.terms, state.validTo) }]
}

function commonOf(state: State): Common {
  const { id, kind, language, forms, partnership, partner, author, drafter, policy } = state
  const { requisites, partnerSignatory, terms, version } = state
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

function evolve(state: State | null, event: Event): State {
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
      return {
        ...commonOf(state),
        requisites,
        partnerSignatory: event.signatory,
        stage: 'drafting',
        remarks: '',
        rendering: false,
      }
    }
    case 'draftSubmitted':
      return {
        ...commonOf(state),
        drafter: event.drafter,
        terms: event.terms,
        version: event.version,
        stage: 'drafting',
        remarks: '',
        rendering: true,
      }
    case 'draftRendered':
      return { ...commonOf(state), stage: 'approving', hash: event.hash, step: 0, approved: {} }
    case 'approved': {
      if (state.stage !== 'approving') return state
      const approved = { ...state.approved, [event.role]: event.person }
      const complete = routeOf(state)[state.step]?.roles.every((role) => approved[role] !== undefined)
      return complete ? { ...state, step: state.step + 1, approved: {} } : { ...state, approved }
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
    case 'returned':
      return { ...commonOf(state), stage: 'drafting', remarks: event.remarks, rendering: false }
    case 'signed':
      return withSignatory(state, event.person, () => ({ status: 'signed', route: event.route }))
    case 'paperSubmitted':
      return withSignatory(state, event.person, () => ({ status: 'paperSubmitted' }))
    case 'paperRejected':
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

function waits(state: State): Wait[] {
  const { policy, version } = state
  switch (state.stage) {
    case 'dataCollection': {
      const owner = { role: 'hrOfficer', partner: state.partner }
      return [
        task('requisites.1', 'giveRequisites', owner, { days: policy.requisitesDays }, { kind: state.kind }),
      ]
    }
    case 'drafting': {
      if (state.rendering) return []
      const due = { workingDays: policy.draftWorkingDays }
      const data = { kind: state.kind, remarks: state.remarks }
      return [task(`draft.${version + 1}`, 'draftAgreement', { person: state.author }, due, data)]
    }
    case 'approving': {
      const stage = routeOf(state)[state.step]
      if (stage === undefined) return []
      return stage.roles
        .filter((role) => state.approved[role] === undefined)
        .map((role) => ({
          ...task(
            `approve.${role}.${version}.${state.step}`,
            'approveDraft',
            { role },
            { workingDays: stage.workingDays },
            {
              kind: state.kind,
              version,
              hash: state.hash,
            },
          ),
          notBy: [...new Set([state.author, state.drafter ?? state.author])],
        }))
    }
    case 'signing':
      return state.registering ? [] : state.signatories.flatMap((signatory) => signing(state, signatory))
    case 'active':
      return [{ wait: 'alarm', key: `term.${state.validTo}`, due: { days: 1, from: state.validTo } }]
    case 'ended':
      return []
  }
}

function signing(state: Extract<State, { stage: 'signing' }>, signatory: Signatory): Wait[] {
  const { person, attempt } = signatory
  const data = { kind: state.kind, version: state.version, hash: state.hash }
  if (signatory.status === 'asked') {
    const key = `sign.${person}.${state.version}.${attempt}`
    return [
      { ...task(key, 'signAgreement', { person }, { days: state.policy.signingDays }, data), personal: true },
    ]
  }
  if (signatory.status === 'paperSubmitted') {
    const due = { workingDays: state.policy.verificationWorkingDays }
    const key = `verify.${person}.${state.version}.${attempt}`
    return [{ ...task(key, 'verifyPaper', { role: state.policy.paperVerifier }, due, data), notBy: [person] }]
  }
  return []
}

function task(
  key: string,
  kind: string,
  owner: Extract<Wait, { wait: 'task' }>['owner'],
  due: Wait['due'],
  data: Data,
) {
  return { wait: 'task' as const, key, kind, owner, due, ladder: 'standard', data }
}

function effects(event: Event, state: State): EffectSpec[] {
  const paper = (draft: boolean): EffectSpec => {
    const terms = (state.terms ?? {}) as Data
    const data: Data = {
      terms,
      requisites: state.requisites ?? {},
      forms: state.forms,
      partnerSignatory: state.partnerSignatory,
    }
    const whole: Paper = { kind: state.kind, language: state.language, draft, version: state.version, data }
    return { type: 'issue', papers: [whole] }
  }
  const report = (type: string, data: Data): EffectSpec => ({
    type: 'tell',
    messages: [
      {
        to: `partnership/${state.partnership}`,
        kind: 'partnership',
        command: { type, data: { id: state.id, ...data } },
      },
    ],
  })
  switch (event.type) {
    case 'draftSubmitted':
      return [paper(true)]
    case 'allSigned':
      return [paper(false)]
    case 'signatureDeclined':
      return event.signed.length === 0
        ? []
        : [
            {
              type: 'inform',
              persons: event.signed.map((person) => ({ person })),
              template: 'signatureVoided',
              data: { kind: state.kind, reason: event.reason },
            },
          ]
    case 'activated':
      return [
        report('agreementActivated', {
          number: event.number,
          validFrom: event.validFrom,
          validTo: event.validTo,
        }),
      ]
    case 'ended':
      return [report('agreementEnded', { outcome: event.outcome })]
    default:
      return []
  }
}

export const agreementCore: Core<State, Event> = {
  kind: 'agreement',
  begin,
  decide,
  evolve,
  waits,
  effects,
  situation: (state) => ({
    stage: state.stage,
    outcome: state.stage === 'ended' ? state.outcome : null,
    open: state.stage !== 'ended',
  }),
}
