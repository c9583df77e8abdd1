import { Client } from 'pg'
import { fileDefinitions } from '../../registers/import/run.ts'
import {
  LANGUAGES,
  PARTNER_CATEGORIES,
  PARTNER_STATUSES,
  PRACTICE_TYPES,
  SITE_KINDS,
  TRADE_UNION_ANSWERS,
} from '../../schema/contracts/lists.ts'
import { commandOf, contractOf } from '../../schema/contracts/tasks.ts'
import { withDatabase } from '../support/postgres.ts'

let database: Awaited<ReturnType<typeof withDatabase>>
let client: Client
beforeAll(async () => {
  database = await withDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.stop()
})

/** The values a check of the database lets into a column. */
async function allowed(constraint: string): Promise<string[]> {
  const { rows } = await client.query<{ definition: string }>(
    'SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1',
    [constraint],
  )
  return [...(rows[0]?.definition ?? '').matchAll(/'([^']*)'::text/g)].map((match) => match[1] ?? '').sort()
}

test.each([
  ['institution_default_language_check', LANGUAGES],
  ['person_language_check', LANGUAGES],
  ['message_language_check', LANGUAGES],
  ['document_language_check', LANGUAGES],
  ['agreement_language_check', LANGUAGES],
  ['partner_category_check', PARTNER_CATEGORIES],
  ['partner_status_check', PARTNER_STATUSES],
  ['partner_trade_union_check', TRADE_UNION_ANSWERS],
  ['site_kind_check', SITE_KINDS],
  ['schedule_line_practice_type_check', PRACTICE_TYPES],
])('%s allows what the contract allows', async (constraint, list) => {
  expect(await allowed(constraint)).toEqual([...list].sort())
})

test.each(fileDefinitions.map((definition) => [definition.kind, definition] as const))(
  '%s are written to columns that exist, by a key that is unique',
  async (_kind, { table }) => {
    const columns = await client.query<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0`,
      [table.name],
    )
    const types = Object.fromEntries(columns.rows.map(({ name, type }) => [name, type]))
    expect(types).toMatchObject(table.columns)
    const keys = await client.query<{ columns: string[] }>(
      `SELECT ARRAY(SELECT attname::text FROM pg_attribute
         WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey) ORDER BY 1) AS columns
       FROM pg_index i WHERE i.indrelid = $1::regclass AND i.indisunique`,
      [table.name],
    )
    expect(keys.rows.map((row) => row.columns)).toContainEqual(['institution_id', ...table.key].sort())
  },
)

test('no two kinds of file are recognised by the same name', () => {
  const names = [
    'programmes',
    'partners',
    'staff',
    'contacts',
    'sites',
    'students',
    'practice-schedule-2026-2027',
    'attestation-2027',
    'staff-internships',
    'labour-demand',
    'employment',
  ]
  for (const name of names) {
    expect([name, fileDefinitions.filter(({ pattern }) => pattern.test(name)).length]).toEqual([name, 1])
  }
})

test('a file comes after every file it refers to', () => {
  const before = new Set<string>(['institution'])
  for (const { kind, after } of fileDefinitions) {
    expect([kind, after.filter((needed) => !before.has(needed))]).toEqual([kind, []])
    before.add(kind)
  }
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '%s is the name of no decision, kind or command',
  (name) => {
    expect(contractOf('clarifyGoals', name)).toBeUndefined()
    expect(contractOf(name, name)).toBeUndefined()
    expect(commandOf(name)).toBeUndefined()
  },
)
