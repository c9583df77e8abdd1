import type { Pool } from 'pg'
import { POLICIES } from './released.ts'

/** Puts the released policy versions into the database; those that are there stay as they are. */
export async function seedPolicies(pool: Pool): Promise<void> {
  for (const policy of POLICIES) {
    await pool.query('INSERT INTO policy (id, version, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      policy.id,
      policy.version,
      JSON.stringify(policy),
    ])
  }
}
