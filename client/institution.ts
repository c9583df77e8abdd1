import type { Bound, Database } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import { listInstitutions } from './reads/scope.ts'

const NONE = ''

/**
 * The institution in which somebody acts or reads: the one named by code or id, or the only one there is. An empty
 * database has nobody and empty lists.
 * @throws Refused unknownInstitution, or severalInstitutions where none was named and one has to be.
 */
export async function institutionOf(database: Database, name?: string): Promise<Bound> {
  const found = await listInstitutions(database.all, name ?? null)
  const [institution, other] = found
  if (other !== undefined)
    throw new Refused('severalInstitutions', { institutions: found.map(({ code }) => code).join(', ') })
  if (institution !== undefined) return database.of(institution.id)
  if (name !== undefined) throw new Refused('unknownInstitution', { institution: name })
  return database.of(NONE)
}
