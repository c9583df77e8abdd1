import type { Data } from '../../workflows/durable/types.ts'
import { asData } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import { must, S } from './story.ts'

const kinds = (runner: Runner): string[] =>
  runner
    .process(S)
    .tasks()
    .map(({ kind }) => kind)
    .sort()
const stage = (runner: Runner): string => runner.process(S).stage
const GRADUATES = ['g1', 'g2']

function inviting(invited = ['expertA', 'expertB']): Runner {
  const runner = new Runner({ start: '2027-04-20T05:00:00.000Z' })
  const begin = {
    id: 's1',
    code: 'DA-1',
    programme: 'metallurgy',
    on: '2027-06-21',
    secretary: 'secretary',
    partnerships: [],
    invited,
    candidates: ['expertA', 'expertB', 'expertC', 'unreachable'],
    graduates: GRADUATES,
    language: 'en',
    administrator: 'admin',
  }
  runner.begin('attestation', S, asData(begin))
  return runner
}

function accept(runner: Runner): Runner {
  for (const expert of ['expertA', 'expertB']) must(runner, S, `invite.${expert}`, 'accept')
  return runner
}

function inSession(): Runner {
  const runner = accept(inviting())
  must(runner, S, 'issueCommissionOrder', 'issue')
  runner.advance('2027-06-21T06:00:00.000Z')
  return runner
}

const result = (graduate: string): Data => ({
  graduate,
  score: 80,
  grade: '4',
  qualification: true,
  honours: false,
  absent: false,
})
const sheet = (graduates: string[]): Data => ({
  room: '301',
  startAt: '09:00',
  endAt: '16:00',
  results: graduates.map(result),
})
const ASSESSMENT = { data: { theory: 80, skills: 70, readiness: 75, text: 'good' } }

describe('the commission', () => {
  test('is named by an order when every expert has accepted', () => {
    const runner = inviting()
    expect(kinds(runner)).toEqual(['answerInvitation', 'answerInvitation'])
    accept(runner)
    expect(runner.process(S).running.book.order?.owner).toBe('rector')
    expect(runner.task(S, 'issueCommissionOrder').due).toEqual({ on: '2027-05-22' })
    must(runner, S, 'issueCommissionOrder', 'issue')
    expect(stage(runner)).toBe('commissioned')
  })

  test('an invitation is personal', () => {
    const runner = inviting()
    const pass = { data: { to: 'expertC', reason: 'leave' } }
    expect(refusalOf(runner.do(S, 'invite.expertA', 'delegate', pass))).toBe('personalTask')
    expect(refusalOf(runner.do(S, 'invite.expertA', 'accept', { by: 'admin' }))).toBe('notYourTask')
    must(runner, S, 'invite.expertA', 'accept', { by: 'admin', onBehalf: 'told by telephone' })
  })

  test('a replacement from the list is asked for a seat that was declined', () => {
    const runner = inviting()
    must(runner, S, 'invite.expertA', 'decline', { data: { reason: 'leave' } })
    const name = (expert: string) => refusalOf(runner.do(S, 'nameReplacement', 'name', { data: { expert } }))
    expect(name('expertA')).toBe('expertAlreadyAsked')
    expect(name('expertB')).toBe('expertAlreadyAsked')
    expect(name('teacher')).toBe('expertNotOnList')
    expect(name('unreachable')).toBe('personHasNoEmail')
    expect(name('expertC')).toBeNull()
    must(runner, S, 'invite.expertB', 'accept')
    expect(kinds(runner)).toEqual(['answerInvitation'])
    must(runner, S, 'invite.expertC', 'accept')
    expect(kinds(runner)).toEqual(['issueCommissionOrder'])
  })

  test('a seat may be left out, but not the last one', () => {
    const runner = inviting()
    const leaveOut = () =>
      refusalOf(runner.do(S, 'nameReplacement', 'leaveOut', { data: { reason: 'nobody' } }))
    must(runner, S, 'invite.expertA', 'decline', { data: { reason: 'leave' } })
    expect(leaveOut()).toBeNull()
    must(runner, S, 'invite.expertB', 'decline', { data: { reason: 'leave' } })
    expect(leaveOut()).toBe('expertNeeded')
    must(runner, S, 'nameReplacement', 'name', { data: { expert: 'expertC' } })
    expect(kinds(runner)).toEqual(['answerInvitation'])
  })

  test('an expert who keeps silent counts as having declined, and the office names a replacement', () => {
    const runner = inviting()
    must(runner, S, 'invite.expertA', 'accept')
    const { key, kind } = runner.task(S, 'invite.expertB')
    const reminded = () => runner.process(S).contacts.filter((contact) => contact.key === key).length
    runner.advance('2027-05-03T10:00:00.000Z')
    expect(kinds(runner)).toContain('answerInvitation')
    runner.advance('2027-05-12T10:00:00.000Z')
    expect(kinds(runner)).toContain('nameReplacement')
    expect(kinds(runner)).not.toContain('answerInvitation')
    expect(runner.process(S).facts.filter(({ type }) => type === 'expertSilent')).toMatchObject([
      { data: { person: 'expertB' }, by: null },
    ])
    expect(runner.process(S).running.book['replace.expertB']?.owner).toBe('secretary')
    const before = reminded()
    const late = { by: 'expertB' }
    expect(refusalOf(runner.complete(S, key, kind, 'accept', late))).toBe('taskClosed')
    must(runner, S, 'nameReplacement', 'name', { data: { expert: 'expertC' } })
    must(runner, S, 'invite.expertC', 'accept')
    expect(kinds(runner)).toEqual(['issueCommissionOrder'])
    runner.days(10)
    expect(reminded()).toBe(before)
  })

  test('an answer in time keeps the seat', () => {
    const runner = accept(inviting())
    runner.days(25)
    expect(runner.process(S).facts.map(({ type }) => type)).not.toContain('expertSilent')
  })

  test('who has become an expert since the session was opened may be named', () => {
    const runner = inviting()
    runner.process(S).pretend((state) => {
      state.candidates = (state.candidates as string[]).slice(0, 2)
    })
    must(runner, S, 'invite.expertA', 'decline', { data: { reason: 'leave' } })
    must(runner, S, 'nameReplacement', 'name', { data: { expert: 'expertC' } })
  })

  test('the order is not asked for before the answers are there', () => {
    const runner = inviting()
    must(runner, S, 'invite.expertA', 'accept')
    expect(kinds(runner)).toEqual(['answerInvitation'])
  })
})

