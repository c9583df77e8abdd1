import type { Data } from '../../workflows/durable/types.ts'
import { PEOPLE } from './people.ts'
import { type Runner, refusalOf } from './runner.ts'
import { A, begin, consent, drafting, hashOf, must, P, prepare, signing, submit } from './story.ts'

const pass = (runner: Runner, id: string, task: string, data: Data) =>
  refusalOf(runner.do(id, task, 'delegate', { data: { reason: 'leave', ...data } }))

describe('whoever receives a task holds the role it was opened for', () => {
  test('an approval of the legal officer is not passed to a student', () => {
    expect(pass(submit(drafting()), A, 'approve.legalOfficer', { to: 'L01s1' })).toBe('roleNeeded')
  })

  test('an approval is not reassigned to a student by whoever is asked about the delay', () => {
    const runner = submit(drafting())
    const late = runner.task(A, 'approve.legalOfficer')
    runner.days(12)
    const data = { to: 'L01s1', reason: 'late' }
    const word = runner.task(A, `escalation:${late.key}`).key
    expect(refusalOf(runner.do(A, word, 'reassign', { data }))).toBe('roleNeeded')
  })

  test('an escalation keeps the bars of the task that is late', () => {
    const runner = submit(drafting())
    const late = runner.task(A, 'approve.legalOfficer')
    runner.days(12)
    expect(runner.task(A, `escalation:${late.key}`).notBy).toEqual(late.notBy)
  })
})

describe("what is somebody's own judgement", () => {
  test.each([
    ['decideVisit', 'approve', { number: '4', date: '2026-11-23' }],
    ['decideVisit', 'refuse', { reason: 'no need' }],
  ])('%s is never decided on behalf: %s', (task, decision, data) => {
    const doing = { data, by: 'secondAdmin', onBehalf: 'told by telephone' }
    expect(refusalOf(prepare(begin()).do(P, task, decision, doing))).toBe('ownDecision')
  })

  test('a signature given on paper is registered by staff, with what shows it', () => {
    const runner = signing()
    const data = { hash: hashOf(runner), scan: 'a'.repeat(64) }
    must(runner, A, 'sign.director', 'paper', { data, by: 'admin', onBehalf: 'brought by courier' })
    expect(runner.process(A).facts.at(-1)).toMatchObject({
      type: 'paperSubmitted',
      by: 'admin',
      onBehalf: { of: 'director', evidence: 'brought by courier' },
    })
  })
})

test('a delegation until a day ends with it: the task and its letters are its owner’s again', () => {
  const runner = submit(drafting())
  const { key } = runner.task(A, 'approve.legalOfficer')
  must(runner, A, key, 'delegate', { data: { to: 'clerk', reason: 'leave', until: runner.now.slice(0, 10) } })
  expect(runner.process(A).running.book[key]?.owner).toBe('clerk')
  runner.days(2)
  expect(runner.process(A).running.book[key]?.owner).toBe('legal')
  expect(runner.process(A).contacts.at(-1)).toMatchObject({ key, to: 'legal' })
  must(runner, A, key, 'approve', { data: { hash: hashOf(runner) } })
})

