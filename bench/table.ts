import type { Line } from './line.ts'

const COLUMNS = ['line', 'value', 'unit', 'reference', 'ratio', 'budget', 'met', 'n', 'p50', 'p99'] as const

/** The lines for a person; p50 and p99 name their unit where it is not the line's. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [COLUMNS, ...lines.map(cellsOf)]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellsOf(line: Line): readonly string[] {
  const sample = (value: number): string =>
    line.sampleUnit === line.unit ? `${value}` : `${value} ${line.sampleUnit}`
  return [
    line.name,
    `${line.value}`,
    line.unit,
    line.reference === null ? '–' : `${line.reference}`,
    line.ratio === null ? '–' : `${line.ratio}`,
    line.budget,
    line.met ? 'yes' : 'NO',
    `${line.n}`,
    sample(line.p50),
    sample(line.p99),
  ]
}
