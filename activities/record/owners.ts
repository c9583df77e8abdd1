import type { PoolClient } from 'pg'
import type { Owner } from '../../workflows/durable/types.ts'
import type { InstitutionFacts } from './institution.ts'

/** What to look up for an owner, or who it is without a look. */
type Search =
  | { person: string | null }
  | { superiorOf: string }
  | { code: string; rank: number | null; partner: string | null; department: string | null }

function searchOf(owner: Owner, facts: InstitutionFacts): Search {
  if ('person' in owner || 'superiorOf' in owner) return owner
  const rule = facts.policy.roles[owner.role]
  if (rule !== undefined && 'institution' in rule && owner.partner === undefined) {
    return { person: (rule.institution === 'rector' ? facts.rector : facts.practiceOffice) ?? facts.rector }
  }
  return {
    code: rule !== undefined && 'code' in rule ? rule.code : owner.role,
    rank: rule !== undefined && 'code' in rule ? (rule.rank ?? null) : null,
    partner: owner.partner ?? null,
    department: owner.department ?? null,
  }
}

/**
 * The one person whose turn each is. Where nobody has the role the practice office has the task, and nobody decides
 * about their own delay while there is somebody else: no task is ever without an owner.
 */
export async function resolveOwners(
  sql: PoolClient,
  institution: string,
  facts: InstitutionFacts,
  owners: Owner[],
): Promise<(string | null)[]> {
  const searches = owners.map((owner) => searchOf(owner, facts))
  const open = searches.flatMap((search) => ('person' in search ? [] : [search]))
  const found = open.length === 0 ? [] : await lookUp(sql, institution, open)
  return searches.map((search) => {
    if ('person' in search) return search.person
    const late = 'superiorOf' in search ? search.superiorOf : null
    const candidates = [found.shift() ?? null, facts.practiceOffice, facts.rector]
    return candidates.find((person) => person !== null && person !== late) ?? late
  })
}

async function lookUp(
  sql: PoolClient,
  institution: string,
  searches: Exclude<Search, { person: string | null }>[],
): Promise<(string | null)[]> {
  const roles = searches.map((search) => ('code' in search ? search : null))
  const { rows } = await sql.query<{ person: string | null }>({
    name: 'owners',
    text: `SELECT CASE WHEN superior_of IS NULL
             THEN (SELECT id FROM person
                   WHERE institution_id = $1 AND active AND row.role = ANY(roles) AND (row.rank IS NULL OR person.rank = row.rank)
                     AND partner_id IS NOT DISTINCT FROM row.partner AND (row.department IS NULL OR department_id = row.department)
                   ORDER BY person.code LIMIT 1)
             ELSE (SELECT superior.id FROM person late JOIN person superior ON superior.id = late.superior_person_id
                   WHERE late.id = superior_of AND late.institution_id = $1 AND superior.active)
             END AS person
           FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
             AS row (role, rank, partner, department, superior_of, n)
           ORDER BY n`,
    values: [
      institution,
      roles.map((role) => role?.code ?? null),
      roles.map((role) => role?.rank ?? null),
      roles.map((role) => role?.partner ?? null),
      roles.map((role) => role?.department ?? null),
      searches.map((search) => ('superiorOf' in search ? search.superiorOf : null)),
    ],
  })
  return rows.map(({ person }) => person)
}
