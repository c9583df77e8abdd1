import { instances, madeFor } from '../../workflows/practice-cycle/pack.ts'
import { isAtWork } from '../../workflows/practice-cycle/stage.ts'
import { useScene } from './scene.ts'
import { CYCLE_PROCESS } from './states.ts'

const { inLanguage, load, scene, withData, world } = useScene()

test('every trainee of the wave is sent once, with programme, group, site and dates', async () => {
  const { data } = await load('orderSendingStudents')
  expect(data.students).toHaveLength(30)
  expect(new Set(data.students.map(({ trainee }) => JSON.stringify(trainee))).size).toBe(30)
  expect(data.students.filter(({ site }) => site === '3-son eritish sexi')).toHaveLength(10)
  expect(data.students[0]).toMatchObject({
    programme: { code: '60711400', name: 'Metallurgiya' },
    ...{ course: 4, group: '401-23' },
    period: { from: '2027-02-08', to: '2027-04-03' },
  })
  expect(data).toMatchObject({
    practice: { academicYear: '2026/2027', type: 'preDiploma' },
    ...{ papersDue: '2027-02-01', reportDue: '2027-04-08' },
    defencePeriod: { from: '2027-04-08', to: '2027-04-17' },
  })
})

test('lists follow programme, group and the Uzbek alphabet', async () => {
  const { students } = (await load('orderSendingStudents')).data
  expect([...new Set(students.map(({ programme }) => programme.code))]).toEqual(['60711400', '60721500'])
  const first = students.filter(({ group }) => group === '401-23').map(({ trainee }) => trainee.surname)
  const place = (surname: string): number => first.indexOf(surname)
  expect(place('Sobirov')).toBeLessThan(place('Yoʻldosheva'))
  expect(place('Yoʻldosheva')).toBeLessThan(place('Shukurov'))
})

test('a postponed line is shown with its new dates', async () => {
  const state = {
    ...scene().cycle,
    lines: scene().cycle.lines.map((line) => ({ ...line, end: '2027-04-10' })),
  }
  const change = 'UPDATE process SET state = $2 WHERE id = $1'
  await world().pool.query(change, [CYCLE_PROCESS, JSON.stringify(state)])
  try {
    expect((await load('orderSendingStudents')).data.period).toEqual({ from: '2027-02-08', to: '2027-04-10' })
  } finally {
    await world().pool.query(change, [CYCLE_PROCESS, JSON.stringify(scene().cycle)])
  }
})

test('who is gone when a paper is made is in none of its lists and numbers', async () => {
  const [first] = scene().cycle.lines
  const outcomes = { withdrawn: [0], completed: [1] }
  const lines = scene().cycle.lines.map((line) => (line === first ? { ...line, outcomes } : line))
  const change = 'UPDATE process SET state = $2 WHERE id = $1'
  await world().pool.query(change, [CYCLE_PROCESS, JSON.stringify({ ...scene().cycle, lines })])
  try {
    expect((await load('orderSendingStudents')).data.students).toHaveLength(29)
    const mentored = (await load('orderAppointingMentors')).data.rows.flatMap(({ trainees }) => trainees)
    expect(mentored).toHaveLength(29)
    const supervised = (await load('orderAppointingSupervisors')).data.rows.map(({ students }) => students)
    expect(supervised.reduce((sum, students) => sum + students, 0)).toBe(29)
  } finally {
    await world().pool.query(change, [CYCLE_PROCESS, JSON.stringify(scene().cycle)])
  }
})

test('mentors take every trainee once and none above the limit', async () => {
  const { rows } = (await load('orderAppointingMentors')).data
  expect(rows.flatMap(({ trainees }) => trainees)).toHaveLength(30)
  const load4 = rows.filter(({ mentor }) => mentor.surname === 'Hamidova').flatMap(({ trainees }) => trainees)
  expect(load4.length).toBeLessThanOrEqual(4)
})

test('supervisors are appointed with department and number of students', async () => {
  const { rows } = (await load('orderAppointingSupervisors')).data
  expect(rows.map(({ supervisor, students }) => [supervisor.surname, students])).toEqual([
    ['Azimova', 10],
    ['Nabiyev', 6],
    ['Tojiboyev', 14],
  ])
  expect(rows[0]?.department).toBe('Metallurgiya va konchilik')
})

test('orders are signed by the head, whoever was asked to issue them', async () => {
  const { data } = await load('orderSendingStudents')
  expect(data.signatory).toMatchObject({ surname: 'Jumayev', post: 'rector', authority: 'charter' })
  expect(data.control).toMatchObject({ surname: 'Oʻroqov' })
})

