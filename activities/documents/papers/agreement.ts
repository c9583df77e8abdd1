import type { PaperRef, PaperSignatory } from '../../../schema/contracts/papers/groups.ts'
import type { AgreementState } from '../../../workflows/agreement/state.ts'
import type { Data, Day } from '../../../workflows/durable/types.ts'
import { PaperNotLoadable } from './errors.ts'
import type { People } from './people.ts'
import type { Sql } from './records.ts'
import { given, isDay } from './text.ts'

/** The agreement other papers rely on: its state, and the number it was registered under. */
export interface AgreementRecord {
  state: AgreementState
  number: string | null
  signedOn: Day | null
}

export async function readAgreement(sql: Sql, institution: string, id: string): Promise<AgreementRecord> {
  const { rows } = await sql.query<AgreementRecord>(
    `SELECT process.state, agreement.number, agreement.signed_on::text AS "signedOn"
     FROM process LEFT JOIN agreement ON agreement.id = $3
     WHERE process.id = $1 AND process.institution_id = $2`,
    [`agreement/${id}`, institution, id],
  )
  const row = rows[0]
  if (row === undefined) throw new PaperNotLoadable('processMissing', `agreement/${id}`)
  const { state } = row
  return state.stage === 'active' ? { state, number: state.number, signedOn: state.signedOn } : row
}

export function agreementRef(record: AgreementRecord, titleOf: (kind: string) => string): PaperRef {
  return {
    title: titleOf(record.state.kind),
    ...given('number', record.number),
    ...given('date', record.signedOn),
  }
}

const BASES = ['charter', 'regulation', 'powerOfAttorney', 'order'] as const

/** Authority as people state it: { basis, number?, date?, validTo? }; without it a head signs by the charter. */
export function authorityOf(
  stated: unknown,
): Omit<PaperSignatory, 'surname' | 'givenName' | 'patronymic' | 'post'> {
  const data = (typeof stated === 'object' && stated !== null ? stated : {}) as Data
  const authority = BASES.find((basis) => basis === data.basis) ?? 'charter'
  return {
    authority,
    ...given('authorityNo', typeof data.number === 'string' ? data.number : undefined),
    ...given('authorityDate', isDay(data.date) ? data.date : undefined),
    ...given('authorityValidTo', isDay(data.validTo) ? data.validTo : undefined),
  }
}

/** Who signs for the partner whatever the partner issues, with the authority given for the agreement. */
export function partnerSignatory(
  people: People,
  partner: string,
  agreement: AgreementState | null,
): PaperSignatory {
  const id = people.partnerHead(partner, agreement?.partnerSignatory)
  const stated = id === agreement?.partnerSignatory ? agreement.requisites?.authority : undefined
  return { ...people.official(id), ...authorityOf(stated) }
}
