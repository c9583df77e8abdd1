import { Access } from '../access/access.ts'
import { connect } from '../client/connect.ts'
import { postTo } from '../client/post.ts'
import { createLog } from '../logging/log.ts'
import { outliveListeners } from '../logging/sink.ts'
import { describeError } from '../messages/errors.ts'
import { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'
import { readConfig } from './config.ts'
import { openServer } from './open.ts'

/** The server process. SIGTERM drains it; it writes the line `ready` once it listens. */
async function main(): Promise<void> {
  outliveListeners()
  const config = readConfig(process.env)
  const { BITIM_ADDRESS, BITIM_FILES: documentsDir, BITIM_LOGS: dir } = config
  const log = createLog({ name: 'api', ...(dir === undefined ? {} : { dir }) })
  const connected = await connect({
    databaseUrl: config.DATABASE_URL,
    temporalAddress: config.TEMPORAL_ADDRESS,
    temporalNamespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TASK_QUEUE,
    payloadKeys: config.BITIM_PAYLOAD_KEYS,
    growsIn: documentsDir,
    onConnectionLost: (err) => log.warn({ err }, 'the database closed a connection'),
  })
  await connected.database.ready()
  const access = new Access({
    database: connected.database,
    log,
    post: postTo({ client: connected.client, taskQueue: config.TASK_QUEUE }, log),
  })
  const { origin: address } = new URL(BITIM_ADDRESS)
  const server = await openServer(
    {
      connected,
      access,
      address,
      documentsDir,
      log,
      inbox: null,
      production: true,
      proxies: config.BITIM_PROXIES,
    },
    { host: config.BITIM_HOST, port: config.BITIM_PORT, health: config.BITIM_HEALTH_PORT },
  )
  const ended = new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  process.stdout.write('ready\n')
  log.info({ port: config.BITIM_PORT, address }, 'the server listens')
  log.info({ signal: await ended }, 'the server drains')
  await server.close()
  await connected.close()
}

/** For the operator: what is wrong, and what helps. */
function inWords({ code, params }: Refused): string {
  const { what, next } = describeError(code, params as Data, { language: 'en', timeZone: 'UTC', names: {} })
  return `The server does not start. ${what} (${code})\nNext: ${next}`
}

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? '') : String(error))

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Refused ? inWords(error) : reasonOf(error)}\n`)
  process.exit(1)
})
