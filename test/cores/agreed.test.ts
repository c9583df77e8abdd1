import { lookAt } from './looks.ts'
import { asData } from './outside.ts'
import type { Runner } from './runner.ts'
import { refusalOf } from './runner.ts'
import {
  approveVisit,
  begin,
  contracting,
  holdMeeting,
  ITEMS,
  LAUNCH,
  must,
  operating,
  P,
  prepare,
} from './story.ts'

const { stage, kinds, facts, last } = lookAt(P)
const negotiating = (): Runner => approveVisit(prepare(begin()))
const action = (given: object) => ({ what: 'programmes', owner: 'hr', due: '2026-12-20', ...given })
const MEETING = { on: '2027-02-10', time: '10:00', place: 'here', representative: 'vice', contact: 'hr' }
const papers = (runner: Runner, kind: string): number[] =>
  runner
    .process(P)
    .facts.filter(({ type, data }) => type === 'paperIssued' && data.kind === kind)
    .map(({ data }) => Number(data.version))

describe('who is given something to do', () => {
  test('is active, can be reached and belongs to one of the two sides; every wrong row is named', () => {
    const runner = negotiating()
    runner.advance('2026-12-08T08:00:00.000Z')
    const actions = ['hr', 'gone', 'foreign', 'admin', 'unreachable'].map((owner) => action({ owner }))
    const refusal = runner.do(P, 'holdMeeting', 'held', { data: { outcome: 'x', actions } })
    expect(refusal?.refusal).toBe('commitmentsWrong')
    expect(refusal?.params).toMatchObject({
      people: '2, 3, 5',
      dates: '—',
      wrong: [
        { row: 2, code: 'personUnknown' },
        { row: 3, code: 'wrongSide' },
        { row: 5, code: 'personHasNoEmail' },
      ],
    })
  })

  test('a representative who left meanwhile is not sent to a meeting', () => {
    const runner = begin()
    const data = { representative: 'gone', contact: 'hr' }
    expect(refusalOf(runner.do(P, 'chooseRepresentative', 'record', { data }))).toBe('personUnknown')
    prepare(runner)
    runner.process(P).pretend((state) => {
      Object.assign((state.done as Record<string, object>).representative ?? {}, { representative: 'gone' })
    })
    const approval = { data: { number: '4', date: '2026-11-23' } }
    expect(refusalOf(runner.do(P, 'decideVisit', 'approve', approval))).toBe('personUnknown')
  })
})

describe('dates that cannot be', () => {
  test('a commitment does not fall due before its meeting, nor in a year nobody plans', () => {
    const runner = negotiating()
    runner.advance('2026-12-08T08:00:00.000Z')
    const held = (due: string) => {
      const data = { outcome: 'x', actions: [action({ due })] }
      return runner.do(P, 'holdMeeting', 'held', { data })?.params
    }
    expect(held('2026-12-07')).toMatchObject({ dates: '1', wrong: [{ code: 'datesOutOfOrder' }] })
    expect(held('9999-12-31')).toMatchObject({ dates: '1', wrong: [{ code: 'dateTooFar' }] })
  })

  test('a meeting is not planned in the year 9999', () => {
    const runner = begin()
    const data = { on: '9999-01-01', time: '10:00', place: 'x', ownTerritory: false }
    expect(refusalOf(runner.do(P, 'agreeMeeting', 'record', { data }))).toBe('dateTooFar')
    const later = negotiating()
    const moved = { reason: 'illness', on: '9999-01-01' }
    expect(refusalOf(later.do(P, 'holdMeeting', 'moved', { data: moved }))).toBe('dateTooFar')
  })

  test('a meeting fails from its day on, not before it', () => {
    const runner = negotiating()
    const data = { reason: 'noOneCame', on: '2026-12-14' }
    expect(refusalOf(runner.do(P, 'holdMeeting', 'failed', { data }))).toBe('tooEarly')
    runner.advance('2026-12-08T08:00:00.000Z')
    must(runner, P, 'holdMeeting', 'failed', { data })
  })

  test("the board's decision is dated neither before the plan nor tomorrow", () => {
    const runner = prepare(begin())
    const approve = (date: string) =>
      refusalOf(runner.do(P, 'decideVisit', 'approve', { data: { number: '4', date } }))
    expect(approve('2026-11-22')).toBe('datesOutOfOrder')
    expect(approve('2026-11-24')).toBe('dateInFuture')
    expect(approve('2026-11-23')).toBeNull()
  })

  test('a proposal is valid until a day to come, and longer than the meeting is away', () => {
    const runner = begin()
    const proposals = [{ form: 'studentPractice', offer: 'x', benefit: 'x', ask: 'x' }]
    const prepareUntil = (validUntil: string) =>
      refusalOf(runner.do(P, 'preparePackage', 'record', { data: { proposals, validUntil } }))
    expect(prepareUntil('2026-11-22')).toBe('dateInPast')
    expect(prepareUntil('9999-12-31')).toBe('dateTooFar')
    const short = prepare(begin(), { package: { validUntil: '2026-12-01' } })
    const approval = { data: { number: '4', date: '2026-11-23' } }
    expect(refusalOf(short.do(P, 'decideVisit', 'approve', approval))).toBe('datesOutOfOrder')
  })
})

