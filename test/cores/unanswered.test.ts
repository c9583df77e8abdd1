import type { CycleState } from '../../workflows/practice-cycle/state.ts'
import { checkNever } from './never.ts'
import { type Runner, refusalOf } from './runner.ts'
import {
  A,
  begin,
  C,
  contracting,
  drafting,
  issueAll,
  must,
  operating,
  ordering,
  P,
  paperOf,
  prepare,
  ready,
  running,
  signing,
  submit,
} from './story.ts'

const REASON = { data: { reason: 'nobody answers' } }
const ownerOf = (runner: Runner, id: string, name: string): string | null | undefined =>
  runner.process(id).running.book[runner.task(id, name).key]?.owner

/** A schedule the partner was asked about, and never answered: neither its office nor its director. */
function unagreed(): Runner {
  const runner = operating()
  runner.days(1)
  must(runner, C, 'confirmSchedule', 'confirm')
  expect(ownerOf(runner, C, 'agreeSchedule')).toBe('hr')
  runner.until(C, 'decideEscalation')
  expect(ownerOf(runner, C, 'decideEscalation')).toBe('director')
  runner.until(C, 'decideOverdue')
  return runner
}

/** A pack of which nobody issues one paper. */
function unissued(paper = 'orderAcceptingStudents'): Runner {
  const runner = issueAll(ordering(), [paper])
  runner.until(C, 'decideOverdue')
  return runner
}

const lineOf = (runner: Runner) => runner.state<CycleState>(C).lines[0]

describe('a partner that does not answer in a running cycle', () => {
  test('is the institution’s decision after its director kept silent too', () => {
    const runner = unagreed()
    expect(ownerOf(runner, C, 'decideOverdue')).toBe('admin')
    expect(runner.task(C, 'decideOverdue').data).toEqual({ late: 'agree.1', person: 'hr' })
    expect(
      runner
        .process(C)
        .tasks()
        .some(({ kind }) => kind === 'decideEscalation'),
    ).toBe(false)
  })

  test('is asked once more with a whole new ladder', () => {
    const runner = unagreed()
    must(runner, C, 'decideOverdue', 'extend', { data: { days: 5, ...REASON.data } })
    const open = runner
      .process(C)
      .tasks()
      .map(({ key }) => key)
    expect(open).toEqual(['agree.1'])
    runner.until(C, 'decideOverdue')
    must(runner, C, 'agreeSchedule', 'agree')
    expect(
      runner
        .process(C)
        .tasks()
        .some(({ kind }) => kind === 'decideOverdue'),
    ).toBe(false)
  })

  test('may have answered by telephone', () => {
    const runner = unagreed()
    must(runner, C, 'agreeSchedule', 'agree', { by: 'admin', onBehalf: 'by telephone on Monday' })
    expect(runner.process(C).facts.at(-1)).toMatchObject({ onBehalf: { of: 'hr' } })
  })

  test('is not waited for: the schedule is planned anew, and lines may be dropped', () => {
    const runner = unagreed()
    must(runner, C, 'decideOverdue', 'giveUp', REASON)
    expect(
      runner
        .process(C)
        .tasks()
        .map(({ kind }) => kind),
    ).toEqual(['confirmSchedule'])
    expect(runner.process(C).facts.at(-1)).toMatchObject({ type: 'scheduleUnanswered', by: 'admin' })
  })

  test('a paper nobody issues leaves its lines to be postponed or dropped before their day', () => {
    const runner = unissued('practiceSchedule')
    must(runner, C, 'decideOverdue', 'giveUp', REASON)
    expect(lineOf(runner)?.step).toBe('deciding')
    expect(refusalOf(runner.do(C, 'decideGate', 'exception', REASON))).toBe('startsLater')
    const dates = { start: '2027-04-05', end: '2027-05-01' }
    must(runner, C, 'decideGate', 'postpone', { data: { ...dates, ...REASON.data } })
    // On its new dates everything is asked for once more, and may be done.
    issueAll(runner)
    runner.advance('2027-04-05T06:00:00.000Z')
    expect(lineOf(runner)?.step).toBe('practising')
  })

  test('a paper given up holds back no other, and is not asked for again', () => {
    const runner = unissued()
    must(runner, C, 'decideOverdue', 'giveUp', REASON)
    const asked = runner
      .process(C)
      .tasks()
      .map(({ data }) => data.paper)
    expect(asked).not.toContain('orderAcceptingStudents')
    expect(asked).toContain('orderAppointingMentors')
    runner.advance('2027-02-08T06:00:00.000Z')
    must(runner, C, 'decideGate', 'exception', REASON)
    const briefing = runner
      .process(C)
      .tasks()
      .filter(({ kind }) => kind === 'issuePaper')
    for (const { key, data } of briefing)
      must(runner, C, key, 'issue', { data: paperOf(runner, String(data.side)) })
    expect(
      runner
        .process(C)
        .tasks()
        .map(({ data }) => data.paper),
    ).not.toContain('orderAcceptingStudents')
  })
})

