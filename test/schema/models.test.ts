import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { createTestDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.ts'

const SCHEMA = join(__dirname, '..', '..', 'schema', 'schema.prisma')

let server: TestPostgres
beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

async function lines(client: Client, sql: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(sql)
  return rows.map((row) => row.line)
}

// A list is never null in a model, but the engine makes its column nullable; the tables are stricter.
const COLUMNS = `
  SELECT format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attndims > 0 THEN 'list' WHEN a.attnotnull THEN 'required' ELSE 'optional' END, pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'
  ORDER BY 1`

// Checks and not-null constraints have no counterpart in a model; keys and references have.
const KEYS = `
  SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line
  FROM pg_constraint
  WHERE contype IN ('p', 'f') AND connamespace = 'public'::regnamespace
    AND conrelid::regclass::text <> '_prisma_migrations'
  ORDER BY 1`

// A model cannot say: for some rows, over an expression, or that nulls are alike. Those indexes are the SQL's own.
const INDEXES = `
  SELECT pg_get_indexdef(indexrelid) AS line
  FROM pg_index JOIN pg_class c ON c.oid = indrelid AND c.relnamespace = 'public'::regnamespace
  WHERE c.relname <> '_prisma_migrations'
    AND indpred IS NULL AND indexprs IS NULL AND NOT indnullsnotdistinct
  ORDER BY 1`

interface Opened {
  client: Client
  /** Closes the connection and takes the database away. */
  close(): Promise<void>
}

async function fromMigrations(): Promise<Opened> {
  const database = await createTestDatabase(server)
  const client = await connect(database.url)
  const close = async (): Promise<void> => {
    await client.end()
    await database.drop()
  }
  return { client, close }
}

async function fromModels(): Promise<Opened> {
  const script = join(__dirname, 'models-sql.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [script, server.url, SCHEMA])
  const name = `bitim_models_${process.pid}`
  const administer = async (statement: string): Promise<void> => {
    const admin = await connect(server.url)
    await admin.query(statement)
    await admin.end()
  }
  await administer(`CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const client = await connect(url.href)
  await client.query(stdout)
  const close = async (): Promise<void> => {
    await client.end()
    await administer(`DROP DATABASE ${name}`)
  }
  return { client, close }
}

test('the models describe exactly the tables that the migrations make', async () => {
  const [models, migrations] = await Promise.all([fromModels(), fromMigrations()])
  try {
    for (const question of [COLUMNS, KEYS, INDEXES]) {
      const expected = await lines(models.client, question)
      expect(expected.length).toBeGreaterThan(30)
      expect(await lines(migrations.client, question)).toEqual(expected)
    }
  } finally {
    await Promise.all([models.close(), migrations.close()])
  }
})

test('every table belongs to one institution, except shared policies, the clock of the one machine, key fingerprints and counted tries', async () => {
  const { client, close } = await fromMigrations()
  try {
    const without = await lines(
      client,
      `SELECT relname AS line FROM pg_class c
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT EXISTS (
         SELECT 1 FROM pg_attribute a JOIN pg_constraint f
           ON f.contype = 'f' AND f.conrelid = c.oid AND f.conkey = ARRAY[a.attnum]
         WHERE a.attrelid = c.oid AND a.attname = 'institution_id' AND a.attnotnull)
       ORDER BY 1`,
    )
    expect(without).toEqual([
      '_prisma_migrations',
      'business_clock',
      'institution',
      'payload_key',
      'policy',
      'rate_limit',
    ])
  } finally {
    await close()
  }
})

test('every reference is backed by an index', async () => {
  const { client, close } = await fromMigrations()
  try {
    const bare = await lines(
      client,
      `SELECT conname AS line FROM pg_constraint f
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
         SELECT 1 FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indkey[0] = f.conkey[1])
       ORDER BY 1`,
    )
    expect(bare).toEqual([])
  } finally {
    await close()
  }
})
