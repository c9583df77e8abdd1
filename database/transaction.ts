import type { PoolClient } from 'pg'
import type { Bound } from './database.ts'

/** What a transaction that only reads sees: the database at one instant, however long it takes. */
export const SNAPSHOT = 'ISOLATION LEVEL REPEATABLE READ READ ONLY'

/**
 * Does the work in one transaction: all of it is kept, or nothing, as it is where `keeps` is false. A connection that
 * cannot even roll back is not used again.
 */
export async function inTransaction<Result>(
  pool: Bound,
  work: (client: PoolClient) => Promise<Result>,
  { mode = '', keeps = true }: { mode?: string; keeps?: boolean } = {},
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(`BEGIN ${mode}`)
    const result = await work(client)
    await client.query(keeps ? 'COMMIT' : 'ROLLBACK')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
