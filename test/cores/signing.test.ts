import type { Data } from '../../workflows/durable/types.ts'
import { lookAt } from './looks.ts'
import { PEOPLE } from './people.ts'
import { Runner, refusalOf } from './runner.ts'
import { A, approve, consent, drafting, hashOf, must, operating, signing, submit, TERMS } from './story.ts'

const { stage, keys } = lookAt(A)

describe('signing', () => {
  test('goes by sides in their order, and the last signature puts the agreement in force', () => {
    const runner = signing()
    expect(keys(runner)).toEqual(['sign.director.1.1'])
    must(runner, A, 'sign.director', 'sign', consent(runner))
    expect(keys(runner)).toEqual(['sign.rector.1.1'])
    must(runner, A, 'sign.rector', 'sign', consent(runner))
    expect(stage(runner)).toBe('active')
  })

  test('is personal: not delegated, not reassigned, not done on behalf', () => {
    const runner = signing()
    const pass = { data: { to: 'deputy', reason: 'leave' } }
    expect(refusalOf(runner.do(A, 'signAgreement', 'delegate', pass))).toBe('personalTask')
    const other = { ...consent(runner), by: 'admin', onBehalf: 'told by telephone' }
    expect(refusalOf(runner.do(A, 'signAgreement', 'sign', other))).toBe('ownDecision')
    runner.days(30)
    expect(refusalOf(runner.do(A, 'decideOverdue', 'reassign', pass))).toBe('personalTask')
    must(runner, A, 'decideOverdue', 'extend', { data: { days: 5, reason: 'leave' } })
    expect(runner.process(A).running.book['sign.director.1.1']?.owner).toBe('director')
  })

  test('of another text is refused', () => {
    const runner = signing()
    const data = { hash: '0'.repeat(64), consent: true }
    expect(refusalOf(runner.do(A, 'signAgreement', 'sign', { data }))).toBe('staleVersion')
  })

  test('a paper signature waits for staff verification, and a bad scan is asked for again', () => {
    const runner = signing()
    const data = { hash: hashOf(runner), scan: 'a'.repeat(64) }
    must(runner, A, 'signAgreement', 'paper', { data })
    expect(runner.process(A).running.book[runner.task(A, 'verifyPaper').key]?.owner).toBe('legal')
    must(runner, A, 'verifyPaper', 'reject', { data: { reason: 'no stamp' } })
    expect(keys(runner)).toEqual(['sign.director.1.2'])
    must(runner, A, 'signAgreement', 'paper', { data })
    must(runner, A, 'verifyPaper', 'confirm')
    expect(keys(runner)).toEqual(['sign.rector.1.1'])
  })

  test('given in another system it counts only when staff have looked at what shows it', () => {
    const runner = signing()
    const data = { hash: hashOf(runner), system: 'E-IMZO', reference: '2026-118' }
    must(runner, A, 'signAgreement', 'external', { data })
    const { data: shown } = runner.task(A, 'verifyPaper')
    expect(shown).toMatchObject({ person: 'director', system: 'E-IMZO', reference: '2026-118' })
    must(runner, A, 'verifyPaper', 'reject', { data: { reason: 'not found there' } })
    expect(keys(runner)).toEqual(['sign.director.1.2'])
    must(runner, A, 'signAgreement', 'external', { data })
    must(runner, A, 'verifyPaper', 'confirm')
    expect(keys(runner)).toEqual(['sign.rector.1.1'])
    expect(runner.state<{ signatories: Data[] }>(A).signatories[0]).toMatchObject({ route: 'external' })
  })

  test('declined it goes back to drafting, and everybody who had signed is told', () => {
    const runner = signing()
    must(runner, A, 'sign.director', 'sign', consent(runner))
    must(runner, A, 'sign.rector', 'decline', { data: { reason: 'payment' } })
    expect(stage(runner)).toBe('drafting')
    expect(runner.informed).toMatchObject([{ template: 'signatureVoided', persons: ['director'] }])
    approve(submit(runner, { terminationNoticeDays: 60 }))
    expect(keys(runner)).toEqual(['sign.director.2.1'])
  })

  test('asked for again it closes the old task and opens another', () => {
    const runner = signing()
    expect(runner.send(A, 'resend', { person: 'director' })).toBeNull()
    expect(keys(runner)).toEqual(['sign.director.1.2'])
    const doing = { ...consent(runner), by: 'director' }
    expect(refusalOf(runner.complete(A, 'sign.director.1.1', 'signAgreement', 'sign', doing))).toBe(
      'taskClosed',
    )
    expect(refusalOf(runner.send(A, 'resend', { person: 'rector' }))).toBe('signatoryUnknown')
    expect(refusalOf(runner.send(A, 'resend', { person: 'director' }, 'hr'))).toBe('notAllowed')
  })

  test('a signatory who left is replaced without asking the others again', () => {
    const runner = signing()
    must(runner, A, 'sign.director', 'sign', consent(runner))
    const authority = { basis: 'order', number: '7' }
    expect(runner.send(A, 'replaceSignatory', { person: 'rector', by: 'vice', authority })).toBeNull()
    expect(keys(runner)).toEqual(['sign.vice.1.2'])
    must(runner, A, 'sign.vice', 'sign', consent(runner))
    expect(stage(runner)).toBe('active')
    expect(runner.state<{ terms: Data }>(A).terms).toMatchObject({
      signatory: 'vice',
      signatoryAuthority: authority,
    })
  })

  test('a replacement that comes back is asked anew', () => {
    const runner = signing()
    expect(runner.send(A, 'replaceSignatory', { person: 'director', by: 'deputy' })).toBeNull()
    expect(runner.send(A, 'replaceSignatory', { person: 'deputy', by: 'director' })).toBeNull()
    const doing = { ...consent(runner), by: 'director' }
    expect(refusalOf(runner.complete(A, 'sign.director.1.1', 'signAgreement', 'sign', doing))).toBe(
      'taskClosed',
    )
    must(runner, A, 'signAgreement', 'sign', consent(runner))
  })

  test('the replacement is of the same side, and for the institution somebody who may sign', () => {
    const runner = signing()
    const replace = (person: string, by: string) =>
      refusalOf(runner.send(A, 'replaceSignatory', { person, by }))
    expect(replace('director', 'rector')).toBe('wrongSide')
    expect(replace('director', 'foreign')).toBe('wrongSide')
    expect(replace('rector', 'admin')).toBe('mayNotSign')
    must(runner, A, 'sign.director', 'sign', consent(runner))
    expect(replace('director', 'deputy')).toBe('signatoryUnknown')
  })

  test('signed by all it can no longer be withdrawn while its number is being given', () => {
    const runner = signing()
    must(runner, A, 'sign.director', 'sign', consent(runner))
    runner.held = true
    must(runner, A, 'sign.rector', 'sign', consent(runner))
    expect(refusalOf(runner.send(A, 'withdraw', { reason: 'late' }))).toBe('wrongStage')
    runner.held = false
    runner.settle()
    expect(stage(runner)).toBe('active')
  })

  test('only a person who may sign for the institution is drafted as its signatory', () => {
    const runner = drafting()
    for (const signatory of ['admin', 'director']) {
      const data = { ...TERMS, signatory }
      expect(refusalOf(runner.do(A, 'draftAgreement', 'submit', { data }))).toBe('mayNotSign')
    }
    expect(PEOPLE.rector?.roles).toContain('signatory')
  })
})

describe('the term', () => {
  test('fixed ends the day after its last day', () => {
    const runner = operating()
    runner.advance('2029-08-31T12:00:00.000Z')
    expect(stage(runner)).toBe('active')
    runner.advance('2029-09-01T12:00:00.000Z')
    expect(stage(runner)).toBe('ended')
  })

  test('that renews by itself never expires', () => {
    const runner = operating(new Runner(), {
      renewal: 'automatic',
      validFrom: '2027-01-01',
      validTo: '2028-12-31',
    })
    runner.advance('2029-01-02T12:00:00.000Z')
    expect(runner.state<{ validTo: string }>(A)).toMatchObject({ stage: 'active', validTo: '2030-12-31' })
  })

  test('that ends on a leap day renews to a day that exists', () => {
    const runner = operating(new Runner(), {
      renewal: 'automatic',
      validFrom: '2027-03-01',
      validTo: '2028-02-29',
    })
    runner.advance('2031-03-03T12:00:00.000Z')
    expect(runner.state<{ validTo: string }>(A)).toMatchObject({ stage: 'active', validTo: '2032-02-29' })
  })
})
