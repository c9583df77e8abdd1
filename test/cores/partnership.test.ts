import type { Data } from '../../workflows/durable/types.ts'
import { Runner, refusalOf } from './runner.ts'
import {
  A,
  approveVisit,
  begin,
  C,
  contracting,
  holdMeeting,
  ITEMS,
  LAUNCH,
  must,
  operating,
  P,
  prepare,
} from './story.ts'

const stage = (runner: Runner): string => runner.process(P).stage
const kinds = (runner: Runner): string[] =>
  runner
    .process(P)
    .tasks()
    .map(({ kind }) => kind)
    .sort()
const facts = (runner: Runner): string[] => runner.process(P).facts.map(({ type }) => type)

describe('before the first meeting', () => {
  test('the board is asked when the six points are prepared, and not before', () => {
    const runner = begin()
    expect(kinds(runner)).toHaveLength(6)
    prepare(runner)
    expect(kinds(runner)).toEqual(['decideVisit'])
    expect(runner.process(P).running.book['board.1']?.owner).toBe('rector')
  })

  test('a meeting on own territory needs the territory prepared', () => {
    const runner = begin()
    prepare(runner, { meeting: { ownTerritory: true } })
    expect(kinds(runner)).toEqual(['prepareTerritory'])
    must(runner, P, 'prepareTerritory', 'record', { data: ITEMS.territory?.[1] ?? {} })
    expect(kinds(runner)).toEqual(['decideVisit'])
  })

  test('no meeting is awaited before the board approves', () => {
    const runner = prepare(begin())
    expect(kinds(runner)).not.toContain('holdMeeting')
    approveVisit(runner)
    expect(kinds(runner)).toContain('holdMeeting')
  })

  test('the board returns named points, and only those are prepared again', () => {
    const runner = prepare(begin())
    must(runner, P, 'decideVisit', 'return', { data: { remarks: 'numbers', items: ['goals', 'package'] } })
    expect(kinds(runner)).toEqual(['clarifyGoals', 'preparePackage'])
    for (const item of ['goals', 'package']) {
      const [kind, data] = ITEMS[item] ?? ['', {}]
      must(runner, P, kind, 'record', { data })
    }
    expect(kinds(runner)).toEqual(['decideVisit'])
  })

  test('a return that names nothing to prepare again is refused: the partnership would wait for nobody', () => {
    const runner = prepare(begin())
    const data = { remarks: 'room', items: ['territory'] }
    expect(refusalOf(runner.do(P, 'decideVisit', 'return', { data }))).toBe('invalidInput')
    expect(kinds(runner)).toEqual(['decideVisit'])
  })

  test('the board refuses with a reason and the partnership is declined', () => {
    const runner = prepare(begin())
    must(runner, P, 'decideVisit', 'refuse', { data: { reason: 'no need' } })
    expect(stage(runner)).toBe('declined')
    expect(runner.process(P).waits()).toEqual([])
  })

  test('the board cannot approve a visit whose day is over', () => {
    const runner = prepare(begin())
    runner.advance('2026-12-10T06:00:00.000Z')
    const data = { number: '4', date: '2026-12-07' }
    expect(refusalOf(runner.do(P, 'decideVisit', 'approve', { data }))).toBe('dateInPast')
  })

  test('nobody approves the visit he prepared, not even on behalf of the board', () => {
    const runner = prepare(begin())
    const data = { number: '4', date: '2026-11-23' }
    const doing = { data, by: 'admin', onBehalf: true }
    expect(refusalOf(runner.do(P, 'decideVisit', 'approve', doing))).toBe('authorMayNotDecide')
  })
})

