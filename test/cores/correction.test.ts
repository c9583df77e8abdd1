import { TASKS } from '../../schema/contracts/tasks.ts'
import { insteadOf } from '../../workflows/durable/correction.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { lookAt } from './looks.ts'
import { type Runner, refusalOf } from './runner.ts'
import {
  A,
  approve,
  approveVisit,
  begin,
  C,
  drafting,
  hashOf,
  ITEMS,
  must,
  P,
  placement,
  prepare,
  running,
  submit,
} from './story.ts'

const { kinds } = lookAt(P)
const { keys, stage } = lookAt(A)
const REOPENED = ['submitReport', 'answerFollowUp', 'analysePerformance', 'assessPreparation']
const REPAIRS = ['repairEffect', 'resolveRefusal']

function correct(
  runner: Runner,
  id: string,
  key: string,
  kind: string,
  closer: string,
  by = closer,
  at?: string,
) {
  const entry: Data = {
    key,
    kind,
    decision: 'record',
    data: {},
    answer: {},
    by: closer,
    at: at ?? runner.now,
    last: true,
  }
  return refusalOf(runner.send(id, 'correct', { reason: 'mistyped', entry }, by))
}

describe('a wrong entry', () => {
  test('of the preparation is asked for again, before the others are there and while the board has the plan', () => {
    const runner = begin()
    must(runner, P, 'clarifyGoals', 'record', { data: ITEMS.goals?.[1] ?? {} })
    expect(kinds(runner)).not.toContain('clarifyGoals')
    expect(correct(runner, P, 'prepare.goals.1', 'clarifyGoals', 'admin')).toBeNull()
    expect(kinds(runner)).toContain('clarifyGoals')
    prepare(runner)
    expect(kinds(runner)).toEqual(['decideVisit'])
    expect(correct(runner, P, 'prepare.meeting.1', 'agreeMeeting', 'admin')).toBeNull()
    expect(kinds(runner)).toEqual(['agreeMeeting'])
    must(runner, P, 'agreeMeeting', 'record', { data: ITEMS.meeting?.[1] ?? {} })
    expect(kinds(runner)).toEqual(['decideVisit'])
  })

  test('stands once it has left the house, and the refusal says what puts it right', () => {
    const runner = approveVisit(prepare(begin()))
    expect(correct(runner, P, 'prepare.meeting.1', 'agreeMeeting', 'admin')).toBe('entryStands')
    expect(correct(runner, P, 'board.1', 'decideVisit', 'rector', 'admin')).toBe('entryStands')
  })

  test('of a draft is taken back until everybody has approved', () => {
    const runner = submit(drafting())
    expect(correct(runner, A, 'draft.1', 'draftAgreement', 'admin')).toBeNull()
    expect(stage(runner)).toBe('drafting')
    approve(submit(runner))
    expect(correct(runner, A, 'draft.2', 'draftAgreement', 'admin')).toBe('entryStands')
  })

  test('of an approver is asked of him again while others of his step decide', () => {
    const runner = submit(drafting())
    must(runner, A, 'approve.legalOfficer', 'approve', { data: { hash: hashOf(runner) } })
    const key = 'approve.legalOfficer.1.0'
    expect(keys(runner)).not.toContain(key)
    expect(correct(runner, A, key, 'approveDraft', 'legal')).toBeNull()
    expect(keys(runner)).toContain(key)
    expect(correct(runner, A, key, 'approveDraft', 'legal')).toBe('askedAgainAlready')
    must(runner, A, 'approve.legalOfficer', 'approve', { data: { hash: hashOf(runner) } })
    must(runner, A, 'approve.departmentHead', 'approve', { data: { hash: hashOf(runner) } })
    expect(correct(runner, A, key, 'approveDraft', 'legal')).toBe('entryStands')
  })

  test('is taken back by who made it for three days, afterwards by the administrator, by nobody else', () => {
    const runner = submit(drafting())
    must(runner, A, 'approve.legalOfficer', 'approve', { data: { hash: hashOf(runner) } })
    const key = 'approve.legalOfficer.1.0'
    expect(correct(runner, A, key, 'approveDraft', 'legal', 'finance')).toBe('notYourEntry')
    const longAgo = '2026-11-23T05:00:00.000Z'
    expect(correct(runner, A, key, 'approveDraft', 'legal', 'legal', longAgo)).toBe('correctionTooLate')
    expect(correct(runner, A, key, 'approveDraft', 'legal', 'admin', longAgo)).toBeNull()
  })

  test('of an attendance is confirmed anew, and what is said last of a week holds', () => {
    const runner = running()
    runner.advance('2027-02-14T06:00:00.000Z')
    const { key } = runner.task(C, 'confirmAttendance')
    const days = (n: number) => ({ absent: [{ trainee: 'L01s1', days: n }], didNotShow: [] })
    must(runner, C, 'confirmAttendance', 'confirm', { data: days(2) })
    const absent = () => runner.state<{ absentDays: number }>(placement('L01', 1)).absentDays
    expect(absent()).toBe(2)
    const entry: Data = {
      ...{ key, kind: 'confirmAttendance', decision: 'confirm', by: 'hr', at: runner.now, last: true },
      ...{ data: { weeks: [1] }, answer: days(2) },
    }
    expect(refusalOf(runner.send(C, 'correct', { reason: 'mistyped', entry }, 'hr'))).toBeNull()
    must(runner, C, 'confirmAttendance', 'confirm', { data: days(1) })
    expect(absent()).toBe(1)
  })

  test.each(Object.keys(TASKS))(
    'of %s is asked for again, or a later step that puts it right is named',
    (kind) => {
      const known = insteadOf(kind) !== 'office' || REOPENED.includes(kind) || REPAIRS.includes(kind)
      expect(known).toBe(true)
    },
  )
})
