import { Client } from 'pg'
import { keptServers } from './servers.ts'

/** Stops the servers; a database or a connection somebody left behind fails the run. */
export default async function tearDown(): Promise<void> {
  const servers = keptServers()
  if (servers === undefined) return
  const leaks = await leaksOf(servers.postgres.url)
  await servers.temporal.stop()
  await servers.postgres.stop()
  if (leaks.length > 0) throw new Error(`left behind by the tests: ${leaks.join(', ')}`)
}

async function leaksOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ leak: string }>(
      `SELECT 'database ' || datname AS leak FROM pg_database
       WHERE datname LIKE 'bitim!_%' ESCAPE '!' AND datname NOT LIKE 'bitim!_template!_%' ESCAPE '!'
       UNION ALL
       SELECT 'connection to ' || datname FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    return rows.map(({ leak }) => leak)
  } finally {
    await client.end()
  }
}
