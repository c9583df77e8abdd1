import type { Command, Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { approversOf, partsOf } from './approvers.ts'
import type { AgreementEvent, AgreementState, Approving, Route, Signatory, Signing, Terms } from './state.ts'
import { authorityOn, termOf } from './term.ts'

type Result = AgreementEvent[] | Refusal
type State = AgreementState

export const routeOf = (state: State) => state.policy.routes[state.kind] ?? state.policy.routes.default

/** Until it is signed the requisites may be given once more. */
const isCorrectable = (state: State): boolean => state.stage === 'drafting' || state.stage === 'approving'

/** One decision function for every task of the agreement, whatever the way it was completed. */
export function decideTask(state: State, command: Command, today: Day): Result {
  switch (state.stage) {
    case 'dataCollection':
      return giveRequisites(state, command, today)
    case 'drafting':
      return (command.task ?? '').startsWith('requisites.')
        ? giveRequisites(state, command, today)
        : submit(state, command, today)
    case 'approving':
      return approve(state, command)
    case 'signing':
      return sign(state, command, today)
    case 'active':
    case 'ended':
      return refuse('wrongStage', { stage: state.stage })
  }
}

function giveRequisites(
  state: State,
  command: Command,
  today: Day,
  onBehalf = command.onBehalf !== undefined,
): Result {
  const { decision: _, signatory, authority, ...requisites } = command.data
  const over = authorityOn(authority, today)
  if (over !== null) return over
  const person = String(signatory)
  const fact = command.facts?.persons[person]
  if (!fact?.active) return refuse('personUnknown')
  if (fact.partner !== state.partner) return refuse('wrongSide')
  if (!fact.reachable) return refuse('personHasNoEmail')
  const given: AgreementEvent = {
    type: 'requisitesGiven',
    requisites,
    signatory: person,
    authority: (authority ?? {}) as Data,
    onBehalf,
  }
  const { terms, drafter } = state
  if (terms === null || !isDrafted(state)) return [given]
  // What was drafted from the wrong ones is drafted again, as its own version: approvals were of another text.
  return [given, { type: 'draftSubmitted', version: state.version + 1, terms, drafter }]
}

/** There is a draft of the present terms, or there was to be one. */
const isDrafted = (state: State): boolean =>
  state.stage === 'approving' ||
  (state.stage === 'drafting' && (state.rendering || state.failed !== undefined))

/** Given wrongly, they are given again by whom they are asked of, or by the office on behalf. */
export function correctRequisites(state: State, command: Command, today: Day): Result {
  const { person, roles } = command.by
  const office = roles.includes('administrator')
  const partner = person === null ? undefined : command.facts?.persons[person]?.partner
  if (!office && !(partner === state.partner && roles.includes('hrOfficer'))) return refuse('notAllowed')
  if (!isCorrectable(state)) return refuse('wrongStage', { stage: state.stage })
  return giveRequisites(state, command, today, office)
}

function submit(state: State, command: Command, today: Day): Result {
  const { decision: _, ...rest } = command.data
  const terms = rest as unknown as Terms
  const wrongTerm = termOf(terms, state.policy.longestTermYears, today)
  if (wrongTerm !== null) return wrongTerm
  const over = authorityOn(terms.signatoryAuthority, today)
  if (over !== null) return over
  const signatory = command.facts?.persons[terms.signatory]
  if (!signatory?.active) return refuse('personUnknown')
  if (!signatory.roles.includes('signatory') || signatory.partner !== null) return refuse('mayNotSign')
  const wrong = coordinators(state, command)
  if (wrong !== null) return wrong
  const { departments } = command.facts ?? {}
  const known = departments === undefined ? {} : { departments }
  return [{ type: 'draftSubmitted', version: state.version + 1, terms, drafter: command.by.person, ...known }]
}

/** Each side is coordinated by a person of its own. */
function coordinators(state: State, command: Command): Refusal | null {
  const { coordinatorInstitution, coordinatorPartner } = command.data
  const sides = [
    { person: coordinatorInstitution, partner: null },
    { person: coordinatorPartner, partner: state.partner },
  ]
  for (const { person, partner } of sides) {
    const fact = command.facts?.persons[String(person)]
    if (!fact?.active) return refuse('personUnknown')
    if (fact.partner !== partner) return refuse('wrongSide')
  }
  return null
}

function approve(state: State & Approving, command: Command): Result {
  const approver = (command.task ?? '').split('.')[1] ?? ''
  const who = partsOf(approver)
  const { decision, hash } = command.data
  if (hash !== state.hash) return refuse('staleVersion', { version: state.version, hash: state.hash })
  const person = command.by.person ?? ''
  switch (decision) {
    case 'approve': {
      if (state.approvers?.includes(person)) return refuse('approvedAlready', { version: state.version })
      const approved: AgreementEvent = {
        type: 'approved',
        step: state.step,
        ...who,
        person,
        hash: state.hash,
      }
      const route = routeOf(state)
      const others = approversOf(state, state.step).filter((one) => one !== approver)
      const complete = others.every((one) => state.approved[one] !== undefined)
      const last = complete && state.step === route.length - 1
      return last
        ? [approved, { type: 'approvalFinished', version: state.version, signatories: signatories(state) }]
        : [approved]
    }
    case 'return':
      return [{ type: 'returned', step: state.step, ...who, remarks: String(command.data.remarks) }]
    case 'reject': {
      const reason = String(command.data.reason)
      return [
        { type: 'rejected', step: state.step, ...who, reason },
        { type: 'ended', outcome: 'withdrawn', reason },
      ]
    }
    default:
      return refuse('decisionUnknown', { decision: decision ?? '' })
  }
}

function signatories(state: State): Signatory[] {
  const people = { institution: state.terms?.signatory ?? '', partner: state.partnerSignatory ?? '' }
  return state.policy.signing.map((side, n) => ({
    person: people[side],
    side,
    status: n === 0 ? 'asked' : 'waiting',
    attempt: 1,
    route: null,
  }))
}

function sign(state: State & Signing, command: Command, today: Day): Result {
  const [name, person = ''] = (command.task ?? '').split('.')
  const data = command.data
  if (name === 'verify') {
    return data.decision === 'confirm'
      ? signed(state, person, routeOfSignature(state, person))
      : [{ type: 'paperRejected', person, reason: String(data.reason) }]
  }
  if (data.decision === 'decline') {
    const already = state.signatories
      .filter(({ status }) => status === 'signed' || status === 'paperSubmitted')
      .map((signatory) => signatory.person)
    return [{ type: 'signatureDeclined', person, reason: String(data.reason), signed: already }]
  }
  if (data.hash !== state.hash) return refuse('staleVersion', { version: state.version, hash: state.hash })
  const barred = maySign(state, person, today)
  if (barred !== null) return barred
  if (data.decision === 'paper') return [{ type: 'paperSubmitted', person, scan: String(data.scan) }]
  if (data.decision === 'external') {
    const { system, reference, scan } = data as { system: string; reference: string; scan?: string }
    return [{ type: 'externalSubmitted', person, system, reference, ...(scan === undefined ? {} : { scan }) }]
  }
  return signed(state, person, 'electronic')
}

const routeOfSignature = ({ signatories }: Signing, person: string): Route =>
  signatories.find((signatory) => signatory.person === person)?.route ?? 'paper'

/** On the day of signing the authority holds, and the term is not over. */
function maySign(state: State & Signing, person: string, today: Day): Refusal | null {
  const side = state.signatories.find((signatory) => signatory.person === person)?.side
  const authority = side === 'partner' ? state.requisites?.authority : state.terms?.signatoryAuthority
  const validTo = state.terms?.validTo ?? today
  return validTo < today ? refuse('termOver', { date: validTo }) : authorityOn(authority, today)
}

function signed(state: State & Signing, person: string, route: Route): Result {
  const event: AgreementEvent = { type: 'signed', person, route, hash: state.hash }
  const rest = state.signatories.filter(
    (signatory) => signatory.person !== person && signatory.status !== 'signed',
  )
  return rest.length === 0 ? [event, { type: 'allSigned', version: state.version }] : [event]
}

/** A signatory who left is replaced, with new authority, without restarting the others. */
export function replaceSignatory(state: State, command: Command, today: Day): Result {
  if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
  if (state.stage !== 'signing' || state.registering) return refuse('wrongStage', { stage: state.stage })
  const person = String(command.data.person)
  const by = String(command.data.by)
  const old = state.signatories.find((signatory) => signatory.person === person)
  if (old === undefined || old.status === 'signed') return refuse('signatoryUnknown')
  const fact = command.facts?.persons[by]
  if (!fact?.active) return refuse('personUnknown')
  if (!fact.reachable) return refuse('personHasNoEmail')
  const ownSide = old.side === 'institution' ? fact.partner === null : fact.partner === state.partner
  if (!ownSide) return refuse('wrongSide')
  if (old.side === 'institution' && !fact.roles.includes('signatory')) return refuse('mayNotSign')
  const { authority = {} } = command.data
  return (
    authorityOn(authority, today) ?? [{ type: 'signatoryReplaced', person, by, authority: authority as Data }]
  )
}
