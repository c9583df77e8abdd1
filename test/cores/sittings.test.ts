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

function inviting(given: object = {}): Runner {
  const runner = new Runner({ start: '2027-04-20T05:00:00.000Z' })
  const begin = {
    ...{ id: 's1', code: 'DA-1', programme: 'metallurgy', on: '2027-06-21', secretary: 'secretary' },
    ...{ partnerships: [], invited: ['expertA', 'expertB'], candidates: ['expertA', 'expertB', 'expertC'] },
    ...{ graduates: ['g1'], language: 'en', administrator: 'admin' },
  }
  runner.begin('attestation', S, asData({ ...begin, ...given }))
  return runner
}

function accept(runner: Runner): Runner {
  for (const expert of ['expertA', 'expertB']) must(runner, S, `invite.${expert}`, 'accept')
  return runner
}

const sheet = (graduates: string[]): Data => ({
  ...{ room: '301', startAt: '09:00', endAt: '16:00' },
  results: graduates.map((graduate, n) => ({
    ...{ graduate, score: 80, grade: '4', qualification: n === 0, honours: false, absent: false },
  })),
})

describe('a session without graduates', () => {
  test('is a decision before its day, and takes in graduates who are imported later', () => {
    const runner = inviting({ graduates: [] })
    expect(kinds(runner)).toContain('decideGraduates')
    runner.outside.session = () => ({ on: '2027-06-21', graduates: ['g1', 'g2'] })
    must(runner, S, 'decideGraduates', 'lookAgain')
    expect(kinds(runner)).not.toContain('decideGraduates')
    expect(runner.state<Data>(S).graduates).toEqual(['g1', 'g2'])
  })

  test('is still a decision on its day: postponed, or cancelled', () => {
    const runner = accept(inviting({ graduates: [] }))
    must(runner, S, 'issueCommissionOrder', 'issue')
    runner.advance('2027-06-21T06:00:00.000Z')
    expect(stage(runner)).toBe('inSession')
    expect(kinds(runner)).toContain('decideGraduates')
    must(runner, S, 'decideGraduates', 'postpone', { data: { on: '2027-07-05', reason: 'not imported' } })
    expect(stage(runner)).toBe('inviting')
  })
})

describe('the day of the sitting with an incomplete commission', () => {
  const late = (): Runner => {
    const runner = inviting()
    must(runner, S, 'invite.expertA', 'accept')
    runner.advance('2027-06-21T06:00:00.000Z')
    return runner
  }

  test('is a decision of the administrator', () => {
    expect(kinds(late())).toContain('decideSitting')
  })

  test('held with those who accepted, the order names them and the sitting begins', () => {
    const runner = late()
    must(runner, S, 'decideSitting', 'hold', { data: { reason: 'two thirds are there' } })
    must(runner, S, 'issueCommissionOrder', 'issue')
    runner.days(1)
    expect(stage(runner)).toBe('inSession')
    must(runner, S, 'recordResults', 'record', { data: sheet(['g1']) })
    expect(kinds(runner)).toEqual(['assessPreparation'])
  })

  test('postponed, the experts are told and asked again for the new day', () => {
    const runner = late()
    const postpone = (on: string) =>
      refusalOf(runner.do(S, 'decideSitting', 'postpone', { data: { on, reason: 'illness' } }))
    expect(postpone('2027-06-21')).toBe('dateInPast')
    expect(postpone('9999-01-01')).toBe('dateTooFar')
    expect(postpone('2027-07-05')).toBeNull()
    expect(runner.informed.at(-1)).toMatchObject({ template: 'sittingMoved', data: { on: '2027-07-05' } })
    expect(runner.informed.at(-1)?.persons).toEqual(expect.arrayContaining(['expertA', 'secretary']))
    must(runner, S, 'invite.expertA', 'accept')
  })
})

test('a session whose day is moved in the list asks its experts again', () => {
  const runner = accept(inviting())
  must(runner, S, 'issueCommissionOrder', 'issue')
  runner.outside.session = () => ({ on: '2027-07-01', graduates: ['g1'] })
  expect(runner.send(S, 'refresh', {}, null)).toBeNull()
  expect(runner.state<Data>(S)).toMatchObject({ stage: 'inviting', on: '2027-07-01' })
  expect(kinds(runner)).toEqual(['answerInvitation', 'answerInvitation'])
  runner.send(S, 'refresh', {}, null)
  expect(runner.process(S).facts.filter(({ type }) => type === 'sittingMoved')).toHaveLength(1)
})

test('whoever was to come is told that a session is cancelled', () => {
  const runner = inviting()
  expect(runner.send(S, 'cancel', { reason: 'moved' })).toBeNull()
  expect(runner.informed).toMatchObject([
    { template: 'sessionCancelled', persons: ['expertA', 'expertB', 'secretary'], data: { reason: 'moved' } },
  ])
})

test('the same person invited twice has one seat, and one who left leaves it open', () => {
  const runner = inviting({ invited: ['expertA', 'expertA', 'expertB'], unfit: ['expertB'] })
  expect(kinds(runner)).toEqual(['answerInvitation', 'nameReplacement'])
})

test('a session to which nobody is invited asks the office for experts', () => {
  const runner = inviting({ invited: [] })
  must(runner, S, 'nameReplacement', 'name', { data: { expert: 'expertC' } })
  must(runner, S, 'invite.expertC', 'accept')
  expect(kinds(runner)).toEqual(['issueCommissionOrder'])
})

test('an expert who accepted and cannot come is replaced, and the order is made anew', () => {
  const runner = accept(inviting())
  must(runner, S, 'issueCommissionOrder', 'issue')
  expect(runner.send(S, 'releaseExpert', { expert: 'expertA', reason: 'illness' })).toBeNull()
  must(runner, S, 'nameReplacement', 'name', { data: { expert: 'expertC' } })
  must(runner, S, 'invite.expertC', 'accept')
  must(runner, S, 'issueCommissionOrder', 'issue')
  expect(stage(runner)).toBe('commissioned')
})

test('a session of two partners is told to both', () => {
  const runner = inviting({ partnerships: ['p1'] })
  expect(runner.send(S, 'join', { partnership: 'p2' }, null)).toBeNull()
  expect(runner.send(S, 'join', { partnership: 'p2' }, null)).toBeNull()
  expect(runner.state<Data>(S).partnerships).toEqual(['p1', 'p2'])
})

test('every graduate who was awarded the qualification receives a certificate after the protocol', () => {
  const runner = accept(inviting({ graduates: ['g1', 'g2'] }))
  must(runner, S, 'issueCommissionOrder', 'issue')
  runner.advance('2027-06-21T06:00:00.000Z')
  must(runner, S, 'recordResults', 'record', { data: sheet(['g1', 'g2']) })
  const issued = runner.process(S).facts.filter(({ type }) => type === 'paperIssued')
  expect(issued.map(({ data }) => data.kind)).toEqual(['attestationProtocol', 'qualificationCertificate'])
})

test('an order that was given up is asked for anew', () => {
  const runner = accept(inviting())
  runner.outside.failure = (_, type) => (type === 'issue' ? 'paperIncomplete' : null)
  must(runner, S, 'issueCommissionOrder', 'issue')
  const papers = [{ kind: 'orderAttestationCommission' }]
  const data = asData({ effect: '9.0', type: 'issue', papers, reason: 'no seal' })
  expect(runner.send(S, 'effectAbandoned', data, null)).toBeNull()
  expect(kinds(runner)).toContain('issueCommissionOrder')
})
