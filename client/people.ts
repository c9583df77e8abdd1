import type { By } from '../access/caller.ts'
import { doorText } from '../access/caller.ts'
import type { Bound } from '../database/database.ts'
import type { RoleRule } from '../schema/contracts/policy.ts'
import { Refused } from '../schema/refused.ts'
import type { Data, Decider, Json, PersonFact } from '../workflows/durable/types.ts'

interface PersonRow {
  id: string
  code: string
  kind: string
  rank: number | null
  roles: string[]
  email: string | null
  active: boolean
  partner_id: string | null
  institution_id: string
  rector: boolean
  practiceOffice: boolean
}

/** The policy's words for roles, by which a process says who may hold a task. */
export type RoleRules = Record<string, RoleRule>

export interface KnownActor extends Decider {
  institution: string
}

async function find(pool: Bound, institution: string, names: string[]): Promise<Map<string, PersonRow>> {
  const { rows } = await pool.query<PersonRow>({
    name: 'people-by-name',
    text: `SELECT person.id, person.code, kind, rank, roles, person.email, active, partner_id, institution_id,
             person.id IS NOT DISTINCT FROM rector_person_id AS rector,
             person.id IS NOT DISTINCT FROM practice_office_person_id AS "practiceOffice"
           FROM person JOIN institution ON institution.id = institution_id
           WHERE institution_id = $1 AND (person.id = ANY($2) OR person.code = ANY($2))`,
    values: [institution, names],
  })
  return new Map(rows.flatMap((row) => [[row.id, row] as const, [row.code, row] as const]))
}

/** Who acts, by code or id within the institution; nobody acts who is not active, nor with roles he has no more. */
export async function actorOf(pool: Bound, { person: name, door, roles }: By): Promise<KnownActor> {
  const row = (await find(pool, pool.institution, [name])).get(name)
  if (row === undefined || !row.active) throw new Refused('unknownPerson', { person: name })
  return {
    person: row.id,
    roles: roles === undefined ? row.roles : row.roles.filter((role) => roles.includes(role)),
    institution: row.institution_id,
    door: doorText(door),
  }
}

function factOf(row: PersonRow, rules: RoleRules): PersonFact {
  const { rank, roles, active, partner_id: partner, email } = row
  const words = partner === null ? Object.keys(rules).filter((word) => holds(row, rules[word])) : []
  return {
    rank: rank ?? 0,
    roles,
    holds: [...new Set([...roles, ...words])],
    reachable: email !== null,
    active,
    partner,
  }
}

/** A post of the institution, a role with its rank, or what the policy names in its place. */
function holds(row: PersonRow, rule: RoleRule | undefined): boolean {
  if (rule === undefined) return false
  const own =
    'code' in rule
      ? row.roles.includes(rule.code) && (rule.rank === undefined || row.rank === rule.rank)
      : row[rule.institution]
  return own || ('substitutes' in rule && (rule.substitutes ?? []).some((one) => holds(row, one)))
}

/** What a core may need to know of persons its data does not name: who acts, whose turn it was. */
export async function factsOf(
  pool: Bound,
  institution: string,
  ids: readonly string[],
  rules: RoleRules = {},
): Promise<Record<string, PersonFact>> {
  if (ids.length === 0) return {}
  const rows = await find(pool, institution, [...ids])
  return Object.fromEntries([...rows.values()].map((row) => [row.id, factOf(row, rules)]))
}

interface Place {
  holder: { [key: string]: Json } | Json[]
  key: string | number
  path: (string | number)[]
}

/** Every place in the data that a path names; `*` stands for each element of a list. */
function places(data: Data, path: string): Place[] {
  let found: Place[] = [{ holder: { root: data }, key: 'root', path: [] }]
  for (const step of path.split('.')) {
    found = found.flatMap(({ holder, key, path: above }): Place[] => {
      const value = (holder as { [key: string]: Json })[key]
      if (value === null || value === undefined || typeof value !== 'object') return []
      const at = (inner: string | number): Place => ({ holder: value, key: inner, path: [...above, inner] })
      if (step !== '*') return Array.isArray(value) ? [] : [at(step)]
      return Array.isArray(value) ? value.map((_, n) => at(n)) : []
    })
  }
  return found.filter(({ holder, key }) => typeof (holder as { [key: string]: Json })[key] === 'string')
}

/**
 * Puts ids where the data names persons by code, and tells the core what it may need to know of them.
 * @throws Refused unknownPerson, with every field that names nobody.
 */
export async function resolvePeople(
  pool: Bound,
  institution: string,
  data: Data,
  paths: readonly string[],
  rules: RoleRules = {},
): Promise<{ data: Data; persons: Record<string, PersonFact> }> {
  if (paths.length === 0) return { data, persons: {} }
  const copy = structuredClone(data)
  const found = paths.flatMap((path) => places(copy, path))
  const nameAt = ({ holder, key }: Place): string => String((holder as { [key: string]: Json })[key])
  const rows = await find(pool, institution, [...new Set(found.map(nameAt))])
  const persons: Record<string, PersonFact> = {}
  const unknown = found.filter((place) => !rows.has(nameAt(place)))
  if (unknown[0] !== undefined) {
    const fields = unknown.map((place) => {
      return { path: place.path, code: 'unknownPerson', params: { person: nameAt(place) } }
    })
    throw new Refused('unknownPerson', { person: nameAt(unknown[0]) }, fields)
  }
  for (const place of found) {
    const row = rows.get(nameAt(place))
    if (row === undefined) continue
    ;(place.holder as { [key: string]: Json })[place.key] = row.id
    persons[row.id] = factOf(row, rules)
  }
  return { data: copy, persons }
}
