import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, StackError } from './errors.ts'
import { identityOf } from './identity.ts'

/** How many of its last lines a child is remembered by when it fails. */
const TAIL_LINES = 12
/** Milliseconds a killed process group may take to vanish. */
const KILL_WAIT = 2_000

export interface ChildCommand {
  name: string
  command: string
  args: readonly string[]
  env: Record<string, string>
  cwd: string
  /** The user it runs as, when this process is root and the program refuses root. */
  user?: { uid: number; gid: number }
  stopSignal: 'SIGINT' | 'SIGTERM'
  /** Milliseconds between the stop signal and SIGKILL. */
  stopWait: number
  /** Where its pid is kept for the next start, should this process die first. */
  pidFile: string
  onLine(line: string): void
}

export interface Child {
  readonly pid: number
  /** Settles when the process has ended, whoever ended it; says how. */
  readonly exited: Promise<string>
  /** Its last lines. */
  tail(): string
  /** Stops in order, by force after stopWait. */
  stop(): Promise<void>
}

/**
 * Starts a program in a process group of its own: a Ctrl-C in the terminal reaches only the parent, which stops
 * its children in order.
 */
export async function spawnChild(options: ChildCommand): Promise<Child> {
  const lines: string[] = []
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > TAIL_LINES) lines.shift()
      options.onLine(line)
    })
  }
  const started = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  const closed = new Promise<string>((resolve) => {
    // 'close' comes after the last line was read, 'exit' may come before.
    child.once('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`))
  })
  await started.catch((error: unknown) => {
    throw new StackError(
      'serviceDidNotStart',
      `${options.name} cannot be started: ${options.command}`,
      {},
      {
        cause: error,
      },
    )
  })
  const pid = child.pid
  if (pid === undefined) throw new Error(`${options.name} has no pid`)
  const endWithParent = (): void => signal(-pid, options.stopSignal)
  process.once('exit', endWithParent)
  const exited = closed.finally(() => {
    process.removeListener('exit', endWithParent)
    rmSync(options.pidFile, { force: true })
  })
  const stop = async (): Promise<void> => {
    signal(pid, options.stopSignal)
    if (await within(exited, options.stopWait)) return
    signal(-pid, 'SIGKILL')
    await within(exited, KILL_WAIT)
  }
  try {
    writeFileSync(options.pidFile, JSON.stringify({ pid, identity: await identityOf(pid) }), { mode: 0o600 })
  } catch (error) {
    // A full disk, perhaps. Nobody would know of it any more: it does not stay.
    await stop()
    throw error
  }
  return { pid, exited, tail: () => lines.join('\n'), stop }
}

/** Sends a signal; a process (or, with a negative pid, a group) that is gone already is what was wanted. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** True when the promise settles in time. */
export async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController()
  const late = pause(milliseconds, false, { signal: timer.signal }).catch(() => false)
  const settled = await Promise.race([promise.then(() => true), late])
  timer.abort()
  return settled
}
