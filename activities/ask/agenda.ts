import type { PoolClient } from 'pg'
import { addDays } from '../../workflows/durable/days.ts'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data, Day } from '../../workflows/durable/types.ts'
import type { Opening, PartnershipState } from '../../workflows/partnership/state.ts'
import type { InstitutionFacts } from '../record/institution.ts'

interface AgreementRow {
  id: string
  language: string
  valid_from: string
  valid_to: string
}

/** What a partnership opens in an academic year: the cycles of its agreements and the sittings its partner is invited to. */
export async function agenda(
  client: PoolClient,
  input: EffectInput,
  data: Data,
  facts: InstitutionFacts,
): Promise<Data> {
  const state = await client.query<{ state: PartnershipState }>('SELECT state FROM process WHERE id = $1', [
    input.process,
  ])
  const partnership = state.rows[0]?.state
  if (partnership === undefined) return { openings: [] }
  const today = facts.calendar.dayOf(input.at)
  const cycles = await cycleOpenings(client, partnership, today, facts)
  const sessions = await sessionOpenings(client, input, partnership, String(data.partner), today, facts)
  return { openings: [...cycles, ...sessions] as unknown as Data[] }
}

async function cycleOpenings(
  client: PoolClient,
  partnership: PartnershipState,
  today: Day,
  facts: InstitutionFacts,
): Promise<Opening[]> {
  const agreements = await client.query<AgreementRow>(
    `SELECT id, language, valid_from::text, valid_to::text FROM agreement
     WHERE partnership_id = $1 AND stage = 'active' AND 'studentPractice' = ANY(forms) AND valid_to >= $2`,
    [partnership.id, today],
  )
  const calendarYear = Number(today.slice(0, 4))
  const first = today.slice(5) >= facts.policy.partnership.cycleOpensOn ? calendarYear : calendarYear - 1
  const academicYear = `${first}-${first + 1}`
  return agreements.rows.map((agreement) => ({
    id: `practice-cycle/${agreement.id}/${academicYear}`,
    kind: 'practiceCycle' as const,
    opens: today,
    begin: {
      id: `${agreement.id}/${academicYear}`,
      agreement: agreement.id,
      partnership: partnership.id,
      partner: partnership.partner,
      academicYear,
      language: agreement.language,
      administrator: partnership.administrator,
      validFrom: agreement.valid_from,
      validTo: agreement.valid_to,
    },
  }))
}

interface SessionRow {
  id: string
  code: string
  programme_id: string
  held_on: string
  expert_person_ids: string[]
  secretary_person_id: string
  graduates: string[] | null
  partnerships: string[] | null
  candidates: string[] | null
}

async function sessionOpenings(
  client: PoolClient,
  input: EffectInput,
  partnership: PartnershipState,
  partner: string,
  today: Day,
  facts: InstitutionFacts,
): Promise<Opening[]> {
  const { rows } = await client.query<SessionRow>(
    `SELECT session.id, session.code, programme_id, held_on::text, expert_person_ids, secretary_person_id,
       (SELECT array_agg(id ORDER BY code) FROM person
        WHERE institution_id = $1 AND kind = 'student' AND active AND study_group = ANY(groups)) AS graduates,
       (SELECT array_agg(id) FROM partnership
        WHERE institution_id = $1 AND stage = 'operating' AND partner_id = ANY(partner_ids)) AS partnerships,
       (SELECT array_agg(id ORDER BY code) FROM person
        WHERE institution_id = $1 AND active AND 'attestationExpert' = ANY(roles)) AS candidates
     FROM attestation_session session
     WHERE institution_id = $1 AND $2 = ANY(partner_ids) AND held_on > $3 ORDER BY held_on, session.code`,
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
        invited: row.expert_person_ids,
        candidates: row.candidates ?? [],
        graduates: row.graduates ?? [],
        language: partnership.language,
        administrator: partnership.administrator,
      },
    }
  })
}
