import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Stack } from '../../embedded/stack.ts'
import { prepare } from '../../embedded/system.ts'
import { MigrationRefused, migrate, pendingMigrations } from '../../schema/migrate.ts'
import { removeFolders, startTestStack, temporaryFolder } from './support.ts'

const FIRST = '20260101000000_first'
const SECOND = '20260102000000_second'

let stack: Stack
let databases = 0
let url: string
let dir: string

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(async () => {
  await stack.stop()
  await removeFolders()
})

beforeEach(async () => {
  databases += 1
  await query(stack.databaseUrl, `CREATE DATABASE migrate_${databases}`)
  url = stack.databaseUrl.replace(/bitim$/, `migrate_${databases}`)
  dir = await temporaryFolder()
  await writeMigration(FIRST, 'CREATE TABLE agreement (id text PRIMARY KEY);')
})

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(dir, name), { recursive: true })
  await writeFile(join(dir, name, 'migration.sql'), sql)
}

async function query(databaseUrl: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('a migration is applied once, in the order of its timestamps', async () => {
  await writeMigration(SECOND, 'ALTER TABLE agreement ADD COLUMN title text;')
  await expect(pendingMigrations(url, dir)).resolves.toEqual([FIRST, SECOND])
  await expect(migrate(url, dir)).resolves.toEqual({ applied: [FIRST, SECOND] })
  await expect(migrate(url, dir)).resolves.toEqual({ applied: [] })
  await expect(pendingMigrations(url, dir)).resolves.toEqual([])
})

test('what is recorded is what Prisma would record', async () => {
  await migrate(url, dir)
  const [row] = await query(url, 'SELECT * FROM _prisma_migrations')
  expect(row).toMatchObject({
    migration_name: FIRST,
    checksum: createHash('sha256').update('CREATE TABLE agreement (id text PRIMARY KEY);').digest('hex'),
    applied_steps_count: 1,
    logs: null,
    rolled_back_at: null,
    finished_at: expect.any(Date),
  })
})

test('of several migrators at once one works and the others find nothing to do', async () => {
  const results = await Promise.all(Array.from({ length: 4 }, () => migrate(url, dir)))
  expect(results.flatMap((result) => result.applied)).toEqual([FIRST])
})

test('an applied file that changed is refused', async () => {
  await migrate(url, dir)
  await writeMigration(FIRST, 'CREATE TABLE agreement (id uuid PRIMARY KEY);')
  await expect(migrate(url, dir)).rejects.toMatchObject({ reason: 'changed', migration: FIRST })
})

test('an applied file that is missing is refused', async () => {
  await migrate(url, dir)
  await rm(join(dir, FIRST), { recursive: true })
  const refused = migrate(url, dir)
  await expect(refused).rejects.toBeInstanceOf(MigrationRefused)
  await expect(refused).rejects.toMatchObject({ reason: 'missing', migration: FIRST })
})

test('a file that fails half-way leaves nothing behind, and what was before it stays', async () => {
  await writeMigration(SECOND, 'CREATE TABLE half (id text); SELECT 1 / 0;')
  await expect(migrate(url, dir)).rejects.toThrow('division by zero')
  await expect(
    query(url, `SELECT to_regclass('half') AS half, to_regclass('agreement')::text AS agreement`),
  ).resolves.toEqual([{ half: null, agreement: 'agreement' }])
  await writeMigration(SECOND, 'CREATE TABLE half (id text);')
  await expect(migrate(url, dir)).resolves.toEqual({ applied: [SECOND] })
})

test('a file with a transaction of its own is refused', async () => {
  await writeMigration(SECOND, 'COMMIT; BEGIN; CREATE TABLE own (id text);')
  await expect(migrate(url, dir)).rejects.toMatchObject({ reason: 'ownTransaction', migration: SECOND })
})

test('a migration another tool left unfinished is refused', async () => {
  await migrate(url, dir)
  await query(url, 'UPDATE _prisma_migrations SET finished_at = NULL')
  await expect(migrate(url, dir)).rejects.toMatchObject({ reason: 'unfinished' })
})

test('a folder whose database another version made is refused in a sentence', async () => {
  const folder = { databaseUrl: url, dataDir: '.bitim' }
  await prepare(folder)
  await query(url, `UPDATE _prisma_migrations SET checksum = 'of another version'`)
  await expect(prepare(folder)).rejects.toMatchObject({
    code: 'schemaMismatch',
    message: expect.stringMatching(
      /^The database in \.bitim belongs to another version of Bitim: \d+_initial was changed/,
    ),
  })
})
