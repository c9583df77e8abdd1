import { FORMS } from '../../../schema/contracts/lists.ts'
import { soums } from '../../../schema/contracts/money.ts'
import type { PaperContact, PaperParty } from '../../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { AgreementState, Terms } from '../../../workflows/agreement/state.ts'
import type { Data } from '../../../workflows/durable/types.ts'
import { authorityOf } from './agreement.ts'
import { PaperNotLoadable } from './errors.ts'
import { Institution } from './institution.ts'
import { Partner } from './partner.ts'
import { People } from './people.ts'
import { type PaperRequest, readProcess, type Sql } from './records.ts'
import { given, isDay, isObjectList, oneLine } from './text.ts'
import { languageOf } from './words.ts'

/** Live forms of this kind: two copies of equal force, ten days' and five days' notice, lists seven days before. */
export const USUAL = {
  copies: 2,
  terminationDays: 10,
  forceMajeureDays: 5,
  replacementDays: 7,
  listDays: 7,
  optOutDays: 30,
}

export interface AgreementFacts {
  request: PaperRequest
  state: AgreementState
  terms: Terms
  institution: Institution
  partner: Partner
  people: People
  parties: [PaperParty, PaperParty]
}

interface Replacement {
  person: string
  authority: Data | null
}

/** Who signs now: while signing, a signatory who left is replaced without a new draft. */
function signersOf(state: AgreementState, terms: Terms): { institution: string; partner: string | null } {
  const now = state.stage === 'signing' ? state.signatories : []
  return {
    institution: now.find(({ side }) => side === 'institution')?.person ?? terms.signatory,
    partner: now.find(({ side }) => side === 'partner')?.person ?? state.partnerSignatory,
  }
}

export async function readAgreementFacts(sql: Sql, request: PaperRequest): Promise<AgreementFacts> {
  const language = languageOf(request.paper)
  const institution = await Institution.read(sql, request.institution, language)
  const { state } = await readProcess<AgreementState>(sql, request.institution, request.process)
  const { terms, requisites } = state
  if (terms === null) throw new PaperNotLoadable('recordMissing', `terms of ${request.process}`)
  const partner = await Partner.read(sql, request.institution, state.partner, language, requisites)
  const signers = signersOf(state, terms)
  const ids = [signers.institution, signers.partner, state.author, ...coordinatorsOf(terms)]
  const people = await People.read(sql, institution.posts, ids, [state.partner])
  const { rows } = await sql.query<Replacement>(
    `SELECT person_id AS person, authority FROM signatory
     WHERE agreement_id = $1 AND institution_id = $2 AND authority IS NOT NULL`,
    [state.id, request.institution],
  )
  const replaced = new Map(rows.map(({ person, authority }) => [person, authority]))
  const head = people.partnerHead(state.partner, signers.partner)
  const own = replaced.get(signers.institution) ?? terms.signatoryAuthority
  const theirs = replaced.get(head) ?? requisites?.authority
  const parties: [PaperParty, PaperParty] = [
    institution.party({ ...people.official(signers.institution), ...authorityOf(own) }),
    partner.party({ ...people.official(head), ...authorityOf(theirs) }),
  ]
  return { request, state, terms, institution, partner, people, parties }
}

const coordinatorsOf = (terms: Terms): string[] =>
  [terms.coordinatorInstitution, terms.coordinatorPartner].filter((id) => typeof id === 'string')

/** Who answers for the agreement at either side; where nobody was named, its author and the partner's personnel. */
export function coordinators({
  people,
  terms,
  state,
  institution,
  partner,
}: AgreementFacts): [PaperContact, PaperContact] {
  const theirs = people.has(String(terms.coordinatorPartner)) ? String(terms.coordinatorPartner) : undefined
  const own = people.has(String(terms.coordinatorInstitution))
    ? String(terms.coordinatorInstitution)
    : state.author
  const host = theirs ?? people.holder('hrOfficer', { partner: partner.id }) ?? people.partnerHead(partner.id)
  return [people.contact(own, institution), people.contact(host)]
}

/** A sum in soums; an agreement that is paid for must say how much. */
export function sumOf({ terms, request }: AgreementFacts): number | undefined {
  if (terms.paid !== true) return undefined
  const sum = soums.safeParse(Number(terms.payment ?? Number.NaN))
  if (!sum.success) throw new PaperNotLoadable('amountUnreadable', request.process)
  return sum.data
}

export const daysOf = (terms: Terms, key: string, usual: number): number => Number(terms[key] ?? usual)

/** The joint programme; a measure without a day is due when the agreement ends. */
function measuresOf(terms: Terms): NonNullable<PaperData<'cooperationAgreement'>['measures']> {
  if (!isObjectList(terms.programme)) return []
  return terms.programme.map(({ measure, owner, term, evidence }) => ({
    measure: isDay(term) ? String(measure) : oneLine(`${String(measure)} (${String(term)})`, 300),
    owner: String(owner),
    due: isDay(term) ? term : terms.validTo,
    ...given('evidence', typeof evidence === 'string' ? evidence : undefined),
  }))
}

export function cooperationAgreement(facts: AgreementFacts): PaperData<'cooperationAgreement'> {
  const { state, terms, parties } = facts
  const [own, theirs] = coordinators(facts)
  const measures = measuresOf(terms)
  return {
    parties,
    forms: FORMS.filter((form) => state.forms.includes(form)),
    term: { from: terms.validFrom, to: terms.validTo, renewal: terms.renewal },
    ...(terms.renewal === 'automatic' && {
      optOutNoticeDays: daysOf(terms, 'optOutNoticeDays', USUAL.optOutDays),
    }),
    terminationNoticeDays: daysOf(terms, 'terminationNoticeDays', USUAL.terminationDays),
    forceMajeureNoticeDays: USUAL.forceMajeureDays,
    coordinators: [
      { ...own, side: 'institution' },
      { ...theirs, side: 'partner' },
    ],
    ...given('payment', sumOf(facts)),
    copies: { count: USUAL.copies },
    ...(measures.length > 0 && { measures }),
  }
}
