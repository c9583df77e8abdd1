import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import { line, lookAt, planning } from './looks.ts'
import { lineOf } from './outside.ts'
import { refusalOf } from './runner.ts'
import { C, must } from './story.ts'

const { stage, kinds, papers } = lookAt(C)

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

  test('names the overlap of two lines of the same trainees, but not of others', () => {
    const both = { start: '2027-02-15', end: '2027-03-13' }
    const runner = planning([
      lineOf('L01'),
      lineOf('L02', { ...both, trainees: ['L01s2', 'L01s3', 'x'] }),
      lineOf('L03', both),
      lineOf('L04', { start: '2027-04-05', end: '2027-05-01', trainees: ['L01s1', 'L01s2', 'L01s3'] }),
    ])
    expect(runner.state<{ conflicts: Data[] }>(C).conflicts).toMatchObject([
      { line: 'L02', code: 'overlap', detail: { other: 'L01', trainees: 2 } },
    ])
  })

  test('an answer to an earlier question is no plan any more', () => {
    const runner = planning([lineOf('L01')])
    runner.held = true
    must(runner, C, 'confirmSchedule', 'replan')
    const { plan } = runner.state<{ plan: number }>(C)
    const stale = { plan: plan - 1, lines: [] }
    expect(runner.send(C, 'answered', stale, null)).toBeNull()
    expect(runner.state<{ loading: boolean }>(C).loading).toBe(true)
    runner.held = false
    runner.settle()
    must(runner, C, 'confirmSchedule', 'confirm')
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
    expect(line(runner)).toMatchObject({ exception: expect.arrayContaining(['practiceSchedule']) })
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
    must(runner, C, 'confirmSchedule', 'replan')
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
    expect(line(runner, '7.1/A')).toMatchObject({ week: 1 })
  })
})
