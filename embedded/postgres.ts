import { Client } from 'pg'
import type { Log } from '../logging/log.ts'
import { type Child, spawnChild } from './child.ts'
import { codeOf, reasonOf } from './errors.ts'
import { pidFileOf } from './orphans.ts'
import type { StackPaths } from './paths.ts'
import { LOOPBACK, portTaken } from './ports.ts'
import { executableBinaries, postgresEnv } from './postgres-binaries.ts'
import { clearStalePostmaster, DATABASE, dataFolder, ensureCluster, SUPERUSER } from './postgres-data.ts'
import { postgresUser } from './postgres-user.ts'
import { untilReady } from './service.ts'

/** A small server for one machine; durability stays as PostgreSQL ships it. */
const SETTINGS: Record<string, string> = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '80',
  shared_buffers: '64MB',
  maintenance_work_mem: '32MB',
  min_wal_size: '32MB',
  max_wal_size: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '',
  // Ordinary statement errors are the caller's and may hold personal data: only the server's own lines.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

const READY = { timeout: 60_000, every: 40 }
const STOP_WAIT = 10_000
/** After a crash the last processes of the old server may hold its memory for a moment. */
const STILL_CLEARING = /shared memory block .* is still in use|lock file "postmaster\.pid" already exists/
const CLEARING_ATTEMPTS = 20

export interface PostgresServer {
  databaseUrl: string
  launch(): Promise<Child>
}

/** Prepares the data folder and answers how to start the server on it. */
export async function preparePostgres(paths: StackPaths, port: number, log: Log): Promise<PostgresServer> {
  const user = await postgresUser(paths.postgresDir)
  const binaries = await executableBinaries(user)
  const password = await ensureCluster(paths, binaries, user)

  async function start(): Promise<Child> {
    await clearStalePostmaster(paths)
    const { cwd, pgdata } = dataFolder(paths.postgresDir, user)
    const child = await spawnChild({
      name: 'PostgreSQL',
      command: binaries.postgres,
      args: ['-D', pgdata, '-p', String(port), ...settings()],
      env: postgresEnv(),
      cwd,
      ...(user ? { user } : {}),
      stopSignal: 'SIGINT',
      stopWait: STOP_WAIT,
      pidFile: pidFileOf(paths.runDir, 'postgres'),
      onLine: (line) => forward(log, line),
    })
    await untilReady('PostgreSQL', child, () => ensureDatabase(port, password), READY)
    return child
  }

  return {
    databaseUrl: urlOf(DATABASE, password, port, DATABASE),
    launch: async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await start()
        } catch (error) {
          const said = reasonOf(error)
          if (/Address already in use/.test(said)) throw await portTaken(port)
          if (attempt === CLEARING_ATTEMPTS || !STILL_CLEARING.test(said)) throw error
        }
      }
    },
  }
}

function settings(): string[] {
  return Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${password}@${LOOPBACK}:${port}/${database}`
}

/** False while the server does not accept connections yet; creates our role and database once. */
async function ensureDatabase(port: number, password: string): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(SUPERUSER, password, port, 'postgres'),
    connectionTimeoutMillis: 2_000,
  })
  try {
    await client.connect()
  } catch (error) {
    if (isNotYet(error)) return false
    throw error
  }
  try {
    if (!(await exists(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1'))) {
      const secret = client.escapeLiteral(password)
      await client.query(`CREATE ROLE ${DATABASE} LOGIN CREATEDB CREATEROLE PASSWORD ${secret}`)
    }
    if (!(await exists(client, 'SELECT 1 FROM pg_database WHERE datname = $1'))) {
      await client.query(`CREATE DATABASE ${DATABASE} OWNER ${DATABASE}`)
    }
  } finally {
    await client.end()
  }
  return true
}

async function exists(client: Client, query: string): Promise<boolean> {
  return (await client.query(query, [DATABASE])).rowCount === 1
}

/** 57P03: the server says it is starting up or recovering. */
function isNotYet(error: unknown): boolean {
  const code = codeOf(error)
  const said = reasonOf(error)
  return (
    code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03' || /timeout|terminated/.test(said)
  )
}

function forward(log: Log, line: string): void {
  if (/^(FATAL|PANIC):/.test(line)) log.error(line)
  else if (line !== '') log.debug(line)
}
