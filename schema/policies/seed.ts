import type { Pool } from 'pg'
import { policyContract } from '../contracts/policy.ts'
import generic from './generic-1.json'

/** Every policy version ever released, oldest first. A version is never edited: a change is a new file. */
const POLICIES: readonly unknown[] = [generic]

/** Puts the released policy versions into the database; those that are there stay as they are. */
export async function seedPolicies(pool: Pool): Promise<void> {
  for (const data of POLICIES) {
    const policy = policyContract.parse(data)
    await pool.query('INSERT INTO policy (id, version, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      policy.id,
      policy.version,
      JSON.stringify(policy),
    ])
  }
}