test('the schedule is approved by the signatory whose turn it was, and shows when the partner agreed', async () => {
  const { data } = await load('practiceSchedule')
  expect(data.approver.surname).toBe('Oʻroqov')
  expect(data.agreedBy.surname).toBe('Olimov')
  expect(data.agreedOn).toBe('2026-12-10')
})

test('days off within the practice are named', async () => {
  const { holidays } = (await load('practiceSchedule')).data
  expect(holidays?.map(({ date }) => date)).toEqual(['2027-03-08', '2027-03-09', '2027-03-21', '2027-03-22'])
  expect(holidays?.at(-1)?.name).toBe('Navroʻz bayrami')
  const russian = await load('practiceSchedule', inLanguage('ru'))
  expect(russian.data.holidays?.at(-1)?.name).toBe('Праздник Навруз')
})

test('working time is read however it was typed', async () => {
  expect((await load('orderAcceptingStudents')).data.workTime).toEqual({ from: '08:00', to: '15:30' })
  const vague = withData({ details: { workTime: 'ertalabdan' } })
  expect((await load('orderAcceptingStudents', vague)).data.workTime).toBeUndefined()
})

test('the acceptance certificate says what its issuer stated, and nothing more', async () => {
  const { data } = await load('siteAcceptanceCertificate')
  expect(data).toMatchObject({
    capacity: 16,
    decision: 'fit',
    validTo: '2027-12-31',
    harmfulFactors: 'kimyoviy moddalar, harakatlanuvchi mexanizmlar',
    workplaces: [{ equipment: 'Induksion eritish pechi', count: 2 }],
    conditions: [],
  })
  expect(data.commission.map(({ role }) => role)).toEqual(['chair', 'member', 'member'])
  const defects = [{ text: 'Yoritish yetarli emas', fixBy: '2027-02-05' }]
  const faulty = await load('siteAcceptanceCertificate', withData({ details: { defects } }))
  expect(faulty.data).toMatchObject({ decision: 'fitWithConditions', defects, validTo: '2027-04-03' })
})

test('the briefing names every trainee of the site on the day it was given', async () => {
  const { rows } = (await load('safetyBriefingRecord')).data
  expect(rows).toHaveLength(10)
  expect(rows[0]).toMatchObject({ date: '2027-01-28', instructionNo: 'MX-12', kind: 'primary' })
  expect(rows[0]?.instructor.surname).toBe('Narzullayeva')
})

test('the notice counts the trainees by programme', async () => {
  const { data } = await load('noticeToHost')
  expect(data.numberByProgramme).toEqual([
    { programme: { code: '60711400', name: 'Metallurgiya' }, number: 16 },
    { programme: { code: '60721500', name: 'Konchilik ishi' }, number: 14 },
  ])
  expect(data.replyBy).toBe('2027-02-01')
  expect(data.trainees).toHaveLength(30)
})

test('the notice asks the host for the papers that are still missing, by a day that is still to come', async () => {
  expect((await load('noticeToHost')).data.requests).toEqual(['admittingOrder', 'mentors', 'siteCertificate'])
  const { cycle, world: at } = scene()
  const accepting = instances(cycle).find(({ paper }) => paper.kind === 'orderAcceptingStudents')
  if (accepting === undefined || !isAtWork(cycle)) throw new Error('the pack has no accepting order')
  const lines = Object.fromEntries(accepting.lines.map((line) => [line.code, madeFor(line)]))
  const papers = [...cycle.papers, { instance: accepting.key, edition: 1, state: 'issued', lines }]
  const change = 'UPDATE process SET state = $2 WHERE id = $1'
  await at.pool.query(change, [CYCLE_PROCESS, JSON.stringify({ ...cycle, papers })])
  try {
    const late = await load('noticeToHost', (request) => ({ ...request, date: '2027-02-01' }))
    expect(late.data.requests).toEqual(['mentors', 'siteCertificate'])
    expect(late.data.replyBy).toBeUndefined()
    const educational = cycle.lines.map((line) => ({ ...line, practiceType: 'educational' }))
    await at.pool.query(change, [CYCLE_PROCESS, JSON.stringify({ ...cycle, lines: educational })])
    expect((await load('noticeToHost')).data.requests).toEqual(['admittingOrder', 'mentors'])
  } finally {
    await at.pool.query(change, [CYCLE_PROCESS, JSON.stringify(cycle)])
  }
})

test('programme names follow the language of the paper', async () => {
  const { data } = await load('noticeToHost', inLanguage('ru'))
  expect(data.numberByProgramme[0]?.programme.name).toBe('Металлургия')
})
