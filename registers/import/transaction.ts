import { DatabaseError, type PoolClient } from 'pg'
import type { Database } from '../../database/database.ts'
import { inTransaction } from '../../database/transaction.ts'
import { type Findings, Unreadable } from './report.ts'

/** Classes of SQLSTATE that speak of the data: 22 data exception, 23 integrity violation. */
const ABOUT_DATA = /^2[23]/

/** Turns an error that speaks of the file into a finding; anything else is not for the report. */
function note(error: unknown, findings: Findings): boolean {
  if (error instanceof Unreadable) {
    findings.add(error.row, null, error.reason)
    return true
  }
  if (error instanceof DatabaseError && ABOUT_DATA.test(error.code ?? '')) {
    findings.add(null, null, 'refusedByDatabase', { value: error.constraint ?? error.column ?? null })
    return true
  }
  return false
}

/**
 * Does one file's part of a transaction, which is kept only where `keeps` says so afterwards. Errors that speak of the
 * file become findings; any other is thrown on.
 * @returns what the work returned, or null when it was undone.
 */
export async function keepIf<Result>(
  client: PoolClient,
  findings: Findings,
  keeps: () => boolean,
  work: () => Promise<Result>,
): Promise<Result | null> {
  await client.query('SAVEPOINT file')
  try {
    const result = await work()
    const kept = keeps()
    await client.query(kept ? 'RELEASE SAVEPOINT file' : 'ROLLBACK TO SAVEPOINT file')
    return kept ? result : null
  } catch (error) {
    if (!note(error, findings)) throw error
    await client.query('ROLLBACK TO SAVEPOINT file')
    return null
  }
}

/** One change of the register at a time: who may change it, and what is known already, stays as it was asked. */
export const oneAtATime = <Result>(
  database: Database,
  work: (client: PoolClient) => Promise<Result>,
  keeps = true,
): Promise<Result> =>
  inTransaction(
    database.all,
    async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('import', 0))`)
      return work(client)
    },
    { keeps },
  )
