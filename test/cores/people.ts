import type { PersonFact, Task } from '../../workflows/durable/types.ts'

export const PARTNER = 'zkm'
const STRANGER_PARTNER = 'other'

interface Known extends Omit<PersonFact, 'holds'> {
  superior: string | null
}

const person = (roles: string[], rank: number, partner: string | null, superior: string | null): Known => ({
  roles,
  rank,
  partner,
  superior,
  reachable: true,
  active: true,
})

/** A small institution, its partner, and somebody of another enterprise. Ids speak for themselves. */
export const PEOPLE: Record<string, Known> = {
  rector: person(['signatory', 'boardChair'], 6, null, null),
  vice: person(['signatory'], 5, null, 'rector'),
  admin: person(['administrator'], 4, null, 'vice'),
  secondAdmin: person(['administrator'], 3, null, 'vice'),
  head: person(['departmentHead'], 4, null, 'vice'),
  legal: person(['legalOfficer'], 3, null, 'vice'),
  finance: person(['financeOfficer'], 3, null, 'vice'),
  quality: person(['qualityOfficer'], 3, null, 'vice'),
  /** Stands in for several. */
  clerk: person(['legalOfficer', 'financeOfficer', 'qualityOfficer'], 3, null, 'vice'),
  lawyer: person(['legalOfficer'], 2, null, 'vice'),
  teacher: person(['practiceSupervisor'], 2, null, 'head'),
  secretary: person(['attestationSecretary'], 2, null, 'vice'),
  gone: { ...person(['legalOfficer'], 3, null, 'vice'), active: false },
  unreachable: { ...person([], 3, null, 'vice'), reachable: false },
  director: person(['signatory'], 6, PARTNER, null),
  deputy: person(['signatory'], 5, PARTNER, 'director'),
  hr: person(['hrOfficer'], 4, PARTNER, 'director'),
  safety: person(['safetyOfficer'], 3, PARTNER, 'director'),
  mentorA: person(['mentor'], 2, PARTNER, 'hr'),
  mentorB: person(['mentor'], 2, PARTNER, 'hr'),
  expertA: person(['attestationExpert'], 3, PARTNER, 'director'),
  expertB: person(['attestationExpert'], 3, PARTNER, 'director'),
  expertC: person(['attestationExpert'], 3, PARTNER, 'director'),
  foreign: person(['hrOfficer', 'signatory'], 4, STRANGER_PARTNER, null),
}

const OFFICE = 'admin'
const RECTOR = 'rector'

/** Roles as the generic policy resolves them. */
const ROLES: Record<string, (id: string, known: Known) => boolean> = {
  rector: (id) => id === RECTOR,
  boardChair: (id) => id === RECTOR,
  viceRector: (_, { roles, rank }) => roles.includes('signatory') && rank === 5,
  administrator: (_, { roles }) => roles.includes('administrator'),
}

/** The one person whose turn it is, as the record step resolves it. */
export function ownerOf({ owner, kind, notBy = [] }: Pick<Task, 'owner' | 'kind' | 'notBy'>): string | null {
  if ('person' in owner) return owner.person
  const first = (asked: (string | null)[], late: string): string | null =>
    asked.find((id) => id !== null && id !== late && !notBy.includes(id)) ?? null
  if ('officeBeside' in owner) return first([OFFICE, RECTOR], owner.officeBeside) ?? OFFICE
  if ('superiorOf' in owner) {
    const late = owner.superiorOf
    const superior = PEOPLE[late]?.superior ?? null
    if (kind === 'decideEscalation') return first([superior], late)
    return first([superior, OFFICE, RECTOR], late) ?? late
  }
  if (owner.role === 'administrator') return OFFICE
  const fits = owner.partner === undefined ? ROLES[owner.role] : undefined
  const found = Object.entries(PEOPLE).find(
    ([id, known]) =>
      known.active &&
      !notBy.includes(id) &&
      known.partner === (owner.partner ?? null) &&
      (fits === undefined ? known.roles.includes(owner.role) : fits(id, known)),
  )
  return found?.[0] ?? null
}

export const rolesOf = (id: string): string[] => PEOPLE[id]?.roles ?? []

/** The policy's words a person may hold, beside the roles. */
const holdsOf = (id: string, known: Known): string[] => [
  ...known.roles,
  ...Object.entries(ROLES).flatMap(([role, fits]) =>
    known.partner === null && fits(id, known) ? [role] : [],
  ),
]

export function factsOf(ids: string[]): Record<string, PersonFact> {
  const student: Known = { ...person(['student'], 0, null, null) }
  return Object.fromEntries(
    ids.map((id) => {
      const known = PEOPLE[id] ?? student
      return [id, { ...known, holds: holdsOf(id, known) }]
    }),
  )
}
