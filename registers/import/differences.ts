import type { PoolClient } from 'pg'
import type { Cell, Table, Touched, Values } from './upsert.ts'

/** One field of a changed record, by the name its file has for it. */
export interface Difference {
  /** Name of the database's column, and behind a dot the part of it that changed. */
  column: string
  was: string
  is: string
}

/** A record that changed: what names it, and its fields that did. */
export interface ChangedRecord {
  /** The values of its natural key. */
  key: readonly string[]
  /** The same as people know it. */
  record: string
  differences: readonly Difference[]
}

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

const CODES = `
  SELECT id, code FROM person WHERE id = ANY($1) UNION ALL SELECT id, code FROM partner WHERE id = ANY($1)
  UNION ALL SELECT id, code FROM site WHERE id = ANY($1) UNION ALL SELECT id, code FROM programme WHERE id = ANY($1)
  UNION ALL SELECT id, code FROM department WHERE id = ANY($1)`

/** Codes in place of ids: people know no others. */
async function codesOf(client: PoolClient, texts: readonly string[]): Promise<(id: string) => string> {
  const ids = [...new Set(texts.filter((text) => ID.test(text)))]
  if (ids.length === 0) return (id) => id
  const { rows } = await client.query<{ id: string; code: string }>(CODES, [ids])
  const codes = new Map(rows.map((row) => [row.id, row.code]))
  return (id) => codes.get(id) ?? id
}

/** What a value says, item by item. */
const items = (cell: Cell | undefined): string[] => {
  if (cell === null || cell === undefined) return []
  if (Array.isArray(cell))
    return cell.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item)))
  return [typeof cell === 'object' ? JSON.stringify(cell) : String(cell)]
}

const isGroup = (cell: Cell | undefined): cell is Values =>
  typeof cell === 'object' && cell !== null && !Array.isArray(cell)

/** Every column, and of a group every part, that is another than it was. */
function* changedIn(
  was: Values,
  is: Values,
  columns: readonly string[],
): Generator<[string, string[], string[]]> {
  for (const column of columns) {
    const [before, after] = [was[column], is[column]]
    if (isGroup(before) && isGroup(after)) {
      const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])]
      for (const [part, a, b] of changedIn(before, after, parts)) yield [`${column}.${part}`, a, b]
      continue
    }
    const [a, b] = [items(before), items(after)]
    if (a.join('\u001F') !== b.join('\u001F')) yield [column, a, b]
  }
}

/** The records among those touched that were there before, each with the fields that changed. */
export async function differencesOf(
  client: PoolClient,
  table: Table,
  touched: readonly Touched[],
): Promise<ChangedRecord[]> {
  const found = touched.flatMap(({ was, is }) =>
    was === null
      ? []
      : [{ key: keyOf(table, is), fields: [...changedIn(was, is, Object.keys(table.columns))] }],
  )
  const texts = found.flatMap(({ key, fields }) => [...key, ...fields.flatMap(([, a, b]) => [...a, ...b])])
  const codeOf = await codesOf(client, texts)
  const say = (list: readonly string[]): string => list.map(codeOf).join('; ')
  return found.map(({ key, fields }) => ({
    key,
    record: key.map(codeOf).join(' '),
    differences: fields.map(([column, a, b]) => ({ column, was: say(a), is: say(b) })),
  }))
}

/** The values of a record's natural key, as the database gives or takes them. */
export const keyOf = (table: Table, values: Values): string[] =>
  table.key.map((column) => String(values[column] ?? ''))
