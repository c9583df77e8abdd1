import { NativeConnection, Worker } from '@temporalio/worker'
import { codecOf } from '../client/codec.ts'
import { connectEngine } from '../client/engine-connection.ts'
import { createLog } from '../logging/log.ts'
import { bindTemporalRuntime } from '../logging/temporal-runtime.ts'
import { activitiesOf } from '../workers/activities.ts'
import { readConfig, smtpOf } from '../workers/config.ts'

/** More than are begun, so that none is evicted while they are counted. */
const CACHED = 2_000

/** What its parent may ask. */
export type Question = 'rss'

/**
 * The product's workflows and activities with a cache for all of them, but letters stay unsent: a thousand to one
 * person would keep the mailbox busy. Asked for `rss`, it answers its bytes.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog({
    name: 'memory',
    level: 'warn',
    ...(config.BITIM_LOGS === undefined ? {} : { dir: config.BITIM_LOGS }),
  })
  bindTemporalRuntime(log)
  const { TEMPORAL_NAMESPACE: namespace, TEMPORAL_ADDRESS: address, TASK_QUEUE: taskQueue } = config
  const codec = codecOf(config.BITIM_PAYLOAD_KEYS)
  const connection = await NativeConnection.connect({ address })
  const { DATABASE_URL: databaseUrl, BITIM_PAYLOAD_KEYS: payloadKeys } = config
  const connected = await connectEngine({
    databaseUrl,
    temporalAddress: address,
    temporalNamespace: namespace,
    taskQueue,
    payloadKeys,
    role: 'worker',
  })
  const smtp = smtpOf(config)
  const files = config.BITIM_FILES
  const { activities, close } = activitiesOf({ connected, smtp, files, log, post: () => undefined })
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: { codePath: config.BITIM_WORKFLOW_BUNDLE },
    activities,
    dataConverter: { payloadCodecs: [codec] },
    maxCachedWorkflows: CACHED,
  })
  process.on('message', () => {
    globalThis.gc?.()
    process.send?.(process.memoryUsage().rss)
  })
  process.once('SIGTERM', () => worker.shutdown())
  const done = worker.run()
  process.send?.('ready')
  await done
  await close()
  await connected.close()
  await connection.close()
  process.disconnect?.()
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
