import { execFile, type StdioOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, reasonOf, StackError } from './errors.ts'
import { commandOf } from './identity.ts'
import type { StackPaths } from './paths.ts'
import { type PostgresBinaries, postgresEnv } from './postgres-binaries.ts'
import type { SystemUser } from './postgres-user.ts'

const run = promisify(execFile)

/** The superuser of the embedded server; the program itself works as the owner of its database. */
export const SUPERUSER = 'postgres'
/** Name of the database and of the role that owns it: no superuser, may create databases (tests) and roles. */
export const DATABASE = 'bitim'

/** How PostgreSQL's programs are started on a folder of data. */
export interface DataFolder {
  cwd: string
  /** What they are told as the folder of data. */
  pgdata: string
}

/**
 * Another user may not enter the folders above, which are root's, and need not: its program begins inside, where root
 * brought it, and /proc/self/cwd leads it there without passing through anything.
 */
export function dataFolder(dir: string, user: SystemUser | null): DataFolder {
  return { cwd: dir, pgdata: user === null ? dir : '/proc/self/cwd' }
}

/**
 * Creates the database cluster when there is none yet, and refuses one of another major version. A cluster
 * appears under its name only when it is complete, so that an interrupted creation is simply repeated.
 *
 * @returns the password both roles have. It is made once and kept for the owner of the data folder; when it was lost
 * they are given a new one, for whoever starts the stack owns the data.
 */
export async function ensureCluster(
  paths: StackPaths,
  binaries: PostgresBinaries,
  user: SystemUser | null,
): Promise<string> {
  const kept = await readOrNull(paths.passwordFile)
  const password = kept ?? randomBytes(24).toString('base64url')
  const found = await readOrNull(join(paths.postgresDir, 'PG_VERSION'))
  if (found === null) await createCluster(paths, binaries, user, password)
  else {
    await requireVersion(found.trim(), paths, binaries)
    if (kept === null) await givePassword(paths, binaries, user, password)
  }
  if (kept === null) {
    await writeFile(`${paths.passwordFile}.new`, password, { mode: 0o600 })
    await rename(`${paths.passwordFile}.new`, paths.passwordFile)
  }
  return password
}

async function requireVersion(found: string, paths: StackPaths, binaries: PostgresBinaries): Promise<void> {
  const wanted = await majorVersion(binaries)
  if (found === wanted) return
  throw new StackError(
    'postgresVersionMismatch',
    `${paths.postgresDir} belongs to PostgreSQL ${found}, this program brings ${wanted}: ` +
      'dump it with the old version and load it with the new one, or start with a fresh data folder',
    { found, wanted },
  )
}

/**
 * After a crash postmaster.pid stays behind, and its pid may belong to another program by now; PostgreSQL would
 * then refuse to start. Call with the folder locked and orphans stopped.
 */
export async function clearStalePostmaster(paths: StackPaths): Promise<void> {
  const file = join(paths.postgresDir, 'postmaster.pid')
  const content = await readOrNull(file)
  if (content === null) return
  const pid = Number(content.split('\n')[0])
  const isPostgres =
    pid > 0 && /postgres|postmaster/.test(basename((await commandOf(pid)).split(' ')[0] ?? ''))
  if (!isPostgres) await rm(file, { force: true })
}

async function createCluster(
  paths: StackPaths,
  binaries: PostgresBinaries,
  user: SystemUser | null,
  password: string,
): Promise<void> {
  const unfinished = `${paths.postgresDir}.unfinished`
  const passwordFile = join(paths.dataDir, 'initdb-password')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user) await Promise.all([unfinished, passwordFile].map((path) => chown(path, user.uid, user.gid)))
  try {
    await initialise(unfinished, passwordFile, binaries, user)
    await rename(unfinished, paths.postgresDir)
  } catch (error) {
    const sentence = `PostgreSQL's data folder could not be created: ${reasonOf(error)}`
    throw new StackError('postgresInitFailed', sentence, {}, { cause: error })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** The password comes as an open file: its name may lie where the program's user may not go. */
async function initialise(
  folder: string,
  passwordFile: string,
  { initdb }: PostgresBinaries,
  user: SystemUser | null,
): Promise<void> {
  const { cwd, pgdata } = dataFolder(folder, user)
  const args = [
    `--pgdata=${pgdata}`,
    `--username=${SUPERUSER}`,
    '--pwfile=/dev/fd/3',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Built into PostgreSQL, the same on every system and never changed by an upgrade of the C library;
    // lists that people read ask for an ICU collation by name.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const password = await open(passwordFile)
  try {
    await runAs(user, cwd, initdb, args, ['ignore', 'ignore', 'pipe', password.fd])
  } finally {
    await password.close()
  }
}

/** A server that serves nobody takes statements from its standard input, one a line. */
async function givePassword(
  paths: StackPaths,
  { postgres }: PostgresBinaries,
  user: SystemUser | null,
  password: string,
): Promise<void> {
  await clearStalePostmaster(paths)
  const { cwd, pgdata } = dataFolder(paths.postgresDir, user)
  const statements = [SUPERUSER, DATABASE].map((role) => `ALTER ROLE ${role} PASSWORD '${password}'\n`)
  const args = ['--single', '-D', pgdata, SUPERUSER]
  await runAs(user, cwd, postgres, args, ['pipe', 'ignore', 'pipe'], statements.join(''))
}

async function runAs(
  user: SystemUser | null,
  cwd: string,
  program: string,
  args: string[],
  stdio: StdioOptions,
  input = '',
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: postgresEnv(), stdio, ...user })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said += chunk
    })
    child.stdin?.on('error', reject)
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said.trim()))))
    child.stdin?.end(input)
  })
}

async function majorVersion(binaries: PostgresBinaries): Promise<string> {
  const { stdout } = await run(binaries.postgres, ['--version'], { env: postgresEnv() })
  const major = /(\d+)/.exec(stdout)?.[1]
  if (major === undefined) throw new StackError('postgresBinaryMissing', `not a PostgreSQL: ${stdout.trim()}`)
  return major
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
