import { csv, type Desk, mistakesOf, openDesk, sample, warningsOf } from './harness.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.importSamples()
})
afterAll(() => desk.close())

/** The sample row that begins with this key, with one cell put in place of another. */
async function spoil(name: string, key: string, from: string, to: string): Promise<string[]> {
  const [header = '', ...rows] = (await sample(name)).trim().split('\n')
  const row = rows.find((candidate) => candidate.startsWith(`${key},`)) ?? ''
  const spoiled = row.replace(from, to)
  if (spoiled === row) throw new Error(`${name} ${key} has no ${from}`)
  const report = await desk.importFile(name, csv(header, spoiled))
  expect(report.outcome).toBe('refused')
  return mistakesOf(report)
}

test.each([
  ['programmes.csv', '60711400', 'MET', 'XXX', '2 departmentCode unknownReference XXX'],
  ['programmes.csv', '60711400', 'Metallurgiya', '', '2 nameUzLatn required'],
  ['partners.csv', 'NAZ', '609028368', '60902836', '2 taxId notACode'],
  ['partners.csv', 'NAZ', '20206946185385440918', '2020694618538544091X', '2 bankAccount notACode'],
  ['partners.csv', 'NAZ', '00542', '542', '2 bankMfo notACode'],
  ['partners.csv', 'NAZ', '9100', '-1', '2 employees outOfRange'],
  ['partners.csv', 'NAZ', '9100', '9 100', '2 employees notANumber'],
  ['partners.csv', 'NAZ', 'yes', 'maybe', '2 tradeUnion notInList'],
  ['partners.csv', 'NAZ', 'graduateEmployment', 'friendship', '2 existingForms notInList'],
  ['partners.csv', 'NAZ', 'graduateEmployment', 'studentPractice', '2 existingForms twiceInList'],
  ['partners.csv', 'NAZ', 'industrialEnterprise', 'cooperative', '2 category notInList'],
  ['staff.csv', 'S005', 'nodira.daminova@ztu.example', 'nodira.daminova@', '2 email notAnEmail'],
  ['staff.csv', 'S005', 'Daminova', 'Dami\u202Enova', '2 fullName controlCharacter'],
  ['staff.csv', 'S005', 'administrator', 'emperor', '2 roles notInList'],
  ['staff.csv', 'S005', 'S005', '=S005', '2 staffId formula'],
  ['staff.csv', 'S005', 'S005', 'S 005', '2 staffId notAnIdentifier'],
  ['staff.csv', 'S005', 'S005', 'C001', '2 staffId codeTaken'],
  ['contacts.csv', 'C004', '+998 00 766-44-58', 'call me', '2 phone notAPhone'],
  ['contacts.csv', 'C004', 'ZKM', 'ZKX', '2 partnerCode unknownReference ZKX'],
  ['contacts.csv', 'C004', ',6', ',0', '2 maxTrainees outOfRange'],
  ['sites.csv', 'ZKM-1', ',16,', ',0,', '2 capacity outOfRange'],
  ['sites.csv', 'ZKM-1', 'C003', 'C014', '2 safetyOfficerContactId ofAnotherPartner'],
  ['sites.csv', 'ZKM-1', 'C003', 'S005', '2 safetyOfficerContactId unknownReference S005'],
  ['students.csv', 'ZTU26000001', ',4,', ',11,', '2 course outOfRange'],
  ['students.csv', 'ZTU26000001', '60711400', '60711499', '2 programmeCode unknownReference 60711499'],
  ['students.csv', 'ZTU26000001', 'uz-Latn', 'uz', '2 language notInList'],
  ['students.csv', 'ZTU26000001', ',2027', ',27', '2 graduationYear outOfRange'],
  ['practice-schedule-2026-2027.csv', 'L01', '2027-02-08', '2027-02-30', '2 startDate notADay'],
  ['practice-schedule-2026-2027.csv', 'L01', '2027-04-03', '2027-02-07', '2 endDate endsBeforeStart'],
  ['practice-schedule-2026-2027.csv', 'L01', '2027-02-08', '2026-02-08', '2 startDate outsidePeriod'],
  ['practice-schedule-2026-2027.csv', 'L01', 'ZKM-1', 'NAZ-1', '2 siteCode ofAnotherPartner'],
  ['practice-schedule-2026-2027.csv', 'L01', 'C004;C005', 'C004;C015', '2 mentorContactIds ofAnotherPartner'],
  ['practice-schedule-2026-2027.csv', 'L01', 'C004;C005', '', '2 mentorContactIds required'],
  ['practice-schedule-2026-2027.csv', 'L01', '401-23', '499-23', '2 group unknownReference 499-23'],
  ['practice-schedule-2026-2027.csv', 'L01', 'S025', 'S099', '2 supervisorStaffId unknownReference S099'],
  ['practice-schedule-2026-2027.csv', 'L01', ',10,', ',0,', '2 plannedNumber outOfRange'],
  ['attestation-2027.csv', 'A1', '2027-06-14', '2028-06-14', '2 date outsidePeriod'],
  ['attestation-2027.csv', 'A1', 'C003;C005', 'C003;C099', '2 expertContactIds unknownReference C099'],
  ['staff-internships.csv', 'S016', 'NAZ-1', 'SOF-1', '2 siteCode ofAnotherPartner'],
  ['labour-demand.csv', '2026', ',20,', ',none,', '2 demandNumber notANumber'],
  ['employment.csv', 'ZTU22000001', '2026-09-05', '09/05/2026', '2 hiredOn notADay'],
  [
    'employment.csv',
    'ZTU22000001',
    '05,engineer,',
    '05,engineer,perhaps',
    '2 stillEmployedAt6Months notInList',
  ],
])('%s %s with %j as %j is refused', async (name, key, from, to, mistake) => {
  expect(await spoil(name, key, from, to)).toEqual([mistake])
})

