import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { type Desk, mistakesOf, openDesk, sample } from './harness.ts'

let server: TestPostgres
let desk: Desk
beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
  desk = await openDesk(server)
})
afterEach(() => desk.close())

type Json = Record<string, unknown>
const institution = async (change: (json: Json) => void): Promise<string> => {
  const json = JSON.parse(await sample('institution.json')) as Json
  change(json)
  return JSON.stringify(json)
}

test('rows without an institution are refused', async () => {
  const report = await desk.importFile('partners.csv', await sample('partners.csv'))
  expect(mistakesOf(report)).toEqual(['institutionUnknown'])
})

test('an institution alone is imported; who leads it waits for staff', async () => {
  const first = await desk.importFiles({ 'institution.json': await sample('institution.json') })
  expect(first.ok).toBe(true)
  expect(first.files.map(({ outcome, waitsFor }) => [outcome, ...waitsFor])).toEqual([
    ['imported'],
    ['skipped', 'staff.csv'],
  ])
  await desk.importFile('staff.csv', await sample('staff.csv'))
  const second = await desk.importFiles({ 'institution.json': await sample('institution.json') })
  expect(second.files.map(({ outcome }) => outcome)).toEqual(['imported', 'imported'])
  expect(second.files[1]?.changed).toBeGreaterThan(20)
})

test('two institutions keep the same codes apart', async () => {
  const names = ['programmes.csv', 'partners.csv', 'staff.csv', 'contacts.csv', 'students.csv']
  const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await sample(name)])))
  const other = await institution((json) => {
    json.code = 'OTHER'
  })
  await desk.importFiles({ ...files, 'institution.json': await sample('institution.json') })
  const report = await desk.importFiles({ ...files, 'institution.json': other })
  expect(report.files.reduce((sum, file) => sum + file.unchanged, 0)).toBe(0)
  expect(await desk.count('person')).toBe(2 * 325)

  const partners = await sample('partners.csv')
  const whose = await desk.importFiles({ 'partners.csv': partners })
  expect(whose.files.map(mistakesOf)).toEqual([['institutionUnknown']])
  const named = await desk.importFiles({ 'partners.csv': partners }, { institutionCode: 'OTHER' })
  expect(named).toMatchObject({ ok: true, institution: 'OTHER' })
  const unknown = await desk.importFiles({ 'partners.csv': partners }, { institutionCode: 'NONE' })
  expect(unknown.files.map(mistakesOf)).toEqual([['institutionUnknown']])
})

test('a folder of another institution than the one meant is refused', async () => {
  const files = {
    'institution.json': await sample('institution.json'),
    'staff.csv': await sample('staff.csv'),
  }
  const report = await desk.importFiles(files, { institutionCode: 'OTHER' })
  expect(report.files.map(({ outcome }) => outcome)).toEqual(['refused', 'skipped', 'skipped'])
  expect(report.files.map(mistakesOf)[0]).toEqual(['code otherInstitution'])
  expect(await desk.count('institution')).toBe(0)
})

test('every mistake of institution.json is named with its path', async () => {
  const text = await institution((json) => {
    Object.assign(json, {
      taxId: '1',
      timeZone: 'Asia/Navoiy',
      country: 'Uzbekistan',
      motto: 'x',
      names: { ru: 'Университет' },
      registers: [
        { code: 'T', title: 'students', forms: '-T' },
        { code: 'T', title: 'students', forms: '{n}-T' },
      ],
      calendarOverrides: [{ date: '2027-02-29', kind: 'working', name: 'x' }],
    })
    delete json.bankMfo
  })
  const report = await desk.importFile('institution.json', text)
  expect(mistakesOf(report).sort()).toEqual(
    [
      'taxId notACode',
      'timeZone notATimeZone',
      'country notACode',
      'motto unknownColumn',
      'names.uz-Latn required',
      'registers.0.forms withoutNumber',
      'registers twiceInList',
      'calendarOverrides.0.date notADay',
      'bankMfo required',
    ].sort(),
  )
  expect(await desk.count('institution')).toBe(0)
})

test('what is not JSON is refused', async () => {
  expect(mistakesOf(await desk.importFile('institution.json', '{"code": '))).toEqual(['notJson'])
  expect(mistakesOf(await desk.importFile('institution.json', '[]'))).toEqual(['required'])
  const large = await desk.importFile('institution.json', `"${'x'.repeat(1024 * 1024)}"`)
  expect(mistakesOf(large)).toEqual(['fileTooLarge'])
})

test('a leader who is not on the staff is named, and no leader is set', async () => {
  const text = await institution((json) => {
    json.rectorStaffId = 'S777'
    json.superiors = { S005: 'S004', S006: 'S778' }
  })
  const report = await desk.importFiles({ 'institution.json': text, 'staff.csv': await sample('staff.csv') })
  const links = report.files.find((file) => file.kind === 'institutionLinks')
  expect(links && mistakesOf(links)).toEqual([
    'rectorStaffId unknownReference S777',
    'superiors.S006 unknownReference S778',
  ])
  const { rows } = await desk.pool.query('SELECT count(superior_person_id)::int AS n FROM person')
  expect(rows).toEqual([{ n: 0 }])
})

test('superiors in a circle are refused', async () => {
  const text = await institution((json) => {
    json.superiors = { S005: 'S004', S004: 'S002', S002: 'S005', S006: 'S005', S007: 'S007' }
  })
  const report = await desk.importFiles({ 'institution.json': text, 'staff.csv': await sample('staff.csv') })
  const links = report.files.find((file) => file.kind === 'institutionLinks')
  expect(links && mistakesOf(links)).toEqual([
    'superiors.S005 superiorInCircle',
    'superiors.S004 superiorInCircle',
    'superiors.S002 superiorInCircle',
    'superiors.S007 superiorInCircle',
  ])
})
