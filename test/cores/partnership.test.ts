import type { Data } from '../../workflows/durable/types.ts'
import { lookAt } from './looks.ts'
import { type Runner, refusalOf } from './runner.ts'
import { approveVisit, begin, holdMeeting, ITEMS, must, P, prepare } from './story.ts'

const { stage, kinds, facts } = lookAt(P)

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
    const doing = { data, by: 'admin', onBehalf: 'told by telephone' }
    expect(refusalOf(runner.do(P, 'decideVisit', 'approve', doing))).toBe('ownDecision')
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