describe('the record of a meeting', () => {
  test('that the partner remembers differently is corrected in a new version both sides see', () => {
    const runner = holdMeeting(negotiating(), [action({})])
    must(runner, P, 'confirmMeetingRecord', 'correct', { data: { remarks: '50, not 60' } })
    const actions = [action({ what: '50 places' })]
    must(runner, P, 'answerCorrection', 'accept', { data: { outcome: '50 places', actions } })
    expect(papers(runner, 'meetingRecord')).toEqual([1, 2])
    expect(runner.task(P, 'fulfilCommitment').data.what).toBe('50 places')
    must(runner, P, 'confirmMeetingRecord', 'confirm')
    expect(kinds(runner)).not.toContain('confirmMeetingRecord')
  })

  test('or the disagreement is recorded with both texts', () => {
    const runner = holdMeeting(negotiating())
    must(runner, P, 'confirmMeetingRecord', 'correct', { data: { remarks: '50, not 60' } })
    must(runner, P, 'answerCorrection', 'disagree', { data: { text: '60 was said' } })
    const disputed = runner.process(P).facts.find(({ type }) => type === 'recordDisputed')
    expect(disputed?.data).toMatchObject({ remarks: '50, not 60', text: '60 was said' })
    expect(papers(runner, 'meetingRecord')).toEqual([1, 2])
  })

  test('that nobody confirms stays open when the partnership goes on, and ends as a decision', () => {
    const runner = holdMeeting(negotiating())
    must(runner, P, 'answerProposal', 'accept')
    expect(kinds(runner)).toContain('confirmMeetingRecord')
    runner.until(P, 'decideRecord')
    must(runner, P, 'decideRecord', 'askAgain')
    expect(kinds(runner)).toContain('confirmMeetingRecord')
    runner.until(P, 'decideRecord')
    must(runner, P, 'decideRecord', 'settle', { data: { reason: 'no answer' } })
    expect(last(runner).reason).toBe('no answer')
  })
})

describe('a commitment that stays undone', () => {
  test('becomes a decision: another day, or settled with a reason', () => {
    const runner = holdMeeting(negotiating(), [action({})])
    runner.until(P, 'decideCommitment')
    expect(kinds(runner)).toContain('fulfilCommitment')
    must(runner, P, 'decideCommitment', 'putOff', { data: { due: '2027-03-01' } })
    expect(runner.task(P, 'fulfilCommitment').due).toEqual({ on: '2027-03-01' })
    runner.until(P, 'decideCommitment')
    must(runner, P, 'decideCommitment', 'settle', { data: { reason: 'not needed' } })
    expect(kinds(runner)).not.toContain('fulfilCommitment')
  })
})

