import type { PoolClient } from 'pg'
import { type InstitutionFile, institutionContract } from '../../schema/contracts/import.ts'
import { parseJson } from '../../schema/contracts/json.ts'
import { faultIn } from './definition.ts'
import { differencesOf } from './differences.ts'
import { decode } from './encoding.ts'
import { type Findings, type Recognised, Unreadable } from './report.ts'
import { type FileAtHand, noteChange } from './rows.ts'
import { bytesOf, type Source } from './source.ts'
import { type Counts, sum, type Table, upsert, type Values } from './upsert.ts'

const MOST_BYTES = 1024 * 1024

/** A table that institution.json fills, and how its columns are called there. */
interface Part {
  table: Table
  names: Readonly<Record<string, string>>
  guarded: readonly string[]
}

const INSTITUTION: Part = {
  table: {
    name: 'institution',
    key: ['code'],
    columns: {
      code: 'text',
      names: 'jsonb',
      city: 'text',
      legal_address: 'text',
      tax_id: 'text',
      bank_account: 'text',
      treasury_account: 'text',
      bank_name: 'text',
      bank_mfo: 'text',
      phone: 'text',
      email: 'text',
      time_zone: 'text',
      country: 'text',
      default_language: 'text',
      languages: 'text[]',
      calendar_overrides: 'jsonb',
      legal_addresses: 'jsonb',
      bank_names: 'jsonb',
    },
  },
  names: {},
  guarded: ['names', 'tax_id', 'bank_account', 'treasury_account', 'bank_mfo'],
}
const REGISTER: Part = {
  table: { name: 'register', key: ['code'], columns: { code: 'text', title: 'text', form: 'text' } },
  names: { title: 'registers.title', form: 'registers.forms' },
  guarded: ['form'],
}
const DEPARTMENT: Part = {
  table: { name: 'department', key: ['code'], columns: { code: 'text', names: 'jsonb' } },
  names: { names: 'departments.names' },
  guarded: ['names'],
}

function valueAt(value: unknown, path: readonly PropertyKey[]): string {
  let at = value
  for (const step of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined
  if (at === undefined || at === null) return ''
  return typeof at === 'object' ? JSON.stringify(at).slice(0, 200) : String(at)
}

/** institution.json by its contract; null when it has mistakes, which are noted with the path of the field. */
export async function readInstitution(
  source: Source,
  findings: Findings,
  recognise: (recognised: Recognised) => void,
): Promise<InstitutionFile | null> {
  const { text, encoding } = decode(await bytesOf(source, MOST_BYTES), null)
  recognise({ format: 'json', encoding, delimiter: null, sheet: null })
  const json = parseJson(text)
  if ('fault' in json) throw new Unreadable('notJson')
  const parsed = institutionContract.safeParse(json.value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        findings.add(null, [...path, key.slice(0, 60)].join('.'), 'unknownColumn', { value: key })
      continue
    }
    const { reason, said } = faultIn(issue, valueAt(json.value, issue.path))
    findings.add(null, path.join('.') || null, reason, said)
  }
  return null
}

/** The institution, its registers and its departments; who leads them follows once staff is known. */
export async function writeInstitution(
  client: PoolClient,
  file: InstitutionFile,
  known: (id: string) => Promise<void>,
  at: Pick<FileAtHand, 'findings' | 'changes'>,
): Promise<Counts> {
  const write = async (institution: string | null, part: Part, rows: readonly Values[]): Promise<Counts> => {
    const { counts, touched } = await upsert(client, institution, part.table, rows)
    if (institution === null) await known(await idOf(client, file.code))
    for (const record of await differencesOf(client, part.table, touched))
      noteChange(part, record, null, at.changes, at.findings)
    await at.changes.flush(client)
    return counts
  }
  const own = await write(null, INSTITUTION, [
    {
      code: file.code,
      names: file.names,
      city: file.city,
      legal_address: file.legalAddress,
      tax_id: file.taxId,
      bank_account: file.bankAccount,
      treasury_account: file.treasuryAccount,
      bank_name: file.bankName,
      bank_mfo: file.bankMfo,
      phone: file.phone,
      email: file.email,
      time_zone: file.timeZone,
      country: file.country,
      default_language: file.defaultLanguage,
      languages: file.languages,
      calendar_overrides: file.calendarOverrides,
      legal_addresses: file.legalAddresses,
      bank_names: file.bankNames,
    },
  ])
  const id = await idOf(client, file.code)
  const registers = file.registers.map(({ code, title, forms }) => ({ code, title, form: forms }))
  const departments = file.departments.map(({ code, names }) => ({ code, names }))
  return sum(sum(own, await write(id, REGISTER, registers)), await write(id, DEPARTMENT, departments))
}

async function idOf(client: PoolClient, code: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM institution WHERE code = $1', [code])
  return rows[0]?.id ?? ''
}
