import { DatabaseError, type PoolClient } from 'pg'
import type { Bound } from '../../client/database.ts'
import { type Mistakes, Unreadable } from './report.ts'

/** Classes of SQLSTATE that speak of the data: 22 data exception, 23 integrity violation. */
const ABOUT_DATA = /^2[23]/

/** Turns an error that speaks of the file into a mistake; anything else is not for the report. */
function note(error: unknown, mistakes: Mistakes): boolean {
  if (error instanceof Unreadable) {
    mistakes.add(null, null, error.reason)
    return true
  }
  if (error instanceof DatabaseError && ABOUT_DATA.test(error.code ?? '')) {
    mistakes.add(null, error.constraint ?? null, 'refusedByDatabase')
    return true
  }
  return false
}

/**
 * Runs the work in one transaction that is kept only when no mistake was noted. Errors that speak of the data
 * become mistakes; any other is thrown on.
 * @returns what the work returned, or null when everything was rolled back.
 */
export async function keepIfFaultless<Result>(
  bound: Bound,
  mistakes: Mistakes,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result | null> {
  const client = await bound.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    const kept = mistakes.errors.length === 0
    await client.query(kept ? 'COMMIT' : 'ROLLBACK')
    return kept ? result : null
  } catch (error) {
    // A connection that cannot even roll back is not used again.
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause
    })
    if (!note(error, mistakes)) throw error
    return null
  } finally {
    client.release(broken)
  }
}
