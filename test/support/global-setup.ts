import { startTestPostgres } from './postgres.ts'
import { keepServers } from './servers.ts'
import { startTestTemporal } from './temporal.ts'

/** One PostgreSQL and one Temporal server for the whole run; every file has databases and task queues of its own. */
export default async function setUp(): Promise<void> {
  const started = await Promise.allSettled([startTestPostgres(), startTestTemporal()])
  const [postgres, temporal] = started
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    for (const server of started) if (server.status === 'fulfilled') await server.value.stop()
    throw postgres.status === 'rejected' ? postgres.reason : (temporal as PromiseRejectedResult).reason
  }
  keepServers({ postgres: postgres.value, temporal: temporal.value })
  process.env.TEST_DATABASE_URL = postgres.value.url
  process.env.TEST_TEMPORAL_ADDRESS = temporal.value.address
}
