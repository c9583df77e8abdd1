import type { Data } from '../../workflows/durable/types.ts'
import { lookAt } from './looks.ts'
import { type Runner, refusalOf } from './runner.ts'
import { A, contracting, drafting, hashOf, LAUNCH, must, P, REQUISITES, submit, TERMS } from './story.ts'

const { stage, keys, last } = lookAt(A)

describe('requisites', () => {
  const collecting = (): Runner => {
    const runner = contracting()
    must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
    return runner
  }

  test('are given by the partner before anything is drafted', () => {
    const runner = collecting()
    expect(runner.process(A).running.book['requisites.1']?.owner).toBe('hr')
    must(runner, A, 'giveRequisites', 'give', { data: REQUISITES })
    expect(stage(runner)).toBe('drafting')
  })

  test('entered by staff are marked as entered on behalf', () => {
    const runner = collecting()
    expect(refusalOf(runner.do(A, 'giveRequisites', 'give', { data: REQUISITES, by: 'admin' }))).toBe(
      'notYourTask',
    )
    expect(
      refusalOf(
        runner.do(A, 'giveRequisites', 'give', {
          data: REQUISITES,
          by: 'legal',
          onBehalf: 'told by telephone',
        }),
      ),
    ).toBe('notYourTask')
    must(runner, A, 'giveRequisites', 'give', {
      data: REQUISITES,
      by: 'admin',
      onBehalf: 'told by telephone',
    })
    expect(runner.process(A).facts.find(({ type }) => type === 'requisitesGiven')).toMatchObject({
      by: 'admin',
      onBehalf: { of: 'hr', evidence: 'told by telephone' },
    })
  })

  test('name a signatory of the partner', () => {
    const runner = collecting()
    for (const signatory of ['rector', 'foreign']) {
      expect(refusalOf(runner.do(A, 'giveRequisites', 'give', { data: { ...REQUISITES, signatory } }))).toBe(
        'wrongSide',
      )
    }
  })
})

describe('a draft', () => {
  test('names a coordinator of each side', () => {
    const runner = drafting()
    const draft = (given: Data) =>
      refusalOf(runner.do(A, 'draftAgreement', 'submit', { data: { ...TERMS, ...given } }))
    expect(draft({ coordinatorPartner: 'teacher' })).toBe('wrongSide')
    expect(draft({ coordinatorPartner: 'foreign' })).toBe('wrongSide')
    expect(draft({ coordinatorInstitution: 'hr' })).toBe('wrongSide')
    expect(draft({ coordinatorInstitution: 'gone' })).toBe('personUnknown')
    expect(draft({})).toBeNull()
  })
})

