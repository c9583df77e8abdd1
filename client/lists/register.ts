import { folded, MARKS } from '../../language/fold.ts'
import type { Scope } from '../reads/scope.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './page.ts'

export interface PersonItem {
  id: string
  code: string
  kind: 'staff' | 'contact' | 'student'
  fullName: string
  post: string | null
  rank: number | null
  email: string | null
  phone: string | null
  language: string
  roles: string[]
  partner: string | null
  department: string | null
  programme: string | null
  course: number | null
  group: string | null
  graduationYear: number | null
  maxTrainees: number | null
  superior: string | null
  active: boolean
}

export interface PeopleAsked extends Part {
  kind?: string | undefined
  role?: string | undefined
  partner?: string | undefined
  department?: string | undefined
  programme?: string | undefined
  group?: string | undefined
  active?: boolean | undefined
  /** The beginning of a code or a name. */
  q?: string | undefined
  /** A part of a code or a name, forgiving apostrophes and scripts. */
  text?: string | undefined
}

/** Somewhere in a name or a code, whatever apostrophes and script it was typed in. */
const somewhere = (table: string, column: string): string => {
  const marks = MARKS.replace("'", "''")
  return `strpos(translate(lower(${table}.${column} || ' ' || ${table}.code), '${marks}', ''), ?) > 0`
}

const foldedOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : folded(text)

const named = (table: string, column: string) => {
  const by = [{ column: `${table}.code`, type: 'text' }] as const
  const byName = [
    { column: `${table}.${column}`, type: 'text' },
    { column: `${table}.id`, type: 'text' },
  ] as const
  return {
    code: { by, descending: false },
    '-code': { by, descending: true },
    name: { by: byName, descending: false },
    '-name': { by: byName, descending: true },
  }
}

const PEOPLE: Listing = {
  columns: `person.id, person.code, person.kind, person.full_name AS "fullName", person.post, person.rank, person.email,
    person.phone, person.language, person.roles, partner.code AS partner, department.code AS department,
    programme.code AS programme, person.course, person.study_group AS "group",
    person.graduation_year AS "graduationYear", person.max_trainees AS "maxTrainees", superior.code AS superior,
    person.active`,
  from: `person LEFT JOIN partner ON partner.id = person.partner_id
    LEFT JOIN department ON department.id = person.department_id
    LEFT JOIN programme ON programme.id = person.programme_id
    LEFT JOIN person superior ON superior.id = person.superior_person_id`,
  orders: named('person', 'full_name'),
}

/** People of the register: staff, contacts of partners and students. */
export function pageOfPeople(scope: Scope, asked: PeopleAsked): Promise<Page<PersonItem>> {
  const conditions = new Conditions(scope.institution)
    .add('person.institution_id = $1')
    .when(asked.name, '(person.id = ? OR person.code = ?)')
    .when(asked.kind, 'person.kind = ?')
    .when(asked.role, '? = ANY(person.roles)')
    .when(asked.partner, '(partner.code = ? OR partner.id = ?)')
    .when(asked.department, 'department.code = ?')
    .when(asked.programme, 'programme.code = ?')
    .when(asked.group, 'person.study_group = ?')
    .when(asked.active, 'person.active = ?')
    .when(foldedOf(asked.text), somewhere('person', 'full_name'))
    .when(
      asked.q,
      '(starts_with(lower(person.full_name), lower(?)) OR starts_with(lower(person.code), lower(?)))',
    )
  return pageOf(scope, PEOPLE, conditions, asked)
}

export interface PartnerItem {
  id: string
  code: string
  name: string
  names: Record<string, string>
  category: string
  sector: string
  region: string
  legalAddress: string
  taxId: string
  bankAccount: string
  bankMfo: string
  employees: number | null
  tradeUnion: string
  formsExisting: string[]
  formsProspective: string[]
  status: string
}

export interface PartnersAsked extends Part {
  status?: string | undefined
  category?: string | undefined
  q?: string | undefined
  text?: string | undefined
}

const PARTNERS: Listing = {
  columns: `partner.id, partner.code, partner.name, partner.names, partner.category, partner.sector, partner.region,
    partner.legal_address AS "legalAddress", partner.tax_id AS "taxId", partner.bank_account AS "bankAccount",
    partner.bank_mfo AS "bankMfo", partner.employees, partner.trade_union AS "tradeUnion",
    partner.forms_existing AS "formsExisting", partner.forms_prospective AS "formsProspective", partner.status`,
  from: 'partner',
  orders: named('partner', 'name'),
}

export function pageOfPartners(scope: Scope, asked: PartnersAsked): Promise<Page<PartnerItem>> {
  const conditions = new Conditions(scope.institution)
    .add('partner.institution_id = $1')
    .when(asked.name, '(partner.id = ? OR partner.code = ?)')
    .when(asked.status, 'partner.status = ?')
    .when(asked.category, 'partner.category = ?')
    .when(foldedOf(asked.text), somewhere('partner', 'name'))
    .when(
      asked.q,
      '(starts_with(lower(partner.name), lower(?)) OR starts_with(lower(partner.code), lower(?)))',
    )
  return pageOf(scope, PARTNERS, conditions, asked)
}

export interface SiteItem {
  id: string
  code: string
  partner: string
  kind: string
  name: string
  address: string
  professions: string[]
  capacity: number
  hazards: string[]
  safetyOfficer: string | null
}

export interface SitesAsked extends Part {
  partner?: string | undefined
  profession?: string | undefined
  text?: string | undefined
}

const BY_CODE = (table: string) => {
  const { code, '-code': backwards } = named(table, 'code')
  return { code, '-code': backwards }
}

const SITES: Listing = {
  columns: `site.id, site.code, partner.code AS partner, site.kind, site.name, site.address, site.professions,
    site.capacity, site.hazards, officer.code AS "safetyOfficer"`,
  from: `site JOIN partner ON partner.id = site.partner_id
    LEFT JOIN person officer ON officer.id = site.safety_officer_person_id`,
  orders: BY_CODE('site'),
}

export function pageOfSites(scope: Scope, asked: SitesAsked): Promise<Page<SiteItem>> {
  const conditions = new Conditions(scope.institution)
    .add('site.institution_id = $1')
    .when(asked.name, '(site.id = ? OR site.code = ?)')
    .when(asked.partner, '(partner.code = ? OR partner.id = ?)')
    .when(asked.profession, '? = ANY(site.professions)')
    .when(foldedOf(asked.text), somewhere('site', 'name'))
  return pageOf(scope, SITES, conditions, asked)
}

export interface ProgrammeItem {
  id: string
  code: string
  names: Record<string, string>
  department: string
  level: string
  profession: string
  finalYearCourse: number
}

const PROGRAMMES: Listing = {
  columns: `programme.id, programme.code, programme.names, department.code AS department, programme.level,
    programme.profession, programme.final_year_course AS "finalYearCourse"`,
  from: 'programme JOIN department ON department.id = programme.department_id',
  orders: BY_CODE('programme'),
}

export function pageOfProgrammes(
  scope: Scope,
  asked: Part & { department?: string | undefined },
): Promise<Page<ProgrammeItem>> {
  const conditions = new Conditions(scope.institution)
    .add('programme.institution_id = $1')
    .when(asked.name, '(programme.id = ? OR programme.code = ?)')
    .when(asked.department, 'department.code = ?')
  return pageOf(scope, PROGRAMMES, conditions, asked)
}
