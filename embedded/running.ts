import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './errors.ts'
import { folderOwner } from './lock.ts'
import { stackPaths } from './paths.ts'

/** How to reach a stack, from the process that started it or from any other of the same user. */
export interface StackInfo {
  dataDir: string
  /** Holds the password: never print or log it. */
  databaseUrl: string
  temporalAddress: string
  temporalNamespace: string
  smtp: { host: string; port: number }
  /** Where pages and programs find the HTTP door: http://127.0.0.1:… */
  address: string
  /** Port of health and measures. */
  healthPort: number
  inboxDir: string
  documentsDir: string
  /** Encrypts what Temporal keeps: never print or log it. */
  payloadKeys: string
}

export interface RunningStack extends StackInfo {
  /** The process that owns the stack. */
  pid: number
}

/** The stack that runs in a data folder, or null. A description left behind by a killed process is not believed. */
export async function findRunningStack(dataDir: string): Promise<RunningStack | null> {
  const { runDir } = stackPaths(dataDir)
  const pid = await folderOwner(runDir)
  if (pid === null) return null
  try {
    const running: RunningStack = JSON.parse(await readFile(descriptionFile(runDir), 'utf8'))
    return running.pid === pid ? running : null
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null // still starting
    throw error
  }
}

export async function describeRunning(info: StackInfo): Promise<void> {
  const { runDir } = stackPaths(info.dataDir)
  const running: RunningStack = { ...info, pid: process.pid }
  const file = descriptionFile(runDir)
  await writeFile(`${file}.new`, JSON.stringify(running), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(descriptionFile(stackPaths(dataDir).runDir), { force: true })
}

function descriptionFile(runDir: string): string {
  return join(runDir, 'stack.json')
}
