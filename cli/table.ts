import { displayWidth, fit, oneLine, padEnd, padStart } from './width.ts'

export interface Column {
  title: string
  /** Numbers stand on the right. */
  right?: boolean
  /** Never cut: an id that is to be copied. */
  whole?: boolean
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
  const line = (row: readonly string[]): string =>
    columns
      .map((column, n) => {
        const width = widths[n] ?? 0
        const text = fit(row[n] ?? '', width)
        return column.right === true ? padStart(text, width) : padEnd(text, width)
      })
      .join(GAP)
      .trimEnd()
  return [line(columns.map(({ title }) => title)), ...cells.map(line)]
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
