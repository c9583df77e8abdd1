import { NativeConnection } from '@temporalio/worker'
import { codecOf } from '../client/codec.ts'
import { connectEngine } from '../client/engine-connection.ts'
import { carryOver } from '../client/rebuild/rebuild.ts'
import type { Engines } from '../client/rebuild/strays.ts'
import { createLog, type Log } from '../logging/log.ts'
import { outliveListeners } from '../logging/sink.ts'
import { bindTemporalRuntime } from '../logging/temporal-runtime.ts'
import { describeError } from '../messages/errors.ts'
import { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'
import { activitiesOf } from './activities.ts'
import { readConfig, smtpOf } from './config.ts'
import { PostRoom } from './post.ts'
import { createWorkers } from './worker.ts'

/** The worker process. SIGTERM drains it; it writes the line `ready` once it polls. */
async function main(): Promise<void> {
  outliveListeners()
  const config = readConfig(process.env)
  const log = createLog({
    name: 'worker',
    ...(config.BITIM_LOGS === undefined ? {} : { dir: config.BITIM_LOGS }),
  })
  bindTemporalRuntime(log)
  const { TEMPORAL_NAMESPACE: namespace, TASK_QUEUE: taskQueue } = config
  const [connection, connected] = await Promise.all([
    NativeConnection.connect({ address: config.TEMPORAL_ADDRESS }),
    connectEngine({
      databaseUrl: config.DATABASE_URL,
      temporalAddress: config.TEMPORAL_ADDRESS,
      temporalNamespace: namespace,
      taskQueue,
      payloadKeys: config.BITIM_PAYLOAD_KEYS,
      role: 'worker',
      movableClock: config.BITIM_MOVABLE_CLOCK === '1',
      onConnectionLost: (err) => log.warn({ err }, 'the database closed a connection'),
    }),
  ])
  await takeOver({ client: connected.client, database: connected.database, taskQueue }, log)
  const postRoom = new PostRoom({ client: connected.client, database: connected.database, taskQueue, log })
  const { activities, warm, close } = activitiesOf({
    connected,
    smtp: smtpOf(config),
    ...(config.BITIM_ADDRESS === undefined ? {} : { address: config.BITIM_ADDRESS }),
    ...(config.SMTP_FROM === undefined ? {} : { from: config.SMTP_FROM }),
    files: config.BITIM_FILES,
    post: (posts) => postRoom.take(posts),
    log,
  })
  const workers = await createWorkers({
    connection,
    namespace,
    taskQueue,
    activities,
    bundle: config.BITIM_WORKFLOW_BUNDLE,
    codec: codecOf(config.BITIM_PAYLOAD_KEYS),
  })
  process.once('SIGTERM', workers.shutdown)
  process.once('SIGINT', workers.shutdown)
  const done = workers.run()
  postRoom.open()
  process.stdout.write('ready\n')
  log.info({ taskQueue }, 'worker polls')
  await Promise.all([done, warm()])
  await postRoom.close()
  await close()
  await connected.close()
  await connection.close()
  const { closeRenderer } = await import('../documents/render.ts')
  await closeRenderer()
}

/** What an earlier version began goes on here. One that cannot be read stays as it is, for somebody to look at. */
async function takeOver(engines: Engines, log: Log): Promise<void> {
  const { carried, failed } = await carryOver(engines)
  for (const { process, error: err } of failed) log.error({ process, err }, 'a process was not carried over')
  if (carried > 0) log.info({ processes: carried }, 'processes of an earlier version were carried over')
}

/** For the operator: what is wrong, and what helps. */
function inWords({ code, params }: Refused): string {
  const { what, next } = describeError(code, params as Data, { language: 'en', timeZone: 'UTC', names: {} })
  return `The worker does not start. ${what} (${code})\nNext: ${next}`
}

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? '') : String(error))

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Refused ? inWords(error) : reasonOf(error)}\n`)
  process.exit(1)
})
