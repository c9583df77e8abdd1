import type { Block, Column } from './sheet.ts'

/** Short ways to write the blocks of a sheet. */

export const text = (value: string, keep = false): Block => ({ block: 'text', text: value, keep })

export const plain = (
  value: string,
  {
    bold = false,
    align = 'left',
    keep = false,
  }: { bold?: boolean; align?: 'left' | 'center' | 'right'; keep?: boolean } = {},
): Block => ({ block: 'plain', text: value, bold, align, keep })

/** The line above a table or a list stays with it. */
export const lead = (value: string): Block => plain(value, { keep: true })

export const title = (...lines: string[]): Block => ({ block: 'title', lines })

/** Label and value; rows without a value are left out with their label. */
export function facts(rows: readonly (readonly [string, string | undefined])[]): Block[] {
  const known = rows.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [{ label, value }],
  )
  return known.length === 0 ? [] : [{ block: 'facts', rows: known }]
}

/** Points 1., 2., … without gaps; what a condition removed is null. */
export function points(items: readonly (string | null)[]): Block[] {
  return items
    .filter((item) => item !== null)
    .map((item, i, all) => ({ block: 'point', no: `${i + 1}.`, text: item, keep: i === all.length - 1 }))
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

/** Sections I, II, … with clauses 1.1, 1.2, …; a section left without clauses closes the gap. */
export function sections(parts: readonly { title: string; clauses: readonly (string | null)[] }[]): Block[] {
  return parts
    .map((part) => ({ ...part, clauses: part.clauses.filter((clause) => clause !== null) }))
    .filter(({ clauses }) => clauses.length > 0)
    .flatMap((part, i, all) => [
      { block: 'section', no: ROMAN[i] ?? String(i + 1), text: part.title } as const,
      ...part.clauses.map(
        (clause, j): Block => ({
          block: 'point',
          no: `${i + 1}.${j + 1}.`,
          text: clause,
          keep: i === all.length - 1 && j === part.clauses.length - 1,
        }),
      ),
    ])
}

/** The number of a section that follows `count` others. */
export const roman = (count: number): string => ROMAN[count] ?? String(count + 1)

export interface TableColumn<Row> extends Column {
  cell: (row: Row, index: number) => string
}

export function column<Row>(
  head: string,
  share: number,
  cell: (row: Row, index: number) => string,
  align: Column['align'] = 'left',
): TableColumn<Row> {
  return { head, share, cell, align, whole: false }
}

/** A column of people. */
export function names<Row>(
  head: string,
  share: number,
  cell: (row: Row, index: number) => string,
): TableColumn<Row> {
  return { ...column(head, share, cell), whole: true }
}

/** A table; a column of which every cell is empty is left out, and so is a table without rows. */
export function table<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  { size = 11, ruler = false }: { size?: number; ruler?: boolean } = {},
): Block[] {
  if (rows.length === 0) return []
  const shown = columns.filter(({ cell }) => rows.some((row, i) => cell(row, i) !== ''))
  const cells = rows.map((row, i) => shown.map(({ cell }) => cell(row, i)))
  const heads = shown.map(({ head, share, align, whole }) => ({ head, share, align, whole }))
  return [{ block: 'table', columns: heads, rows: cells, size, ruler }]
}
