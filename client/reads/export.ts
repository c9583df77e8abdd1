import type { PoolClient } from 'pg'
import type { Bound } from '../../database/database.ts'
import { SNAPSHOT } from '../../database/transaction.ts'

export interface ExportedRow {
  table: string
  /** One row as JSON text, exactly as the database writes it. */
  json: string
}

const BATCH = 500
/** The migrator's own table: it is made again by the migrations. */
const LEFT_OUT = ['_prisma_migrations']

/**
 * Every row of every table in one snapshot, personal data included, table by table in the order of its key. Rows come
 * in batches through a cursor, so memory stays the same however large the database is.
 */
export async function* exportAll(pool: Bound): AsyncGenerator<ExportedRow> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN ${SNAPSHOT}`)
    for (const table of await tablesOf(client)) yield* rowsOf(client, table)
  } finally {
    // Nothing was written; this also ends the snapshot of a reader who stopped in the middle.
    await client.query('ROLLBACK').catch(() => undefined)
    client.release()
  }
}

/** The tables in order of their names, those without rows included. */
export async function exportedTables(pool: Bound): Promise<string[]> {
  const client = await pool.connect()
  try {
    return (await tablesOf(client)).map(({ name }) => name)
  } finally {
    client.release()
  }
}

interface Table {
  name: string
  /** Both quoted for SQL. */
  quoted: string
  key: string[]
}

async function tablesOf(client: PoolClient): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT relname AS name, format('%I', relname) AS quoted,
            coalesce((SELECT array_agg(format('%I', attname) ORDER BY place)
                      FROM pg_index, unnest(indkey) WITH ORDINALITY AS part (number, place)
                      JOIN pg_attribute ON attnum = number
                      WHERE indrelid = pg_class.oid AND indisprimary AND attrelid = pg_class.oid), '{}') AS key
     FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> ALL ($1)
     ORDER BY relname`,
    [LEFT_OUT],
  )
  return rows
}

async function* rowsOf(client: PoolClient, table: Table): AsyncGenerator<ExportedRow> {
  const order = table.key.length === 0 ? '' : `ORDER BY ${table.key.join(', ')}`
  await client.query(
    `DECLARE export NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS json FROM ${table.quoted} t ${order}`,
  )
  for (;;) {
    const { rows } = await client.query<{ json: string }>(`FETCH ${BATCH} FROM export`)
    for (const { json } of rows) yield { table: table.name, json }
    if (rows.length < BATCH) break
  }
  await client.query('CLOSE export')
}
