import { join } from 'node:path'
import type { Log } from '../logging/log.ts'
import { type Child, spawnChild } from './child.ts'
import { pidFileOf } from './orphans.ts'
import { projectRoot, stackPaths } from './paths.ts'
import type { StackInfo } from './running.ts'
import { untilReady } from './service.ts'

const READY = { timeout: 60_000, every: 40 }
const STOP_WAIT = 35_000

/** The worker as a child of the stack: the same program as in production, told where everything is. */
export async function launchWorker(
  stack: StackInfo,
  log: Log,
  extra: Record<string, string> = {},
): Promise<Child> {
  const paths = stackPaths(stack.dataDir)
  let ready = false
  const child = await spawnChild({
    name: 'worker',
    command: process.execPath,
    args: [
      '--enable-source-maps',
      '--max-old-space-size=512',
      join(projectRoot(), 'dist', 'workers', 'main.js'),
    ],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      TEMPORAL_NAMESPACE: stack.temporalNamespace,
      SMTP_HOST: stack.smtp.host,
      SMTP_PORT: String(stack.smtp.port),
      BITIM_PAYLOAD_KEYS: stack.payloadKeys,
      BITIM_ADDRESS: stack.address,
      BITIM_FILES: stack.documentsDir,
      BITIM_LOGS: paths.logsDir,
      BITIM_MOVABLE_CLOCK: '1',
      ...extra,
    },
    cwd: paths.dataDir,
    stopSignal: 'SIGTERM',
    stopWait: STOP_WAIT,
    pidFile: pidFileOf(paths.runDir, 'worker'),
    onLine: (line) => {
      if (line === 'ready') ready = true
      else log.warn({ line: line.slice(0, 300) }, 'the worker said')
    },
  })
  await untilReady('The worker', child, async () => ready, READY)
  return child
}
