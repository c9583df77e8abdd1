import type { PoolClient } from 'pg'
import type { RoleRule } from '../../schema/contracts/policy.ts'
import type { Task } from '../../workflows/durable/types.ts'
import type { InstitutionFacts } from './institution.ts'

/** Where to look for an owner: a person who is known, somebody's superior, or whoever has a role. */
type Search =
  | { person: string | null }
  | { superiorOf: string }
  | { code: string; rank: number | null; partner: string | null; department: string | null }

/** `kind` is absent where nobody is asked to do anything. */
type Turn = Pick<Task, 'owner' | 'notBy' | 'holders'> & Partial<Pick<Task, 'kind'>>

const OFFICE = 'administrator'
/** Asked of the superior or of nobody: where there is none, the institution itself decides. */
const SUPERIORS_ONLY = 'decideEscalation'

/** Nobody else can do it: it stays with its person, whoever has left, until the process lets go of it. */
const isPersonal = ({ owner, holders = null }: Turn): boolean => 'person' in owner && holders === null

/** In the order in which they are asked; whoever is barred is passed over. */
function searchesOf({ owner, kind }: Turn, facts: InstitutionFacts): Search[] {
  const office: Search[] = [
    { person: facts.practiceOffice },
    { person: facts.rector },
    { code: OFFICE, rank: null, partner: null, department: null },
  ]
  if ('person' in owner) return [owner]
  if ('officeBeside' in owner) return office
  if ('superiorOf' in owner) return kind === SUPERIORS_ONLY ? [owner] : [owner, ...office]
  const { role, partner = null, department = null } = owner
  const rule = partner === null ? facts.policy.roles[role] : undefined
  if (rule === undefined) return [{ code: role, rank: null, partner, department }]
  const named = [rule, ...(rule.substitutes ?? [])].map((one) => searchOf(one, facts, department))
  // The office is always somebody: what nobody else does is its turn.
  return role === OFFICE ? [...named, ...office] : named
}

function searchOf(rule: RoleRule, facts: InstitutionFacts, department: string | null): Search {
  if ('code' in rule) return { code: rule.code, rank: rule.rank ?? null, partner: null, department }
  return { person: rule.institution === 'rector' ? facts.rector : (facts.practiceOffice ?? facts.rector) }
}

/**
 * The one person whose turn each is; null where nobody has the role, or whoever has it may not decide or has left. Nobody decides
 * about their own delay while there is somebody else.
 */
export async function resolveOwners(
  sql: PoolClient,
  institution: string,
  facts: InstitutionFacts,
  turns: (Turn | null)[],
): Promise<(string | null)[]> {
  const asked = turns.flatMap((turn, n) =>
    turn === null ? [] : searchesOf(turn, facts).map((search) => ({ n, turn, search })),
  )
  const unknown = asked.filter(({ turn }) => !isPersonal(turn))
  const found = unknown.length === 0 ? [] : await lookUp(sql, institution, unknown)
  const owners: (string | null)[] = turns.map(() => null)
  for (const { n, turn, search } of asked) {
    const known = 'person' in search && isPersonal(turn)
    const person = known ? search.person : (found.shift() ?? null)
    owners[n] ??= mayBe(turn, person) ? person : null
  }
  for (const [n, turn] of turns.entries()) if (turn !== null) owners[n] ??= lastOf(turn, facts)
  return owners
}

/** Whoever is left where everybody else is missing or barred: he may still pass it on. */
function lastOf({ owner, kind }: Turn, { practiceOffice, rector }: InstitutionFacts): string | null {
  if ('officeBeside' in owner) return practiceOffice ?? rector
  return 'superiorOf' in owner && kind !== SUPERIORS_ONLY ? owner.superiorOf : null
}

/** Who is named by the process itself has been checked by it; the others are found by what they are. */
const mayBe = (turn: Turn, person: string | null): boolean =>
  person !== null && ('person' in turn.owner || !barredOf(turn).includes(person))

/** Who may not decide, and whose own delay it is. */
function barredOf({ owner, notBy = [] }: Turn): string[] {
  if ('superiorOf' in owner) return [...notBy, owner.superiorOf]
  return 'officeBeside' in owner ? [...notBy, owner.officeBeside] : notBy
}

async function lookUp(
  sql: PoolClient,
  institution: string,
  asked: { turn: Turn; search: Search }[],
): Promise<(string | null)[]> {
  const roles = asked.map(({ search }) => ('code' in search ? search : null))
  const { rows } = await sql.query<{ person: string | null }>({
    name: 'owners',
    text: `SELECT CASE WHEN row.person IS NOT NULL
             THEN (SELECT id FROM person WHERE id = row.person AND institution_id = $1 AND active)
             WHEN superior_of IS NULL AND row.role IS NOT NULL
             THEN (SELECT id FROM person
                   WHERE institution_id = $1 AND active AND row.role = ANY(roles) AND (row.rank IS NULL OR person.rank = row.rank)
                     AND partner_id IS NOT DISTINCT FROM row.partner AND (row.department IS NULL OR department_id = row.department)
                     AND NOT (barred::jsonb ? person.id)
                   ORDER BY email IS NULL, person.code LIMIT 1)
             WHEN superior_of IS NOT NULL
             THEN (SELECT superior.id FROM person late JOIN person superior ON superior.id = late.superior_person_id
                   WHERE late.id = superior_of AND late.institution_id = $1 AND superior.active)
             END AS person
           FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
             WITH ORDINALITY AS row (role, rank, partner, department, superior_of, barred, person, n)
           ORDER BY n`,
    values: [
      institution,
      roles.map((role) => role?.code ?? null),
      roles.map((role) => role?.rank ?? null),
      roles.map((role) => role?.partner ?? null),
      roles.map((role) => role?.department ?? null),
      asked.map(({ search }) => ('superiorOf' in search ? search.superiorOf : null)),
      asked.map(({ turn }) => JSON.stringify(barredOf(turn))),
      asked.map(({ search }) => ('person' in search ? search.person : null)),
    ],
  })
  return rows.map(({ person }) => person)
}
