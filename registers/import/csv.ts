import { finished } from 'node:stream/promises'
import { CsvError, type InfoDataSet, type Parser, parse } from 'csv-parse'
import type { ImportReason } from '../../schema/contracts/findings.ts'

/** Characters of one row. */
const MOST_ROW = 65_536
/** Characters handed to the parser at once. */
const PIECE = 65_536

/** A row of a table before anybody asked what its cells mean. */
export interface TableRow {
  /** As a spreadsheet counts, the header being row 1. */
  row: number
  cells: string[]
  /** What the reading itself found, by number of the cell. */
  notes: readonly CellNote[]
}

export interface CellNote {
  /** Number of the cell; null when the row is meant. */
  cell: number | null
  reason: ImportReason
  value: string | null
  params?: Readonly<Record<string, string>>
}

const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** Spreadsheets of this region write semicolons, in UTF-16 tabs; then lists inside cells are quoted. */
export function delimiterOf(text: string): Delimiter {
  const header = text.slice(0, MOST_ROW).split('\n', 1)[0] ?? ''
  const outside = header.replace(/"(?:[^"]|"")*"/g, '')
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: outside.split(delimiter).length }))
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter
}

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE)
}

/** The rows of a text. Where quotes do not match nothing behind can be told apart: a last row's note says so. */
export async function* csvRows(text: string, delimiter: Delimiter): AsyncGenerator<TableRow> {
  const read: TableRow[] = []
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: MOST_ROW,
    relax_column_count: true,
    // Rows are kept here and not handed on by the stream, which would lose those read before an error.
    on_record: (cells: string[], { records, empty_lines }) => {
      read.push({ row: records + empty_lines, cells, notes: [] })
      return null
    },
  })
  parser.on('error', () => {})
  parser.resume()
  for (const piece of piecesOf(text)) {
    parser.write(piece)
    yield* read.splice(0)
    if (parser.errored !== null) break
  }
  const end = parser.errored ?? (await ended(parser))
  yield* read.splice(0)
  if (end !== null) yield brokenRow(end)
}

async function ended(parser: Parser): Promise<Error | null> {
  parser.end()
  try {
    await finished(parser)
    return null
  } catch (error) {
    if (error instanceof CsvError) return error
    throw error
  }
}

/** The row that could not be read; the library puts its counts on the error itself. */
function brokenRow(error: Error): TableRow {
  if (!(error instanceof CsvError)) throw error
  const { records = 0, empty_lines = 0, column } = error as CsvError & Partial<InfoDataSet>
  return {
    row: records + empty_lines + 1,
    cells: [],
    notes: [
      {
        cell: typeof column === 'number' ? column : null,
        reason: error.code === 'CSV_MAX_RECORD_SIZE' ? 'rowTooLong' : 'badQuotes',
        value: null,
      },
    ],
  }
}
