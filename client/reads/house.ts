import type { Database } from '../../database/database.ts'
import { nameIn, type PersonRow, personName } from '../../registers/names.ts'
import type { Language } from '../../schema/contracts/lists.ts'
import type { Scope } from './scope.ts'
import { listInstitutions } from './scope.ts'

/** What a letter or a page shows of the institution. */
export interface House {
  name: string
  phone: string
  email: string
  timeZone: string
  /** The one its people read unless they chose another. */
  language: Language
}

interface HouseRow {
  names: Record<string, string>
  phone: string
  email: string
  time_zone: string
  default_language: Language
}

export async function houseOf(scope: Scope, language?: Language): Promise<House | null> {
  const { rows } = await scope.pool.query<HouseRow>({
    name: 'read-house',
    text: 'SELECT names, phone, email, time_zone, default_language FROM institution WHERE id = $1',
    values: [scope.institution],
  })
  const row = rows[0]
  if (row === undefined) return null
  const { names, phone, email, time_zone: timeZone, default_language: own } = row
  return { name: nameIn(language ?? own, names, own), phone, email, timeZone, language: own }
}

/** Where there is one institution only, whoever comes to the door came to its door. */
export async function onlyScope(database: Database): Promise<Scope | null> {
  const [only, other] = await listInstitutions(database.all)
  if (only === undefined || other !== undefined) return null
  return { pool: database.of(only.id), institution: only.id }
}

/** A person as pages address him: name, and post as it is registered. */
export async function addresseeOf(scope: Scope, person: string, language: Language): Promise<string> {
  const { rows } = await scope.pool.query<PersonRow & { post: string | null }>({
    name: 'read-addressee',
    text: `SELECT surname, given_name, patronymic, post FROM person WHERE institution_id = $1 AND id = $2`,
    values: [scope.institution, person],
  })
  const row = rows[0]
  if (row === undefined) return ''
  const name = personName(language, row)
  return row.post === null ? name : `${name}, ${row.post}`
}
