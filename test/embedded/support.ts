import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type StackOptions, startStack } from '../../embedded/stack.ts'
import { createLog, type Log } from '../../logging/log.ts'

/** Milliseconds a condition may take on a busy machine. */
const PATIENCE = 30_000

/** Folders of this test file; removed by `removeFolders`. */
const folders: string[] = []

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-embedded-'))
  folders.push(folder)
  return folder
}

export async function removeFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
}

/** A log that keeps to a file of the test's own folder. */
export async function quietLog(): Promise<Log> {
  return createLog({ name: 'test', dir: await temporaryFolder(), pretty: false, level: 'debug' })
}

export async function startTestStack(options: Partial<StackOptions> = {}) {
  const dataDir = options.dataDir ?? (await temporaryFolder())
  return startStack({ log: await quietLog(), ...options, dataDir })
}

/** Waits until the question is answered with something, asking again and again. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false> | T | null): Promise<T> {
  const end = Date.now() + PATIENCE
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error('it never happened')
    await pause(25)
  }
}
