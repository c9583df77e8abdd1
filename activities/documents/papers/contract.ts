import type { PracticeType } from '../../../schema/contracts/lists.ts'
import type { PaperProgramme } from '../../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { Terms } from '../../../workflows/agreement/state.ts'
import type { Day } from '../../../workflows/durable/types.ts'
import { type AgreementFacts, coordinators, daysOf, sumOf, USUAL } from './agreements.ts'
import type { Institution } from './institution.ts'
import { type PaperPeriod, practiceType } from './lines.ts'
import { readSites, type SiteRow } from './partner.ts'
import type { Sql } from './records.ts'
import { academicYearOf, distinct, given, inLanguage, type Names, oneLine, paperYear } from './text.ts'

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

/** How many programmes a paper names at most. */
const MOST_PROGRAMMES = 40

/**
 * Programmes whose graduates work at such sites: what a contract speaks of before there is a schedule. A partner
 * without sites is told of all of them.
 */
export async function programmesForSites(
  sql: Sql,
  institution: Institution,
  sites: readonly SiteRow[],
): Promise<PaperProgramme[]> {
  const { rows } = await sql.query<{ code: string; names: Names; profession: string }>(
    'SELECT code, names, profession FROM programme WHERE institution_id = $1 ORDER BY code',
    [institution.id],
  )
  const fitting = rows.filter((row) => sites.some(({ professions }) => professions.includes(row.profession)))
  return (fitting.length > 0 ? fitting : rows)
    .slice(0, MOST_PROGRAMMES)
    .map(({ code, names }) => ({ code, name: inLanguage(names, institution.language) ?? code }))
}

/** One period for all, where the contract is for one academic year; otherwise every year's schedule has its own. */
function onePeriod(plan: readonly PlanRow[], { validFrom, validTo }: Terms): PaperPeriod | undefined {
  const [first] = plan
  if (first === undefined || academicYearOf(validFrom) !== academicYearOf(validTo)) return undefined
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
  const { terms, parties, institution, partner } = facts
  const plan = await readPlan(sql, facts)
  const sites = await readSites(sql, institution, partner.id)
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
    ...given('period', onePeriod(plan, terms)),
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
