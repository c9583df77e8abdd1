import type { Scope } from '../reads/scope.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './page.ts'

/** What every process has in lists. */
interface Common {
  id: string
  process: string
  stage: string
  outcome: string | null
  open: boolean
  /** The next instant at which something happens by itself. */
  nextDue: Date | null
  opened: Date
}

export interface PartnershipItem extends Common {
  partner: string
  partnerName: string
  forms: string[]
  administrator: string | null
}

export interface AgreementItem extends Common {
  kind: string
  partnership: string
  partner: string
  number: string | null
  language: string
  forms: string[]
  signedOn: string | null
  validFrom: string | null
  validTo: string | null
}

export interface CycleItem extends Common {
  agreement: string
  partner: string
  academicYear: string
}

export interface PlacementItem extends Common {
  code: string
  cycle: string | null
  trainee: string
  mentor: string | null
  supervisor: string | null
  startOn: string | null
  endOn: string | null
  total: number | null
}

export interface SessionItem extends Common {
  code: string
  year: number
  programme: string
  heldOn: string
  secretary: string
  groups: string[]
}

export interface ProcessesAsked extends Part {
  stage?: string | undefined
  open?: boolean | undefined
  /** Code or id. */
  partner?: string | undefined
}

export interface AgreementsAsked extends ProcessesAsked {
  /** Id. */
  partnership?: string | undefined
}

export interface CyclesAsked extends ProcessesAsked {
  agreement?: string | undefined
}

export interface PlacementsAsked extends ProcessesAsked {
  cycle?: string | undefined
  /** Codes or ids. */
  trainee?: string | undefined
  mentor?: string | undefined
}

export interface SessionsAsked extends ProcessesAsked {
  year?: number | undefined
}

const COMMON = `
  process.id AS process, process.stage, process.outcome, process.open, process.next_due AS "nextDue",
  process.opened_at AS opened`

/**
 * Processes with the ids of what they are about, computed before they are looked up: behind the wall between institutions
 * an index is used only for a comparison with what is known already.
 */
const own = (prefix: string): string =>
  `process CROSS JOIN LATERAL (SELECT substr(process.id, ${prefix.length + 1}) AS id OFFSET 0) AS own`

const opened = { column: 'process.opened_at', type: 'timestamptz' } as const
const id = { column: 'process.id', type: 'text' } as const
const BY_OPENING = {
  '-opened': { by: [opened, id], descending: true },
  opened: { by: [opened, id], descending: false },
} as const

const person = (column: string): string =>
  `${column} = (SELECT id FROM person WHERE institution_id = $1 AND (code = ? OR id = ?))`

function conditionsOf(scope: Scope, kind: string, { stage, open, partner }: ProcessesAsked): Conditions {
  return new Conditions(scope.institution)
    .add('process.institution_id = $1')
    .add('process.kind = ?', kind)
    .when(stage, 'process.stage = ?')
    .when(open, 'process.open = ?')
    .when(partner, '(partner.code = ? OR partner.id = ?)')
}

const PARTNERSHIPS: Listing = {
  columns: `partnership.id, ${COMMON}, partner.code AS partner, partner.name AS "partnerName", partnership.forms,
    administrator.code AS administrator`,
  from: `${own('partnership/')} JOIN partnership ON partnership.id = own.id
    JOIN partner ON partner.id = partnership.partner_id
    LEFT JOIN person administrator ON administrator.id = partnership.administrator_id`,
  orders: BY_OPENING,
}

/** Partnerships, those begun last first. */
export const pageOfPartnerships = (scope: Scope, asked: ProcessesAsked): Promise<Page<PartnershipItem>> =>
  pageOf(
    scope,
    PARTNERSHIPS,
    conditionsOf(scope, 'partnership', asked).when(asked.name, 'partnership.id = ?'),
    asked,
  )

const AGREEMENTS: Listing = {
  columns: `agreement.id, ${COMMON}, agreement.kind, agreement.partnership_id AS partnership, partner.code AS partner,
    agreement.number, agreement.language, agreement.forms, agreement.signed_on::text AS "signedOn",
    agreement.valid_from::text AS "validFrom", agreement.valid_to::text AS "validTo"`,
  from: `${own('agreement/')} JOIN agreement ON agreement.id = own.id
    JOIN partnership ON partnership.id = agreement.partnership_id
    JOIN partner ON partner.id = partnership.partner_id`,
  orders: BY_OPENING,
}