describe('whoever has nobody above', () => {
  test('is late before the institution at once', () => {
    const runner = signing()
    runner.until(A, 'decideOverdue')
    expect(ownerOf(runner, A, 'decideOverdue')).toBe('admin')
    expect(runner.process(A).contacts.some(({ key }) => key.startsWith('escalation:'))).toBe(false)
    must(runner, A, 'decideOverdue', 'giveUp', REASON)
    expect(runner.process(A).stage).toBe('ended')
  })

  test('is late before the rector where it is the office itself', () => {
    const runner = begin()
    runner.until(P, 'decideOverdue')
    const words = runner
      .process(P)
      .tasks()
      .filter(({ kind }) => kind === 'decideOverdue')
    for (const { key } of words) expect(runner.process(P).running.book[key]?.owner).toBe('rector')
    const [word] = words
    const given = runner.complete(P, word?.key ?? '', 'decideOverdue', 'giveUp', REASON)
    expect(refusalOf(given)).toBe('taskNeeded')
  })
})

test('the institution is reminded of its own decision each week until it is made', () => {
  const runner = unagreed()
  const { key } = runner.task(C, 'decideOverdue')
  runner.days(60)
  const reminders = runner.process(C).contacts.filter((contact) => contact.key === key)
  expect(reminders.length).toBeGreaterThan(7)
  expect(runner.process(C).running.book[key]?.rungs).toHaveLength(1)
  must(runner, C, 'agreeSchedule', 'agree')
  const before = runner.process(C).contacts.length
  runner.days(30)
  expect(
    runner
      .process(C)
      .contacts.slice(before)
      .filter((contact) => contact.key === key),
  ).toEqual([])
})

describe.each<[string, () => Runner]>([
  ['a preparation', begin],
  ['a visit before its board', () => prepare(begin())],
  ['a partnership without an agreement', contracting],
  ['an agreement without a draft', drafting],
  ['an agreement being approved', () => submit(drafting())],
  ['an agreement being signed', () => signing()],
  ['a cycle being planned', () => operating()],
  ['a cycle being ordered', ordering],
  ['a cycle that is ready', ready],
  ['practices', running],
])('when nobody ever answers', (_name, start) => {
  test(`${_name} always has somebody who is asked, and the institution in the end`, () => {
    const runner = start()
    for (let week = 0; week < 40; week += 1) {
      runner.days(7)
      checkNever(runner)
    }
    // What is still waited for, and does not go on by itself, is before the institution by now.
    for (const hosted of runner.processes.values()) {
      const tasks = hosted.tasks()
      const words = new Set(tasks.filter(({ kind }) => kind === 'decideOverdue').map(({ data }) => data.late))
      const old = tasks.filter(({ key, kind, lapses }) => {
        const { opened = '' } = hosted.running.book[key] ?? {}
        const waited = Date.parse(runner.now) - Date.parse(opened) > 120 * 86_400_000
        return waited && lapses !== true && kind !== 'decideOverdue'
      })
      expect(old.filter(({ key }) => !words.has(key)).map(({ key }) => key)).toEqual([])
    }
  })
})
