import type { PoolClient } from 'pg'
import type { Owner } from '../../workflows/durable/types.ts'
import type { InstitutionFacts } from './institution.ts'

/**
 * The one person whose turn it is. Where nobody has the role the practice office has the task: no task is ever
 * without an owner.
 */
export async function resolveOwner(
  sql: PoolClient,
  institution: string,
  facts: InstitutionFacts,
  owner: Owner,
): Promise<string | null> {
  if ('person' in owner) return owner.person
  if ('superiorOf' in owner) {
    const { rows } = await sql.query<{ superior_person_id: string | null }>({
      name: 'superior-of',
      text: 'SELECT superior_person_id FROM person WHERE id = $1 AND institution_id = $2',
      values: [owner.superiorOf, institution],
    })
    return rows[0]?.superior_person_id ?? facts.practiceOffice ?? facts.rector
  }
  const rule = facts.policy.roles[owner.role]
  if (rule !== undefined && 'institution' in rule && owner.partner === undefined) {
    return (rule.institution === 'rector' ? facts.rector : facts.practiceOffice) ?? facts.rector
  }
  const code = rule !== undefined && 'code' in rule ? rule.code : owner.role
  const rank = rule !== undefined && 'code' in rule ? (rule.rank ?? null) : null
  const { rows } = await sql.query<{ id: string }>({
    name: 'owner-by-role',
    text: `SELECT id FROM person
           WHERE institution_id = $1 AND active AND $2 = ANY(roles) AND ($3::int IS NULL OR rank = $3)
             AND partner_id IS NOT DISTINCT FROM $4 AND ($5::text IS NULL OR department_id = $5)
           ORDER BY code LIMIT 1`,
    values: [institution, code, rank, owner.partner ?? null, owner.department ?? null],
  })
  return rows[0]?.id ?? facts.practiceOffice ?? facts.rector
}
