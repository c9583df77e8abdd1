import { extname } from 'node:path'
import { type CellNote, csvRows, type Delimiter, delimiterOf, type TableRow } from './csv.ts'
import { decode, type Encoding } from './encoding.ts'
import { type Findings, type Recognised, Unreadable } from './report.ts'
import { bytesOf, type Source } from './source.ts'
import { openWorkbook } from './workbook.ts'
import { xlsxRows } from './xlsx.ts'

const MEGABYTE = 1024 * 1024
/** Bytes of a whole file: about 150,000 students. */
const MOST_BYTES = 16 * MEGABYTE
/** First bytes of a ZIP, which a workbook is, and of what older versions wrote and what has a password. */
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1')
const OLD_EXCEL = Buffer.from('d0cf11e0a1b11ae1', 'hex')
/** First row by which a spreadsheet tells itself the delimiter. */
const OWN_DELIMITER = /^sep=([,;\t])\r?\n/

/** A row by the names of its columns. */
export interface NamedRow {
  row: number
  cells: Record<string, string>
  /** Columns whose cell could not be read: that is said already. */
  unread: ReadonlySet<string>
}

interface Columns {
  all: readonly string[]
  /** Those a file may not leave out. */
  required: readonly string[]
}

interface Opened {
  rows: AsyncIterable<TableRow> | Iterable<TableRow>
  recognised: Recognised
  /** Cells that are missing at the end of a row are empty: a sheet has no others. */
  ragged: boolean
}

async function open(source: Source, told: Encoding | null): Promise<Opened> {
  const bytes = await bytesOf(source, MOST_BYTES)
  if (bytes.subarray(0, OLD_EXCEL.length).equals(OLD_EXCEL)) throw new Unreadable('oldExcel')
  if (bytes.subarray(0, ZIP.length).equals(ZIP)) {
    const workbook = openWorkbook(bytes, source.name.slice(0, -extname(source.name).length))
    const sheet = workbook.sheet.name
    return {
      rows: xlsxRows(bytes, workbook),
      recognised: { format: 'xlsx', encoding: null, delimiter: null, sheet },
      ragged: true,
    }
  }
  const { text, encoding } = decode(bytes, told)
  const own = OWN_DELIMITER.exec(text)
  const delimiter = (own?.[1] as Delimiter | undefined) ?? delimiterOf(text)
  // That row stays, empty, for the others to keep their numbers.
  const table = own === null ? text : `\n${text.slice(own[0].length)}`
  return {
    rows: csvRows(table, delimiter),
    recognised: { format: 'csv', encoding, delimiter, sheet: null },
    ragged: false,
  }
}

function checkHeader(
  row: number,
  header: readonly string[],
  { required, all }: Columns,
  findings: Findings,
): void {
  if (!header.some((column) => all.includes(column))) {
    // A first row without any of the columns is data, whose values are not to be repeated.
    findings.add(row, null, 'noHeader', { params: { columns: required.join(', ') } })
    return
  }
  for (const [index, column] of header.entries()) {
    if (!all.includes(column)) findings.add(row, column, 'unknownColumn', { value: column })
    else if (header.indexOf(column) !== index) findings.add(row, column, 'columnTwice', { value: column })
  }
  for (const column of required) {
    if (!header.includes(column)) findings.add(row, column, 'missingColumn')
  }
}

/** What may have happened to any cell on its way through other programs. */
function noteOf(cell: number, value: string): CellNote | null {
  if (value.startsWith('=')) return { cell, reason: 'formula', value }
  if (value.includes('\uFFFD')) return { cell, reason: 'damaged', value }
  if (/^[+-]?\d(?:[.,]\d+)?E[+-]\d{1,3}$/i.test(value)) return { cell, reason: 'damagedNumber', value }
  return null
}

/** `="00014"` is how careful people keep a spreadsheet from taking text for a number. */
const QUOTED = /^="([^"]*)"$/

const FATAL: readonly string[] = ['badQuotes', 'rowTooLong', 'wrongCellCount']

/**
 * The rows of a CSV file or a workbook's sheet with these columns, in any order. Rows without any value are passed
 * over. What is wrong with the header or the shape of a row is a finding; after a wrong header nothing follows.
 * @throws Unreadable when the file is no table.
 */
export async function* readTable(
  source: Source,
  told: Encoding | null,
  columns: Columns,
  findings: Findings,
  recognise: (recognised: Recognised) => void,
): AsyncGenerator<NamedRow> {
  const { rows, recognised, ragged } = await open(source, told)
  recognise(recognised)
  let header: string[] | null = null
  for await (const { row, cells, notes } of rows) {
    const fatal = notes.find(({ reason }) => FATAL.includes(reason))
    if (fatal !== undefined) {
      findings.add(row, header?.[fatal.cell ?? -1] ?? null, fatal.reason)
      continue
    }
    const blank = cells.every((cell) => cell.trim() === '') && notes.length === 0
    if (blank) continue
    if (header === null) {
      header = trimmedEnd(cells.map((cell) => cell.trim()))
      checkHeader(row, header, columns, findings)
      if (findings.refuses) return
      continue
    }
    const last = cells.findLastIndex((cell) => cell.trim() !== '')
    if (ragged ? last >= header.length : cells.length !== header.length) {
      findings.add(row, null, 'wrongCellCount', { params: { cells: cells.length, columns: header.length } })
      continue
    }
    yield nameCells(row, header, cells, notes, findings)
  }
  if (header === null && findings.totals.error === 0) findings.add(null, null, 'emptyFile')
}

/** A sheet may have been wider once. */
function trimmedEnd(header: string[]): string[] {
  return header.slice(0, header.findLastIndex((column) => column !== '') + 1)
}

function nameCells(
  row: number,
  header: readonly string[],
  cells: readonly string[],
  notes: readonly CellNote[],
  findings: Findings,
): NamedRow {
  const unread = new Set<string>()
  const named: Record<string, string> = {}
  const noted = [...notes]
  for (const [place, column] of header.entries()) {
    const written = cells[place] ?? ''
    const quoted = QUOTED.exec(written.trim())
    const value = quoted?.[1] ?? written
    named[column] = value
    if (quoted !== null) noted.push({ cell: place, reason: 'readAs', value: written, params: { to: value } })
    const note = noteOf(place, value)
    if (note !== null) noted.push(note)
  }
  for (const { cell, reason, value, params = {} } of noted) {
    const column = header[cell ?? -1] ?? null
    findings.add(row, column, reason, { value, params })
    if (column !== null && UNREAD.includes(reason)) unread.add(column)
  }
  return { row, cells: named, unread }
}

/** After these nothing else is to be said about the cell. */
const UNREAD: readonly string[] = ['formula', 'formulaWithoutValue', 'cellError', 'damaged', 'damagedNumber']
