import { parse } from 'csv-parse/sync'
import { strToU8, zipSync } from 'fflate'
import { csv, type Desk, forgivenOf, mistakesOf, openDesk, sample } from './harness.ts'
import { type BookCell, buildXlsx, serialOf } from './workbook.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.importSamples()
})
afterAll(() => desk.close())

const FILES = [
  'programmes',
  'partners',
  'staff',
  'contacts',
  'sites',
  'students',
  'practice-schedule-2026-2027',
  'attestation-2027',
  'staff-internships',
  'labour-demand',
  'employment',
]

const rowsOf = async (name: string): Promise<string[][]> => parse(await sample(`${name}.csv`))

/** Every file saved in another way: the same institution, nothing new and nothing changed. */
async function expectTheSame(save: (rows: string[][], name: string) => [string, Buffer]): Promise<void> {
  const files: Record<string, Buffer> = {}
  const counts: Record<string, number> = {}
  for (const name of FILES) {
    const rows = await rowsOf(name)
    const [file, bytes] = save(rows, name)
    files[file] = bytes
    counts[file] = rows.length - 1
  }
  const report = await desk.importFiles(files)
  expect(report.files.flatMap(mistakesOf)).toEqual([])
  expect(report.ok).toBe(true)
  expect(
    report.files.map(({ file, inserted, changed, unchanged }) => [file, inserted, changed, unchanged]),
  ).toEqual(report.files.map(({ file }) => [file, 0, 0, counts[file]]))
  expect(report.files).toHaveLength(FILES.length)
}

