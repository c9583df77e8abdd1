import { cut, displayWidth, oneLine, padEnd, padStart, wrap } from './width.ts'

export interface Column {
  title: string
  /** Numbers stand on the right. */
  right?: boolean
  /** Never cut: an id that is to be copied. */
  whole?: boolean
  /** Continued on the next line instead of being cut. */
  wraps?: boolean
}

const GAP = '  '
const NARROWEST = 4

/** Rows as aligned lines of at most `most` columns; the widest columns give way first. */
export function tableLines(columns: readonly Column[], rows: readonly string[][], most: number): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const widths = columns.map((column, n) =>
    Math.max(displayWidth(column.title), ...cells.map((row) => displayWidth(row[n] ?? ''))),
  )
  shrink(columns, widths, most - GAP.length * (columns.length - 1))
  const lineOf = (row: readonly string[]): string =>
    columns
      .map((column, n) => (column.right === true ? padStart : padEnd)(row[n] ?? '', widths[n] ?? 0))
      .join(GAP)
      .trimEnd()
  const linesOf = (row: readonly string[]): string[] => {
    const parts = columns.map(({ wraps }, n) => {
      const [text, width] = [row[n] ?? '', widths[n] ?? 0]
      return wraps === true ? wrap(text, width).map((line) => cut(line, width)) : [cut(text, width)]
    })
    const height = Math.max(...parts.map((lines) => lines.length))
    return Array.from({ length: height }, (_, n) => lineOf(parts.map((lines) => lines[n] ?? '')))
  }
  return [lineOf(columns.map(({ title }, n) => cut(title, widths[n] ?? 0))), ...cells.flatMap(linesOf)]
}

function shrink(columns: readonly Column[], widths: number[], room: number): void {
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over -= 1) {
    const widest = widths
      .map((width, n) => ({ width, n }))
      .filter(({ width, n }) => columns[n]?.whole !== true && width > NARROWEST)
      .sort((a, b) => b.width - a.width)[0]
    if (widest === undefined) return
    widths[widest.n] = widest.width - 1
  }
}