export const pageOfAgreements = (scope: Scope, asked: AgreementsAsked): Promise<Page<AgreementItem>> =>
  pageOf(
    scope,
    AGREEMENTS,
    conditionsOf(scope, 'agreement', asked)
      .when(asked.name, '(agreement.id = ? OR agreement.number = ?)')
      .when(asked.partnership, 'agreement.partnership_id = ?'),
    asked,
  )

const CYCLES: Listing = {
  columns: `practice_cycle.id, ${COMMON}, practice_cycle.agreement_id AS agreement, partner.code AS partner,
    practice_cycle.academic_year AS "academicYear"`,
  from: `${own('practice-cycle/')} JOIN practice_cycle ON practice_cycle.id = own.id
    JOIN agreement ON agreement.id = practice_cycle.agreement_id
    JOIN partnership ON partnership.id = agreement.partnership_id
    JOIN partner ON partner.id = partnership.partner_id`,
  orders: BY_OPENING,
}

export const pageOfCycles = (scope: Scope, asked: CyclesAsked): Promise<Page<CycleItem>> =>
  pageOf(
    scope,
    CYCLES,
    conditionsOf(scope, 'practiceCycle', asked)
      .when(asked.name, 'practice_cycle.id = ?')
      .when(asked.agreement, 'practice_cycle.agreement_id = ?'),
    asked,
  )

const PLACEMENTS: Listing = {
  columns: `placement.id, ${COMMON}, placement.code, placement.cycle_id AS cycle, trainee.code AS trainee,
    mentor.code AS mentor, supervisor.code AS supervisor, placement.start_on::text AS "startOn",
    placement.end_on::text AS "endOn", placement.total`,
  from: `placement CROSS JOIN LATERAL (SELECT 'placement/' || placement.id AS process OFFSET 0) AS own
    JOIN process ON process.id = own.process
    JOIN person trainee ON trainee.id = placement.trainee_id
    LEFT JOIN person mentor ON mentor.id = placement.mentor_id
    LEFT JOIN person supervisor ON supervisor.id = placement.supervisor_id`,
  orders: {
    code: { by: [{ column: 'placement.code', type: 'text' }], descending: false },
    '-code': { by: [{ column: 'placement.code', type: 'text' }], descending: true },
  },
}

const OF_PARTNER = `placement.cycle_id IN (
  SELECT practice_cycle.id FROM practice_cycle JOIN agreement ON agreement.id = agreement_id
  JOIN partnership ON partnership.id = partnership_id JOIN partner ON partner.id = partner_id
  WHERE partner.institution_id = $1 AND (partner.code = ? OR partner.id = ?))`

export function pageOfPlacements(scope: Scope, asked: PlacementsAsked): Promise<Page<PlacementItem>> {
  const conditions = new Conditions(scope.institution)
    .add('placement.institution_id = $1')
    .when(asked.name, '(placement.id = ? OR placement.code = ?)')
    .when(asked.stage, 'placement.stage = ?')
    .when(asked.open, 'process.open = ?')
    .when(asked.partner, OF_PARTNER)
    .when(asked.cycle, 'placement.cycle_id = ?')
    .when(asked.trainee, person('placement.trainee_id'))
    .when(asked.mentor, person('placement.mentor_id'))
  return pageOf(scope, PLACEMENTS, conditions, asked)
}

const SESSIONS: Listing = {
  columns: `session.id, ${COMMON}, session.code, session.year, programme.code AS programme,
    session.held_on::text AS "heldOn", secretary.code AS secretary, session.groups`,
  from: `${own('attestation/')} JOIN attestation_session session ON session.id = own.id
    JOIN programme ON programme.id = session.programme_id
    JOIN person secretary ON secretary.id = session.secretary_person_id`,
  orders: BY_OPENING,
}

export const pageOfSessions = (scope: Scope, asked: SessionsAsked): Promise<Page<SessionItem>> => {
  const { partner, ...others } = asked
  const conditions = conditionsOf(scope, 'attestation', others)
    .when(asked.name, '(session.id = ? OR session.code = ?)')
    .when(asked.year, 'session.year = ?')
    .when(partner, INVITED)
  return pageOf(scope, SESSIONS, conditions, asked)
}

const INVITED = `session.partner_ids && ARRAY(
  SELECT id FROM partner WHERE institution_id = $1 AND (code = ? OR id = ?))`
