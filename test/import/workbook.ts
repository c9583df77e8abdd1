import { strToU8, type Zippable, zipSync } from 'fflate'

/** A cell as a spreadsheet writes it; plain text goes among the shared texts. */
export type BookCell =
  | string
  | { number: string | number; style?: keyof typeof STYLES }
  | { formula: string; text?: string; number?: number; error?: string }
  | { inline: string }

/** Styles by their place in the book's list: plain, a day, five digits with zeros in front. */
const STYLES = { plain: 0, day: 1, fiveDigits: 2 } as const

const DAY_MS = 86_400_000
/** The number by which a spreadsheet knows a day. */
export const serialOf = (day: string): number => (Date.parse(day) - Date.UTC(1899, 11, 30)) / DAY_MS

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const columnName = (place: number): string =>
  place < 26
    ? String.fromCharCode(65 + place)
    : columnName(Math.floor(place / 26) - 1) + columnName(place % 26)

export interface Sheet {
  name: string
  rows: BookCell[][]
  hidden?: boolean
}

export interface Book {
  sheets: Sheet[]
  /** Parts that stand instead of, or beside, those of the book. */
  parts?: Record<string, string>
}

function sheetXml(rows: BookCell[][], shared: string[]): string {
  const cellXml = (cell: BookCell, name: string): string => {
    if (cell === '') return ''
    if (typeof cell === 'string') {
      shared.push(cell)
      return `<c r="${name}" t="s"><v>${shared.length - 1}</v></c>`
    }
    if ('inline' in cell) return `<c r="${name}" t="inlineStr"><is><t>${escaped(cell.inline)}</t></is></c>`
    if ('formula' in cell) {
      const { formula, text, number, error } = cell
      const type = error !== undefined ? ' t="e"' : text !== undefined ? ' t="str"' : ''
      const value = error ?? text ?? number
      const shown = value === undefined ? '' : `<v>${escaped(String(value))}</v>`
      return `<c r="${name}"${type}><f>${escaped(formula)}</f>${shown}</c>`
    }
    return `<c r="${name}" s="${STYLES[cell.style ?? 'plain']}"><v>${cell.number}</v></c>`
  }
  const rowsXml = rows.map((cells, row) => {
    const xml = cells.map((cell, place) => cellXml(cell, `${columnName(place)}${row + 1}`)).join('')
    return `<row r="${row + 1}">${xml}</row>`
  })
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rowsXml.join('')}</sheetData></worksheet>`
}

const STYLES_XML = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`

/** The bytes of a workbook, its parts as a spreadsheet program names them. */
export function buildXlsx({ sheets, parts = {} }: Book): Buffer {
  const shared: string[] = []
  const files: Record<string, string> = {}
  for (const [n, { rows }] of sheets.entries())
    files[`xl/worksheets/sheet${n + 1}.xml`] = sheetXml(rows, shared)
  const list = sheets.map(
    ({ name, hidden }, n) =>
      `<sheet name="${escaped(name)}" sheetId="${n + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${n + 1}"/>`,
  )
  files['xl/workbook.xml'] =
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`
  const targets = sheets.map(
    (_, n) =>
      `<Relationship Id="rId${n + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`,
  )
  files['xl/_rels/workbook.xml.rels'] =
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.join('')}</Relationships>`
  files['xl/styles.xml'] = STYLES_XML
  const texts = shared.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`)
  files['xl/sharedStrings.xml'] = `${HEAD}<sst xmlns="${MAIN}">${texts.join('')}</sst>`
  const zippable: Zippable = {}
  for (const [name, xml] of Object.entries({ ...files, ...parts })) zippable[name] = strToU8(xml)
  return Buffer.from(zipSync(zippable))
}
