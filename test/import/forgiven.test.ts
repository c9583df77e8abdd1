import { csv, type Desk, forgivenOf, mistakesOf, openDesk, sample, warningsOf } from './harness.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.importSamples()
})
afterAll(() => desk.close())

const STAFF = 'staffId,fullName,post,rank,departmentCode,email,language,roles'
const CONTACTS = 'contactId,partnerCode,fullName,post,rank,email,phone,language,roles,maxTrainees'

const contact = (phone: string, email = '', id = 'C970'): string =>
  csv(CONTACTS, `${id},NAZ,Solihov Umid,engineer,2,${email},"${phone}",ru,,`)

test.each([
  ['+998\u00A079\u00A0223\u201140\u201150', '+998\\u{a0}79\\u{a0}223\u201140\u201150', '+998 79 223-40-50'],
  ['+998 79 223–40–50, ichki 102', '+998 79 223–40–50, ichki 102', '+998 79 223-40-50 ichki 102'],
  ['+998 79 223-40-50 (доб. 102)', '+998 79 223-40-50 (доб. 102)', '+998 79 223-40-50 ichki 102'],
  ['+998 79 223-40-50 вн.102', '+998 79 223-40-50 вн.102', '+998 79 223-40-50 ichki 102'],
])('the telephone number %s is read and told', async (typed, from, to) => {
  const report = await desk.importFile('contacts.csv', contact(typed))
  expect(report.outcome).toBe('imported')
  expect(forgivenOf(report)).toEqual([`2 phone ${from} → ${to}`])
  const { rows } = await desk.pool.query(`SELECT phone FROM person WHERE code = 'C970'`)
  expect(rows).toEqual([{ phone: to }])
})

test('an extension as it is to be written needs no forgiveness', async () => {
  const report = await desk.importFile('contacts.csv', contact('+998 79 223-40-50 ichki 102'))
  expect([report.outcome, ...forgivenOf(report)]).toEqual(['imported'])
})

test('dashes and blanks of word processors in codes are read and told', async () => {
  const [header = '', row = ''] = (await sample('practice-schedule-2026-2027.csv')).split('\n')
  const text = csv(header, row.replace('ZKM-1', 'ZKM–1').replace('401-23', '401\u201123\u00A0'))
  const report = await desk.importFile('practice-schedule-2026-2027.csv', text)
  expect([report.outcome, report.unchanged]).toEqual(['imported', 1])
  expect(forgivenOf(report)).toEqual(['2 siteCode ZKM–1 → ZKM-1', '2 group 401\u201123\\u{a0} → 401-23'])
})

test('long numbers in groups are read and told', async () => {
  const [header = '', , row = ''] = (await sample('partners.csv')).split('\n')
  const text = csv(
    header,
    row.replace('20206946185385440918', '20206 946 185385440 918').replace('00542', '"=""00542"""'),
  )
  const report = await desk.importFile('partners.csv', text)
  expect([report.outcome, report.unchanged]).toEqual(['imported', 1])
  expect(forgivenOf(report)).toEqual([
    '2 bankMfo ="00542" → 00542',
    '2 bankAccount 20206 946 185385440 918 → 20206946185385440918',
  ])
})

test('days of the form dd.mm.yyyy are read, days with strokes never', async () => {
  const [header = '', row = ''] = (await sample('practice-schedule-2026-2027.csv')).split('\n')
  const name = 'practice-schedule-2026-2027.csv'
  const dotted = csv(header, row.replace('2027-02-08', '8.02.2027'))
  const report = await desk.importFile(name, dotted)
  expect([report.unchanged, ...forgivenOf(report)]).toEqual([1, '2 startDate 8.02.2027 → 2027-02-08'])
  for (const day of ['02/08/2027', '8/2/27', '08-02-2027', '31.02.2027', '02.2027']) {
    const text = csv(header, row.replace('2027-02-08', day))
    expect([day, ...mistakesOf(await desk.importFile(name, text))]).toEqual([day, '2 startDate notADay'])
  }
})

test('a blank behind an address and capitals in it are put right and told', async () => {
  const report = await desk.importFile('contacts.csv', contact('', 'Umid@NAZ.example \u00A0'))
  expect(forgivenOf(report)).toEqual(['2 email Umid@NAZ.example \\u{a0} → umid@naz.example'])
})

test('domains in letters of their own and in punycode are addresses', async () => {
  const own = await desk.importFile('contacts.csv', contact('', 'umid@почта.рф', 'C971'))
  expect(forgivenOf(own)).toEqual(['2 email umid@почта.рф → umid@xn--80a1acny.xn--p1ai'])
  const punycode = await desk.importFile('contacts.csv', contact('', 'umid@xn--80a1acny.xn--p1ai', 'C971'))
  expect([punycode.outcome, punycode.unchanged, ...forgivenOf(punycode)]).toEqual(['imported', 1])
})

test('a line break inside a cell is called what it is', async () => {
  const report = await desk.importFile('staff.csv', csv(STAFF, 'S970,"Solihov\nUmid",docent,3,,,ru,'))
  expect(mistakesOf(report)).toEqual(['2 fullName lineBreak'])
})

test('a field that is too long has its row, its column and the limit', async () => {
  const report = await desk.importFile(
    'staff.csv',
    csv(STAFF, `S971,Solihov Umid,${'x'.repeat(201)},3,,,ru,`),
  )
  expect(report.findings).toMatchObject([
    { row: 2, column: 'post', reason: 'tooLong', params: { limit: '200' } },
  ])
})

test('a file of nothing but its header is said to be one', async () => {
  const report = await desk.importFile('staff.csv', csv(STAFF))
  expect([report.outcome, ...warningsOf(report)]).toEqual(['empty', 'headerOnly'])
})

test('what a spreadsheet put first to name its delimiter is no row', async () => {
  const text = `sep=;\r\n${csv(STAFF, 'S972,Solihov Umid,docent,3,,,xx,').replaceAll(',', ';')}`
  expect(mistakesOf(await desk.importFile('staff.csv', text))).toEqual(['3 language notInList'])
})

test('findings before a quote that is not closed are not lost', async () => {
  const report = await desk.importFile(
    'staff.csv',
    csv(
      STAFF,
      'S973,Solihov Umid,docent,9,,,ru,',
      'S974,"Solihov Umid,docent,3,,,ru,',
      'S975,A B,docent,3,,,ru,',
    ),
  )
  expect(mistakesOf(report)).toEqual(['2 rank outOfRange', '3 fullName badQuotes'])
})

test('forgiven values are listed up to a bound and all are counted', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => `S98${n},Yo'ldosh Umid,docent,3,,,ru,`)
  const report = await desk.importFile('staff.csv', csv(STAFF, ...rows))
  expect([report.outcome, report.findings.length, report.totals.forgiven]).toEqual(['imported', 100, 300])
})
