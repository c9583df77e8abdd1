import { type Runner, refusalOf } from './runner.ts'
import { A, begin, consent, drafting, hashOf, ITEMS, must, operating, P, signing, submit } from './story.ts'

test('the same command twice is one decision', () => {
  const runner = begin()
  const doing = { data: ITEMS.goals?.[1] ?? {}, id: 'once', by: 'admin' }
  const { key, kind } = runner.task(P, 'clarifyGoals')
  expect(runner.complete(P, key, kind, 'record', doing)).toBeNull()
  const { seq } = runner.process(P).running
  expect(runner.complete(P, key, kind, 'record', doing)).toBeNull()
  expect(runner.process(P).running.seq).toBe(seq)
})

test('a note of an officer stays with the process, and nothing follows from it', () => {
  const runner = begin()
  const before = runner.process(P).tasks()
  expect(runner.send(P, 'note', { text: 'They move house in May.' }, 'legal')).toBeNull()
  expect(runner.process(P).facts.at(-1)).toMatchObject({
    type: 'noted',
    by: 'legal',
    data: { text: 'They move house in May.' },
  })
  expect(runner.process(P).tasks()).toEqual(before)
  expect(refusalOf(runner.send(P, 'note', { text: 'Ours.' }, 'hr'))).toBe('notAllowed')
  expect(refusalOf(runner.send(P, 'note', { text: 'Mine.' }, 'L01s1'))).toBe('notAllowed')
})

test('a closed task is refused with the stage the process has reached', () => {
  const runner = begin()
  const { key, kind } = runner.task(P, 'clarifyGoals')
  const doing = { data: ITEMS.goals?.[1] ?? {}, by: 'admin' }
  expect(runner.complete(P, key, kind, 'record', doing)).toBeNull()
  expect(runner.complete(P, key, kind, 'record', doing)).toEqual({
    refusal: 'taskClosed',
    params: { stage: 'preparing' },
  })
})

test('done means silence: no reminder follows a task that is done', () => {
  const runner = operating()
  runner.days(400)
  for (const hosted of runner.processes.values()) {
    for (const [index, { type, data, at }] of hosted.facts.entries()) {
      if (type !== 'contactDue') continue
      const before = hosted.contacts.filter((contact) => contact.key === data.task && contact.at <= at)
      expect(before.length).toBeGreaterThan(0)
      expect(index).toBeGreaterThan(0)
    }
    const open = new Set(hosted.tasks().map(({ key }) => key))
    for (const key of hosted.closed.keys()) expect(open.has(key)).toBe(false)
  }
})

describe('a late task', () => {
  const late = (): { runner: Runner; key: string } => {
    const runner = submit(drafting())
    const { key } = runner.task(A, 'approve.legalOfficer')
    must(runner, A, 'approve.departmentHead', 'approve', { data: { hash: hashOf(runner) } })
    runner.days(12)
    return { runner, key }
  }

  test('is escalated to the superior, whose own task opens beside it', () => {
    const { runner } = late()
    expect(runner.process(A).running.book[runner.task(A, 'decideEscalation').key]?.owner).toBe('vice')
  })

  test('may still be done by its owner, and the escalation is over', () => {
    const { runner, key } = late()
    must(runner, A, key, 'approve', { data: { hash: hashOf(runner) } })
    expect(
      runner
        .process(A)
        .tasks()
        .some(({ kind }) => kind === 'decideEscalation'),
    ).toBe(false)
  })

  test('extended climbs again from its new date', () => {
    const { runner, key } = late()
    must(runner, A, 'decideEscalation', 'extend', { data: { days: 5, reason: 'leave' } })
    expect(
      runner
        .process(A)
        .tasks()
        .map((task) => task.key),
    ).toEqual([key])
    runner.days(12)
    expect(runner.task(A, 'decideEscalation').data).toMatchObject({ late: key })
  })

  test('the answer to an earlier escalation does not decide a later one', () => {
    const { runner } = late()
    const first = runner.task(A, 'decideEscalation')
    must(runner, A, first.key, 'extend', { data: { days: 5, reason: 'leave' } })
    runner.days(12)
    const data = { to: 'clerk', reason: 'late' }
    const again = runner.complete(A, first.key, first.kind, 'reassign', { data, by: 'vice' })
    expect(refusalOf(again)).toBe('taskClosed')
  })

  test('reassigned belongs to the new person, who is told, and the old one is left alone', () => {
    const { runner, key } = late()
    must(runner, A, 'decideEscalation', 'reassign', { data: { to: 'clerk', reason: 'late' } })
    const before = runner.now
    runner.days(10)
    const after = runner.process(A).contacts.filter((contact) => contact.at >= before && contact.key === key)
    expect(after.map(({ to }) => to)).toContain('clerk')
    expect(after.filter(({ at }) => at > before).map(({ to }) => to)).not.toContain('legal')
  })

  test('cannot be kept young by passing it to oneself', () => {
    const { runner, key } = late()
    const data = { to: 'legal', reason: 'mine' }
    expect(refusalOf(runner.do(A, key, 'delegate', { data }))).toBe('invalidInput')
  })
})

describe('what fails outside', () => {
  /** Signed by everybody, and its paper cannot be made. */
  const unregistered = (): Runner => {
    const runner = signing()
    runner.outside.failure = (_, type) => (type === 'issue' ? 'paperIncomplete' : null)
    must(runner, A, 'sign.director', 'sign', consent(runner))
    must(runner, A, 'sign.rector', 'sign', consent(runner))
    return runner
  }

  test("is the administrator's turn, and goes on when it is tried again", () => {
    const runner = unregistered()
    expect(runner.process(A).running.book[runner.task(A, 'repairEffect').key]?.owner).toBe('admin')
    runner.outside.failure = () => null
    must(runner, A, 'repairEffect', 'retry')
    expect(runner.process(A).stage).toBe('active')
  })

  test('again is another task: an old retry does not touch it', () => {
    const runner = unregistered()
    const first = runner.task(A, 'repairEffect')
    must(runner, A, 'repairEffect', 'retry')
    expect(runner.task(A, 'repairEffect').key).not.toBe(first.key)
    expect(refusalOf(runner.complete(A, first.key, first.kind, 'retry', { by: 'admin' }))).toBe('taskClosed')
  })
})

describe('a wrong person', () => {
  test('completes nothing', () => {
    const runner = signing()
    expect(refusalOf(runner.do(A, 'signAgreement', 'sign', { ...consent(runner), by: 'deputy' }))).toBe(
      'notYourTask',
    )
    expect(refusalOf(runner.do(A, 'signAgreement', 'sign', { ...consent(runner), by: 'foreign' }))).toBe(
      'notYourTask',
    )
  })

  test('does not act on behalf without being an administrator', () => {
    const runner = submit(drafting())
    const doing = { data: { hash: hashOf(runner) }, by: 'head', onBehalf: 'told by telephone' }
    expect(refusalOf(runner.do(A, 'approve.legalOfficer', 'approve', doing))).toBe('notYourTask')
  })
})

test('an ended process refuses every command with its outcome', () => {
  const runner = drafting()
  runner.send(A, 'withdraw', { reason: 'error' })
  expect(runner.send(A, 'withdraw', { reason: 'error' })).toEqual({
    refusal: 'processEnded',
    params: { outcome: 'withdrawn' },
  })
  expect(runner.process(A).waits()).toEqual([])
})
