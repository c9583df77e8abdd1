import { type Runner, refusalOf } from './runner.ts'
import {
  A,
  approveVisit,
  begin,
  contracting,
  diaryOf,
  drafting,
  holdMeeting,
  LAUNCH,
  must,
  P,
  placement,
  prepare,
  REQUISITES,
  running,
  TERMS,
} from './story.ts'

describe('a task passes only to an active person of the side whose turn it is', () => {
  const pass = (runner: Runner, id: string, task: string, to: string) =>
    refusalOf(runner.do(id, task, 'delegate', { data: { to, reason: 'leave' } }))

  test("the institution's to its own people", () => {
    const runner = begin()
    expect(pass(runner, P, 'clarifyGoals', 'hr')).toBe('wrongSide')
    expect(pass(runner, P, 'clarifyGoals', 'gone')).toBe('personUnknown')
    expect(pass(runner, P, 'clarifyGoals', 'teacher')).toBe('roleNeeded')
    expect(pass(runner, P, 'clarifyGoals', 'secondAdmin')).toBeNull()
  })

  test("a partner's person's to people of the same partner", () => {
    const actions = [{ what: 'list of sites', owner: 'hr', due: '2027-01-10' }]
    const runner = holdMeeting(approveVisit(prepare(begin())), actions)
    expect(pass(runner, P, 'fulfilCommitment', 'teacher')).toBe('wrongSide')
    expect(pass(runner, P, 'fulfilCommitment', 'foreign')).toBe('wrongSide')
    expect(pass(runner, P, 'fulfilCommitment', 'deputy')).toBeNull()
  })

  test('whoever passes it on: the office on behalf, or the superior of who was late', () => {
    const runner = running()
    const id = placement('L01', 1)
    runner.advance('2027-02-13T14:00:00.000Z')
    must(runner, id, 'writeDiary', 'write', { data: diaryOf(runner.task(id, 'writeDiary')) })
    const doing = (to: string) => ({
      data: { to, reason: 'ill' },
      by: 'admin',
      onBehalf: 'told by telephone',
    })
    expect(refusalOf(runner.do(id, 'confirmDiary', 'delegate', doing('teacher')))).toBe('wrongSide')
    expect(refusalOf(runner.do(id, 'confirmDiary', 'delegate', doing('mentorB')))).toBeNull()
    const late = begin()
    late.days(18)
    const escalation = late.task(P, 'escalation:prepare.goals').key
    const toOther = { data: { to: 'hr', reason: 'late' } }
    expect(refusalOf(late.do(P, escalation, 'reassign', toOther))).toBe('wrongSide')
    expect(
      refusalOf(late.do(P, escalation, 'reassign', { data: { to: 'secondAdmin', reason: 'late' } })),
    ).toBeNull()
  })

  test('of a person nobody knows anything about it does not pass at all', () => {
    const runner = begin()
    const task = runner.task(P, 'clarifyGoals')
    const command = {
      id: 'x',
      type: 'complete',
      task: task.key,
      data: { decision: 'delegate', to: 'teacher', reason: 'leave' },
      by: { person: 'admin', roles: ['administrator'], door: 'commandLine/test' },
      facts: { persons: {} },
    }
    expect(refusalOf(runner.command(P, command))).toBe('personUnknown')
  })
})

describe('on behalf', () => {
  test('is whoever does the task of another, and not its owner, whatever was ticked', () => {
    const runner = drafting()
    const own = { data: TERMS, by: 'admin', onBehalf: 'told by telephone' }
    must(runner, A, 'draftAgreement', 'submit', own)
    expect(runner.process(A).facts.find(({ type }) => type === 'draftSubmitted')).toMatchObject({
      onBehalf: null,
    })
    const collecting = contracting()
    must(collecting, P, 'launchAgreement', 'launch', { data: LAUNCH })
    const doing = { data: REQUISITES, by: 'admin', onBehalf: 'their letter of 9 December' }
    must(collecting, A, 'giveRequisites', 'give', doing)
    expect(collecting.process(A).facts.at(-1)).toMatchObject({
      type: 'requisitesGiven',
      by: 'admin',
      onBehalf: { of: 'hr', evidence: 'their letter of 9 December' },
    })
  })
})
