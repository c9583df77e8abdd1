import type { Data } from '../../workflows/durable/types.ts'
import { line, lookAt, stages } from './looks.ts'
import { lineOf } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import { C, defend, must, placement, practise, ready, results, running } from './story.ts'

const { stage, kinds } = lookAt(C)

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
    must(runner, C, 'confirmAttendance', 'confirm', absentees({}))
  })

  test('months of silence are one task, asked anew with each week, and the supervisor hears of each', () => {
    const runner = new Runner()
    runner.outside.lines = [lineOf('L01', { end: '2027-05-01' })]
    running(runner).advance('2027-03-28T06:00:00.000Z')
    const weeks = () =>
      runner
        .process(C)
        .tasks()
        .filter(({ kind }) => kind === 'confirmAttendance')
        .map(({ data }) => data.weeks)
    expect(weeks()).toEqual([[1, 2, 3, 4, 5, 6, 7]])
    expect(runner.informed.map(({ data }) => data.week)).toEqual([1, 2, 3, 4, 5, 6])
    const mails = runner.process(C).contacts.filter(({ key }) => key.startsWith('attendance'))
    expect(mails.filter(({ template }) => template === 'taskOpened')).toHaveLength(7)
    must(runner, C, 'confirmAttendance', 'confirm', absentees({ weeks: [7] }))
    expect(weeks()).toEqual([[1, 2, 3, 4, 5, 6]])
    runner.days(7)
    expect(weeks()).toEqual([[1, 2, 3, 4, 5, 6, 8]])
    must(runner, C, 'confirmAttendance', 'confirm', absentees({}))
    expect(weeks()).toEqual([])
  })

  test('several weeks are confirmed at once, an absence says in which it was, and each placement hears of all', () => {
    const runner = running()
    runner.advance('2027-02-28T06:00:00.000Z')
    const confirm = (given: Data) => refusalOf(runner.do(C, 'confirmAttendance', 'confirm', absentees(given)))
    expect(confirm({ weeks: [4] })).toBe('weekNotAwaited')
    expect(confirm({ weeks: [1, 1] })).toBe('weekNotAwaited')
    expect(confirm({ absent: [{ trainee: 'L01s2', days: 2 }] })).toBe('invalidInput')
    const twice = { trainee: 'L01s2', week: 1, days: 2 }
    expect(confirm({ absent: [twice, twice] })).toBe('invalidInput')
    expect(confirm({ absent: [twice, { ...twice, week: 3 }] })).toBeNull()
    const { facts } = lookAt(placement('L01', 2))
    expect(facts(runner).filter((type) => type === 'attended')).toHaveLength(3)
    expect(runner.state<{ absentDays: number }>(placement('L01', 2)).absentDays).toBe(4)
    const commands = runner.process(placement('L01', 1)).facts.filter(({ type }) => type === 'attended')
    expect(new Set(commands.map(({ command }) => command)).size).toBe(1)
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
    ).toEqual(['attendance.L01.2.2'])
  })

  test('the letter made out to a trainee who is withdrawn is revoked, and nobody else’s', () => {
    const runner = running()
    const before = runner.revoked.length
    runner.send(placement('L01', 2), 'withdraw', { reason: 'ill' })
    const paper = { instance: 'referralLetter@2027-02-08', edition: 1, lines: ['L01'], whole: false }
    expect(runner.revoked.slice(before)).toEqual([
      { reason: 'ill', papers: [{ ...paper, subject: 'L01s2' }] },
    ])
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
    expect(line(runner)).toMatchObject({ step: 'over', practised: true })
    expect(stage(runner)).toBe('closing')
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
