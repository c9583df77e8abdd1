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

export const NOTHING: Counts = { inserted: 0, changed: 0, unchanged: 0 }

export const sum = (a: Counts, b: Counts): Counts => ({
  inserted: a.inserted + b.inserted,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
})

/** A row that is not as it was; `was` is null where there was none. */
export interface Touched {
  was: Values | null
  is: Values
}

export interface Written {
  counts: Counts
  touched: readonly Touched[]
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

function statement(table: Table, owned: boolean): string {
  const columns = Object.entries(table.columns)
  const names = columns.map(([name]) => name)
  const rest = names.filter((name) => !table.key.includes(name))
  const first = owned ? 2 : 1
  const arrays = columns.map(([, type], index) => `$${index + first}::${type === 'text[]' ? 'text' : type}[]`)
  const list = (prefix: string) => rest.map((name) => `${prefix}.${name}`).join(', ')
  // institution_id belongs to every natural key: codes of two institutions may be alike.
  const [owner, ownerValue] = owned ? ['institution_id, ', '$1, '] : ['', '']
  return `
    INSERT INTO ${table.name} AS t (${owner}${names.join(', ')})
    SELECT ${ownerValue}${columns.map(([name, type]) => toColumn(name, type)).join(', ')}
    FROM unnest(${arrays.join(', ')}) AS u (${names.join(', ')})
    ON CONFLICT (${owner}${table.key.join(', ')}) DO UPDATE
      SET ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE (${list('t')}) IS DISTINCT FROM (${list('excluded')})
    RETURNING CASE WHEN old.id IS NOT NULL THEN to_jsonb(old) END AS was, to_jsonb(new) AS is`
}

/**
 * Inserts what is new and changes what differs; rows that are as they should be stay untouched.
 * @param institution whose rows they are; null for institutions themselves.
 */
export async function upsert(
  client: PoolClient,
  institution: string | null,
  table: Table,
  rows: readonly Values[],
): Promise<Written> {
  if (rows.length === 0) return { counts: NOTHING, touched: [] }
  const arrays = Object.entries(table.columns).map(([name, type]) =>
    rows.map((row) => toParameter(type, row[name])),
  )
  const owned = institution !== null
  const { rows: touched } = await client.query<Touched>(
    statement(table, owned),
    owned ? [institution, ...arrays] : arrays,
  )
  const inserted = touched.filter(({ was }) => was === null).length
  return {
    counts: { inserted, changed: touched.length - inserted, unchanged: rows.length - touched.length },
    touched,
  }
}
