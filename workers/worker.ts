import { existsSync } from 'node:fs'
import type { PayloadCodec } from '@temporalio/common'
import type { NativeConnection, WorkerOptions } from '@temporalio/worker'
import { Worker } from '@temporalio/worker'
import { mailQueueOf } from '../workflows/mailbox/queue.ts'
import type { activitiesOf } from './activities.ts'
import { heartbeats } from './heartbeat.ts'
import { LETTERS_AT_ONCE } from './smtp.ts'

export interface WorkerParts {
  connection: NativeConnection
  namespace: string
  taskQueue: string
  activities: ReturnType<typeof activitiesOf>['activities']
  /** A prebuilt bundle, or the workflows' source where none is given. */
  bundle: string
  /** Null: everything is in clear, for tests only. */
  codec: PayloadCodec | null
}

/** What polls: one worker for processes and their effects, another for letters alone. */
export interface Workers {
  /** Ends when all of it is drained; if one part breaks the other stops as well. */
  run(): Promise<void>
  shutdown(): void
}

export async function createWorkers(parts: WorkerParts): Promise<Workers> {
  const { send, ...others } = parts.activities
  const common = {
    connection: parts.connection,
    namespace: parts.namespace,
    interceptors: { activity: [heartbeats] },
    shutdownGraceTime: '30 seconds',
    ...(parts.codec === null ? {} : { dataConverter: { payloadCodecs: [parts.codec] } }),
  } satisfies Partial<WorkerOptions>
  const bundle =
    existsSync(parts.bundle) && parts.bundle.endsWith('.js')
      ? { workflowBundle: { codePath: parts.bundle } }
      : { workflowsPath: parts.bundle }
  const workers = await Promise.all([
    Worker.create({
      ...common,
      ...bundle,
      taskQueue: parts.taskQueue,
      activities: others,
      maxCachedWorkflows: 1_000,
      maxConcurrentActivityTaskExecutions: 32,
      maxConcurrentLocalActivityExecutions: 32,
      // A worker that died held its processes for this long.
      stickyQueueScheduleToStartTimeout: '3 seconds',
      workflowTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
      activityTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
    }),
    Worker.create({
      ...common,
      taskQueue: mailQueueOf(parts.taskQueue),
      activities: { send },
      // Each holds a connection to the database while the mail server thinks.
      maxConcurrentActivityTaskExecutions: LETTERS_AT_ONCE,
      maxConcurrentActivityTaskPolls: 2,
    }),
  ])
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
  }
  return {
    shutdown,
    run: async () => {
      await Promise.all(workers.map((worker) => worker.run().finally(shutdown)))
    },
  }
}