test('a key that a file repeats is named, with the row that repeats it', async () => {
  const text = await sample('programmes.csv')
  const [header = '', first = ''] = text.split('\n')
  const report = await desk.importFile(
    'programmes.csv',
    csv(header, first, first.replace('Metallurgiya', 'Boshqa')),
  )
  expect(mistakesOf(report)).toEqual(['3 code twiceInFile'])
})

test('one bad row among good ones leaves nothing of its file behind', async () => {
  const [header = '', row = ''] = (await sample('students.csv')).split('\n')
  const good = Array.from({ length: 2500 }, (_, n) =>
    row.replace('ZTU26000001', `NEW${n}`).replace('@', `${n}@`),
  )
  const bad = row.replace('ZTU26000001', 'NEWBAD').replace('@', 'bad@').replace('uz-Latn', 'uz')
  const before = await desk.count('person')
  const report = await desk.importFile('students.csv', csv(header, ...good, bad))
  expect(report).toMatchObject({ outcome: 'refused', inserted: 0, changed: 0, unchanged: 0 })
  expect(mistakesOf(report)).toEqual(['2502 language notInList'])
  expect(await desk.count('person')).toBe(before)
})

test('all mistakes of a file are counted, and a hundred of them listed', async () => {
  const [header = '', row = ''] = (await sample('students.csv')).split('\n')
  const bad = (count: number) =>
    Array.from({ length: count }, (_, n) => row.replace('ZTU26000001', `NEW${n}`).replace('uz-Latn', 'uz'))
  const some = await desk.importFile('students.csv', csv(header, ...bad(100)))
  expect([some.findings.length, some.totals.error]).toEqual([100, 100])
  const many = await desk.importFile('students.csv', csv(header, ...bad(5000)))
  expect([many.findings.length, many.totals.error]).toEqual([100, 5000])
})

test('a finding names file, row, column and the value, short and harmless', async () => {
  const [header = '', row = ''] = (await sample('students.csv')).split('\n')
  const report = await desk.importFile(
    'students.csv',
    csv(header, row.replace('uz-Latn', `\u001B[31m\u202E${'x'.repeat(100)}`).replace('@', '#')),
  )
  expect(report.findings).toEqual([
    {
      ...{ severity: 'error', file: 'students.csv', row: 2, column: 'email', reason: 'notAnEmail' },
      ...{ value: 'mirzo.sobirov#student.ztu.example', params: {} },
    },
    {
      ...{ severity: 'error', file: 'students.csv', row: 2, column: 'language', reason: 'notInList' },
      ...{ value: `\\u{1b}[31m\\u{202e}${'x'.repeat(54)}…`, params: { allowed: 'uz-Latn, uz-Cyrl, ru, en' } },
    },
  ])
})

test('files that refer to a refused one are not tried, the others are', async () => {
  const partners = (await sample('partners.csv')).replace('609028368', '60902836')
  const files = Object.fromEntries(
    await Promise.all(
      ['contacts.csv', 'sites.csv', 'programmes.csv', 'labour-demand.csv'].map(async (name) => [
        name,
        await sample(name),
      ]),
    ),
  )
  const report = await desk.importFiles({ ...files, 'partners.csv': partners })
  expect(report.ok).toBe(false)
  expect(report.files.map(({ file, outcome, waitsFor }) => [file, outcome, ...waitsFor])).toEqual([
    ['programmes.csv', 'imported'],
    ['partners.csv', 'refused'],
    ['contacts.csv', 'skipped', 'partners.csv'],
    ['sites.csv', 'skipped', 'partners.csv', 'contacts.csv'],
    ['labour-demand.csv', 'skipped', 'partners.csv'],
  ])
})

