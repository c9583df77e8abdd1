import type { Caller } from '../../access/caller.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Scope } from '../reads/scope.ts'
import { businessNow } from '../reads/scope.ts'
import type { Surroundings } from './sources.ts'

/** What stands in a form before anything is typed: what is known already, and what is asked about. */
export async function valuesFor(
  scope: Scope,
  _caller: Pick<Caller, 'person' | 'partner'>,
  task: { kind: string; data: Data },
  around: Surroundings,
  decision: string,
): Promise<Data> {
  const { hash } = task.data
  const given: Data = typeof hash === 'string' ? { hash } : {}
  switch (`${task.kind}.${decision}`) {
    case 'giveRequisites.give':
      return { ...given, ...(await requisitesKnown(scope, around)) }
    case 'collectPartnerInfo.record':
      return { ...given, ...(await partnerKnown(scope, around)) }
    case 'launchAgreement.launch':
      return { language: String(around.state.language ?? 'uz-Latn'), forms: around.state.forms ?? [] }
    case 'issuePaper.issue':
      return task.data.side === 'partner' ? { date: await today(scope) } : {}
    case 'decideVisit.approve':
      return { date: await today(scope) }
    case 'recordDefence.record':
      return { on: await today(scope) }
    default:
      return given
  }
}

/** Where the institution is, in business time. */
async function today(scope: Scope): Promise<string> {
  const { rows } = await scope.pool.query<{ today: string }>({
    name: 'form-today',
    text: `SELECT to_char($2::timestamptz AT TIME ZONE time_zone, 'YYYY-MM-DD') AS today FROM institution WHERE id = $1`,
    values: [scope.institution, await businessNow(scope.pool)],
  })
  return rows[0]?.today ?? ''
}

async function requisitesKnown(scope: Scope, { partner, state }: Surroundings): Promise<Data> {
  const { requisites } = state
  if (requisites !== null && typeof requisites === 'object' && !Array.isArray(requisites))
    return requisites as Data
  const { rows } = await scope.pool.query<Data>({
    name: 'form-requisites',
    text: `SELECT name AS "legalName", legal_address AS address, tax_id AS "taxId", bank_account AS "bankAccount",
                  bank_mfo AS "bankMfo" FROM partner WHERE institution_id = $1 AND id = $2`,
    values: [scope.institution, partner],
  })
  return rows[0] ?? {}
}

async function partnerKnown(scope: Scope, { partner }: Surroundings): Promise<Data> {
  const { rows } = await scope.pool.query<Data>({
    name: 'form-partner',
    text: `SELECT employees, main_directions AS "mainDirections", trade_union AS "tradeUnion",
                  regional_plan_role AS "regionalRole", interests FROM partner WHERE institution_id = $1 AND id = $2`,
    values: [scope.institution, partner],
  })
  return Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([, value]) => value !== null))
}
