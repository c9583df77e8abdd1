import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'

/**
 * The same advisory lock `prisma migrate deploy` takes, so that the two exclude each other.
 * Source: Prisma's schema engine, PostgreSQL flavour.
 */
const MIGRATION_LOCK = 72707369
/** Milliseconds to wait for another migrator before giving up. */
const LOCK_TIMEOUT = 60_000

const MIGRATION_NAME = /^\d{14}_\w+$/

/** Prisma's own table, column for column: either tool can go on where the other stopped. */
const MIGRATIONS_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

export type MigrationRefusal = 'changed' | 'missing' | 'unfinished' | 'ownTransaction' | 'busy'

/** The database and the migration files do not fit together; nothing was applied by the refused file. */
export class MigrationRefused extends Error {
  constructor(
    readonly reason: MigrationRefusal,
    readonly migration: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'MigrationRefused'
  }
}

export interface Migration {
  name: string
  sql: string
  /** sha256 of migration.sql, hexadecimal, as Prisma computes it. */
  checksum: string
}

interface AppliedRow {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** Beside the source when it runs from sources, in the project's schema folder when it runs from dist. */
function defaultMigrationsDir(): string {
  const beside = join(__dirname, 'migrations')
  return existsSync(beside) ? beside : join(__dirname, '..', '..', 'schema', 'migrations')
}

/** Every migration of a folder in the order of its timestamps. */
async function readMigrations(migrationsDir = defaultMigrationsDir()): Promise<Migration[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && MIGRATION_NAME.test(entry.name))
  return Promise.all(
    names
      .map((entry) => entry.name)
      .sort()
      .map(async (name) => {
        const bytes = await readFile(join(migrationsDir, name, 'migration.sql'))
        return {
          name,
          sql: bytes.toString('utf8'),
          checksum: createHash('sha256').update(bytes).digest('hex'),
        }
      }),
  )
}

/**
 * Brings a database to the newest migration. Safe to call from several processes at once: one works, the others
 * wait and find nothing to do. Each file is one transaction together with its row in `_prisma_migrations`.
 *
 * @returns the names applied by this call, in order; empty when the database was up to date.
 * @throws MigrationRefused when an applied file changed or is missing, or when a migration was left unfinished.
 */
export async function migrate(
  databaseUrl: string,
  migrationsDir = defaultMigrationsDir(),
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(migrationsDir)
  const client = new Client({ connectionString: databaseUrl, application_name: 'bitim migrate' })
  await client.connect()
  try {
    await takeLock(client)
    await client.query(MIGRATIONS_TABLE)
    const pending = findPending(migrations, await readApplied(client))
    for (const migration of pending) await apply(client, migration)
    return { applied: pending.map((migration) => migration.name) }
  } finally {
    // Ending the session releases the advisory lock, also after an error.
    await client.end()
  }
}

/** The migrations a database still lacks; reads only, an empty database lacks all of them. */
export async function pendingMigrations(
  databaseUrl: string,
  migrationsDir = defaultMigrationsDir(),
): Promise<string[]> {
  const migrations = await readMigrations(migrationsDir)
  const client = new Client({ connectionString: databaseUrl, application_name: 'bitim migrate' })
  await client.connect()
  try {
    const table = await client.query<{ found: boolean }>(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
    )
    const applied = table.rows[0]?.found ? await readApplied(client) : []
    return findPending(migrations, applied).map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

async function takeLock(client: Client): Promise<void> {
  await client.query(`SET lock_timeout = ${LOCK_TIMEOUT}`)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    const seconds = LOCK_TIMEOUT / 1000
    throw new MigrationRefused('busy', '', `another migration still runs after ${seconds} s`, {
      cause: error,
    })
  }
  await client.query('SET lock_timeout = 0')
}

async function readApplied(client: Client): Promise<AppliedRow[]> {
  const result = await client.query<AppliedRow>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  )
  return result.rows
}

function findPending(migrations: Migration[], applied: AppliedRow[]): Migration[] {
  const files = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const row of applied) {
    const name = row.migration_name
    const file = files.get(name)
    if (row.finished_at === null) {
      throw new MigrationRefused('unfinished', name, `${name} was started by another tool and never finished`)
    }
    if (!file) {
      throw new MigrationRefused(
        'missing',
        name,
        `${name} is applied to this database but is not in the migrations folder: is this program too old?`,
      )
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationRefused('changed', name, `${name} was changed after it had been applied`)
    }
    files.delete(name)
  }
  return [...files.values()]
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    const before = await currentTransaction(client)
    await client.query(migration.sql)
    if ((await currentTransaction(client)) !== before) {
      throw new MigrationRefused(
        'ownTransaction',
        migration.name,
        `${migration.name} must not begin or commit a transaction of its own`,
      )
    }
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

async function currentTransaction(client: Client): Promise<string | undefined> {
  const result = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id')
  return result.rows[0]?.id
}

function isLockTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03'
}
