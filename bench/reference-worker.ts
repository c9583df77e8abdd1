import { NativeConnection, Worker } from '@temporalio/worker'
import { createLog } from '../logging/log.ts'
import { bindTemporalRuntime } from '../logging/temporal-runtime.ts'
import type { Nothing } from './workflows.ts'

/** Activities that do nothing, so that what is left is the engine. */
const nothing: Nothing = {
  note: async () => undefined,
  act: async () => undefined,
}

const NAMES = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TASK_QUEUE',
  'REFERENCE_BUNDLE',
  'LOG_FOLDER',
  'CACHED',
] as const

/** What this process is told by the one that starts it. */
export type ReferenceEnvironment = Record<(typeof NAMES)[number], string>

function environment(): ReferenceEnvironment {
  const missing = NAMES.filter((name) => process.env[name] === undefined)
  if (missing.length > 0) throw new Error(`started by npm run bench, which sets ${missing.join(', ')}`)
  return Object.fromEntries(NAMES.map((name) => [name, process.env[name]])) as ReferenceEnvironment
}

/** A worker process for the empty workflow, tuned like the product's; it writes the line `ready` once it polls. */
async function main(): Promise<void> {
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TASK_QUEUE, REFERENCE_BUNDLE, LOG_FOLDER, CACHED } =
    environment()
  bindTemporalRuntime(createLog({ name: 'reference', dir: LOG_FOLDER }))
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS })
  const worker = await Worker.create({
    connection,
    namespace: TEMPORAL_NAMESPACE,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: REFERENCE_BUNDLE },
    activities: nothing,
    maxCachedWorkflows: Number(CACHED),
    maxConcurrentActivityTaskExecutions: 32,
    maxConcurrentLocalActivityExecutions: 32,
    workflowTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
    activityTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
  })
  process.once('SIGTERM', () => worker.shutdown())
  const done = worker.run()
  process.stdout.write('ready\n')
  await done
  await connection.close()
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