describe('when a partnership ends', () => {
  test('closing says what is open, asks for a reason, and whoever waited is told', () => {
    const runner = holdMeeting(negotiating(), [action({})])
    const closed = runner.send(P, 'close', { reason: 'other plans' })
    expect(closed).toMatchObject({ refusal: 'workOpen', params: { commitments: 1, records: 1, meetings: 0 } })
    expect(runner.send(P, 'close', { reason: 'other plans', settle: 'no longer needed' })).toBeNull()
    expect(stage(runner)).toBe('declined')
    expect(last(runner).settled).toMatchObject({ reason: 'no longer needed', commitments: ['m1.1'] })
    const told = runner.informed.find(({ template }) => template === 'partnershipDeclined')
    expect(told?.persons).toEqual(expect.arrayContaining(['vice', 'hr']))
  })

  test('an open certification session keeps it open', () => {
    const runner = operating()
    runner.send(P, 'agreementEnded', { id: 'p1-1', outcome: 'expired' }, null)
    runner.process(P).pretend((state) => {
      state.sessions = { 'attestation/s1': 'open' }
      state.cycles = {}
    })
    expect(refusalOf(runner.send(P, 'close', { reason: 'x', settle: 'y' }))).toBe('agreementsRunning')
  })
})

describe('a meeting is moved', () => {
  test('and both who meet are told', () => {
    const runner = negotiating()
    must(runner, P, 'holdMeeting', 'moved', { data: { reason: 'illness', on: '2026-12-10' } })
    expect(runner.informed).toMatchObject([
      { template: 'meetingMoved', persons: ['vice', 'hr'], data: { on: '2026-12-10', reason: 'illness' } },
    ])
  })
})

describe('more than one of each', () => {
  test('further meetings are planned at any time after the first approval, under the same rules', () => {
    const runner = contracting()
    expect(refusalOf(runner.send(P, 'planMeeting', MEETING, 'teacher'))).toBe('notAllowed')
    expect(refusalOf(runner.send(P, 'planMeeting', { ...MEETING, on: '2026-01-01' }))).toBe('dateInPast')
    expect(refusalOf(runner.send(P, 'planMeeting', { ...MEETING, contact: 'foreign' }))).toBe('wrongSide')
    expect(refusalOf(runner.send(P, 'planMeeting', { ...MEETING, representative: 'gone' }))).toBe(
      'personUnknown',
    )
    expect(runner.send(P, 'planMeeting', MEETING)).toBeNull()
    expect(runner.task(P, 'holdMeeting').due).toEqual({ on: '2027-02-10' })
    expect(runner.informed.at(-1)).toMatchObject({ template: 'meetingPlanned', persons: ['vice', 'hr'] })
    runner.advance('2027-02-10T08:00:00.000Z')
    must(runner, P, 'holdMeeting', 'held', { data: { outcome: 'x', actions: [] } })
    expect(papers(runner, 'meetingRecord')).toEqual([1, 1])
    expect(refusalOf(begin().send(P, 'planMeeting', MEETING))).toBe('wrongStage')
  })

  test('a representative of lower rank goes to a further meeting by an exception only', () => {
    const runner = contracting()
    const junior = { ...MEETING, representative: 'teacher' }
    expect(runner.send(P, 'planMeeting', junior)).toBeNull()
    expect(kinds(runner)).not.toContain('holdMeeting')
    must(runner, P, 'approveException', 'grant', { data: { reason: 'knows the plant' } })
    expect(kinds(runner)).toContain('holdMeeting')
  })

  test('further agreements are launched while one runs or is in force', () => {
    const runner = operating()
    expect(runner.send(P, 'launchAgreement', LAUNCH)).toBeNull()
    expect(runner.process('agreement/p1-2').stage).toBe('dataCollection')
    expect(refusalOf(begin().send(P, 'launchAgreement', LAUNCH))).toBe('wrongStage')
  })

  test('a proposal that is repeated leaves a paper of its own', () => {
    const runner = holdMeeting(negotiating())
    runner.until(P, 'decideSilence')
    must(runner, P, 'decideSilence', 'tryAgain')
    expect(papers(runner, 'proposalPackage')).toEqual([1, 2])
  })
})