describe('approval', () => {
  test('runs in stages, each with parallel approvers', () => {
    const runner = submit(drafting())
    expect(keys(runner).map((key) => key.split('.')[1])).toEqual(['departmentHead', 'legalOfficer'])
    must(runner, A, 'approve.legalOfficer', 'approve', { data: { hash: hashOf(runner) } })
    must(runner, A, 'approve.departmentHead', 'approve', { data: { hash: hashOf(runner) } })
    expect(keys(runner).map((key) => key.split('.')[1])).toEqual(['financeOfficer', 'qualityOfficer'])
  })

  test('returned with remarks it goes back to its author, and the new version is approved from the start', () => {
    const runner = submit(drafting())
    must(runner, A, 'approve.departmentHead', 'approve', { data: { hash: hashOf(runner) } })
    must(runner, A, 'approve.legalOfficer', 'return', { data: { hash: hashOf(runner), remarks: 'clause 4' } })
    expect(runner.task(A, 'draftAgreement').data).toMatchObject({ remarks: 'clause 4' })
    submit(runner, { terminationNoticeDays: 60 })
    expect(keys(runner).map((key) => key.split('.')[1])).toEqual(['departmentHead', 'legalOfficer'])
  })

  test('rejected it ends with the reason, and the partnership is told', () => {
    const runner = submit(drafting())
    must(runner, A, 'approve.legalOfficer', 'reject', { data: { hash: hashOf(runner), reason: 'illegal' } })
    expect(runner.process(A).core.situation(runner.process(A).running.state).outcome).toBe('withdrawn')
    expect(runner.task(P, 'launchAgreement').key).toBe('launch.1')
  })

  test('of another text than the one shown is refused', () => {
    const runner = submit(drafting())
    const old = hashOf(runner)
    must(runner, A, 'approve.legalOfficer', 'return', { data: { hash: old, remarks: 'clause 4' } })
    submit(runner, { terminationNoticeDays: 60 })
    expect(hashOf(runner)).not.toBe(old)
    expect(refusalOf(runner.do(A, 'approve.legalOfficer', 'approve', { data: { hash: old } }))).toBe(
      'staleVersion',
    )
  })

  test('delegated is decided by the delegate and nobody else', () => {
    const runner = submit(drafting())
    const { key } = runner.task(A, 'approve.legalOfficer')
    must(runner, A, key, 'delegate', { data: { to: 'clerk', reason: 'leave' } })
    const data = { hash: hashOf(runner) }
    expect(refusalOf(runner.do(A, key, 'approve', { data, by: 'legal' }))).toBe('notYourTask')
    must(runner, A, key, 'approve', { data })
    expect(last(runner)).toMatchObject({ person: 'clerk', role: 'legalOfficer' })
  })

  test('is delegated inside the institution, to somebody who can be reached', () => {
    const runner = submit(drafting())
    const pass = (to: string) =>
      refusalOf(runner.do(A, 'approve.legalOfficer', 'delegate', { data: { to, reason: 'x' } }))
    expect(pass('hr')).toBe('wrongSide')
    expect(pass('gone')).toBe('personUnknown')
    expect(pass('unreachable')).toBe('personHasNoEmail')
    expect(pass('legal')).toBe('invalidInput')
  })

  test('is given once by each person: a second step of the same version is for somebody else', () => {
    const runner = submit(drafting())
    const data = { hash: hashOf(runner) }
    must(runner, A, 'approve.departmentHead', 'approve', { data })
    must(runner, A, 'approve.legalOfficer', 'approve', { data })
    must(runner, A, 'approve.financeOfficer', 'delegate', { data: { to: 'clerk', reason: 'leave' } })
    must(runner, A, 'approve.financeOfficer', 'approve', { data })
    must(runner, A, 'approve.qualityOfficer', 'delegate', { data: { to: 'clerk', reason: 'leave' } })
    expect(refusalOf(runner.do(A, 'approve.qualityOfficer', 'approve', { data }))).toBe('approvedAlready')
    must(runner, A, 'approve.qualityOfficer', 'return', { data: { ...data, remarks: 'clause 4' } })
    submit(runner, { terminationNoticeDays: 60 })
    must(runner, A, 'approve.legalOfficer', 'approve', { data: { hash: hashOf(runner) } })
  })

  test('by the same role in two stages is given by two persons', () => {
    const runner = drafting()
    const one = { roles: ['legalOfficer'], workingDays: 1 }
    const { policy } = runner.state<{ policy: Data }>(A)
    const changed = { ...policy, routes: { default: [one, one] } }
    runner.process(A).pretend((state) => {
      state.policy = changed
    })
    const begun = runner.process(A).facts[0]
    if (begun !== undefined) begun.data.policy = changed
    submit(runner)
    const { key } = runner.task(A, 'approveDraft')
    must(runner, A, key, 'approve', { data: { hash: hashOf(runner) } })
    expect(stage(runner)).toBe('approving')
    const doing = { data: { hash: hashOf(runner) }, by: 'legal' }
    expect(refusalOf(runner.complete(A, key, 'approveDraft', 'approve', doing))).toBe('taskClosed')
    const again = { data: { hash: hashOf(runner) } }
    expect(refusalOf(runner.do(A, 'approveDraft', 'approve', again))).toBe('approvedAlready')
    must(runner, A, 'approveDraft', 'delegate', { data: { to: 'clerk', reason: 'approved already' } })
    must(runner, A, 'approveDraft', 'approve', again)
    expect(stage(runner)).toBe('signing')
  })
})

describe('the author never approves the own draft', () => {
  const refused = (runner: Runner, by: string, onBehalf?: string): string | null =>
    refusalOf(
      runner.do(A, 'approve.legalOfficer', 'approve', {
        data: { hash: hashOf(runner) },
        by,
        ...(onBehalf === undefined ? {} : { onBehalf }),
      }),
    )

  test('not on behalf of the approver', () => {
    expect(refused(submit(drafting()), 'admin', 'told by telephone')).toBe('ownDecision')
  })

  test('not by delegation', () => {
    const runner = submit(drafting())
    const doing = { data: { to: 'admin', reason: 'leave' } }
    expect(refusalOf(runner.do(A, 'approve.legalOfficer', 'delegate', doing))).toBe('authorMayNotDecide')
  })

  test('not by reassignment after an escalation', () => {
    const runner = submit(drafting())
    const { key } = runner.task(A, 'approve.legalOfficer')
    runner.days(20)
    const doing = { data: { to: 'admin', reason: 'late' } }
    const escalation = runner.task(A, `overdue:${key}`).key
    expect(refusalOf(runner.do(A, escalation, 'reassign', doing))).toBe('authorMayNotDecide')
    must(runner, A, escalation, 'reassign', { data: { to: 'clerk', reason: 'late' } })
    expect(runner.process(A).running.book[key]?.owner).toBe('clerk')
  })

  test('neither does the one who wrote it for him', () => {
    const runner = drafting()
    must(runner, A, 'draftAgreement', 'delegate', { data: { to: 'secondAdmin', reason: 'leave' } })
    submit(runner)
    const pass = { data: { to: 'secondAdmin', reason: 'ill' } }
    expect(refusalOf(runner.do(A, 'approve.legalOfficer', 'delegate', pass))).toBe('authorMayNotDecide')
  })

  test('nor the administrator who entered it on behalf of the author', () => {
    const runner = drafting()
    must(runner, A, 'draftAgreement', 'submit', {
      data: TERMS,
      by: 'secondAdmin',
      onBehalf: 'told by telephone',
    })
    expect(refused(runner, 'secondAdmin', 'told by telephone')).toBe('ownDecision')
  })
})
