import { join } from 'node:path'
import { Pool } from 'pg'
import { importPath } from '../../activities/import/import.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { prepareDatabase } from '../../schema/prepare.ts'
import { withDatabase } from './postgres.ts'

const QUIET = { info: () => undefined, warn: () => undefined }

export interface World {
  pool: Pool
  url: string
  scope: Scope
  stop(): Promise<void>
}

/** The sample institution in a database of its own, with so many connections to it. */
export async function openWorld(connections = 4): Promise<World> {
  const database = await withDatabase()
  await prepareDatabase(database.url)
  const pool = new Pool({ connectionString: database.url, max: connections, pipeline: true })
  const report = await importPath({ pool, log: QUIET }, join(projectRoot(), 'samples'))
  if (!report.ok) throw new Error('the samples were refused')
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM institution')
  return {
    pool,
    url: database.url,
    scope: { pool, institution: rows[0]?.id ?? '' },
    async stop() {
      await pool.end()
      await database.stop()
    },
  }
}
