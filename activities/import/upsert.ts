import type { PoolClient } from 'pg'

export type SqlType = 'text' | 'integer' | 'boolean' | 'date' | 'jsonb' | 'text[]'
export type Cell = string | number | boolean | null | readonly string[] | object
export type Values = Record<string, Cell>

/** A table as the import writes it: natural key and columns, without institution_id. */
export interface Table {
  name: string
  key: readonly string[]
  columns: Readonly<Record<string, SqlType>>
}

export interface Counts {
  inserted: number
  changed: number
  unchanged: number
}

/** Divides the items of a list on their way to the database; contracts refuse control characters in text. */
const ITEM = '\u001F'

function toParameter(type: SqlType, cell: Cell | undefined): Cell {
  if (cell === undefined || cell === null) return null
  if (type === 'text[]') return Array.isArray(cell) ? cell.join(ITEM) : null
  return type === 'jsonb' ? JSON.stringify(cell) : cell
}

function toColumn(name: string, type: SqlType): string {
  return type === 'text[]' ? `string_to_array(u.${name}, E'\\x1F')` : `u.${name}`
}

function statement(table: Table): string {
  const columns = Object.entries(table.columns)
  const names = columns.map(([name]) => name)
  const rest = names.filter((name) => !table.key.includes(name))
  const arrays = columns.map(([, type], index) => `$${index + 2}::${type === 'text[]' ? 'text' : type}[]`)
  const list = (prefix: string) => rest.map((name) => `${prefix}.${name}`).join(', ')
  // institution_id belongs to every natural key: codes of two institutions may be alike.
  return `
    INSERT INTO ${table.name} AS t (institution_id, ${names.join(', ')})
    SELECT $1, ${columns.map(([name, type]) => toColumn(name, type)).join(', ')}
    FROM unnest(${arrays.join(', ')}) AS u (${names.join(', ')})
    ON CONFLICT (${['institution_id', ...table.key].join(', ')}) DO UPDATE
      SET ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE (${list('t')}) IS DISTINCT FROM (${list('excluded')})
    RETURNING old.institution_id IS NULL AS inserted`
}

/** Inserts what is new and changes what differs; rows that are as they should be stay untouched. */
export async function upsert(
  client: PoolClient,
  institution: string,
  table: Table,
  rows: readonly Values[],
): Promise<Counts> {
  if (rows.length === 0) return { inserted: 0, changed: 0, unchanged: 0 }
  const arrays = Object.entries(table.columns).map(([name, type]) =>
    rows.map((row) => toParameter(type, row[name])),
  )
  const result = await client.query<{ inserted: boolean }>(statement(table), [institution, ...arrays])
  const inserted = result.rows.filter((row) => row.inserted).length
  const touched = result.rows.length
  return { inserted, changed: touched - inserted, unchanged: rows.length - touched }
}
