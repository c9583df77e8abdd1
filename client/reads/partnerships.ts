import type { Scope } from './scope.ts'
import { businessNow, limitOf, MAX_LIMIT } from './scope.ts'

export interface PartnershipRow {
  process: string
  partner: string
  partnerName: string
  stage: string
  outcome: string | null
  open: boolean
  forms: string[]
  administrator: string | null
  /** Of the partnership and of everything it began. */
  openTasks: number
  overdueTasks: number
  /** Since when the task that waits longest has been open. */
  waitsSince: Date | null
  nextDue: Date | null
}

/** Partnerships, those that are stuck longest first. */
export async function listPartnerships(scope: Scope, limit?: number): Promise<PartnershipRow[]> {
  const { rows } = await scope.pool.query<PartnershipRow>({
    name: 'read-partnerships',
    text: `WITH RECURSIVE family AS (
             SELECT id AS root, id FROM process WHERE kind = 'partnership' AND institution_id = $1
             UNION ALL
             SELECT root, process.id FROM process JOIN family ON process.parent_id = family.id
           ), waiting AS (
             SELECT root, count(*)::int AS open, count(*) FILTER (WHERE due_at < $2)::int AS overdue,
                    min(opened_at) AS since, min(due_at) AS due
             FROM family JOIN task ON task.process_id = family.id AND task.state IN ('open', 'escalated')
             GROUP BY root
           )
           SELECT process.id AS process, partner.code AS partner, partner.name AS "partnerName", process.stage,
                  process.outcome, process.open, partnership.forms, administrator.code AS administrator,
                  coalesce(waiting.open, 0) AS "openTasks", coalesce(overdue, 0) AS "overdueTasks",
                  waiting.since AS "waitsSince", coalesce(waiting.due, process.next_due) AS "nextDue"
           FROM partnership
           JOIN process ON process.id = 'partnership/' || partnership.id
           JOIN partner ON partner.id = partnership.partner_id
           LEFT JOIN person administrator ON administrator.id = partnership.administrator_id
           LEFT JOIN waiting ON waiting.root = process.id
           WHERE partnership.institution_id = $1
           ORDER BY process.open DESC, waiting.since NULLS LAST, partner.code LIMIT $3`,
    values: [scope.institution, await businessNow(scope.pool), limitOf(limit)],
  })
  return rows
}

export interface AgreementRow {
  process: string
  kind: string
  stage: string
  number: string | null
  signedOn: string | null
  validFrom: string | null
  validTo: string | null
}

/** The agreements of a partnership, newest first. */
export async function listAgreements(scope: Scope, partnership: string): Promise<AgreementRow[]> {
  const { rows } = await scope.pool.query<AgreementRow>({
    name: 'read-agreements',
    text: `SELECT 'agreement/' || agreement.id AS process, agreement.kind, agreement.stage, number,
                  signed_on::text AS "signedOn", valid_from::text AS "validFrom", valid_to::text AS "validTo"
           FROM agreement JOIN process ON process.id = 'agreement/' || agreement.id
           WHERE agreement.institution_id = $1 AND partnership_id = substr($2, 13)
           ORDER BY process.opened_at DESC LIMIT 50`,
    values: [scope.institution, partnership],
  })
  return rows
}

/** Partners with whom no partnership runs, in order of the alphabet. */
export async function partnersToBegin(scope: Scope): Promise<{ code: string; name: string }[]> {
  const { rows } = await scope.pool.query<{ code: string; name: string }>({
    name: 'read-partners-to-begin',
    text: `SELECT code, name FROM partner
           WHERE institution_id = $1 AND NOT EXISTS (
             SELECT FROM partnership JOIN process ON process.id = 'partnership/' || partnership.id
             WHERE partner_id = partner.id AND open)
           ORDER BY name LIMIT ${MAX_LIMIT}`,
    values: [scope.institution],
  })
  return rows
}
