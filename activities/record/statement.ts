import type { PoolClient, QueryResult } from 'pg'

/** A prepared statement with its values: known in full before anything is written. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
}

const BEGIN: Statement = { name: 'begin', text: 'BEGIN', values: [] }

/**
 * Writes all statements in one transaction and answers what each returned; or undoes them and answers null, where the
 * first one, which claims what the others belong to, met no row. The connection sends them together: two ways to the
 * database and back, whatever their number.
 */
export async function writeClaimed(
  sql: PoolClient,
  claim: Statement,
  statements: Statement[],
): Promise<QueryResult[] | null> {
  const sent = [BEGIN, claim, ...statements].map((statement) => sql.query(statement))
  const [, claimed, ...others] = await Promise.allSettled(sent)
  try {
    if (claimed !== undefined && answered(claimed).rowCount === 0) {
      await sql.query('ROLLBACK')
      return null
    }
    const answers = others.map(answered)
    await sql.query('COMMIT')
    return answers
  } catch (error) {
    await sql.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

function answered(answer: PromiseSettledResult<QueryResult>): QueryResult {
  if (answer.status === 'rejected') throw answer.reason
  return answer.value
}
