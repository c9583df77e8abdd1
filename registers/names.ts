import type { Sql } from '../database/database.ts'
import { fullName } from '../language/names.ts'
import { toCyrillic } from '../language/transliterate.ts'
import type { Language } from '../messages/index.ts'
import type { Data, Json } from '../workflows/durable/types.ts'

/** Ids that are looked up at once: a list of trainees has 500 of them, with their mentors. */
const MOST_IDS = 1_200

export interface PersonRow {
  surname: string
  given_name: string
  patronymic: string | null
}

export function personName(language: Language, row: PersonRow): string {
  const { surname, given_name: givenName, patronymic } = row
  return fullName(language, { surname, givenName, ...(patronymic === null ? {} : { patronymic }) })
}

/** A registered name stays as it is registered; only the alphabet of Uzbek changes. */
const registeredName = (language: Language, name: string): string =>
  language === 'uz-Cyrl' ? toCyrillic(name) : name

/** A name kept by language, in the reader's or else in Uzbek. */
export function nameIn(language: Language, names: Record<string, string>, otherwise: string): string {
  const own = names[language]
  if (own !== undefined) return own
  const latin = names['uz-Latn'] ?? names[otherwise] ?? Object.values(names)[0] ?? ''
  return registeredName(language, latin)
}

function strings(value: Json, into: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length <= 64) into.add(value)
  } else if (Array.isArray(value)) {
    for (const one of value) strings(one, into)
  } else if (value !== null && typeof value === 'object') {
    for (const one of Object.values(value)) strings(one, into)
  }
}

/**
 * Names for whatever ids stand in the data: persons, partners, sites and programmes of the institution. `withCodes` for
 * whoever has to type them: Olimov Sunnat (C001).
 */
export async function namesFor(
  sql: Sql,
  institution: string,
  language: Language,
  data: readonly Data[],
  withCodes = false,
): Promise<Record<string, string>> {
  const ids = new Set<string>()
  for (const one of data) strings(one, ids)
  if (ids.size === 0) return {}
  const values = [institution, [...ids].slice(0, MOST_IDS)]
  const personsFound = sql.query<PersonRow & { id: string; code: string }>({
    name: 'mail-persons',
    text: `SELECT id, code, surname, given_name, patronymic FROM person WHERE institution_id = $1 AND id = ANY($2)`,
    values,
  })
  const othersFound = sql.query<{
    id: string
    code: string
    name: string | null
    names: Record<string, string>
  }>({
    name: 'mail-others',
    text: `SELECT id, code, name, names FROM partner WHERE institution_id = $1 AND id = ANY($2)
           UNION ALL SELECT id, code, name, names FROM site WHERE institution_id = $1 AND id = ANY($2)
           UNION ALL SELECT id, code, NULL, names FROM programme WHERE institution_id = $1 AND id = ANY($2)`,
    values,
  })
  const [persons, others] = await Promise.all([personsFound, othersFound])
  const shown = (name: string, code: string): string => (withCodes ? `${name} (${code})` : name)
  return Object.fromEntries([
    ...persons.rows.map((row) => [row.id, shown(personName(language, row), row.code)]),
    ...others.rows.map(({ id, code, name, names }) => [
      id,
      shown(nameIn(language, { ...names, ...(name === null ? {} : { 'uz-Latn': name }) }, 'uz-Latn'), code),
    ]),
  ])
}
