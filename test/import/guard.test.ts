import { listImports, readImport } from '../../client/reads/imports.ts'
import { importPath } from '../../registers/import/import.ts'
import type { ImportOptions } from '../../registers/import/run.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { csv, type Desk, mistakesOf, openDesk, questionsOf, SAMPLES, sample, warningsOf } from './harness.ts'

let server: TestPostgres
let desk: Desk
beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
  desk = await openDesk(server)
  await desk.importSamples()
})
afterEach(() => desk.close())

const log = { info: () => {}, warn: () => {} }
const STAFF = 'staffId,fullName,post,rank,departmentCode,email,language,roles'
const CONTACTS = 'contactId,partnerCode,fullName,post,rank,email,phone,language,roles,maxTrainees'

/** A sample file with one text in place of another. */
const spoilt = async (name: string, from: string, to: string): Promise<string> => {
  const text = await sample(name)
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`)
  return text.replaceAll(from, to)
}

const one = async (sql: string): Promise<unknown> => {
  const { rows } = await desk.pool.query({ text: sql, rowMode: 'array' })
  return rows[0]
}

describe('who imports', () => {
  const attempt = (options: ImportOptions) => importPath({ database: desk.database, log }, SAMPLES, options)

  test.each([
    ['nobody', {}],
    ['a partner’s contact', { by: 'C001' }],
    ['staff without the role', { by: 'S001' }],
    ['nobody known', { by: 'S999' }],
    ['nobody, only to look', { dryRun: true }],
  ])('is refused: %s', async (_, options) => {
    await expect(attempt(options)).rejects.toThrow('only an administrator')
  })

  test('is an administrator who is still there', async () => {
    expect((await attempt({ by: 'S005' })).ok).toBe(true)
    await desk.pool.query(`UPDATE person SET active = false WHERE code = 'S005'`)
    await expect(attempt({ by: 'S005' })).rejects.toThrow('only an administrator')
  })

  test('is nobody for the very first import, and somebody from the moment there are administrators', async () => {
    const empty = await openDesk(server)
    try {
      const first = (files: Record<string, string>) =>
        empty.importFiles(files, { by: undefined } as unknown as ImportOptions)
      expect((await first({ 'institution.json': await sample('institution.json') })).ok).toBe(true)
      expect((await first({ 'staff.csv': await sample('staff.csv') })).ok).toBe(true)
      await expect(first({ 'staff.csv': await sample('staff.csv') })).rejects.toThrow('only an administrator')
    } finally {
      await empty.close()
    }
  })
})

describe('what changes who somebody is, whose something is or where money goes', () => {
  test.each([
    ['partners.csv', '20206946185385440918', '20206946185385440919', '3 bankAccount changesGuarded'],
    ['partners.csv', '609028368', '609028369', '3 taxId changesGuarded'],
    ['partners.csv', '“Oqtogʻ-Azotkimyo” AJ', '“Boshqa” AJ', '3 name changesGuarded'],
    ['staff.csv', 'Daminova Nodira Anvar', 'Boshqa Odam Anvar', '6 fullName changesGuarded'],
    ['staff.csv', 'nodira.daminova@ztu', 'somebody.else@ztu', '6 email changesGuarded'],
    ['contacts.csv', 'C015,NAZ', 'C015,NES', '16 partnerCode changesGuarded'],
    ['sites.csv', '3-son eritish sexi', 'Boshqa sex', '2 name changesGuarded'],
  ])('%s: %s as %s is asked and not imported', async (name, from, to, question) => {
    const text = await spoilt(name, from, to)
    const before = await one('SELECT sum(hashtextextended(p::text, 0)) FROM person p')
    const report = await desk.importFile(name, text)
    expect(report.outcome).toBe('asked')
    expect(questionsOf(report)).toContain(question)
    expect(await one('SELECT sum(hashtextextended(p::text, 0)) FROM person p')).toEqual(before)
    const confirmed = await desk.importFile(name, text, { confirm: [report.confirm ?? ''] })
    expect([confirmed.outcome, confirmed.changed]).toEqual(['imported', 1])
  })

  test('in institution.json is asked too', async () => {
    const text = await spoilt('institution.json', '23402000300100001010', '23402000300100001011')
    const report = await desk.importFile('institution.json', text)
    expect([report.outcome, ...questionsOf(report)]).toEqual(['asked', 'bankAccount changesGuarded'])
  })

  test('is confirmed as it was asked: another change, or another file, asks anew', async () => {
    const asked = await desk.importFile(
      'partners.csv',
      await spoilt('partners.csv', '609028368', '609028369'),
    )
    const other = await spoilt('partners.csv', '609028368', '609028370')
    const report = await desk.importFile('partners.csv', other, { confirm: [asked.confirm ?? ''] })
    expect(report.outcome).toBe('asked')
    expect(report.confirm).not.toBe(asked.confirm)
  })

  test('names in capitals in place of good ones are one question a row', async () => {
    const [header = '', ...rows] = (await sample('staff.csv')).trim().split('\n')
    const shouting = rows.map((row) =>
      row.replace(/^(\w+),([^,]+)/, (_, id, name) => `${id},${name.toUpperCase()}`),
    )
    const report = await desk.importFile('staff.csv', csv(header, ...shouting))
    expect([report.outcome, report.totals.question]).toEqual(['asked', 28])
    expect(new Set(report.findings.map(({ reason }) => reason))).toContain('nameInCapitals')
    expect(report.findings[0]?.params).toMatchObject({ was: 'Jumayev Farrux Ibrohim oʻgʻli', record: 'S001' })
  })
})

describe('a preview', () => {
  test('shows what is new, changed field by field, and the same, and keeps nothing', async () => {
    const files = {
      'sites.csv': (await spoilt('sites.csv', 'mining engineer,14,', 'mining engineer,15,')).concat(
        'ZKM-9,ZKM,workshop,Yangi sex,"Sanoat zonasi, 99",welder,5,none,\n',
      ),
      'partners.csv': await spoilt('partners.csv', ',9100,yes,', ',9200,no,'),
    }
    const report = await desk.importFiles(files, { dryRun: true })
    expect([report.ok, report.dryRun]).toEqual([true, true])
    expect(
      report.files.map(({ file, inserted, changed, unchanged }) => [file, inserted, changed, unchanged]),
    ).toEqual([
      ['partners.csv', 0, 1, 13],
      ['sites.csv', 1, 1, 25],
    ])
    expect(report.files.flatMap(({ changes }) => changes)).toEqual([
      { row: 3, record: 'NAZ', field: 'employees', was: '9100', is: '9200' },
      { row: 3, record: 'NAZ', field: 'tradeUnion', was: 'yes', is: 'no' },
      { row: 3, record: 'ZKM-2', field: 'capacity', was: '14', is: '15' },
    ])
    expect(await one(`SELECT count(*)::int FROM site WHERE code = 'ZKM-9' OR capacity = 15`)).toEqual([0])
    expect((await listImports(scope())).length).toBe(1)
  })

  test('goes on behind a question, so that everything is seen at once', async () => {
    const files = {
      'partners.csv': await spoilt('partners.csv', '609028368', '609028369'),
      'contacts.csv': await spoilt('contacts.csv', '+998 00 485-49-79', '+998 00 485-49-70'),
    }
    const preview = await desk.importFiles(files, { dryRun: true })
    expect(preview.files.map(({ outcome }) => outcome)).toEqual(['asked', 'imported'])
    const held = await desk.importFiles(files)
    expect(held.files.map(({ outcome }) => outcome)).toEqual(['asked', 'skipped'])
    expect(held.ok).toBe(false)
    const confirm = preview.files.flatMap(({ confirm: key }) => key ?? [])
    expect((await desk.importFiles(files, { confirm })).ok).toBe(true)
  })
})

const scope = () => ({ pool: desk.database.of(institution), institution })
let institution = ''
beforeEach(async () => {
  const [id] = (await one('SELECT id FROM institution')) as [string]
  institution = id
})

describe('what was imported', () => {
  test('is recorded for good: who, when, which bytes, and every field from what to what', async () => {
    const text = await spoilt('partners.csv', '609028368', '609028369')
    const { confirm } = await desk.importFile('partners.csv', text)
    await desk.importFile('partners.csv', text, { confirm: [confirm ?? ''], by: 'S005' })
    const [last, asked, first] = await listImports(scope())
    expect(first).toMatchObject({ by: null })
    expect(first?.files).toHaveLength(13)
    expect([asked?.by, asked?.files[0]?.outcome]).toEqual(['S004', 'asked'])
    expect(last).toMatchObject({
      by: 'S005',
      files: [{ name: 'partners.csv', changed: 1, confirmed: confirm }],
    })
    const { changes } = await readImport(scope(), last?.id.slice(0, 12) ?? '')
    expect(changes).toEqual([
      {
        ...{ file: 'partners.csv', row: 3, record: 'NAZ', field: 'taxId' },
        ...{ was: '609028368', became: '609028369' },
      },
    ])
  })

  test('includes who leads whom now', async () => {
    await desk.importFiles({
      'institution.json': await spoilt('institution.json', '"S007": "S001"', '"S007": "S002"'),
    })
    const [last] = await listImports(scope())
    const { changes } = await readImport(scope(), last?.id ?? '')
    expect(changes.map(({ record, field, was, became }) => [record, field, was, became])).toEqual([
      ['S007', 'superiors', 'S001', 'S002'],
    ])
  })

  test.each(['import_run', 'import_file', 'import_change'])('%s never changes', async (table) => {
    await desk.importFile('partners.csv', await spoilt('partners.csv', ',9100,yes,', ',9200,no,'))
    for (const sql of [
      `DELETE FROM ${table}`,
      `UPDATE ${table} SET institution_id = ''`,
      `TRUNCATE ${table} CASCADE`,
    ])
      await expect(desk.pool.query(sql)).rejects.toThrow('is append-only')
    await expect(desk.database.all.query(`UPDATE ${table} SET institution_id = ''`)).rejects.toThrow(
      'permission denied',
    )
  })
})

describe('people and codes that may be mistaken for one another', () => {
  const contact = (id: string, email: string, roles: string, places: string) =>
    `${id},NAZ,Solihov Umid,engineer,2,${email},,ru,${roles},${places}`

  test.each([
    ['s005', 'looksLikeKnown S005'],
    ['S0O5', 'looksLikeKnown S005'],
    ['Ѕ005', 'notLatin S005'],
  ])('the code %s is probably one that exists: %s', async (code, mistake) => {
    const report = await desk.importFile('staff.csv', csv(STAFF, `${code},Solihov Umid,docent,3,,,ru,`))
    expect(mistakesOf(report)).toEqual([`2 staffId ${mistake}`])
  })

  test('a code that refers to one that only looks alike says which', async () => {
    const report = await desk.importFile(
      'contacts.csv',
      csv(CONTACTS, contact('C960', '', '', '').replace('NAZ', 'naz')),
    )
    expect(mistakesOf(report)).toEqual(['2 partnerCode unknownButNear NAZ'])
  })

  test('one address of two people is refused, within one partner it is a warning', async () => {
    const staff = await desk.importFile(
      'staff.csv',
      csv(STAFF, 'S960,Solihov Umid,docent,3,,sunnat.olimov@zkm.example,ru,'),
    )
    expect(mistakesOf(staff)).toEqual(['2 email emailOfAnother'])
    expect(staff.findings[0]?.params).toMatchObject({ other: 'C001' })
    const office = await desk.importFile(
      'contacts.csv',
      csv(
        CONTACTS,
        contact('C961', 'office@naz.example', 'hrOfficer', ''),
        contact('C962', 'office@naz.example', '', ''),
      ),
    )
    expect([office.outcome, ...warningsOf(office)]).toEqual(['imported', '3 email emailShared'])
  })

  test('a mentor without places and a part without an address are warnings', async () => {
    const report = await desk.importFile('contacts.csv', csv(CONTACTS, contact('C963', '', 'mentor', '')))
    expect([report.outcome, ...warningsOf(report)]).toEqual([
      'imported',
      '2 email noEmail',
      '2 maxTrainees noPlaces',
    ])
  })
})
