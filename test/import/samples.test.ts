import { type Desk, openDesk, sample } from './harness.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const INSERTED = {
  institution: 8,
  programmes: 8,
  partners: 14,
  staff: 28,
  institutionLinks: 0,
  contacts: 57,
  sites: 26,
  students: 240,
  practiceSchedule: 21,
  attestation: 8,
  staffInternships: 10,
  labourDemand: 40,
  employment: 60,
}

async function one(sql: string): Promise<unknown> {
  const { rows } = await desk.pool.query({ text: sql, rowMode: 'array' })
  return rows[0]
}

test('the sample institution is imported in whole, each file after those it refers to', async () => {
  const report = await desk.importSamples()
  expect(report.ok).toBe(true)
  expect(report.institution).toBe('ZTU')
  expect(report.ignored).toEqual(['README.md'])
  expect(Object.fromEntries(report.files.map((file) => [file.kind, file.inserted]))).toEqual(INSERTED)
  expect(report.files.every((file) => file.outcome === 'imported')).toBe(true)
})

test('a second run inserts nothing and changes nothing', async () => {
  const before = await one('SELECT sum(hashtextextended(p::text, 0)) FROM person p')
  const report = await desk.importSamples()
  for (const file of report.files) {
    expect(file).toMatchObject({ outcome: 'imported', inserted: 0, changed: 0 })
  }
  expect(report.files.reduce((sum, file) => sum + file.unchanged, 0)).toBe(520)
  expect(await one('SELECT sum(hashtextextended(p::text, 0)) FROM person p')).toEqual(before)
})

test('names are kept in whole and in their parts', async () => {
  const names = (code: string) =>
    one(`SELECT full_name, surname, given_name, patronymic FROM person WHERE code = '${code}'`)
  expect(await names('C001')).toEqual(['Olimov Sunnat Shuhrat oʻgʻli', 'Olimov', 'Sunnat', 'Shuhrat oʻgʻli'])
  expect(await names('ZTU26000002')).toEqual([
    'Yoʻldosheva Aziza Maʼruf qizi',
    'Yoʻldosheva',
    'Aziza',
    'Maʼruf qizi',
  ])
})

test('everybody who can be late has somebody to escalate to', async () => {
  const superior = (code: string) =>
    one(`SELECT s.code FROM person p JOIN person s ON s.id = p.superior_person_id WHERE p.code = '${code}'`)
  expect(await superior('S005')).toEqual(['S004'])
  expect(await superior('S013')).toEqual(['S009'])
  expect(await superior('C004')).toEqual(['C001'])
  expect(await superior('C025')).toBeUndefined()
  expect(await superior('C026')).toEqual(['C025'])
})

test('the institution knows its rector, its practice office and its heads of department', async () => {
  expect(
    await one(`SELECT r.code, o.code, h.code, i.names ->> 'ru', jsonb_array_length(i.calendar_overrides)
               FROM institution i JOIN person r ON r.id = i.rector_person_id
               JOIN person o ON o.id = i.practice_office_person_id
               JOIN department d ON d.institution_id = i.id AND d.code = 'ENE'
               JOIN person h ON h.id = d.head_person_id`),
  ).toEqual(['S001', 'S004', 'S010', 'Зарафшанский технический университет', 7])
})

test('lists, days and references arrive as they are meant', async () => {
  expect(
    await one(`SELECT l.academic_year, s.code, p.code, l.start_on::text, l.planned, l.study_group,
                 ARRAY(SELECT m.code FROM unnest(l.mentor_person_ids) AS id JOIN person m USING (id) ORDER BY 1)
               FROM schedule_line l JOIN site s ON s.id = l.site_id JOIN person p ON p.id = l.supervisor_person_id
               WHERE l.code = 'L03'`),
  ).toEqual(['2026-2027', 'ZKM-2', 'S013', '2027-02-08', 14, '402-23', ['C006', 'C007', 'C008', 'C009']])
  expect(
    await one(`SELECT forms_existing, trade_union, main_directions FROM partner WHERE code = 'TEK'`),
  ).toEqual([['studentPractice', 'staffInternship'], 'yes', 'spinning; weaving; dyeing, “full cycle”'])
  expect(
    await one(`SELECT year, held_on::text, cardinality(partner_ids), groups FROM attestation_session
                    WHERE code = 'A7'`),
  ).toEqual([2027, '2027-06-22', 2, ['407-23']])
  expect(await one('SELECT count(*)::int, count(still_employed_at_6_months)::int FROM employment')).toEqual([
    60, 0,
  ])
})

test('a changed cell changes one record', async () => {
  const text = await sample('sites.csv')
  const report = await desk.importFile(
    'sites.csv',
    text.replace('mining engineer,14,', 'mining engineer,15,'),
  )
  expect(report).toMatchObject({ outcome: 'imported', inserted: 0, changed: 1, unchanged: 25 })
  expect(await one(`SELECT capacity FROM site WHERE code = 'ZKM-2'`)).toEqual([15])
  await desk.importFile('sites.csv', text)
})

test('two imports at once leave one institution', async () => {
  const reports = await Promise.all([desk.importSamples(), desk.importSamples(), desk.importSamples()])
  expect(reports.map((report) => report.ok)).toEqual([true, true, true])
  expect(await desk.count('institution')).toBe(1)
  expect(await desk.count('person')).toBe(325)
})

test('the log names files and counts, never people', () => {
  const text = JSON.stringify(desk.logged)
  expect(text).toContain('students.csv')
  expect(text).not.toMatch(/Olimov|@|\+998/)
})
