import { nameIn, type PersonRow, personName } from '../../registers/names.ts'
import type { Language } from '../../schema/contracts/lists.ts'
import type { Scope } from './scope.ts'
import { DEFAULT_LIMIT } from './scope.ts'

/** A place at an enterprise that concerns the reader, as trainee, mentor or supervisor. */
export interface OwnPlacement {
  id: string
  code: string
  stage: string
  /** YYYY-MM-DD */
  start: string | null
  end: string | null
  practice: string | null
  partner: string | null
  site: string | null
  address: string | null
  trainee: string
  mentor: Reachable | null
  supervisor: Reachable | null
  /** The reader is the trainee. */
  own: boolean
  /** Weeks whose diary is written, and how many of these are confirmed. */
  diary: { week: number; hours: number; confirmed: boolean }[]
}

export interface Reachable {
  name: string
  phone: string | null
  email: string | null
}

type Row = Omit<OwnPlacement, 'trainee' | 'mentor' | 'supervisor' | 'partner' | 'site'> & {
  trainee: PersonRow
  mentor: (PersonRow & Omit<Reachable, 'name'>) | null
  supervisor: (PersonRow & Omit<Reachable, 'name'>) | null
  partner: Record<string, string> | null
  site: Record<string, string> | null
}

const PERSON = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE jsonb_build_object('surname', ${alias}.surname,
     'given_name', ${alias}.given_name, 'patronymic', ${alias}.patronymic, 'phone', ${alias}.phone, 'email', ${alias}.email) END`

const PLACEMENTS = `
  SELECT placement.id, placement.code, placement.stage, to_char(placement.start_on, 'YYYY-MM-DD') AS start,
         to_char(placement.end_on, 'YYYY-MM-DD') AS end, line.practice_type AS practice, site.address,
         site.names || jsonb_build_object('uz-Latn', site.name) AS site,
         partner.names || jsonb_build_object('uz-Latn', partner.name) AS partner,
         ${PERSON('trainee')} AS trainee, ${PERSON('mentor')} AS mentor, ${PERSON('supervisor')} AS supervisor,
         placement.trainee_id = $2 AS own,
         coalesce((SELECT jsonb_agg(jsonb_build_object('week', week, 'hours', hours,
             'confirmed', confirmed_at IS NOT NULL) ORDER BY week)
           FROM diary_entry WHERE placement_id = placement.id), '[]') AS diary
  FROM placement
  JOIN person trainee ON trainee.id = placement.trainee_id
  LEFT JOIN person mentor ON mentor.id = placement.mentor_id
  LEFT JOIN person supervisor ON supervisor.id = placement.supervisor_id
  LEFT JOIN schedule_line line ON line.id = placement.schedule_line_id
  LEFT JOIN site ON site.id = line.site_id
  LEFT JOIN partner ON partner.id = line.partner_id
  WHERE placement.institution_id = $1 AND $2 IN (placement.trainee_id, placement.mentor_id, placement.supervisor_id)`

/** The latest first; 50 at most. */
export async function ownPlacements(
  scope: Scope,
  person: string,
  language: Language,
): Promise<OwnPlacement[]> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-own-placements',
    text: `${PLACEMENTS} ORDER BY placement.start_on DESC NULLS LAST, placement.code LIMIT ${DEFAULT_LIMIT}`,
    values: [scope.institution, person],
  })
  return rows.map((row) => told(row, language))
}

/** One of them, or null where it is nothing of the reader's. */
export async function ownPlacement(
  scope: Scope,
  person: string,
  id: string,
  language: Language,
): Promise<OwnPlacement | null> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-own-placement',
    text: `${PLACEMENTS} AND placement.id = $3`,
    values: [scope.institution, person, id],
  })
  const row = rows[0]
  return row === undefined ? null : told(row, language)
}

function told(row: Row, language: Language): OwnPlacement {
  const reachable = (person: Row['mentor']): Reachable | null =>
    person === null ? null : { name: personName(language, person), phone: person.phone, email: person.email }
  return {
    ...row,
    trainee: personName(language, row.trainee),
    mentor: reachable(row.mentor),
    supervisor: reachable(row.supervisor),
    partner: row.partner === null ? null : nameIn(language, row.partner, 'uz-Latn'),
    site: row.site === null ? null : nameIn(language, row.site, 'uz-Latn'),
  }
}
