import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { executableBinaries, postgresEnv } from '../../embedded/postgres-binaries.ts'
import { dataFolder } from '../../embedded/postgres-data.ts'
import { postgresUser } from '../../embedded/postgres-user.ts'
import { migrate } from '../../schema/migrate.ts'

const run = promisify(execFile)
const ROOT = join(__dirname, '..', '..')
const MIGRATIONS = join(ROOT, 'schema', 'migrations')
/** Any number of our own: it keeps two test files from building the template at once. */
const TEMPLATE_LOCK = 20_261_121
/** Milliseconds a server may take to answer on a busy machine. */
const START_TIMEOUT = 30_000
/** Milliseconds for the clients of a database to leave it. */
const LEAVE_TIMEOUT = 5_000

export interface TestPostgres {
  /** Connection string of the maintenance database, with the right to create databases. */
  url: string
  stop(): Promise<void>
}

export interface TestDatabase {
  /** Connection string of a database of its own, migrated and empty. */
  url: string
  drop(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function answers(url: string, server: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + START_TIMEOUT
  for (;;) {
    try {
      return await query(url, 'SELECT 1')
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until) {
        throw new Error(`the test server did not start: ${output()}`, { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** A PostgreSQL of this process alone in a temporary folder; TEST_DATABASE_URL names a running one instead. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'bitim-test-'))
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  const user = await postgresUser(data)
  if (user) await chown(data, user.uid, user.gid)
  const { postgres, initdb } = await executableBinaries(user)
  const { cwd, pgdata } = dataFolder(data, user)
  const as = { cwd, env: postgresEnv(), ...user }
  await run(initdb, ['-D', pgdata, '-U', 'bitim', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], as)
  const port = await freePort()
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'shared_buffers=64MB',
    'unix_socket_directories=',
  ]
  const flags = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(postgres, ['-D', pgdata, '-h', '127.0.0.1', '-p', String(port), ...flags], {
    ...as,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  server.stderr?.on('data', (chunk) => {
    output = `${output}${chunk}`.slice(-4000)
  })
  const kill = () => server.kill('SIGQUIT')
  process.once('exit', kill)
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    process.off('exit', kill)
    server.kill('SIGINT')
    await exited
    await rm(folder, { recursive: true, force: true })
  }
  const url = `postgresql://bitim@127.0.0.1:${port}/postgres`
  await answers(url, server, () => output).catch(async (error) => {
    await stop()
    throw error
  })
  return { url, stop }
}

async function templateName(): Promise<string> {
  const hash = createHash('sha256')
  for (const entry of (await readdir(MIGRATIONS)).sort()) {
    if (!entry.includes('.')) hash.update(await readFile(join(MIGRATIONS, entry, 'migration.sql')))
  }
  return `bitim_template_${hash.digest('hex').slice(0, 12)}`
}

function at(url: string, database: string): string {
  const target = new URL(url)
  target.pathname = `/${database}`
  return target.href
}

/** A migrated database of the caller's own, copied from a template that is built once per server. */
export async function createTestDatabase(server: Pick<TestPostgres, 'url'>): Promise<TestDatabase> {
  const template = await templateName()
  const name = `bitim_${randomBytes(6).toString('hex')}`
  const client = new Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (known.rowCount === 0) {
      // Built under another name first: a killed run leaves no half-migrated template behind.
      await client.query(`DROP DATABASE IF EXISTS ${template}_new WITH (FORCE)`)
      await client.query(`CREATE DATABASE ${template}_new TEMPLATE template0`)
      await migrate(at(server.url, `${template}_new`), MIGRATIONS)
      await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`)
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  } finally {
    await client.end()
  }
  return { url: at(server.url, name), drop: () => dropWhenLeft(server.url, name) }
}

/** Closing a pool returns before the server has seen its clients leave; forcing them out would look like an error. */
async function dropWhenLeft(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const until = Date.now() + LEAVE_TIMEOUT
    for (;;) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name])
      if (rowCount === 0 || Date.now() > until) break
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}

/** Server and database in one, for a test file that runs alone. */
export async function withDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startTestPostgres()
  try {
    const database = await createTestDatabase(server)
    return {
      url: database.url,
      stop: async () => {
        await database.drop()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}
