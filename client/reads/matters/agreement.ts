import type { AgreementState } from '../../../workflows/agreement/state.ts'
import type { Data } from '../../../workflows/durable/types.ts'
import type { Asked, Difference, Matters, PapersWanted, Part, Said, Subject } from './shape.ts'
import { differences, fieldsPart, isRecord, NO_PAPERS, rowsOf, rowsPart, said } from './shape.ts'

const SAID: readonly string[] = [
  'requisitesGiven',
  'draftSubmitted',
  'draftFailed',
  'approved',
  'approvalFinished',
  'returned',
  'rejected',
  'signed',
  'paperSubmitted',
  'paperRejected',
  'signatureDeclined',
  'signatoryReplaced',
  'registrationGivenUp',
]

/** Decisions with what was written; the texts themselves stand among the parts. */
const DECISIONS = SAID.filter((type) => type !== 'requisitesGiven' && type !== 'draftSubmitted')

function subject({ kind, state, events }: Asked<AgreementState>): Subject {
  const earlier = said(events, DECISIONS)
  const { requisites } = state
  const about = fieldsPart('agreement', { kind: state.kind, forms: state.forms })
  if (kind === 'giveRequisites') return { parts: about, earlier, given: requisitesGiven(events) ?? undefined }
  const parts = [...about, ...requisitesPart(requisites)]
  if (kind === 'draftAgreement') return { parts, earlier, given: state.terms ?? undefined }
  return {
    parts: [...about, ...termsParts(state), ...requisitesPart(requisites), ...signatures(state)],
    earlier,
    changes: changes(events),
  }
}

function papers({ kind, state }: Asked<AgreementState>): PapersWanted {
  if (kind === 'giveRequisites') return NO_PAPERS
  const { version } = state
  return kind === 'draftAgreement' ? { kinds: [state.kind] } : { kinds: [state.kind], version }
}

function requisitesGiven(events: readonly Said[]): Data | null {
  const last = said(events, ['requisitesGiven']).at(-1)?.data
  if (last === undefined || !isRecord(last.requisites)) return null
  const { requisites, signatory = null, authority = null } = last
  return { ...requisites, signatory, authority }
}

const requisitesPart = (requisites: Data | null): Part[] => fieldsPart('requisites', requisites ?? {})

function termsParts({ terms, version }: AgreementState): Part[] {
  if (terms === null) return []
  const { programme, ...rest } = terms
  return [...fieldsPart('terms', { version, ...rest }), ...rowsPart('programme', rowsOf(programme))]
}

function signatures(state: AgreementState): Part[] {
  if (state.stage !== 'signing') return []
  const rows = state.signatories.map(({ person, side, status }): Data => ({ person, side, status }))
  return rowsPart('signatures', rows)
}

/** What the present version says otherwise than the one before it. */
function changes(events: readonly Said[]): Difference[] {
  const versions = said(events, ['draftSubmitted'])
  const [before, after] = versions.slice(-2)
  if (before === undefined || after === undefined) return []
  const requisitesAt = (draft: Said): Data => requisitesGiven(events.filter(({ at }) => at <= draft.at)) ?? {}
  return [
    ...differences(termsOf(before), termsOf(after)),
    ...differences(requisitesAt(before), requisitesAt(after)),
  ]
}

const termsOf = ({ data }: Said): Data => (isRecord(data.terms) ? data.terms : {})

export const agreementMatters: Matters<AgreementState> = { said: SAID, subject, papers }
