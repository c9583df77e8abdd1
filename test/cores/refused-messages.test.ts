import { type Runner, refusalOf } from './runner.ts'
import { A, C, consent, must, P, placement, ready, signing } from './story.ts'

describe('a message the other process refuses', () => {
  const refused = (): Runner => {
    const runner = signing()
    must(runner, A, 'sign.director', 'sign', consent(runner))
    // The partnership is not where it understands the news.
    const partnership = runner.process(P)
    const { state } = partnership.running
    partnership.running.state = { ...(state as object), stage: 'negotiating', meeting: null, proposal: {} }
    must(runner, A, 'sign.rector', 'sign', consent(runner))
    partnership.running.state = state
    return runner
  }

  test('is a task of the practice office, with the words of the refusal', () => {
    const runner = refused()
    const task = runner.task(A, 'resolveRefusal')
    expect(task.data).toEqual({ code: 'wrongStage', to: P })
    expect(runner.process(A).running.book[task.key]?.owner).toBe('admin')
  })

  test('sent again when the cause is gone it is taken, once', () => {
    const runner = refused()
    expect(runner.process(P).stage).toBe('contracting')
    must(runner, A, 'resolveRefusal', 'resend')
    expect(runner.process(P).stage).toBe('operating')
    expect(runner.process(A).tasks()).toEqual([])
    expect(runner.process(P).facts.filter(({ type }) => type === 'agreementActivated')).toHaveLength(1)
  })

  test('refused once more is another task: an old decision does not touch it', () => {
    const runner = refused()
    const partnership = runner.process(P)
    const first = runner.task(A, 'resolveRefusal')
    const { state } = partnership.running
    partnership.running.state = { ...(state as object), stage: 'negotiating', meeting: null, proposal: {} }
    must(runner, A, 'resolveRefusal', 'resend')
    partnership.running.state = state
    expect(runner.task(A, 'resolveRefusal').key).not.toBe(first.key)
    expect(refusalOf(runner.complete(A, first.key, first.kind, 'resend', { by: 'admin' }))).toBe('taskClosed')
  })

  test('is not acknowledged away where somebody waits for what it says', () => {
    const data = { reason: 'told by phone' }
    expect(refusalOf(refused().do(A, 'resolveRefusal', 'acknowledge', { data }))).toBe('cannotDoWithout')
  })

  test('acknowledged with a reason it is nobody’s turn any more', () => {
    const runner = ready()
    const finished = { stage: 'completed', certified: true, months: [3], asking: null, analysing: false }
    runner.process(placement('L01', 1)).pretend((state) => Object.assign(state, finished))
    runner.send(C, 'cancel', { reason: 'no money' })
    expect(refusalOf(runner.do(C, 'resolveRefusal', 'acknowledge'))).toBe('invalidInput')
    must(runner, C, 'resolveRefusal', 'acknowledge', { data: { reason: 'told by phone' } })
    expect(runner.process(C).tasks()).toEqual([])
    expect(runner.process(C).facts.at(-1)).toMatchObject({
      type: 'refusalSettled',
      by: 'admin',
      data: { reason: 'told by phone' },
    })
  })
})
