import type { Sql } from '../database/database.ts'
import { newId } from './tokens.ts'

/** A letter that belongs to no process; what it brings is made when it is composed. */
export type OwnTemplate = 'freshLink' | 'signCode' | 'reset' | 'invitation'

export interface OwnLetter {
  institution: string
  person: string
  task: string | null
  template: OwnTemplate
}

/** Puts a letter among those that wait to be sent, and answers its id. */
export async function writeLetter(
  sql: Sql,
  { institution, person, task, template }: OwnLetter,
): Promise<string> {
  const id = `access-${newId()}`
  await sql.query({
    name: 'access-letter',
    text: `INSERT INTO message (id, institution_id, person_id, task_id, template, data, language, at, state)
           SELECT $1, $2, $3, $4, $5, '{}', language,
                  now() + coalesce((SELECT offset_ms FROM business_clock), 0) * interval '1 ms', 'queued'
           FROM person WHERE id = $3`,
    values: [id, institution, person, task, template],
  })
  return id
}

/** Everybody active with an address, of whichever institution. */
export async function peopleAt(
  sql: Sql,
  address: string,
  withAccount: boolean,
): Promise<{ institution: string; person: string }[]> {
  const { rows } = await sql.query<{ institution: string; person: string }>({
    name: 'access-people-at',
    text: `SELECT person.institution_id AS institution, person.id AS person FROM person
           LEFT JOIN account ON account.person_id = person.id
           WHERE email = $1 AND active AND (NOT $2 OR account.person_id IS NOT NULL AND disabled_at IS NULL) LIMIT 10`,
    values: [address, withAccount],
  })
  return rows
}
