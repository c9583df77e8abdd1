import type { PoolClient } from 'pg'
import { addDays } from '../../workflows/durable/days.ts'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data, Day } from '../../workflows/durable/types.ts'
import type { Opening, PartnershipState } from '../../workflows/partnership/state.ts'
import type { InstitutionFacts } from '../record/institution.ts'

interface SessionRow {
  id: string
  code: string
  programme_id: string
  held_on: Day
  expert_person_ids: string[]
  unfit: string[] | null
  secretary_person_id: string
  graduates: string[] | null
  partnerships: string[] | null
  candidates: string[] | null
}

/** Students of the session's groups who are still here, in the order of their codes. */
const GRADUATES = `
  (SELECT array_agg(id ORDER BY code) FROM person
   WHERE institution_id = $1 AND kind = 'student' AND active AND study_group = ANY(groups)) AS graduates`

export async function sessionOpenings(
  client: PoolClient,
  input: EffectInput,
  partnership: PartnershipState,
  partner: string,
  today: Day,
  facts: InstitutionFacts,
): Promise<Opening[]> {
  const { rows } = await client.query<SessionRow>(
    `SELECT session.id, session.code, programme_id, held_on::text, expert_person_ids, secretary_person_id, ${GRADUATES},
       (SELECT array_agg(id) FROM person
        WHERE id = ANY(expert_person_ids) AND (NOT active OR email IS NULL)) AS unfit,
       (SELECT array_agg(id) FROM partnership
        WHERE institution_id = $1 AND stage = 'operating' AND partner_id = ANY(partner_ids)) AS partnerships,
       (SELECT array_agg(id ORDER BY code) FROM person
        WHERE institution_id = $1 AND active AND 'attestationExpert' = ANY(roles)) AS candidates
     FROM attestation_session session
     WHERE institution_id = $1 AND $2 = ANY(partner_ids) AND held_on > $3
       AND NOT EXISTS (SELECT FROM process WHERE process.id = 'attestation/' || session.id AND NOT open)
     ORDER BY held_on, session.code`,
    [input.institution, partner, today],
  )
  return rows.map((row) => {
    const lead = addDays(row.held_on, -facts.policy.partnership.attestationLeadDays)
    return {
      id: `attestation/${row.id}`,
      kind: 'attestation' as const,
      opens: lead > today ? lead : today,
      begin: {
        id: row.id,
        code: row.code,
        programme: row.programme_id,
        on: row.held_on,
        secretary: row.secretary_person_id,
        partnerships: row.partnerships ?? [partnership.id],
        invited: [...new Set(row.expert_person_ids)],
        unfit: row.unfit ?? [],
        candidates: row.candidates ?? [],
        graduates: row.graduates ?? [],
        language: partnership.language,
        administrator: partnership.administrator,
      },
    }
  })
}

/** A session as the list of sessions has it now; null where it is not on it any more. */
export async function session(client: PoolClient, input: EffectInput, data: Data): Promise<Data | null> {
  const { rows } = await client.query<{ on: Day; graduates: string[] | null }>(
    `SELECT held_on::text AS on, ${GRADUATES} FROM attestation_session WHERE institution_id = $1 AND id = $2`,
    [input.institution, String(data.session)],
  )
  const [row] = rows
  return row === undefined ? null : { on: row.on, graduates: row.graduates ?? [] }
}
