import type { Sql } from '../../database/database.ts'
import type { ProcessKind } from '../../workflows/durable/types.ts'

/** A process that the engine has to run: it is open, or something it brought about is still to be done. */
export interface AliveRow {
  id: string
  kind: ProcessKind
  seq: number
  /** Milliseconds. */
  clockOffset: number
}

/** What is not over: a condition on the process row. */
export const ALIVE = '(open OR pending_effects > 0)'

/** The processes the engine has to run, or those of them that are named. */
export async function aliveRows(sql: Sql, ids: readonly string[] | null = null): Promise<AliveRow[]> {
  const { rows } = await sql.query<AliveRow>({
    name: 'alive-processes',
    text: `SELECT id, kind, seq, clock_offset_ms::float8 AS "clockOffset" FROM process
           WHERE ${ALIVE} AND ($1::text[] IS NULL OR id = ANY($1)) ORDER BY id`,
    values: [ids],
  })
  return rows
}
