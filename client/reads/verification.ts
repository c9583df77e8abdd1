import type { Database } from '../../database/database.ts'
import { nameIn } from '../../registers/names.ts'
import type { Language } from '../../schema/contracts/lists.ts'

/** What everybody may know of a paper whose code he holds: nothing of any person. */
export interface VerifiedPaper {
  kind: string
  number: string | null
  /** YYYY-MM-DD */
  dated: string | null
  institution: string
  partner: string | null
  state: 'draft' | 'issued' | 'revoked'
  /** Some of its lines are not in force any more. */
  partlyRevoked: boolean
}

const CODE = /^[A-Za-z0-9-]{4,64}$/

/** A paper by the code printed on it, of whichever institution, or null. */
export async function verifiedPaper(
  { all }: Database,
  code: string,
  language: Language,
): Promise<VerifiedPaper | null> {
  if (!CODE.test(code)) return null
  const { rows } = await all.query<
    Omit<VerifiedPaper, 'institution' | 'partner'> & {
      names: Record<string, string>
      own: string
      partner_name: string | null
      partner_names: Record<string, string> | null
    }
  >({
    name: 'read-verified',
    text: `SELECT document.kind, number, to_char(dated_on, 'YYYY-MM-DD') AS dated, document.state,
                  jsonb_array_length(revocations) > 0 AS "partlyRevoked", institution.names,
                  institution.default_language AS own, partner.name AS partner_name, partner.names AS partner_names
           FROM document JOIN institution ON institution.id = document.institution_id
           JOIN process ON process.id = document.process_id
           LEFT JOIN partner ON partner.id = process.state ->> 'partner'
             AND partner.institution_id = document.institution_id
           WHERE verification_code = $1`,
    values: [code],
  })
  const row = rows[0]
  if (row === undefined) return null
  const { names, own, partner_name: partner, partner_names: partnerNames, ...paper } = row
  return {
    ...paper,
    institution: nameIn(language, names, own),
    partner: partner === null ? null : nameIn(language, { 'uz-Latn': partner, ...partnerNames }, 'uz-Latn'),
  }
}
