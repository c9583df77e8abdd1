import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import { lineOf } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import {
  C,
  defend,
  issueAll,
  must,
  operating,
  ordering,
  paperOf,
  placement,
  practise,
  ready,
  results,
  running,
} from './story.ts'

const stage = (runner: Runner): string => runner.process(C).stage
const kinds = (runner: Runner): string[] =>
  runner
    .process(C)
    .tasks()
    .map(({ kind }) => kind)
const papers = (runner: Runner): string[] =>
  runner
    .process(C)
    .tasks()
    .filter(({ kind }) => kind === 'issuePaper')
    .map(({ data }) => String(data.paper))
    .sort()
const line = (runner: Runner, code = 'L01'): Line | undefined =>
  runner.state<{ lines: Line[] }>(C).lines.find((one) => one.code === code)
const facts = (runner: Runner): string[] => runner.process(C).facts.map(({ type }) => type)
const stages = (runner: Runner, n: number, code = 'L01'): string[] =>
  Array.from({ length: n }, (_, k) => runner.process(placement(code, k + 1)).stage)

function planning(lines: Line[]): Runner {
  const runner = new Runner()
  runner.outside.lines = lines
  operating(runner).days(1)
  return runner
}

describe('planning', () => {
  const conflicts = (given: Partial<Line>): string[] => {
    const runner = planning([lineOf('L01', given)])
    const found = runner.state<{ conflicts: { code: string }[] }>(C).conflicts.map(({ code }) => code)
    expect(refusalOf(runner.do(C, 'confirmSchedule', 'confirm'))).toBe(
      found.length > 0 ? 'conflictsOpen' : null,
    )
    return found
  }

  test.each([
    ['no place at the site', { reserved: false }, ['capacity']],
    ['outside the term of the agreement', { end: '2029-12-01' }, ['outsideTerm']],
    ['a start on a free day', { startsOnFreeDay: true }, ['freeDay']],
    ['fewer trainees than planned', { trainees: ['one'] }, ['traineesMissing']],
    ['more trainees than the mentors may take', { mentors: [{ id: 'mentorA', max: 2 }] }, ['mentorOverload']],
    ['an end before the start', { end: '2027-02-01' }, ['datesOutOfOrder']],
    ['nothing', {}, []],
  ])('names the conflict: %s', (_name: string, given: object, expected: string[]) => {
    expect(conflicts(given)).toEqual(expected)
  })

  test('a mentor is not overloaded by lines that overlap without starting together', () => {
    const mentors = [{ id: 'mentorA', max: 3 }]
    const runner = planning([
      lineOf('L01', { mentors }),
      lineOf('L02', { mentors, start: '2027-02-15', end: '2027-03-13' }),
    ])
    expect(runner.state<{ conflicts: Data[] }>(C).conflicts).toMatchObject([
      { line: 'L02', code: 'mentorOverload' },
    ])
  })

  test('lines one after the other may have the same mentor', () => {
    const mentors = [{ id: 'mentorA', max: 3 }]
    const runner = planning([
      lineOf('L01', { mentors }),
      lineOf('L02', { mentors, start: '2027-04-05', end: '2027-05-01' }),
    ])
    must(runner, C, 'confirmSchedule', 'confirm')
  })

  test('dropped lines give their places back, and the rest can be confirmed', () => {
    const runner = planning([lineOf('L01'), lineOf('L02', { reserved: false })])
    const data = { lines: ['L02'], reason: 'no places' }
    expect(
      refusalOf(runner.do(C, 'confirmSchedule', 'dropLines', { data: { ...data, lines: ['L09'] } })),
    ).toBe('lineUnknown')
    must(runner, C, 'confirmSchedule', 'dropLines', { data })
    expect(runner.asked.at(-1)).toMatchObject({ question: 'releaseLines', data: { lines: ['L02'] } })
    must(runner, C, 'confirmSchedule', 'confirm')
  })

  test('an empty schedule is not confirmed, but can be cancelled with a reason', () => {
    const runner = planning([])
    expect(refusalOf(runner.do(C, 'confirmSchedule', 'confirm'))).toBe('scheduleEmpty')
    must(runner, C, 'confirmSchedule', 'cancel', { data: { reason: 'none' } })
    expect(stage(runner)).toBe('cancelled')
    expect(runner.state<{ cycles: Data }>('partnership/p1').cycles).toEqual({ [C]: 'cancelled' })
  })

  test('places that become free plan the lines anew', () => {
    const runner = planning([lineOf('L01', { reserved: false })])
    runner.outside.lines = [lineOf('L01')]
    expect(runner.send(C, 'placesFreed', {}, null)).toBeNull()
    must(runner, C, 'confirmSchedule', 'confirm')
  })

  test('an objection of the employer brings the schedule back', () => {
    const runner = planning([lineOf('L01')])
    must(runner, C, 'confirmSchedule', 'confirm')
    must(runner, C, 'agreeSchedule', 'object', { data: { remarks: 'shift' } })
    expect(stage(runner)).toBe('planning')
    must(runner, C, 'confirmSchedule', 'confirm')
    must(runner, C, 'agreeSchedule', 'agree')
    expect(papers(runner)).toEqual(['practiceSchedule'])
  })

  test('a schedule nobody agreed on still raises the decision at the start date', () => {
    const runner = planning([lineOf('L01')])
    must(runner, C, 'confirmSchedule', 'confirm')
    runner.advance('2027-02-08T06:00:00.000Z')
    expect(kinds(runner)).toContain('decideGate')
    must(runner, C, 'decideGate', 'exception', { data: { reason: 'agreed by phone' } })
    expect(line(runner)?.exception).toContain('practiceSchedule')
    expect(refusalOf(runner.do(C, 'agreeSchedule', 'object', { data: { remarks: 'no' } }))).toBe('wrongStage')
    runner.advance('2027-02-14T06:00:00.000Z')
    expect(kinds(runner)).toContain('confirmAttendance')
  })

  test('an old gate decision does not decide after the schedule was planned anew', () => {
    const runner = planning([lineOf('L01')])
    must(runner, C, 'confirmSchedule', 'confirm')
    runner.advance('2027-02-08T06:00:00.000Z')
    const { key, kind } = runner.task(C, 'decideGate')
    must(runner, C, 'agreeSchedule', 'object', { data: { remarks: 'no' } })
    must(runner, C, 'confirmSchedule', 'confirm')
    runner.days(1)
    expect(runner.task(C, 'decideGate').key).not.toBe(key)
    const doing = { data: { reason: 'late' }, by: 'admin' }
    expect(refusalOf(runner.complete(C, key, kind, 'drop', doing))).toBe('taskClosed')
  })

  test('codes with dots and slashes name their lines as well', () => {
    const runner = planning([lineOf('7.1/A', { trainees: ['one', 'two', 'three'] })])
    must(runner, C, 'confirmSchedule', 'confirm')
    must(runner, C, 'agreeSchedule', 'agree')
    runner.advance('2027-02-08T06:00:00.000Z')
    must(runner, C, 'decideGate', 'exception', { data: { reason: 'late' } })
    runner.advance('2027-02-14T06:00:00.000Z')
    must(runner, C, 'confirmAttendance', 'confirm', { data: { absent: [], didNotShow: ['one'] } })
    expect(line(runner, '7.1/A')?.week).toBe(1)
  })
})

