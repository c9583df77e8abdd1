import { seedPolicies } from '../../schema/policies/seed.ts'
import { csv, type Desk, mistakesOf, openDesk, sample, warningsOf } from './harness.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await seedPolicies(desk.pool)
  await desk.importSamples()
})
afterAll(() => desk.close())

const NAME = 'practice-schedule-2026-2027.csv'
const HEADER =
  'lineId,partnerCode,siteCode,programmeCode,course,group,practiceType,startDate,endDate,plannedNumber,supervisorStaffId,mentorContactIds'

/** A line of May, when nobody else is at work, with some of its cells in place of others. */
const line = (id: string, cells: Partial<Record<string, string>> = {}): string => {
  const row: Record<string, string> = {
    ...{ lineId: id, partnerCode: 'ZKM', siteCode: 'ZKM-1', programmeCode: '60711400', course: '3' },
    ...{ group: '311-24', practiceType: 'production', startDate: '2027-06-14', endDate: '2027-06-26' },
    ...{ plannedNumber: '5', supervisorStaffId: 'S025', mentorContactIds: 'C004;C005' },
    ...cells,
  }
  return HEADER.split(',')
    .map((column) => row[column] ?? '')
    .join(',')
}

/** Only looked at, so that no line stays behind for the next test. */
const look = async (...lines: string[]) => {
  const report = await desk.importFiles({ [NAME]: csv(HEADER, ...lines) }, { dryRun: true })
  const [file] = report.files
  if (file === undefined) throw new Error('no report')
  return file
}

test('the sample schedule has nothing against it', async () => {
  const report = await desk.importFile(NAME, await sample(NAME))
  expect([report.outcome, report.findings]).toEqual(['imported', []])
})

test.each([
  ['somebody who is no mentor', { mentorContactIds: 'C004;C005;C001' }, '2 mentorContactIds notAMentor'],
  ['somebody who is no supervisor', { supervisorStaffId: 'S001' }, '2 supervisorStaffId notASupervisor'],
  ['a course that does not exist', { course: '5' }, '2 course noSuchCourse'],
  ['a profession the site does not serve', { siteCode: 'ZKM-2' }, '2 siteCode professionNotServed'],
  ['a group of another programme', { group: '312-24' }, '2 group groupOfAnotherProgramme'],
  [
    'more trainees than the site has places',
    { siteCode: 'ZKM-3', plannedNumber: '9' },
    '2 plannedNumber siteTooSmall',
  ],
])('%s can never work and refuses the schedule', async (_, cells, mistake) => {
  const report = await look(line('X1', cells))
  expect(report.outcome).toBe('refused')
  expect(mistakesOf(report)).toEqual([mistake])
})

test('more trainees than the group has students can never work', async () => {
  const report = await look(line('X1', { plannedNumber: '16', mentorContactIds: 'C004;C005;C006;C007' }))
  expect(mistakesOf(report)).toEqual(['2 plannedNumber groupTooSmall'])
  expect(report.findings[0]?.params).toEqual({ size: expect.any(Number) })
})

test.each([
  [
    'too few mentor places',
    { plannedNumber: '8', mentorContactIds: 'C004' },
    '2 mentorContactIds tooFewMentorPlaces',
  ],
  ['a start on a Sunday', { startDate: '2027-06-13' }, '2 startDate startsOnFreeDay'],
  ['a start on a holiday', { startDate: '2026-09-01', endDate: '2026-09-12' }, '2 startDate startsOnFreeDay'],
])('%s may still change and is a warning', async (_, cells, warning) => {
  const report = await look(line('X1', cells))
  expect([report.outcome, ...warningsOf(report)]).toEqual(['imported', warning])
})

test('a full site, a group that is in practice already and mentors taken twice are named with the other line', async () => {
  const report = await look(
    line('X1', { plannedNumber: '9', group: '401-23', course: '4' }),
    line('X2', { plannedNumber: '9', group: '401-23', course: '4', startDate: '2027-06-21' }),
  )
  expect([report.outcome, ...warningsOf(report)]).toEqual([
    'imported',
    '3 siteCode siteFull',
    '3 group groupBusy',
    '3 mentorContactIds mentorBusy',
  ])
  expect(report.findings.map(({ params }) => params.others)).toEqual(['X1', 'X1', 'X1'])
})

test('lines that are known already count, also where the file does not repeat them', async () => {
  const report = await look(
    line('X1', {
      ...{ siteCode: 'ZKM-1', group: '401-23', course: '4', plannedNumber: '7' },
      ...{ startDate: '2027-02-15', endDate: '2027-02-27', mentorContactIds: 'C010;C011' },
    }),
  )
  expect(warningsOf(report)).toEqual(['2 siteCode siteFull', '2 group groupBusy'])
  expect(report.findings[0]?.params).toMatchObject({ others: 'L01', wanted: 17, places: 16 })
})

test('mentors whose trainees can change places among themselves are not taken twice', async () => {
  const report = await look(
    line('X1', { plannedNumber: '6', mentorContactIds: 'C004;C005' }),
    line('X2', {
      ...{ plannedNumber: '6', mentorContactIds: 'C004', siteCode: 'ZKM-3', group: '401-23', course: '4' },
    }),
  )
  expect(warningsOf(report)).toEqual([])
})
