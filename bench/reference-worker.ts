import { NativeConnection, Worker } from '@temporalio/worker'
import { createLog } from '../logging/log.ts'
import { bindTemporalRuntime } from '../logging/temporal-runtime.ts'
import type { Nothing } from './workflows.ts'

/** Activities that do nothing, so that what is left is the engine. */
const nothing: Nothing = {
  note: async () => undefined,
  act: async () => undefined,
}

/** A worker process for the empty workflow, tuned like the product's; it writes the line `ready` once it polls. */
async function main(): Promise<void> {
  const {
    TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE,
    TASK_QUEUE,
    REFERENCE_BUNDLE,
    LOG_FOLDER,
    CACHED = '300',
  } = process.env
  if (!TEMPORAL_ADDRESS || !TEMPORAL_NAMESPACE || !TASK_QUEUE || !REFERENCE_BUNDLE || !LOG_FOLDER) {
    throw new Error('started by npm run bench, with its environment')
  }
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