describe('the order pack', () => {
  test('opens a paper when what it needs has been issued', () => {
    const runner = ordering()
    expect(papers(runner)).toEqual(['practiceSchedule'])
    must(runner, C, 'issuePaper', 'issue')
    expect(papers(runner)).toEqual(['orderSendingStudents'])
    must(runner, C, 'issuePaper', 'issue')
    expect(papers(runner)).toEqual(['noticeToHost', 'orderAppointingSupervisors', 'referralLetter'])
  })

  test('asks the employer for its number and date, and types nothing for the institution', () => {
    const runner = issueAll(ordering(), ['orderAcceptingStudents'])
    const issue = (data: Data) => refusalOf(runner.do(C, 'issue.orderAcceptingStudents', 'issue', { data }))
    expect(issue({})).toBe('numberRequired')
    expect(issue({ number: '41', date: '2027-12-31' })).toBe('dateInFuture')
    expect(issue(paperOf(runner, 'partner', 'x'))).toBeNull()
    const own = ordering()
    expect(refusalOf(own.do(C, 'issuePaper', 'issue', { data: { number: '1' } }))).toBe('numberNotYours')
  })

  test('lets each side issue only its own', () => {
    const runner = issueAll(ordering(), ['orderAcceptingStudents'])
    const { key } = runner.task(C, 'issue.orderAcceptingStudents')
    expect(runner.process(C).running.book[key]?.owner).toBe('hr')
    const data = paperOf(runner, 'partner', 'x')
    expect(refusalOf(runner.do(C, key, 'issue', { data, by: 'rector' }))).toBe('notYourTask')
    const pass = { data: { to: 'vice', reason: 'please' } }
    expect(refusalOf(runner.do(C, key, 'delegate', pass))).toBe('wrongSide')
  })

  test('makes one paper for each site and each start', () => {
    const runner = new Runner()
    runner.outside.lines = [
      lineOf('L01'),
      lineOf('L02', { site: 'quarry' }),
      lineOf('L03', { start: '2027-04-05', end: '2027-05-01' }),
    ]
    issueAll(ordering(runner), ['siteAcceptanceCertificate'])
    expect(papers(runner)).toEqual(Array(3).fill('siteAcceptanceCertificate'))
    expect(stage(runner)).toBe('ordering')
    issueAll(runner)
    expect(stage(runner)).toBe('ready')
  })

  test('complete makes every placement ready', () => {
    expect(stages(ready(), 3)).toEqual(['ready', 'ready', 'ready'])
  })

  test.each([[0], [1], [2], [3]])(
    'reaches the placements in whatever order messages arrive (%i)',
    (shift: number) => {
      const runner = new Runner({ pick: (n) => (n - 1 + shift) % n })
      ready(runner)
      expect(stages(runner, 3)).toEqual(['ready', 'ready', 'ready'])
      runner.advance('2027-02-08T06:00:00.000Z')
      expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
      expect(runner.refusals).toEqual([])
    },
  )
})

