import type {
  PaperContact,
  PaperParty,
  PaperProgramme,
  PracticeType,
} from '../../../schema/contracts/papers/groups.ts'
import { COOPERATION_FORMS } from '../../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { AgreementState, Terms } from '../../../workflows/agreement/state.ts'
import type { Data, Day } from '../../../workflows/durable/types.ts'
import { authorityOf } from './agreement.ts'
import { PaperNotLoadable } from './errors.ts'
import { Institution } from './institution.ts'
import { type PaperPeriod, practiceType } from './lines.ts'
import { Partner, readSites, type SiteRow } from './partner.ts'
import { People } from './people.ts'
import { type PaperRequest, readProcess, type Sql } from './records.ts'
import {
  academicYearOf,
  distinct,
  given,
  inLanguage,
  isDay,
  isObjectList,
  type Names,
  oneLine,
  paperYear,
} from './text.ts'
import { languageOf } from './words.ts'

/** Live forms of this kind: two copies of equal force, ten days' and five days' notice, lists seven days before. */
const USUAL = {
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
function coordinators({
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

/** A sum in whole soums; an agreement that is paid for must say how much. */
function sumOf({ terms, request }: AgreementFacts): number | undefined {
  if (terms.paid !== true) return undefined
  const digits = String(terms.payment ?? '').replace(/(?<=\d)[\s\u00A0.,](?=\d{3})/g, '')
  const sum = Number(/\d+/.exec(digits)?.[0] ?? Number.NaN)
  if (!Number.isSafeInteger(sum) || sum < 1) throw new PaperNotLoadable('amountUnreadable', request.process)
  return sum
}

const daysOf = (terms: Terms, key: string, usual: number): number => Number(terms[key] ?? usual)

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
    forms: COOPERATION_FORMS.filter((form) => state.forms.includes(form)),
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

interface PlanRow {
  academicYear: string
  programme: string
  names: Names
  course: number
  group: string
  type: string
  planned: number
  from: Day
  to: Day
  site: string
}

/** The schedule lines of the partner that lie within the term. */
async function readPlan(sql: Sql, { request, state, terms }: AgreementFacts): Promise<PlanRow[]> {
  const { rows } = await sql.query<PlanRow>(
    `SELECT academic_year AS "academicYear", programme.code AS programme, programme.names, course,
            study_group AS group, practice_type AS type, planned, start_on::text AS from, end_on::text AS to,
            site_id AS site
     FROM schedule_line JOIN programme ON programme.id = schedule_line.programme_id
     WHERE schedule_line.institution_id = $1 AND partner_id = $2 AND start_on >= $3 AND end_on <= $4
     ORDER BY start_on, schedule_line.code`,
    [request.institution, state.partner, terms.validFrom, terms.validTo],
  )
  return rows
}

/** Programmes whose graduates work at such sites: what a contract speaks of before there is a schedule. */
export async function programmesForSites(
  sql: Sql,
  institution: Institution,
  sites: readonly SiteRow[],
): Promise<PaperProgramme[]> {
  const { rows } = await sql.query<{ code: string; names: Names }>(
    'SELECT code, names FROM programme WHERE institution_id = $1 AND profession = ANY($2) ORDER BY code',
    [institution.id, sites.flatMap(({ professions }) => professions)],
  )
  return rows.map(({ code, names }) => ({ code, name: inLanguage(names, institution.language) ?? code }))
}

function samePeriod(plan: readonly PlanRow[]): PaperPeriod | undefined {
  const [first] = plan
  if (first === undefined) return undefined
  const { from, to } = first
  return plan.every((one) => one.from === from && one.to === to) ? { from, to } : undefined
}

/** The kind of practice most trainees of the plan do; production practice where there is no plan yet. */
function usualType(plan: readonly PlanRow[]): PracticeType {
  const places = (type: string): number =>
    plan.filter((one) => one.type === type).reduce((sum, { planned }) => sum + planned, 0)
  const [type = 'production'] = plan.map((one) => one.type).sort((a, b) => places(b) - places(a))
  return practiceType(type)
}

export async function practiceContract(
  sql: Sql,
  facts: AgreementFacts,
): Promise<PaperData<'practiceContract'>> {
  const { terms, parties, institution, partner, request } = facts
  const plan = await readPlan(sql, facts)
  const sites = await readSites(sql, request.institution, partner.id)
  const used = plan.length === 0 ? sites : sites.filter(({ id }) => plan.some(({ site }) => site === id))
  const toProgramme = ({ programme, names }: PlanRow): PaperProgramme => ({
    code: programme,
    name: inLanguage(names, institution.language) ?? programme,
  })
  const listed = new Map(plan.map((row) => [row.programme, toProgramme(row)]))
  const programmes =
    listed.size > 0 ? [...listed.values()] : await programmesForSites(sql, institution, sites)
  const [responsibleInstitution, responsibleHost] = coordinators(facts)
  const [academicYear] = distinct(plan.map((row) => row.academicYear))
  const planned = plan.reduce((sum, row) => sum + row.planned, 0)
  return {
    parties,
    practice: {
      academicYear: academicYear === undefined ? academicYearOf(terms.validFrom) : paperYear(academicYear),
      type: usualType(plan),
    },
    programmes,
    plannedNumber: Number(terms.plannedNumber ?? planned),
    ...given('period', samePeriod(plan)),
    sites: used.map(({ name, address }) => ({ name, address })),
    responsibleInstitution,
    responsibleHost,
    replacementNoticeDays: USUAL.replacementDays,
    listDueDays: USUAL.listDays,
    ...given('payPerMonth', sumOf(facts)),
    validTo: terms.validTo,
    terminationNoticeDays: daysOf(terms, 'terminationNoticeDays', USUAL.terminationDays),
    forceMajeureNoticeDays: USUAL.forceMajeureDays,
    copies: { count: USUAL.copies },
    ...(plan.length > 0 && { plan: plan.map((row) => planRow(row, toProgramme(row))) }),
    ...(used.length > 0 && { premises: premisesOf(used, plan, institution) }),
  }
}

function planRow({ course, group, type, planned, from, to }: PlanRow, programme: PaperProgramme) {
  return { programme, course, group, type: practiceType(type), planned, period: { from, to } }
}

/** Sites with the programmes practised there. */
function premisesOf(sites: readonly SiteRow[], plan: readonly PlanRow[], institution: Institution) {
  return sites.map(({ id, name, address }) => {
    const names = plan
      .filter(({ site }) => site === id)
      .map((row) => inLanguage(row.names, institution.language) ?? row.programme)
    return { name, address, ...given('component', oneLine(distinct(names).join(', '), 200)) }
  })
}
