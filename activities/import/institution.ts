import type { PoolClient } from 'pg'
import { type InstitutionFile, institutionContract } from '../../schema/contracts/import.ts'
import { characterIn } from '../../schema/contracts/text.ts'
import { reasonOf } from './definition.ts'
import { type Mistakes, Unreadable } from './report.ts'
import { type Source, textOf } from './source.ts'
import { type Counts, type Table, upsert } from './upsert.ts'

const MOST_BYTES = 1024 * 1024

const REGISTER: Table = {
  name: 'register',
  key: ['code'],
  columns: { code: 'text', title: 'text', form: 'text' },
}
const DEPARTMENT: Table = { name: 'department', key: ['code'], columns: { code: 'text', names: 'jsonb' } }

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Unreadable('notJson', { cause: error })
  }
}

/** institution.json by its contract; null when it has mistakes, which are noted with the path of the field. */
export async function readInstitution(source: Source, mistakes: Mistakes): Promise<InstitutionFile | null> {
  let text = ''
  for await (const piece of textOf(source, MOST_BYTES)) text += piece
  const parsed = institutionContract.safeParse(parse(text))
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const path = issue.path.map(String)
    if (issue.code !== 'unrecognized_keys')
      mistakes.add(null, path.join('.') || null, reasonOf(issue.message), { character: characterIn(issue) })
    else
      for (const key of issue.keys) mistakes.add(null, [...path, key.slice(0, 60)].join('.'), 'unknownColumn')
  }
  return null
}

const UPSERT_INSTITUTION = `
  INSERT INTO institution AS t (code, names, city, legal_address, tax_id, bank_account, treasury_account, bank_name,
    bank_mfo, phone, email, time_zone, country, default_language, languages, calendar_overrides,
    legal_addresses, bank_names)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  ON CONFLICT (code) DO UPDATE SET names = excluded.names, city = excluded.city,
    legal_address = excluded.legal_address, tax_id = excluded.tax_id, bank_account = excluded.bank_account,
    treasury_account = excluded.treasury_account, bank_name = excluded.bank_name, bank_mfo = excluded.bank_mfo,
    phone = excluded.phone, email = excluded.email, time_zone = excluded.time_zone, country = excluded.country,
    default_language = excluded.default_language, languages = excluded.languages,
    calendar_overrides = excluded.calendar_overrides, legal_addresses = excluded.legal_addresses,
    bank_names = excluded.bank_names
  WHERE (t.names, t.city, t.legal_address, t.tax_id, t.bank_account, t.treasury_account, t.bank_name, t.bank_mfo,
      t.phone, t.email, t.time_zone, t.country, t.default_language, t.languages, t.calendar_overrides,
      t.legal_addresses, t.bank_names)
    IS DISTINCT FROM (excluded.names, excluded.city, excluded.legal_address, excluded.tax_id,
      excluded.bank_account, excluded.treasury_account, excluded.bank_name, excluded.bank_mfo, excluded.phone,
      excluded.email, excluded.time_zone, excluded.country, excluded.default_language, excluded.languages,
      excluded.calendar_overrides, excluded.legal_addresses, excluded.bank_names)
  RETURNING old.id IS NULL AS inserted`

async function writeOwn(client: PoolClient, file: InstitutionFile): Promise<Counts> {
  const { rows } = await client.query<{ inserted: boolean }>(UPSERT_INSTITUTION, [
    file.code,
    JSON.stringify(file.names),
    file.city,
    file.legalAddress,
    file.taxId,
    file.bankAccount,
    file.treasuryAccount,
    file.bankName,
    file.bankMfo,
    file.phone,
    file.email,
    file.timeZone,
    file.country,
    file.defaultLanguage,
    file.languages,
    JSON.stringify(file.calendarOverrides),
    JSON.stringify(file.legalAddresses),
    JSON.stringify(file.bankNames),
  ])
  const touched = rows[0]
  return {
    inserted: touched?.inserted ? 1 : 0,
    changed: touched && !touched.inserted ? 1 : 0,
    unchanged: touched ? 0 : 1,
  }
}

/** The institution, its registers and its departments; who leads them follows once staff is known. */
export async function writeInstitution(client: PoolClient, file: InstitutionFile): Promise<Counts> {
  const own = await writeOwn(client, file)
  const found = await client.query<{ id: string }>('SELECT id FROM institution WHERE code = $1', [file.code])
  const id = found.rows[0]?.id ?? ''
  const registers = file.registers.map(({ code, title, forms }) => ({ code, title, form: forms }))
  const departments = file.departments.map(({ code, names }) => ({ code, names }))
  const parts = [
    own,
    await upsert(client, id, REGISTER, registers),
    await upsert(client, id, DEPARTMENT, departments),
  ]
  return parts.reduce((sum, part) => ({
    inserted: sum.inserted + part.inserted,
    changed: sum.changed + part.changed,
    unchanged: sum.unchanged + part.unchanged,
  }))
}