describe('the gate', () => {
  const incomplete = (but = ['orderAppointingMentors']): Runner => {
    const runner = issueAll(ordering(), but)
    runner.advance('2027-02-08T06:00:00.000Z')
    return runner
  }

  test('opens by itself when every paper is there', () => {
    const runner = running()
    expect(line(runner)?.gate).toBe('open')
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
  })

  test('with a paper missing on the day raises a decision, and nobody starts', () => {
    const runner = incomplete()
    expect(kinds(runner)).toContain('decideGate')
    expect(line(runner)?.gate).toBe('deciding')
    expect(runner.processes.has(placement('L01', 1))).toBe(false)
  })

  test.each([[0], [1], [2]])(
    'opens when the last paper comes late, in whatever order messages arrive (%i)',
    (shift: number) => {
      const runner = new Runner({ pick: (n) => (n - 1 + shift) % n })
      issueAll(ordering(runner), ['orderAppointingMentors'])
      runner.advance('2027-02-08T06:00:00.000Z')
      issueAll(runner)
      expect(kinds(runner)).not.toContain('decideGate')
      expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
      expect(runner.refusals).toEqual([])
    },
  )

  test.each([[0], [1], [2]])(
    "opens by a named person's exception, which names the missing papers (%i)",
    (shift: number) => {
      const runner = new Runner({ pick: (n) => (n - 1 + shift) % n })
      issueAll(ordering(runner), ['orderAppointingMentors'])
      runner.advance('2027-02-08T06:00:00.000Z')
      must(runner, C, 'decideGate', 'exception', { data: { reason: 'tomorrow' } })
      expect(line(runner)?.exception).toEqual(['orderAppointingMentors@2027-02-08'])
      expect(runner.process(C).facts.findLast(({ type }) => type === 'lineStarted')?.by).toBe('admin')
      expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
      expect(papers(runner)).toContain('orderAppointingMentors')
    },
  )

  test('postponed starts on the new day, and the reminders follow the new day', () => {
    const runner = incomplete()
    const before = runner.task(C, 'issue.orderAppointingMentors')
    const data = { start: '2027-03-01', end: '2027-03-27', reason: 'papers' }
    must(runner, C, 'decideGate', 'postpone', { data })
    const after = runner.task(C, 'issue.orderAppointingMentors')
    expect(after.due).toEqual({ on: '2027-02-22' })
    expect(after.key).not.toBe(before.key)
    issueAll(runner)
    runner.advance('2027-03-01T06:00:00.000Z')
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
    expect(runner.task(placement('L01', 1), 'diary.1').data).toMatchObject({ ended: '2027-03-06' })
  })

  test('is not postponed to the past, out of the term or backwards', () => {
    const runner = incomplete()
    const postpone = (start: string, end: string) =>
      refusalOf(runner.do(C, 'decideGate', 'postpone', { data: { start, end, reason: 'x' } }))
    expect(postpone('2027-02-08', '2027-03-06')).toBe('dateInPast')
    expect(postpone('2027-03-06', '2027-03-01')).toBe('datesOutOfOrder')
    expect(postpone('2029-08-20', '2029-09-20')).toBe('outsideTerm')
  })

  test('dropped as the only line cancels the cycle and frees its places', () => {
    const runner = incomplete()
    must(runner, C, 'decideGate', 'drop', { data: { reason: 'no mentors' } })
    expect(stage(runner)).toBe('cancelled')
    expect(runner.asked.map(({ question }) => question)).toContain('releaseLines')
  })

  test('dropped as the last open line closes a cycle whose other lines are over', () => {
    const runner = new Runner()
    const late = { start: '2027-05-03', end: '2027-05-29', site: 'quarry' }
    runner.outside.lines = [lineOf('L01'), lineOf('L02', late)]
    issueAll(ordering(runner), ['siteAcceptanceCertificate'])
    const first = 'issue.siteAcceptanceCertificate@2027-02-08@smelter'
    const key =
      runner
        .process(C)
        .tasks()
        .find((task) => task.key.startsWith(first))?.key ?? ''
    must(runner, C, key, 'issue', { data: paperOf(runner, 'partner', '') })
    runner.advance('2027-02-08T06:00:00.000Z')
    const but = ['issuePaper']
    defend(practise(runner, but))
    runner.advance('2027-05-03T06:00:00.000Z')
    must(runner, C, 'gate.L02', 'drop', { data: { reason: 'no site' } })
    expect(stage(runner)).toBe('closing')
    expect(stages(runner, 3, 'L02')).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
  })
})

