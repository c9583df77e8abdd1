import type { CellNote, TableRow } from './csv.ts'
import { Unreadable } from './report.ts'
import { MOST_UNPACKED, type NumberFormat, unescaped, type Workbook } from './workbook.ts'
import { type Passing, XmlReader } from './xml.ts'
import { unzip } from './zip.ts'

const MOST_ROWS = 200_000
const MOST_COLUMNS = 256
/** Characters of one row. */
const MOST_ROW = 65_536
/** Numbers beyond have lost digits unless they are written in full. */
const EXACT = 1e15
const DAY_MS = 86_400_000
/** Day 0 of the two ways to count days; the one from 1900 on takes that for a leap year, so from March 1900 on. */
const DAY_ZERO = Date.UTC(1899, 11, 30)
const DAY_ZERO_1904 = Date.UTC(1904, 0, 1)

/** The rows of a workbook's sheet that hold anything, numbered as they are there. */
export function* xlsxRows(zip: Uint8Array, workbook: Workbook): Generator<TableRow> {
  const sheet = new SheetReader(workbook)
  const reader = new XmlReader(sheet)
  const wanted = (name: string): boolean => name.toLowerCase() === workbook.sheet.part.toLowerCase()
  let count = 0
  for (const { bytes, last } of unzip(zip, wanted, MOST_UNPACKED)) {
    reader.push(bytes, last)
    for (const row of sheet.rows.splice(0)) {
      count += 1
      if (count > MOST_ROWS) throw new Unreadable('tooManyRows', row.row)
      yield row
    }
  }
}

interface Cell {
  place: number
  type: string
  style: number
  value: string | null
  formula: string | null
}

/** Number of a column from the letters of a cell's name: A1 is 0, AB7 is 27. */
function placeOf(name: string): number {
  let place = 0
  for (const letter of /^[A-Z]{1,3}/.exec(name)?.[0] ?? '') place = 26 * place + letter.charCodeAt(0) - 64
  return place - 1
}

class SheetReader implements Passing {
  readonly rows: TableRow[] = []
  private number = 0
  private cells: string[] = []
  private notes: CellNote[] = []
  private size = 0
  private cell: Cell | null = null
  private place = -1
  private within: 'value' | 'formula' | null = null

  constructor(private readonly workbook: Workbook) {}

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const { cell } = this
    if (name === 'row') this.begin(Number(attributes.r ?? this.number + 1))
    else if (name === 'c') {
      this.place = attributes.r === undefined ? this.place + 1 : placeOf(attributes.r)
      const { t: type = 'n', s: style = '0' } = attributes
      this.cell = { place: this.place, type, style: Number(style), value: null, formula: null }
    } else if (cell === null) return
    else if (name === 'f') {
      this.within = 'formula'
      cell.formula = ''
    } else if (name === 'v' || (name === 't' && cell.type === 'inlineStr')) {
      this.within = 'value'
      cell.value ??= ''
    }
  }

  text(text: string): void {
    if (this.cell === null || this.within === null) return
    this.size += text.length
    // The rest of a row that is too long is not kept.
    if (this.size > MOST_ROW) return
    if (this.within === 'formula') this.cell.formula += text
    else this.cell.value += text
  }

  close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.within = null
    else if (name === 'c') this.endCell()
    else if (name === 'row') this.endRow()
  }

  private begin(number: number): void {
    this.number = number
    this.cells = []
    this.notes = []
    this.size = 0
    this.place = -1
  }

  private endCell(): void {
    const { cell } = this
    this.cell = null
    if (cell === null) return
    const text = this.textOf(cell)
    if (text === '' && this.notes.at(-1)?.cell !== cell.place) return
    if (cell.type === 's') this.size += text.length
    if (cell.place < 0 || cell.place >= MOST_COLUMNS) this.note(null, 'wrongCellCount', null)
    else {
      while (this.cells.length < cell.place) this.cells.push('')
      this.cells[cell.place] = text
    }
  }

  private endRow(): void {
    if (this.size > MOST_ROW) this.notes = [{ cell: null, reason: 'rowTooLong', value: null }]
    if (this.cells.length === 0 && this.notes.length === 0) return
    this.rows.push({ row: this.number, cells: this.cells, notes: this.notes })
  }

  private note(
    cell: number | null,
    reason: CellNote['reason'],
    value: string | null,
    params?: CellNote['params'],
  ): void {
    this.notes.push({ cell, reason, value, ...(params && { params }) })
  }

  /** What the cell shows; a formula by its value. */
  private textOf({ place, type, style, value, formula }: Cell): string {
    if (formula !== null && (value === null || value === '')) {
      this.note(place, 'formulaWithoutValue', `=${formula}`)
      return ''
    }
    if (value === null) return ''
    if (type === 'e') {
      this.note(place, 'cellError', value)
      return ''
    }
    const text = this.valueOf(type, style, value)
    if (formula !== null) this.note(place, 'formulaValue', `=${formula}`, { to: text })
    return text
  }

  private valueOf(type: string, style: number, value: string): string {
    const { texts, formats, from1904 } = this.workbook
    switch (type) {
      case 's':
        return texts[Number(value)] ?? ''
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE'
      case 'd':
        return value.replace(/T00:00:00(?:\.0+)?Z?$/, '')
      case 'n':
        return numberText(value, formats[style] ?? { day: false, digits: 0 }, from1904)
      default:
        return unescaped(value)
    }
  }
}

/** A number as it was meant: a day, a code with its zeros, all digits of a long number or the sign that some are gone. */
function numberText(written: string, { day, digits }: NumberFormat, from1904: boolean): string {
  const number = Number(written)
  if (!Number.isFinite(number)) return written
  if (day) return dayText(number, from1904)
  if (/^\d+$/.test(written)) return written.padStart(digits, '0')
  if (Math.abs(number) >= EXACT) return number.toExponential(5).toUpperCase()
  return String(number).padStart(digits, '0')
}

function dayText(serial: number, from1904: boolean): string {
  const instant = new Date((from1904 ? DAY_ZERO_1904 : DAY_ZERO) + Math.round(serial * DAY_MS))
  if (Number.isNaN(instant.getTime())) return String(serial)
  const text = instant.toISOString()
  // A day with an hour is no day: whoever reads it has to say so.
  return serial % 1 === 0 ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}
