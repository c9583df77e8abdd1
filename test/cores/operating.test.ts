import { lookAt } from './looks.ts'
import { Runner, refusalOf } from './runner.ts'
import { A, begin, C, contracting, LAUNCH, must, operating, P, prepare } from './story.ts'

const { stage, kinds } = lookAt(P)

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
    expect(refusalOf(runner.send(P, 'close', { reason: 'done' }))).toBe('workOpen')
    expect(runner.send(P, 'close', { reason: 'done', settle: 'nobody answered' })).toBeNull()
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
