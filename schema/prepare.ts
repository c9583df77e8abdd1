import { Pool } from 'pg'
import { migrate } from './migrate.ts'
import { seedPolicies } from './policies/seed.ts'

/**
 * Brings a database to the newest schema and puts the released policies into it. Safe to call from several processes
 * at once, and again at every start.
 *
 * @param databaseUrl connects as the owner of the tables, who may create roles.
 * @throws MigrationRefused when an applied migration changed or is missing, or was left unfinished.
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl)
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  try {
    await seedPolicies(pool)
  } finally {
    await pool.end()
  }
}