describe('a delegation within a delegation', () => {
  /** Until these days: the legal officer's to the clerk, the clerk's to the second lawyer. */
  const passed = (first: string | null, second: string | null): { runner: Runner; key: string } => {
    const runner = submit(drafting())
    const { key } = runner.task(A, 'approve.legalOfficer')
    const until = (day: string | null) => (day === null ? {} : { until: day })
    must(runner, A, key, 'delegate', { data: { to: 'clerk', reason: 'leave', ...until(first) } })
    must(runner, A, key, 'delegate', { data: { to: 'lawyer', reason: 'ill', ...until(second) } })
    return { runner, key }
  }
  const holders = (runner: Runner, key: string): (string | null | undefined)[] =>
    [0, 4, 8].map((days) => {
      runner.advance(`2026-12-${String(8 + days).padStart(2, '0')}T09:00:00.000Z`)
      return runner.process(A).running.book[key]?.owner
    })

  test('returns to whoever made it, and then to whoever lent it first', () => {
    const { runner, key } = passed('2026-12-15', '2026-12-11')
    expect(holders(runner, key)).toEqual(['lawyer', 'clerk', 'legal'])
  })

  test.each(['2026-12-30', null])('never lasts longer than the one it was made within (%s)', (second) => {
    const { runner, key } = passed('2026-12-11', second)
    expect(holders(runner, key)).toEqual(['lawyer', 'legal', 'legal'])
  })

  test('given back is over', () => {
    const { runner, key } = passed('2026-12-15', '2026-12-11')
    must(runner, A, key, 'delegate', { data: { to: 'legal', reason: 'back' } })
    expect(runner.process(A).running.book[key]?.lent).toBeUndefined()
    expect(holders(runner, key)).toEqual(['legal', 'legal', 'legal'])
  })

  test('is over when somebody else decides whose the task is', () => {
    const { runner, key } = passed('2027-03-30', '2027-03-28')
    runner.until(A, 'decideEscalation')
    const word = runner.task(A, `escalation:${key}`).key
    must(runner, A, word, 'reassign', { data: { to: 'clerk', reason: 'late' } })
    expect(runner.process(A).running.book[key]).toMatchObject({ owner: 'clerk' })
    expect(runner.process(A).running.book[key]?.lent).toBeUndefined()
  })
})

test('a delegation cannot end before it begins', () => {
  expect(pass(submit(drafting()), A, 'approve.legalOfficer', { to: 'clerk', until: '2026-01-01' })).toBe(
    'dateInPast',
  )
})

test('where nobody has the role the office names somebody who has it', () => {
  const finance = PEOPLE.finance
  const clerk = PEOPLE.clerk
  if (finance === undefined || clerk === undefined) throw new Error('there is a finance officer')
  finance.active = false
  clerk.active = false
  try {
    const runner = submit(drafting())
    const data = { hash: hashOf(runner) }
    must(runner, A, 'approve.departmentHead', 'approve', { data })
    must(runner, A, 'approve.legalOfficer', 'approve', { data })
    const naming = runner.task(A, 'nameHolder')
    expect(runner.process(A).running.book[naming.key]?.owner).toBe('admin')
    const name = (to: string) =>
      refusalOf(runner.do(A, 'nameHolder', 'name', { data: { to, reason: 'only one left' } }))
    expect(name('teacher')).toBe('roleNeeded')
    clerk.active = true
    expect(name('clerk')).toBeNull()
    must(runner, A, 'approve.financeOfficer', 'approve', { data })
  } finally {
    finance.active = true
    clerk.active = true
  }
})

describe('a signature', () => {
  test('by an authority that is over, or not yet given, is refused on the day of signing', () => {
    const over = signing(undefined, { signatoryAuthority: { basis: 'order', validTo: '2026-12-10' } })
    must(over, A, 'sign.director', 'sign', consent(over))
    over.advance('2026-12-12T06:00:00.000Z')
    expect(refusalOf(over.do(A, 'sign.rector', 'sign', consent(over)))).toBe('authorityOver')
    const draft = drafting()
    const terms = { signatoryAuthority: { basis: 'powerOfAttorney', date: '2027-01-01' } }
    expect(() => submit(draft, terms)).toThrow('authorityNotYet')
  })

  test('of an agreement whose term is over is refused', () => {
    const runner = signing(undefined, { validFrom: '2026-12-08', validTo: '2026-12-20' })
    runner.advance('2026-12-22T06:00:00.000Z')
    expect(refusalOf(runner.do(A, 'sign.director', 'sign', consent(runner)))).toBe('termOver')
  })

  test('of a term nobody can mean is not asked for', () => {
    expect(() => submit(drafting(), { validTo: '2999-08-31' })).toThrow('termTooLong')
  })
})

test('an agreement whose number cannot be given is drafted again when that is given up, and who signed is told', () => {
  const runner = signing()
  runner.outside.failure = (_, type) => (type === 'issue' ? 'paperIncomplete' : null)
  must(runner, A, 'sign.director', 'sign', consent(runner))
  must(runner, A, 'sign.rector', 'sign', consent(runner))
  must(runner, A, 'repairEffect', 'giveUp', { data: { reason: 'the address is wrong' } })
  expect(runner.process(A).stage).toBe('drafting')
  expect(runner.informed.at(-1)?.persons).toEqual(['director', 'rector'])
})