test('the marks of Uzbek are put right whatever was typed', async () => {
  const row = "S920,Yo'ldosheva Gʼuncha Ma’ruf qizi,docent,3,,,uz-Latn,"
  const header = 'staffId,fullName,post,rank,departmentCode,email,language,roles'
  expect(await desk.importFile('staff.csv', csv(header, row))).toMatchObject({ inserted: 1 })
  const { rows } = await desk.pool.query(`SELECT full_name FROM person WHERE code = 'S920'`)
  expect(rows).toEqual([{ full_name: 'Yoʻldosheva Gʻuncha Maʼruf qizi' }])
})

test('a name given in parts keeps them, for staff and contacts as for students', async () => {
  const staff = 'staffId,familyName,givenName,patronymic,post,rank,departmentCode,email,language,roles'
  const both = staff.replace('staffId', 'staffId,fullName')
  const contact =
    'contactId,partnerCode,familyName,givenName,post,rank,email,phone,language,roles,maxTrainees'
  await desk.importFile('staff.csv', csv(staff, 'S930,Al Hamad,Yusuf,,docent,3,,,uz-Latn,'))
  await desk.importFile('staff.csv', csv(both, 'S931,Al Hamad Omar,Al Hamad,Omar,Said oʻgʻli,docent,3,,,en,'))
  await desk.importFile('contacts.csv', csv(contact, 'C930,NAZ,Van der Berg,Anna,engineer,2,,,en,mentor,'))
  const { rows } = await desk.pool.query(
    `SELECT surname, given_name, patronymic, full_name FROM person WHERE code IN ('S930', 'S931', 'C930') ORDER BY code`,
  )
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['Van der Berg', 'Anna', null, 'Van der Berg Anna'],
    ['Al Hamad', 'Yusuf', null, 'Al Hamad Yusuf'],
    ['Al Hamad', 'Omar', 'Said oʻgʻli', 'Al Hamad Omar Said oʻgʻli'],
  ])
})

test('a person without a name, or with half of one, does not come in', async () => {
  const header = 'staffId,fullName,familyName,givenName,post,rank,departmentCode,email,language,roles'
  const without = csv(header, 'S940,,,,docent,3,,,uz-Latn,', 'S941,,Aliyev,,docent,3,,,uz-Latn,')
  expect(mistakesOf(await desk.importFile('staff.csv', without))).toEqual([
    '2 fullName nameNeedsTwoParts',
    '3 fullName nameNeedsTwoParts',
  ])
})

test('a name with letters of two alphabets in one word is told with its row and column', async () => {
  const [header = ''] = (await sample('contacts.csv')).split('\n')
  // The а of the surname is Cyrillic.
  const report = await desk.importFile(
    'contacts.csv',
    csv(header, 'C951,AVT,X\u0430lov Anvar,engineer,2,,,en,,'),
  )
  expect([report.outcome, ...warningsOf(report)]).toEqual(['imported', '2 fullName mixedScripts'])
})

test('a character no paper can show is named with its row and column', async () => {
  const [header = ''] = (await sample('contacts.csv')).split('\n')
  const row = 'C950,SOF,Xolov Anvar ☎,president,6,,,en,signatory,'
  const { findings } = await desk.importFile('contacts.csv', csv(header, row))
  expect(findings).toMatchObject([
    { row: 2, column: 'fullName', reason: 'unwritable', params: { character: '☎ (U+260E)' } },
  ])
})

test('a contact who outranks the others becomes their superior', async () => {
  const [header = ''] = (await sample('contacts.csv')).split('\n')
  const chief = 'C900,SOF,Xolov Anvar,president,6,,,en,signatory,'
  await desk.importFile('contacts.csv', csv(header, chief))
  const { rows } = await desk.pool.query(
    `SELECT p.code, s.code AS superior FROM person p LEFT JOIN person s ON s.id = p.superior_person_id
     JOIN partner r ON r.id = p.partner_id WHERE r.code = 'SOF' ORDER BY 1`,
  )
  expect(rows.filter((row) => row.superior === 'C900')).toHaveLength(6)
  expect(rows.at(-1)).toEqual({ code: 'C900', superior: null })
})
