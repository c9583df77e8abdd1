import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isNativeError } from 'node:util/types'
import type { Log } from '../logging/log.ts'
import { signal } from './child.ts'
import { isSameProcess } from './identity.ts'

/** Milliseconds an orphan may take to stop in order before it is killed. */
const STOP_WAIT = 8_000
const LOOK_EVERY = 50

export function pidFileOf(runDir: string, name: string): string {
  return join(runDir, `${name}.pid`)
}

/**
 * Stops children whose parent was killed before it could stop them. A pid file alone proves nothing, so the
 * start time must match as well. Call with the folder locked.
 */
export async function stopOrphans(runDir: string, log: Log): Promise<void> {
  const files = (await readdir(runDir)).filter((name) => name.endsWith('.pid'))
  await Promise.all(files.map((name) => stopOrphan(join(runDir, name), log)))
}

async function stopOrphan(file: string, log: Log): Promise<void> {
  const orphan = await readPidFile(file)
  if (orphan && (await isSameProcess(orphan.pid, orphan.identity))) {
    log.warn(
      { service: basename(file, '.pid'), orphan: orphan.pid },
      'stopping a process an earlier start left behind',
    )
    // SIGINT is the fast shutdown of PostgreSQL and an orderly stop of the Temporal server.
    signal(orphan.pid, 'SIGINT')
    if (!(await endsWithin(orphan, STOP_WAIT))) {
      signal(-orphan.pid, 'SIGKILL')
      await endsWithin(orphan, STOP_WAIT)
    }
  }
  await rm(file, { force: true })
}

interface PidFile {
  pid: number
  identity: string
}

async function readPidFile(file: string): Promise<PidFile | null> {
  try {
    const { pid, identity } = JSON.parse(await readFile(file, 'utf8'))
    return typeof pid === 'number' && typeof identity === 'string' ? { pid, identity } : null
  } catch (error) {
    if (isUnfinished(error)) return null // the parent died while writing it
    throw error
  }
}

/** A file whose writer was killed in the middle. */
function isUnfinished(error: unknown): boolean {
  return isNativeError(error) && error.name === 'SyntaxError'
}

async function endsWithin(orphan: PidFile, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (await isSameProcess(orphan.pid, orphan.identity)) {
    if (Date.now() > end) return false
    await pause(LOOK_EVERY)
  }
  return true
}