describe('what is opened', () => {
  test('a cancelled year is opened anew under an id of its own', () => {
    const runner = operating()
    runner.days(1)
    const cycle = 'p1-1/2026-2027'
    expect(refusalOf(runner.send(P, 'openCycle', { cycle }))).toBe('cycleStands')
    must(runner, `practice-cycle/${cycle}`, 'confirmSchedule', 'cancel', { data: { reason: 'none' } })
    expect(refusalOf(runner.send(P, 'openCycle', { cycle: 'p9/2026-2027' }))).toBe('unknownProcess')
    const usual = runner.outside.openings
    runner.outside.openings = (at) =>
      usual(at).map((one) => ({ ...one, id: `${one.id}.2`, begin: { ...one.begin, id: `${cycle}.2` } }))
    expect(runner.send(P, 'openCycle', { cycle })).toBeNull()
    runner.days(1)
    expect(runner.process(`practice-cycle/${cycle}.2`).stage).toBe('planning')
  })

  test('an answer that comes after the agreement ended opens nothing', () => {
    const runner = operating()
    runner.held = true
    runner.send(P, 'agreementEnded', { id: 'p1-1', outcome: 'terminated' }, null)
    runner.held = false
    runner.days(400)
    expect([...runner.processes.keys()].filter((id) => id.startsWith('practice-cycle'))).toEqual([])
  })

  test('an answer that says nothing new is no fact, in whatever order it names its fields', () => {
    const runner = operating()
    const opening = { id: 'attestation/s9', kind: 'attestation', opens: '2028-01-01', begin: { a: 1, b: 2 } }
    const turned = { begin: { b: 2, a: 1 }, opens: '2028-01-01', kind: 'attestation', id: 'attestation/s9' }
    runner.send(P, 'answered', asData({ openings: [opening] }), null)
    const before = facts(runner).length
    runner.send(P, 'answered', asData({ openings: [turned] }), null)
    expect(facts(runner)).toHaveLength(before)
  })

  test('what is imported later is looked at by itself, and when the import tells of it', () => {
    const runner = operating()
    const asked = () => facts(runner).filter((type) => type === 'agendaAsked').length
    const before = asked()
    runner.days(30)
    expect(asked()).toBe(before + 1)
    expect(runner.send(P, 'scheduleImported', {}, null)).toBeNull()
    expect(asked()).toBe(before + 2)
  })
})

describe('what could not be done outside and was given up', () => {
  const abandoned = (runner: Runner, type: string, papers: { kind: string }[]) =>
    runner.send(P, 'effectAbandoned', { effect: '9.0', type, papers, reason: 'lost' }, null)

  test('a visit plan that cannot be drawn opens the preparation again', () => {
    const runner = begin()
    runner.outside.failure = (_, type) => (type === 'issue' ? 'paperIncomplete' : null)
    prepare(runner)
    expect(kinds(runner)).toEqual(['repairEffect'])
    expect(abandoned(runner, 'issue', [{ kind: 'visitPlan' }])).toBeNull()
    expect(kinds(runner)).toContain('agreeMeeting')
  })
})

test('a reopened partnership keeps what was prepared, and agrees the day of the meeting anew', () => {
  const runner = begin()
  const carried = Object.entries(ITEMS)
    .filter(([item]) => item !== 'territory')
    .map(([item, [, answer]]) => ({ item, answer }))
  const input = {
    ...{ id: 'p2', partner: 'zkm', administrator: 'admin', language: 'en', forms: ['studentPractice'] },
    ...{ reopens: { process: P, reason: 'they called' }, carried },
  }
  runner.begin('partnership', 'partnership/p2', asData(input))
  const open = runner.process('partnership/p2').tasks()
  expect(open.map(({ kind }) => kind)).toEqual(['agreeMeeting'])
})