describe('running', () => {
  const absentees = (data: Data) => ({ data: { absent: [], didNotShow: [], ...data } })

  test('attendance is asked for every week and reaches each placement', () => {
    const runner = running()
    runner.advance('2027-02-14T06:00:00.000Z')
    const absent = [{ trainee: 'L01s2', days: 2 }]
    must(runner, C, 'confirmAttendance', 'confirm', absentees({ absent }))
    expect(runner.state<{ absentDays: number }>(placement('L01', 2)).absentDays).toBe(2)
    expect(runner.state<{ absentDays: number }>(placement('L01', 1)).absentDays).toBe(0)
  })

  test('attendance names only trainees of the line', () => {
    const runner = running()
    runner.advance('2027-02-14T06:00:00.000Z')
    expect(refusalOf(runner.do(C, 'confirmAttendance', 'confirm', absentees({ didNotShow: ['x'] })))).toBe(
      'traineeUnknown',
    )
  })

  test('a missing week alerts the supervisor, and can still be confirmed', () => {
    const runner = running()
    runner.advance('2027-02-19T06:00:00.000Z')
    expect(runner.informed).toMatchObject([
      { template: 'attendanceMissing', persons: ['teacher'], data: { week: 1 } },
    ])
    must(runner, C, 'attendance.L01.1', 'confirm', absentees({}))
  })

  test('who did not show gives the place back', () => {
    const runner = running()
    runner.advance('2027-02-14T06:00:00.000Z')
    must(runner, C, 'confirmAttendance', 'confirm', absentees({ didNotShow: ['L01s3'] }))
    expect(runner.process(placement('L01', 3)).stage).toBe('didNotShow')
    expect(runner.asked.at(-1)).toMatchObject({ question: 'releasePlace', data: { line: 'L01' } })
  })

  test('nobody is asked about a line without trainees', () => {
    const runner = new Runner()
    runner.outside.lines = [lineOf('L01'), lineOf('L02')]
    running(runner)
    for (const n of [1, 2, 3]) runner.send(placement('L02', n), 'withdraw', { reason: 'ill' })
    runner.advance('2027-02-21T06:00:00.000Z')
    expect(
      runner
        .process(C)
        .tasks()
        .map(({ key }) => key)
        .filter((key) => key.startsWith('attendance')),
    ).toEqual(['attendance.L01.1', 'attendance.L01.2'])
  })

  test('when every trainee is gone the cycle is closed', () => {
    const runner = running()
    for (const n of [1, 2, 3]) runner.send(placement('L01', n), 'withdraw', { reason: 'ill' })
    expect(stage(runner)).toBe('closing')
    expect(kinds(runner)).toContain('closeCycle')
  })

  test('the defence is called when everybody is ready, and each result reaches its placement', () => {
    const runner = practise(running())
    const data = { on: '2027-03-12', room: '1', results: results(['L01s1', 'L01s2']), absent: [] }
    const record = (given: Data) =>
      refusalOf(runner.do(C, 'recordDefence', 'record', { data: { ...data, ...given } }))
    expect(record({})).toBe('resultsIncomplete')
    expect(record({ absent: ['L01s9'] })).toBe('traineeUnknown')
    expect(record({ absent: ['L01s1'] })).toBe('traineeUnknown')
    expect(record({ on: '2027-12-01', absent: ['L01s3'] })).toBe('dateInFuture')
    const wrong = [{ trainee: 'L01s1', components: { attendance: 10, host: 18, tasks: 61, report: 9 } }]
    expect(record({ results: wrong, absent: ['L01s2', 'L01s3'] })).toBe('pointsOutOfRange')
    const more = [{ trainee: 'L01s1', components: { attendance: 1, host: 1, tasks: 1, report: 1, luck: 1 } }]
    expect(record({ results: more, absent: ['L01s2', 'L01s3'] })).toBe('componentUnknown')
    expect(record({ absent: ['L01s3'] })).toBeNull()
    expect(stages(runner, 3)).toEqual(['completed', 'completed', 'partiallyCompleted'])
    expect(facts(runner)).toContain('allPlacementsEnded')
  })

  test('one who withdraws does not keep the others from their defence', () => {
    const runner = practise(running(), ['submitReport'])
    for (const n of [1, 2]) {
      must(runner, placement('L01', n), 'submitReport', 'submit', { data: { title: 'x', pages: 2 } })
    }
    expect(kinds(runner)).not.toContain('recordDefence')
    runner.send(placement('L01', 3), 'withdraw', { reason: 'ill' })
    expect(kinds(runner)).toContain('recordDefence')
  })

  test('the defence is held at the latest on its day, even if somebody is not ready', () => {
    const runner = practise(running(), ['submitReport'])
    expect(kinds(runner)).not.toContain('recordDefence')
    runner.advance('2027-03-19T06:00:00.000Z')
    defend(runner, 'L01', ['L01s2'])
    expect(stage(runner)).toBe('closing')
  })

  test('closes with a report, and the partnership is told', () => {
    const runner = defend(practise(running()))
    must(runner, C, 'closeCycle', 'close', { data: { report: 'all done' } })
    expect(stage(runner)).toBe('closed')
    expect(runner.state<{ cycles: Data }>('partnership/p1').cycles).toEqual({ [C]: 'closed' })
  })

  test('given up before it starts the cycle is cancelled and its placements withdrawn', () => {
    const runner = ready()
    expect(refusalOf(runner.send(C, 'cancel', { reason: 'x' }, 'hr'))).toBe('notAllowed')
    expect(runner.send(C, 'cancel', { reason: 'strike' })).toBeNull()
    expect(stage(runner)).toBe('cancelled')
    expect(stages(runner, 3)).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
    expect(refusalOf(running().send(C, 'cancel', { reason: 'x' }))).toBe('wrongStage')
  })
})