describe('the representative', () => {
  const junior = { representative: { representative: 'teacher', contact: 'director' } }

  test('of a lower rank than the contact goes only by an exception of the superior', () => {
    const runner = prepare(begin(), junior)
    expect(kinds(runner)).toEqual(['approveException'])
    expect(runner.process(P).running.book[runner.task(P, 'approveException').key]?.owner).toBe('vice')
    must(runner, P, 'approveException', 'grant', { data: { reason: 'knows the plant' } })
    expect(kinds(runner)).toEqual(['decideVisit'])
    expect(runner.state<Data>(P).done).toMatchObject({ representative: junior.representative })
  })

  test('is chosen again when the exception is refused', () => {
    const runner = prepare(begin(), junior)
    must(runner, P, 'approveException', 'refuse', { data: { reason: 'go yourself' } })
    expect(kinds(runner)).toEqual(['chooseRepresentative'])
    must(runner, P, 'chooseRepresentative', 'record', { data: junior.representative })
    expect(kinds(runner)).toEqual(['approveException'])
  })

  test('an answer to the first request for an exception does not decide the second', () => {
    const runner = prepare(begin(), junior)
    const first = runner.task(P, 'approveException')
    must(runner, P, 'approveException', 'refuse', { data: { reason: 'go yourself' } })
    must(runner, P, 'chooseRepresentative', 'record', { data: junior.representative })
    const late = runner.complete(P, first.key, first.kind, 'grant', { data: { reason: 'ok' }, by: 'vice' })
    expect(refusalOf(late)).toBe('taskClosed')
  })

  test('an exception for one person is not an exception for another', () => {
    const runner = prepare(begin(), junior)
    must(runner, P, 'approveException', 'grant', { data: { reason: 'knows the plant' } })
    must(runner, P, 'decideVisit', 'return', { data: { remarks: 'who?', items: ['representative'] } })
    must(runner, P, 'chooseRepresentative', 'record', {
      data: { representative: 'secretary', contact: 'director' },
    })
    expect(kinds(runner)).toEqual(['approveException'])
  })

  test('comes from the institution, the contact from the partner', () => {
    const runner = begin()
    for (const data of [
      { representative: 'hr', contact: 'director' },
      { representative: 'vice', contact: 'foreign' },
      { representative: 'vice', contact: 'teacher' },
    ]) {
      expect(refusalOf(runner.do(P, 'chooseRepresentative', 'record', { data }))).toBe('wrongSide')
    }
    const data = { representative: 'unreachable', contact: 'hr' }
    expect(refusalOf(runner.do(P, 'chooseRepresentative', 'record', { data }))).toBe('personHasNoEmail')
  })
})

describe('negotiating', () => {
  const negotiating = (): Runner => approveVisit(prepare(begin()))

  test('a meeting that is moved or fails is met again on another day', () => {
    const runner = negotiating()
    const moved = { reason: 'illness', on: '2026-12-10' }
    must(runner, P, 'holdMeeting', 'moved', { data: moved })
    runner.advance('2026-12-10T08:00:00.000Z')
    must(runner, P, 'holdMeeting', 'failed', { data: { reason: 'noOneCame', on: '2026-12-14' } })
    expect(runner.task(P, 'holdMeeting').due).toEqual({ on: '2026-12-14' })
    expect(refusalOf(runner.do(P, 'holdMeeting', 'held', { data: { outcome: 'x', actions: [] } }))).toBe(
      'tooEarly',
    )
    expect(refusalOf(runner.do(P, 'holdMeeting', 'moved', { data: moved }))).toBe('dateInPast')
  })

  test('the reminders of the day that was moved are gone with it', () => {
    const runner = negotiating()
    must(runner, P, 'holdMeeting', 'moved', { data: { reason: 'illness', on: '2027-01-20' } })
    runner.advance('2027-01-10T00:00:00.000Z')
    expect(
      runner
        .process(P)
        .contacts.filter(({ key, template }) => key === 'meeting.1' && template === 'taskReminder'),
    ).toEqual([])
  })

  test('what was agreed becomes a commitment with owner and date', () => {
    const runner = holdMeeting(negotiating(), [{ what: 'programmes', owner: 'hr', due: '2026-12-20' }])
    expect(runner.process(P).running.book['commitment.m1.1']?.owner).toBe('hr')
    must(runner, P, 'fulfilCommitment', 'fulfil', { data: { evidence: 'letter 5' } })
    expect(kinds(runner)).not.toContain('fulfilCommitment')
  })

  test('a commitment outlives the negotiations', () => {
    const runner = holdMeeting(negotiating(), [{ what: 'programmes', owner: 'hr', due: '2027-02-20' }])
    must(runner, P, 'answerProposal', 'accept')
    expect(kinds(runner)).toContain('fulfilCommitment')
  })

  test('proposals go back and forth as numbered versions', () => {
    const runner = holdMeeting(negotiating())
    must(runner, P, 'answerProposal', 'counter', { data: { text: 'fourteen' } })
    must(runner, P, 'answerCounterProposal', 'counter', { data: { text: 'sixteen' } })
    expect(runner.task(P, 'answerProposal').data).toEqual({ version: 3 })
    must(runner, P, 'answerProposal', 'counter', { data: { text: 'fifteen' } })
    must(runner, P, 'answerCounterProposal', 'accept')
    expect(stage(runner)).toBe('contracting')
  })

  test('the partner may refuse with a reason', () => {
    const runner = holdMeeting(negotiating())
    must(runner, P, 'answerProposal', 'refuse', { data: { reason: 'no places' } })
    expect(stage(runner)).toBe('declined')
  })

  test('silence climbs the ladder, then the administrator decides', () => {
    const runner = holdMeeting(negotiating())
    must(runner, P, 'confirmMeetingRecord', 'confirm')
    const { key } = runner.task(P, 'answerProposal')
    runner.days(32)
    expect(facts(runner)).toContain('taskEscalated')
    expect(kinds(runner)).toEqual(['decideSilence'])
    expect(refusalOf(runner.complete(P, key, 'answerProposal', 'accept', { by: 'rector' }))).toBe(
      'taskClosed',
    )
    must(runner, P, 'decideSilence', 'tryAgain')
    expect(runner.task(P, 'answerProposal').data).toEqual({ version: 2 })
    runner.days(32)
    must(runner, P, 'decideSilence', 'close', { data: { reason: 'silent' } })
    expect(stage(runner)).toBe('declined')
  })
})

