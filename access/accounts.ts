import type { Sql } from '../database/database.ts'

export interface Account {
  person: string
  institution: string
  passwordHash: string | null
  totpSecret: string | null
  /** It was shown and proven; before that it is only an offer. */
  totpOn: boolean
}

/** More persons of one institution, or of several, do not share one address to sign in with. */
const MOST_ALIKE = 5

/** Accounts that an address may mean: of one institution, or of all where none is named. */
export async function accountsAt(sql: Sql, address: string, institution: string | null): Promise<Account[]> {
  const { rows } = await sql.query<Account>({
    name: 'accounts-at',
    text: `SELECT account.person_id AS person, account.institution_id AS institution, password_hash AS "passwordHash",
                  totp_secret AS "totpSecret", totp_since IS NOT NULL AS "totpOn"
           FROM account JOIN person ON person.id = account.person_id
           JOIN institution ON institution.id = account.institution_id
           WHERE person.email = $1 AND person.active AND disabled_at IS NULL
             AND ($2::text IS NULL OR institution.code = $2 OR institution.id = $2)
           ORDER BY account.created_at LIMIT ${MOST_ALIKE}`,
    values: [address, institution],
  })
  return rows
}

export async function accountOf(sql: Sql, person: string): Promise<Account | null> {
  const { rows } = await sql.query<Account>({
    name: 'account-of',
    text: `SELECT person_id AS person, account.institution_id AS institution, password_hash AS "passwordHash",
                  totp_secret AS "totpSecret", totp_since IS NOT NULL AS "totpOn"
           FROM account JOIN person ON person.id = person_id
           WHERE person_id = $1 AND person.active AND disabled_at IS NULL`,
    values: [person],
  })
  return rows[0] ?? null
}

/** Opens the account, or gives it another password. */
export async function keepPassword(
  sql: Sql,
  of: { person: string; institution: string },
  passwordHash: string,
): Promise<void> {
  await sql.query({
    name: 'account-password',
    text: `INSERT INTO account (person_id, institution_id, password_hash, password_at) VALUES ($1, $2, $3, now())
           ON CONFLICT (person_id) DO UPDATE SET password_hash = $3, password_at = now()`,
    values: [of.person, of.institution, passwordHash],
  })
}
