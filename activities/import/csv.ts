import { pipeline, Readable } from 'node:stream'
import { CsvError, type InfoRecord, parse } from 'csv-parse'
import { type Mistakes, Unreadable } from './report.ts'
import { type Source, textOf } from './source.ts'

const MEGABYTE = 1024 * 1024
/** Bytes of a whole file: about 150,000 students. */
const MOST_BYTES = 16 * MEGABYTE
/** Characters of one row. */
const MOST_ROW = 65_536

export interface CsvRow {
  /** As a spreadsheet counts, the header being row 1. */
  row: number
  cells: Record<string, string>
}

interface Columns {
  columns: readonly string[]
  optional: readonly string[]
}

interface ParsedRecord {
  info: InfoRecord
  record: string[]
}

/** Spreadsheets of this region write semicolons; then lists inside cells are quoted. */
function delimiterOf(header: string): ',' | ';' {
  const outside = header.replace(/"(?:[^"]|"")*"/g, '')
  return outside.split(';').length > outside.split(',').length ? ';' : ','
}

/** Reads ahead to the end of the header row, which shows the delimiter. */
async function peekHeader(pieces: AsyncGenerator<string>): Promise<string> {
  let head = ''
  while (!head.includes('\n') && head.length <= MOST_ROW) {
    const piece = await pieces.next()
    if (piece.done) break
    head += piece.value
  }
  return head
}

async function* joined(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error
  const tooLong = error.code === 'CSV_MAX_RECORD_SIZE'
  return new Unreadable(tooLong ? 'rowTooLong' : 'badQuotes', { cause: error })
}

async function* records(source: Source): AsyncGenerator<ParsedRecord> {
  const pieces = textOf(source, MOST_BYTES)
  const head = await peekHeader(pieces)
  const parser = parse({
    delimiter: delimiterOf(head.split('\n', 1)[0] ?? ''),
    record_delimiter: ['\r\n', '\n'],
    max_record_size: MOST_ROW,
    relax_column_count: true,
    info: true,
  })
  try {
    // The callback has nothing to do: an error of either stream destroys the parser, and reading it throws that error.
    yield* pipeline(Readable.from(joined(head, pieces)), parser, () => {}) as AsyncIterable<ParsedRecord>
  } catch (error) {
    throw unreadable(error)
  }
}

function checkHeader(header: readonly string[], { columns, optional }: Columns, mistakes: Mistakes): void {
  // A first row without any of the columns is no header but data, whose values are not to be repeated.
  const isHeader = header.some((column) => columns.includes(column))
  for (const [index, column] of header.entries()) {
    if (!columns.includes(column)) mistakes.add(1, isHeader ? column.slice(0, 60) : null, 'unknownColumn')
    else if (header.indexOf(column) !== index) mistakes.add(1, column, 'columnTwice')
  }
  for (const column of columns) {
    if (!header.includes(column) && !optional.includes(column)) mistakes.add(1, column, 'missingColumn')
  }
}

/**
 * The rows of a CSV file with exactly these columns, in any order, of which the optional may be missing. Rows without any value are passed over. A wrong
 * header or a row of wrong length becomes a mistake; after a wrong header nothing follows.
 * @throws Unreadable when the file is no CSV.
 */
export async function* readCsv(source: Source, columns: Columns, mistakes: Mistakes): AsyncGenerator<CsvRow> {
  let header: string[] | null = null
  for await (const { info, record } of records(source)) {
    const row = info.records + info.empty_lines
    if (header === null) {
      header = record.map((cell) => cell.trim())
      checkHeader(header, columns, mistakes)
      if (mistakes.errors.length > 0) return
      continue
    }
    if (record.every((cell) => cell.trim() === '')) continue
    if (record.length !== header.length) {
      mistakes.add(row, null, 'wrongCellCount')
      continue
    }
    yield { row, cells: Object.fromEntries(header.map((column, index) => [column, record[index] ?? ''])) }
  }
  if (header === null) mistakes.add(null, null, 'emptyFile')
}
