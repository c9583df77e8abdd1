import { Unreadable } from './report.ts'
import { type Passing, XmlReader } from './xml.ts'
import { unzip } from './zip.ts'

/** Bytes that the parts of a workbook may unpack to: a sheet of 200,000 rows. */
export const MOST_UNPACKED = 192 * 1024 * 1024
/** Characters of all texts of a workbook together, each counted once. */
const MOST_TEXT = 48 * 1024 * 1024
/** Formats of numbers that are days in every workbook (ECMA-376, 18.8.30). */
const DAY_FORMATS: readonly number[] = [
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
]

/** How the number of a cell is shown: as a day, with zeros in front up to so many digits, or as it is. */
export interface NumberFormat {
  day: boolean
  digits: number
}

/** A workbook as far as reading one of its sheets needs it. */
export interface Workbook {
  sheet: { name: string; part: string }
  /** Texts of cells, by number. */
  texts: readonly string[]
  /** Formats of numbers, by number of the cell's style. */
  formats: readonly NumberFormat[]
  /** Days are counted from 1904 on and not from 1900. */
  from1904: boolean
}

const PARTS = /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml)$/i

/**
 * Reads what belongs to all sheets of a workbook and chooses one: that named like the file, else the first to be seen.
 * @throws Unreadable when this is no workbook, or one beyond all bounds.
 */
export function openWorkbook(zip: Uint8Array, fileName: string): Workbook {
  const book = new BookReader()
  const targets = new Map<string, string>()
  const texts = new TextReader()
  const styles = new StyleReader()
  const passings: Record<string, Passing> = {
    'xl/workbook.xml': book,
    'xl/_rels/workbook.xml.rels': relationsInto(targets),
    'xl/sharedstrings.xml': texts,
    'xl/styles.xml': styles,
  }
  const readers = new Map<string, XmlReader>()
  for (const { name, bytes, last } of unzip(zip, (part) => PARTS.test(part), MOST_UNPACKED)) {
    const passing = passings[name.toLowerCase()]
    if (passing === undefined) continue
    const reader = readers.get(name) ?? new XmlReader(passing)
    readers.set(name, reader)
    reader.push(bytes, last)
  }
  const chosen =
    book.sheets.find(({ name }) => name.trim().toLowerCase() === fileName.toLowerCase()) ??
    book.sheets.find(({ seen }) => seen)
  const target = chosen && targets.get(chosen.relation)
  if (chosen === undefined || target === undefined) throw new Unreadable('notXlsx')
  const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  return {
    sheet: { name: chosen.name, part },
    texts: texts.texts,
    formats: styles.formats,
    from1904: book.from1904,
  }
}

class BookReader implements Passing {
  readonly sheets: { name: string; relation: string; seen: boolean }[] = []
  from1904 = false

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'workbookPr') this.from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
    if (name !== 'sheet') return
    const { name: title = '', id = '', state = 'visible' } = attributes
    this.sheets.push({ name: title, relation: id, seen: state === 'visible' })
  }

  text(): void {}

  close(): void {}
}

const relationsInto = (targets: Map<string, string>): Passing => ({
  open(name, { Id = '', Target = '', Type = '' }) {
    if (name === 'Relationship' && Type.endsWith('/worksheet')) targets.set(Id, Target)
  },
  text: () => {},
  close: () => {},
})

/** Spreadsheets write characters that XML does not have as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

class TextReader implements Passing {
  readonly texts: string[] = []
  private size = 0
  private current = ''
  private within = false
  /** How a text is spoken stands beside it in East Asian workbooks and is no part of it. */
  private spoken = false

  open(name: string): void {
    if (name === 'si') this.current = ''
    else if (name === 'rPh') this.spoken = true
    else if (name === 't') this.within = !this.spoken
  }

  text(text: string): void {
    if (!this.within) return
    this.size += text.length
    if (this.size > MOST_TEXT) throw new Unreadable('fileTooLarge')
    this.current += text
  }

  close(name: string): void {
    if (name === 't') this.within = false
    else if (name === 'rPh') this.spoken = false
    else if (name === 'si') this.texts.push(unescaped(this.current))
  }
}

class StyleReader implements Passing {
  readonly formats: NumberFormat[] = []
  private readonly codes = new Map<number, string>()
  private within = false

  open(name: string, { numFmtId, formatCode = '' }: Readonly<Record<string, string>>): void {
    const id = Number(numFmtId)
    if (name === 'numFmt') this.codes.set(id, formatCode)
    else if (name === 'cellXfs') this.within = true
    else if (name === 'xf' && this.within) this.formats.push(formatOf(id, this.codes.get(id)))
  }

  text(): void {}

  close(name: string): void {
    if (name === 'cellXfs') this.within = false
  }
}

function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return { day: DAY_FORMATS.includes(id), digits: 0 }
  const letters = code.replace(/"[^"]*"|\\.|_.|\[[^\]]*\]/g, '')
  const zeros = /^0{2,}(?:;|$)/.exec(letters)
  return { day: /[dy]/i.test(letters), digits: zeros === null ? 0 : (letters.split(';', 1)[0]?.length ?? 0) }
}
