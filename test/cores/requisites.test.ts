import type { Data } from '../../workflows/durable/types.ts'
import { type Runner, refusalOf } from './runner.ts'
import { A, approve, consent, drafting, hashOf, must, REQUISITES, signing, submit } from './story.ts'

const RIGHT: Data = { ...REQUISITES, legalName: 'ZKM AJ' }
const correct = (runner: Runner, by = 'hr', data = RIGHT) =>
  refusalOf(runner.send(A, 'giveRequisites', data, by))
const nameIn = (runner: Runner): unknown => runner.state<{ requisites: Data }>(A).requisites.legalName
const stage = (runner: Runner): string => runner.process(A).stage
const kinds = (runner: Runner): string[] =>
  runner
    .process(A)
    .tasks()
    .map(({ kind }) => kind)
    .sort()

describe('requisites given wrongly', () => {
  test('are given again before anything is drafted, and the author goes on', () => {
    const runner = drafting()
    expect(correct(runner)).toBeNull()
    expect(nameIn(runner)).toBe('ZKM AJ')
    expect(kinds(runner)).toEqual(['draftAgreement'])
    submit(runner)
    expect(runner.state<{ version: number }>(A).version).toBe(1)
  })

  test('during approval make another version, which is approved from the start', () => {
    const runner = submit(drafting())
    const old = hashOf(runner)
    must(runner, A, 'approve.legalOfficer', 'approve', { data: { hash: old } })
    expect(correct(runner)).toBeNull()
    expect(stage(runner)).toBe('approving')
    expect(runner.state<{ version: number }>(A).version).toBe(2)
    expect(hashOf(runner)).not.toBe(old)
    approve(runner)
    expect(stage(runner)).toBe('signing')
  })

  test('while the draft is being made: only the version of the right ones goes for approval', () => {
    const runner = drafting()
    runner.held = true
    submit(runner)
    expect(correct(runner)).toBeNull()
    runner.held = false
    runner.settle()
    expect(stage(runner)).toBe('approving')
    expect(runner.process(A).facts.filter(({ type }) => type === 'draftRendered')).toMatchObject([
      { data: { version: 2 } },
    ])
  })

  test('may name another signatory of the partner, and nobody else', () => {
    const runner = submit(drafting())
    expect(correct(runner, 'hr', { ...RIGHT, signatory: 'rector' })).toBe('wrongSide')
    expect(correct(runner, 'hr', { ...RIGHT, signatory: 'deputy' })).toBeNull()
    approve(runner)
    must(runner, A, 'sign.deputy', 'sign', consent(runner))
  })

  test('are corrected by the partner, or by the office on its behalf', () => {
    const runner = drafting()
    for (const stranger of ['foreign', 'legal', 'director', 'safety']) {
      expect(correct(runner, stranger)).toBe('notAllowed')
    }
    expect(correct(runner, 'admin')).toBeNull()
    expect(runner.process(A).facts.at(-1)?.data).toMatchObject({ onBehalf: true })
    expect(correct(runner, 'hr')).toBeNull()
    expect(runner.process(A).facts.at(-1)?.data).toMatchObject({ onBehalf: false })
  })

  test('stay as they are once the draft is signed', () => {
    expect(correct(signing())).toBe('wrongStage')
  })
})

describe('a draft of which no paper can be made', () => {
  const failed = (): Runner => {
    const runner = drafting()
    runner.outside.failure = (_, type) => (type === 'issue' ? 'invalidInput' : null)
    submit(runner)
    runner.outside.failure = () => null
    return runner
  }

  test('is the turn of those who can mend it, not of those who can only try again', () => {
    const runner = failed()
    expect(kinds(runner)).toEqual(['draftAgreement', 'giveRequisites'])
    expect(runner.process(A).running.book[runner.task(A, 'giveRequisites').key]?.owner).toBe('hr')
    expect(runner.process(A).facts.at(-1)).toMatchObject({
      type: 'draftFailed',
      data: { code: 'invalidInput' },
    })
  })

  test('is made anew from corrected requisites, without the author', () => {
    const runner = failed()
    must(runner, A, 'giveRequisites', 'give', { data: RIGHT })
    expect(stage(runner)).toBe('approving')
    expect(kinds(runner)).not.toContain('giveRequisites')
  })

  test('is made anew from other terms, without the partner', () => {
    const runner = failed()
    submit(runner, { terminationNoticeDays: 60 })
    expect(stage(runner)).toBe('approving')
    expect(kinds(runner)).not.toContain('giveRequisites')
  })

  test('can fail again, and is their turn again', () => {
    const runner = failed()
    runner.outside.failure = (_, type) => (type === 'issue' ? 'invalidInput' : null)
    must(runner, A, 'giveRequisites', 'give', { data: RIGHT })
    expect(kinds(runner)).toEqual(['draftAgreement', 'giveRequisites'])
    expect(runner.task(A, 'giveRequisites').key).toBe('requisites.3')
  })
})