/** As a spreadsheet with regional settings saves text: semicolons, CRLF, quotes where one stands in a cell. */
const regional = (rows: string[][], delimiter = ';'): string =>
  rows
    .map((cells) =>
      cells.map((cell) => (/["\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter),
    )
    .join('\r\n')
    .concat('\r\n')

/** The table of Windows-1251 has no letter of ours with a turned comma: there it is the quote people type. */
function in1251(text: string): Buffer {
  const table = new Map<string, number>()
  for (let byte = 0; byte < 256; byte += 1)
    table.set(new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte)
  return Buffer.from(
    [...text.replaceAll('ʻ', '‘').replaceAll('ʼ', '’')].map((letter) => {
      const byte = table.get(letter)
      if (byte === undefined) throw new Error(`${letter} is not in Windows-1251`)
      return byte
    }),
  )
}

const CODES = ['code', 'programmeCode', 'siteCode', 'partnerCode', 'lineId', 'sessionId', 'group', 'groups']

test('a workbook brings in what the plain files do: days as numbers, numbers as numbers, zeros kept', async () => {
  await expectTheSame((rows, name) => {
    const [header = [], ...records] = rows
    const toCell = (text: string, place: number): BookCell => {
      if (/^\d{4}-\d\d-\d\d$/.test(text)) return { number: serialOf(text), style: 'day' }
      if (header[place] === 'bankMfo') return { number: Number(text), style: 'fiveDigits' }
      if (/^[1-9]\d{0,8}$/.test(text) && !CODES.includes(header[place] ?? '')) return { number: text }
      return place % 3 === 2 ? { inline: text } : text
    }
    return [
      `${name}.xlsx`,
      buildXlsx({ sheets: [{ name: 'Лист1', rows: [header, ...records.map((row) => row.map(toCell))] }] }),
    ]
  })
})

test('a workbook whose numbers are all text brings in the same', async () => {
  await expectTheSame((rows, name) => [`${name}.xlsx`, buildXlsx({ sheets: [{ name: 'a', rows }] })])
})

test('Windows-1251 with semicolons is recognised and brings in the same', async () => {
  await expectTheSame((rows, name) => [`${name}.csv`, in1251(regional(rows))])
})

test.each([
  ['little end first', '\uFEFF', false],
  ['big end first', '\uFEFF', true],
  ['without a mark', '', false],
  ['without a mark, big end first', '', true],
])('UTF-16 with tabs is recognised and brings in the same: %s', async (_, mark, swap) => {
  await expectTheSame((rows, name) => {
    const bytes = Buffer.from(mark + regional(rows, '\t'), 'utf16le')
    return [`${name}.txt`, swap ? bytes.swap16() : bytes]
  })
})

const STAFF = 'staffId,fullName,post,rank,departmentCode,email,language,roles'

test('the report says as what a file was recognised', async () => {
  const programmes = await rowsOf('programmes')
  const recognised = async (name: string, bytes: Buffer) =>
    (await desk.importFile(name, bytes)).recognised ?? null
  expect(await recognised('programmes.csv', in1251(regional(programmes)))).toEqual({
    ...{ format: 'csv', encoding: 'windows-1251', delimiter: ';', sheet: null },
  })
  expect(await recognised('programmes.txt', Buffer.from(regional(programmes, '\t'), 'utf16le'))).toEqual({
    ...{ format: 'csv', encoding: 'utf-16le', delimiter: '\t', sheet: null },
  })
  const sheets = [
    { name: 'Notes', rows: [['nothing of this']] },
    { name: 'Programmes', rows: programmes },
  ]
  expect(await recognised('programmes.xlsx', buildXlsx({ sheets }))).toEqual({
    ...{ format: 'xlsx', encoding: null, delimiter: null, sheet: 'Programmes' },
  })
})

test('the first sheet to be seen is read where none is named like the file', async () => {
  const rows = [STAFF.split(','), ['S950', 'Solihov Umid', 'docent', '3', '', '', 'ru', '']]
  const sheets = [
    { name: 'old', hidden: true, rows: [['x']] },
    { name: 'new', rows },
  ]
  expect(await desk.importFile('staff.xlsx', buildXlsx({ sheets }))).toMatchObject({ inserted: 1 })
})

test('Windows-1252 and 866 are read where they are told, and never guessed', async () => {
  const russian = csv(STAFF, 'S951,Ёлкин Пётр Ильич,доцент кафедры,3,,,ru,')
  const in866 = Buffer.from(
    [...russian].map((letter) => {
      const code = letter.codePointAt(0) ?? 0
      if (code < 128) return code
      if (letter === 'Ё') return 0xf0
      if (letter === 'ё') return 0xf1
      return code < 0x440 ? code - 0x410 + 0x80 : code - 0x440 + 0xe0
    }),
  )
  expect(mistakesOf(await desk.importFile('staff.csv', in866))).toEqual(['2 encodingUnknown'])
  const told = await desk.importFile('staff.csv', in866, { encoding: 'ibm866' })
  expect([told.inserted, told.recognised?.encoding]).toEqual([1, 'ibm866'])
  const latin = Buffer.from(csv(STAFF, 'S952,Müller José,docent,3,,,en,'), 'latin1')
  expect(mistakesOf(await desk.importFile('staff.csv', latin))).toEqual(['2 encodingUnknown'])
  expect(await desk.importFile('staff.csv', latin, { encoding: 'windows-1252' })).toMatchObject({
    inserted: 1,
  })
  const { rows } = await desk.pool.query(
    `SELECT full_name FROM person WHERE code IN ('S951', 'S952') ORDER BY code`,
  )
  expect(rows.map((row) => row.full_name)).toEqual(['Ёлкин Пётр Ильич', 'Müller José'])
})

test('a letter that was cut off in the middle is named with its row and its column', async () => {
  const bytes = Buffer.from(
    csv(STAFF, 'S953,Солиҳов Умид,доцент,3,,,ru,', 'S954,Ғуломов Умид,доцент,3,,,ru,'),
  )
  const cut = bytes.indexOf('Ғ')
  const report = await desk.importFile(
    'staff.csv',
    Buffer.concat([bytes.subarray(0, cut), bytes.subarray(cut + 1)]),
  )
  expect(mistakesOf(report)).toEqual(['3 fullName damaged'])
})

test('formulas are read by their values and told; without a value, or failed, they are named', async () => {
  const row = (code: BookCell, name: BookCell, rank: BookCell): BookCell[] => [
    ...[code, name, 'docent', rank, '', '', 'ru', ''],
  ]
  const rows = [
    STAFF.split(','),
    row('S955', { formula: 'A1&" "&B1', text: 'Solihov Umid' }, { formula: '1+2', number: 3 }),
  ]
  const good = await desk.importFile('staff.xlsx', buildXlsx({ sheets: [{ name: 'a', rows }] }))
  expect(good).toMatchObject({ outcome: 'imported', inserted: 1 })
  expect(forgivenOf(good)).toEqual(['2 fullName =A1&" "&B1 → Solihov Umid', '2 rank =1+2 → 3'])
  const bad = buildXlsx({
    sheets: [
      {
        name: 'a',
        rows: [
          ...rows,
          row('S956', { formula: 'VLOOKUP(A3,x,2)', error: '#N/A' }, '3'),
          row('S957', { formula: 'B2' }, '3'),
        ],
      },
    ],
  })
  const report = await desk.importFile('staff.xlsx', bad)
  expect(mistakesOf(report)).toEqual(['3 fullName cellError', '4 fullName formulaWithoutValue'])
  expect(report.findings.slice(0, 2).map(({ value }) => value)).toEqual(['#N/A', '=B2'])
})

test('numbers that lost digits are named, whole ones of any length are kept', async () => {
  const rows = await rowsOf('partners')
  const [header = [], partner = []] = rows
  const withAccount = (account: BookCell) => {
    const cells: BookCell[] = [...partner]
    cells[header.indexOf('bankAccount')] = account
    return buildXlsx({ sheets: [{ name: 'a', rows: [header, cells] }] })
  }
  const account = partner[header.indexOf('bankAccount')] ?? ''
  const whole = await desk.importFile('partners.xlsx', withAccount({ number: account }))
  expect(whole).toMatchObject({ outcome: 'imported', unchanged: 1 })
  const lost = await desk.importFile('partners.xlsx', withAccount({ number: '2.0208833461930923E+19' }))
  expect(mistakesOf(lost)).toEqual(['2 bankAccount damagedNumber'])
  const zeros = `${account.slice(0, 15)}00000`
  expect(mistakesOf(await desk.importFile('partners.xlsx', withAccount(zeros)))).toEqual([
    '2 bankAccount digitsLost',
  ])
  const text = csv(
    header.join(','),
    partner
      .map((cell) => (cell === account ? '2,02088E+19' : cell))
      .map((cell) => `"${cell}"`)
      .join(','),
  )
  expect(mistakesOf(await desk.importFile('partners.csv', text))).toEqual(['2 bankAccount damagedNumber'])
})

test('an old workbook, one with a password, and what only pretends to be one are refused in a sentence', async () => {
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
  expect(mistakesOf(await desk.importFile('staff.xlsx', old))).toEqual(['oldExcel'])
  const other = Buffer.from(zipSync({ 'word/document.xml': strToU8('<a/>') }))
  expect(mistakesOf(await desk.importFile('staff.xlsx', other))).toEqual(['notXlsx'])
  const whole = buildXlsx({ sheets: [{ name: 'a', rows: [STAFF.split(',')] }] })
  expect(mistakesOf(await desk.importFile('staff.xlsx', whole.subarray(0, 400)))).toEqual(['notXlsx'])
})

test('a workbook is read within bounds: bombs, entities, endless rows and columns', async () => {
  const header = STAFF.split(',')
  const bookWith = (parts: Record<string, string>) =>
    buildXlsx({ sheets: [{ name: 'a', rows: [header] }], parts })
  const entities = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`
  expect(
    mistakesOf(await desk.importFile('staff.xlsx', bookWith({ 'xl/sharedStrings.xml': entities }))),
  ).toEqual(['notXlsx'])
  const bomb = `<sst><si><t>${'0'.repeat(60 * 1024 * 1024)}</t></si></sst>`
  expect(mistakesOf(await desk.importFile('staff.xlsx', bookWith({ 'xl/sharedStrings.xml': bomb })))).toEqual(
    ['fileTooLarge'],
  )
  const wide = bookWith({
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`,
  })
  expect(mistakesOf(await desk.importFile('staff.xlsx', wide))).toEqual(['1 wrongCellCount'])
  const head = header.map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('')
  const rows = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'.repeat(200_000)
  const sheet = `<worksheet><sheetData><row>${head}</row>${rows}</sheetData></worksheet>`
  const long = await desk.importFile('staff.xlsx', bookWith({ 'xl/worksheets/sheet1.xml': sheet }))
  expect(mistakesOf(long)).toContain('200001 tooManyRows')
})

test('the same file in two formats is a question nobody can answer: it is refused', async () => {
  const rows = await rowsOf('programmes')
  const report = await desk.importFiles({
    'programmes.csv': await sample('programmes.csv'),
    'programmes.xlsx': buildXlsx({ sheets: [{ name: 'a', rows }] }),
  })
  expect(report.files.map(mistakesOf)).toEqual([[], ['givenTwice']])
})
