import { join } from 'node:path'
import { Pool } from 'pg'
import { institutionOf } from '../../client/institution.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { Database } from '../../database/database.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { importPath } from '../../registers/import/import.ts'
import { prepareDatabase } from '../../schema/prepare.ts'
import { withDatabase } from './postgres.ts'

const QUIET = { info: () => undefined, warn: () => undefined }

export interface World {
  /** Of the tables' owner. */
  pool: Pool
  /** As workers and commands have it. */
  database: Database
  url: string
  scope: Scope
  stop(): Promise<void>
}

/** The sample institution in a database of its own, with so many connections to it. */
export async function openWorld(connections = 4): Promise<World> {
  const own = await withDatabase()
  await prepareDatabase(own.url)
  const pool = new Pool({ connectionString: own.url, max: connections, pipeline: true })
  const database = new Database(own.url, { most: connections })
  const report = await importPath({ database, log: QUIET }, join(projectRoot(), 'samples'))
  if (!report.ok) throw new Error('the samples were refused')
  const bound = await institutionOf(database)
  return {
    pool,
    database,
    url: own.url,
    scope: { pool: bound, institution: bound.institution },
    async stop() {
      await Promise.all([pool.end(), database.end()])
      await own.stop()
    },
  }
}
