import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { codeOf } from './errors.ts'

const run = promisify(execFile)

/**
 * What tells a process from a later one that got the same pid: its start time, on Linux with the boot it
 * belongs to.
 */
export type Identity = string

/** The identity of a living process, or null when there is none with this pid (zombies count as gone). */
export async function identityOf(pid: number): Promise<Identity | null> {
  return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid)
}

/** True while the very process with this identity lives. */
export async function isSameProcess(pid: number, identity: Identity): Promise<boolean> {
  return (await identityOf(pid)) === identity
}

/** The command line of a process, for messages and for telling a PostgreSQL of ours from a stranger. */
export async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
      return command.replaceAll('\0', ' ').trim()
    }
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout.trim()
  } catch {
    return '' // the process is gone or belongs to somebody else: there is nothing to tell
  }
}

async function identityFromProc(pid: number): Promise<Identity | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ])
    // The command in parentheses may hold spaces; state is the first field after it, start time the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTime] = [fields[0], fields[19]]
    return state === 'Z' || state === 'X' ? null : `${boot.trim()}/${startTime}`
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

async function identityFromPs(pid: number): Promise<Identity | null> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    })
    const [state = '', ...startTime] = stdout.trim().split(/\s+/)
    return state === '' || state.startsWith('Z') ? null : startTime.join(' ')
  } catch (error) {
    // ps answers 1 when there is no such process.
    if (codeOf(error) === '1') return null
    throw error
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '')
}