describe('contracting and operating', () => {
  test('the first agreement in force moves the partnership on', () => {
    const runner = contracting()
    must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
    expect(stage(runner)).toBe('contracting')
    expect(stage(operating())).toBe('operating')
  })

  test('an agreement that is withdrawn leaves the next one to be launched', () => {
    const runner = contracting()
    must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
    expect(runner.send(A, 'withdraw', { reason: 'error' })).toBeNull()
    must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
    expect(runner.process('agreement/p1-2').stage).toBe('dataCollection')
  })

  test("practice of the running year is opened at once, of the next on the policy's day", () => {
    const runner = operating()
    runner.days(1)
    expect(runner.process(C).stage).toBe('planning')
    runner.advance('2027-08-16T06:00:00.000Z')
    expect(runner.processes.has('practice-cycle/p1-1/2027-2028')).toBe(true)
  })

  test('an agreement in force since spring still opens the autumn of that year', () => {
    const runner = operating(new Runner({ start: '2026-11-23T05:00:00.000Z' }))
    const late = new Runner({ start: '2027-03-01T05:00:00.000Z' })
    const dates = { meeting: { on: '2027-03-10' } }
    prepare(begin(late), dates)
    must(late, P, 'decideVisit', 'approve', { data: { number: '4', date: '2027-03-01' } })
    late.advance('2027-03-10T08:00:00.000Z')
    must(late, P, 'holdMeeting', 'held', { data: { outcome: 'ok', actions: [] } })
    must(late, P, 'answerProposal', 'accept')
    must(late, P, 'launchAgreement', 'launch', { data: LAUNCH })
    late.process(A)
    late.outside.openings = runner.outside.openings
    const told = late.send(
      P,
      'agreementActivated',
      { id: 'p1-1', number: '1', validFrom: '2027-03-12', validTo: '2029-08-31' },
      null,
    )
    expect(told).toBeNull()
    late.advance('2027-08-16T06:00:00.000Z')
    expect(late.processes.has('practice-cycle/p1-1/2027-2028')).toBe(true)
  })

  test('the partnership is reviewed every year and the recommendations become commitments', () => {
    const runner = operating()
    runner.until(P, 'reviewPartnership')
    expect(runner.now.slice(0, 4)).toBe('2027')
    const recommendations = [{ what: 'deputy', owner: 'admin', due: '2027-12-01' }]
    must(runner, P, 'reviewPartnership', 'record', { data: { findings: 'good', recommendations } })
    expect(kinds(runner)).toContain('fulfilCommitment')
    expect(kinds(runner)).not.toContain('reviewPartnership')
    runner.advance('2028-07-06T06:00:00.000Z')
    expect(kinds(runner)).toContain('reviewPartnership')
  })

  test('it is not closed while an agreement or a cycle runs', () => {
    const runner = operating()
    runner.days(1)
    expect(refusalOf(runner.send(P, 'close', { reason: 'x' }))).toBe('agreementsRunning')
    expect(refusalOf(runner.send(P, 'close', { reason: 'x' }, 'hr'))).toBe('notAllowed')
    runner.send(P, 'agreementEnded', { id: 'p1-1', outcome: 'expired' }, null)
    expect(refusalOf(runner.send(P, 'close', { reason: 'x' }))).toBe('agreementsRunning')
    must(runner, C, 'confirmSchedule', 'cancel', { data: { reason: 'none' } })
    expect(runner.send(P, 'close', { reason: 'done' })).toBeNull()
    expect(stage(runner)).toBe('closed')
  })

  test('when the last agreement is over, somebody is asked for the next one', () => {
    const runner = operating()
    runner.advance('2029-09-03T06:00:00.000Z')
    expect(runner.process(A).stage).toBe('ended')
    must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
    expect(runner.process('agreement/p1-2').stage).toBe('dataCollection')
    expect(kinds(runner)).not.toContain('launchAgreement')
  })

  test('given up before an agreement it is declined, not closed', () => {
    const runner = begin()
    expect(runner.send(P, 'close', { reason: 'other plans' })).toBeNull()
    expect(stage(runner)).toBe('declined')
  })
})
