import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, StackError } from './errors.ts'
import { identityOf } from './identity.ts'

export interface FolderLock {
  release(): Promise<void>
}

const CLAIM = /^claim-(\d+)-[0-9a-f]+$/
/** Two that start in the same instant may both withdraw; they try again this often before giving up. */
const ATTEMPTS = 10
/** Milliseconds; the pause is random so that the two do not meet again. */
const LONGEST_PAUSE = 150

/** Folders this very process owns: a second owner inside one process is refused as well. */
const owned = new Set<string>()

/**
 * One owner per folder. Each process writes a claim of its own and then looks for others: of two that claim
 * at the same time at least one sees the other and withdraws, so there are never two owners. The name of a claim
 * is made of pid and start time: a claim of a dead process can be removed without ever hitting a living one.
 *
 * @throws StackError folderInUse with the pid of the owner.
 */
export async function lockFolder(runDir: string): Promise<FolderLock> {
  if (owned.has(runDir)) throw inUse(process.pid)
  owned.add(runDir)
  try {
    const file = join(runDir, await claimName(process.pid))
    await mkdir(runDir, { recursive: true, mode: 0o700 })
    await claimAlone(runDir, file)
    return {
      release: async () => {
        await rm(file, { force: true })
        owned.delete(runDir)
      },
    }
  } catch (error) {
    owned.delete(runDir)
    throw error
  }
}

/** The process that owns a folder now, or null. */
export async function folderOwner(runDir: string): Promise<number | null> {
  return (await livingClaims(runDir))[0] ?? null
}

async function claimAlone(runDir: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const owner = await rivalOf(runDir)
    if (owner !== undefined) throw inUse(owner)
    await writeFile(file, '')
    const rival = await rivalOf(runDir)
    if (rival === undefined) return
    await rm(file, { force: true })
    if (attempt === ATTEMPTS) throw inUse(rival)
    await pause(Math.random() * LONGEST_PAUSE)
  }
}

async function rivalOf(runDir: string): Promise<number | undefined> {
  return (await livingClaims(runDir)).find((pid) => pid !== process.pid)
}

/** The pids of living claimants; claims of the dead are cleared away. */
async function livingClaims(runDir: string): Promise<number[]> {
  const living: number[] = []
  for (const name of await namesIn(runDir)) {
    const pid = Number(CLAIM.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid)) continue
    if (name === (await claimName(pid))) living.push(pid)
    else await rm(join(runDir, name), { force: true })
  }
  return living
}

async function claimName(pid: number): Promise<string> {
  const identity = (await identityOf(pid)) ?? 'gone'
  return `claim-${pid}-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

function inUse(pid: number): StackError {
  return new StackError('folderInUse', `the data folder is in use by process ${pid}`, { pid })
}
