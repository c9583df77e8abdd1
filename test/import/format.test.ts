import { importPath } from '../../registers/import/import.ts'
import { csv, type Desk, mistakesOf, openDesk, sample } from './harness.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.importSamples()
})
afterAll(() => desk.close())

const HEADER = 'staffId,fullName,post,rank,departmentCode,email,language,roles'

/** The same table as a spreadsheet with regional settings saves it. */
const regional = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((row) => {
      const cells = row.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? []
      return cells
        .slice(0, (row.match(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g) ?? []).length + 1)
        .map((cell) => cell.replace(/,$/, ''))
        .map((cell) => (cell.includes(';') && !cell.startsWith('"') ? `"${cell}"` : cell))
        .join(';')
    })
    .join('\r\n')

test('a byte order mark, CRLF and semicolons are read like the plain file', async () => {
  for (const name of ['partners.csv', 'contacts.csv', 'staff.csv', 'sites.csv']) {
    const text = await sample(name)
    const changed = regional(text)
    expect(changed).not.toBe(text)
    const report = await desk.importFile(name, `\uFEFF${changed}\r\n`)
    expect(mistakesOf(report)).toEqual([])
    expect(report).toMatchObject({ outcome: 'imported', inserted: 0, changed: 0 })
    expect(report.unchanged).toBe(text.trim().split('\n').length - 1)
  }
})

test('columns may stand in another order and rows may be empty', async () => {
  const report = await desk.importFile(
    'staff.csv',
    csv(
      'fullName,staffId,post,rank,departmentCode,email,language,roles',
      '',
      ',,,,,,,',
      'Solihov Umid,S901,docent,3,,,ru,',
    ),
  )
  expect(report).toMatchObject({ outcome: 'imported', inserted: 1 })
})

test('rows are counted as a spreadsheet counts them', async () => {
  const report = await desk.importFile(
    'staff.csv',
    csv(HEADER, '', 'S902,Solihov Umid,"docent, ""a""",3,,,ru,', 'S903,Solihov,docent,9,,,xx,'),
  )
  expect(mistakesOf(report)).toEqual([
    '4 fullName nameNeedsTwoParts',
    '4 rank outOfRange',
    '4 language notInList',
  ])
})

test('a file whose encoding cannot be told is refused with the row where it shows', async () => {
  const latin = Buffer.concat([Buffer.from(`${HEADER}\nS904,Ivanov`), Buffer.from([0xcf, 0xe5, 0x20])])
  expect(mistakesOf(await desk.importFile('staff.csv', latin))).toEqual(['2 encodingUnknown'])
})

test('a character cut between two reads is no encoding mistake', async () => {
  const long = 'ў'.repeat(99)
  const rows = Array.from({ length: 900 }, (_, n) => `X${n},${long} Umid,docent,3,,,ru,`)
  const report = await desk.importFile('staff.csv', csv(HEADER, ...rows))
  expect(report).toMatchObject({ outcome: 'imported', inserted: 900 })
})

test('unknown, missing and repeated columns are named', async () => {
  const header = HEADER.replace('post,', 'position,').replace('email', 'staffId')
  expect(mistakesOf(await desk.importFile('staff.csv', csv(header, 'S905,A B,x,1,,,ru,')))).toEqual([
    '1 position unknownColumn',
    '1 staffId columnTwice',
    '1 post missingColumn',
    '1 email missingColumn',
  ])
})

test('a file without a header does not spill its first row into the report', async () => {
  const report = await desk.importFile(
    'staff.csv',
    csv('S001,Jumayev Farrux,rector,6,,a@b.example,en,signatory'),
  )
  expect(report.outcome).toBe('refused')
  expect(JSON.stringify(report)).not.toMatch(/Jumayev|example/)
})

test('a row with too few or too many cells is named', async () => {
  const report = await desk.importFile('staff.csv', csv(HEADER, 'S906,A B,x,1', 'S907,A B,x,1,,,ru,,,'))
  expect(mistakesOf(report)).toEqual(['2 wrongCellCount', '3 wrongCellCount'])
})

test('an empty file is refused', async () => {
  expect(mistakesOf(await desk.importFile('staff.csv', ''))).toEqual(['emptyFile'])
})

test('broken quotes are refused with their row and column', async () => {
  const open = csv(HEADER, 'S908,"A B,x,1,,,ru,')
  const misplaced = csv(HEADER, 'S908,A "B" C,x,1,,,ru,')
  expect(mistakesOf(await desk.importFile('staff.csv', open))).toEqual(['2 fullName badQuotes'])
  expect(mistakesOf(await desk.importFile('staff.csv', misplaced))).toEqual(['2 fullName badQuotes'])
})

test('a row longer than any honest one is refused with its row', async () => {
  const report = await desk.importFile('staff.csv', csv(HEADER, `S909,A B,"${'x'.repeat(70_000)}",1,,,ru,`))
  expect(mistakesOf(report)).toEqual(['2 post rowTooLong'])
  const endless = await desk.importFile('staff.csv', `${'x,'.repeat(200_000)}`)
  expect(mistakesOf(endless)).toEqual(['1 rowTooLong'])
})

test('a file larger than the bound is refused', async () => {
  const blank = `${' '.repeat(60_000)},,,,,,,\n`
  expect(mistakesOf(await desk.importFile('staff.csv', `${HEADER}\n${blank.repeat(300)}`))).toEqual([
    'fileTooLarge',
  ])
})

test('a file of unknown name is refused by itself and passed over in a folder', async () => {
  const log = { info: () => {}, warn: () => {} }
  const alone = await importPath({ database: desk.database, log }, __filename)
  expect(alone.ok).toBe(false)
  expect(alone.files.map(mistakesOf)).toEqual([['unknownFile']])
  expect(await desk.importFiles({ 'practice-schedule.csv': 'x' })).toMatchObject({
    ok: true,
    files: [],
    ignored: ['practice-schedule.csv'],
  })
})

test('a path that is not there is an error of the caller', async () => {
  const log = { info: () => {}, warn: () => {} }
  await expect(importPath({ database: desk.database, log }, '/nowhere/at/all')).rejects.toThrow('ENOENT')
})