describe('the sitting', () => {
  test('begins on its day, and results are asked for only then', () => {
    const runner = accept(inviting())
    must(runner, S, 'issueCommissionOrder', 'issue')
    runner.advance('2027-06-20T12:00:00.000Z')
    expect(kinds(runner)).toEqual([])
    runner.advance('2027-06-21T06:00:00.000Z')
    expect(stage(runner)).toBe('inSession')
    expect(kinds(runner)).toEqual(['recordResults'])
  })

  test('results name every graduate of the session once', () => {
    const runner = inSession()
    const record = (graduates: string[]) =>
      refusalOf(runner.do(S, 'recordResults', 'record', { data: sheet(graduates) }))
    const early = { data: { ...sheet(GRADUATES), endAt: '09:00' } }
    expect(refusalOf(runner.do(S, 'recordResults', 'record', early))).toBe('invalidInput')
    expect(record(['g1'])).toBe('resultsIncomplete')
    expect(record(['g1', 'g1'])).toBe('traineeUnknown')
    expect(record(['g1', 'g2', 'g3'])).toBe('traineeUnknown')
    expect(record(GRADUATES)).toBeNull()
    expect(
      runner
        .process(S)
        .facts.filter(({ type }) => type === 'paperIssued')
        .map(({ data }) => data.kind),
    ).toEqual(['attestationProtocol', 'qualificationCertificate', 'qualificationCertificate'])
  })

  test('every expert assesses the preparation, and the last assessment closes the session', () => {
    const runner = inSession()
    must(runner, S, 'recordResults', 'record', { data: sheet(GRADUATES) })
    must(runner, S, 'assess.expertA', 'assess', ASSESSMENT)
    expect(kinds(runner)).toEqual(['assessPreparation'])
    must(runner, S, 'assess.expertB', 'assess', ASSESSMENT)
    expect(stage(runner)).toBe('closed')
  })

  test('missing assessments do not hold the session open for ever', () => {
    const runner = inSession()
    must(runner, S, 'recordResults', 'record', { data: sheet(GRADUATES) })
    runner.days(60)
    expect(runner.state<Data>(S)).toMatchObject({ stage: 'closed', reason: 'assessmentsMissing' })
  })

  test('results recorded late still leave the experts their time', () => {
    const runner = inSession()
    runner.days(50)
    must(runner, S, 'recordResults', 'record', { data: sheet(GRADUATES) })
    runner.days(1)
    expect(kinds(runner)).toEqual(['assessPreparation', 'assessPreparation'])
  })
})

test('a session is cancelled by the administrator with a reason, but not after its results', () => {
  const runner = inviting()
  expect(refusalOf(runner.send(S, 'cancel', { reason: 'x' }, 'secretary'))).toBe('notAllowed')
  expect(runner.send(S, 'cancel', { reason: 'moved' })).toBeNull()
  expect(stage(runner)).toBe('cancelled')
  const over = inSession()
  must(over, S, 'recordResults', 'record', { data: sheet(GRADUATES) })
  expect(refusalOf(over.send(S, 'cancel', { reason: 'x' }))).toBe('wrongStage')
})
