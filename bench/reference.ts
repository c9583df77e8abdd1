import { join } from 'node:path'
import { type Child, spawnChild } from '../embedded/child.ts'
import { pidFileOf } from '../embedded/orphans.ts'
import { stackPaths } from '../embedded/paths.ts'
import type { StackInfo } from '../embedded/running.ts'
import { untilReady } from '../embedded/service.ts'
import type { ReferenceEnvironment } from './reference-worker.ts'

/** As for the product's worker, so that the start-up of both is seen equally late. */
const READY = { timeout: 60_000, every: 40 }
const STOP_WAIT = 10_000
/** Most workflows kept in memory, as in the product's worker. */
const CACHED = '1000'

export interface ReferenceOptions {
  bundle: string
  queue: string
}

/** The worker of the empty workflow as a child, with the same flags as the product's. */
export async function launchReference(stack: StackInfo, options: ReferenceOptions): Promise<Child> {
  const paths = stackPaths(stack.dataDir)
  let ready = false
  const environment: ReferenceEnvironment = {
    TEMPORAL_ADDRESS: stack.temporalAddress,
    TEMPORAL_NAMESPACE: stack.temporalNamespace,
    TASK_QUEUE: options.queue,
    REFERENCE_BUNDLE: options.bundle,
    LOG_FOLDER: paths.logsDir,
    CACHED,
  }
  const child = await spawnChild({
    name: `reference ${options.queue}`,
    command: process.execPath,
    args: ['--enable-source-maps', '--max-old-space-size=512', join(__dirname, 'reference-worker.js')],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    cwd: paths.dataDir,
    stopSignal: 'SIGTERM',
    stopWait: STOP_WAIT,
    pidFile: pidFileOf(paths.runDir, options.queue),
    onLine: (line) => {
      if (line === 'ready') ready = true
    },
  })
  await untilReady('The reference worker', child, async () => ready, READY)
  return child
}
