import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import { lineOf } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import { C, issueAll, must, ordering, paperOf, placement } from './story.ts'

const NEW = { start: '2027-03-01', end: '2027-03-27', reason: 'papers' }
const lineIn = (runner: Runner, code = 'L01'): Line => {
  const found = runner.state<{ lines: Line[] }>(C).lines.find((one) => one.code === code)
  if (found === undefined) throw new Error(`there is no ${code}`)
  return found
}
const facts = (runner: Runner): string[] => runner.process(C).facts.map(({ type }) => type)
const postpone = (runner: Runner, data: Data = NEW) =>
  refusalOf(runner.do(C, 'gate.L01', 'postpone', { data }))

/** The first day of a line whose site is not accepted. */
function incomplete(lines = [lineOf('L01')], but = ['siteAcceptanceCertificate']): Runner {
  const runner = new Runner()
  runner.outside.lines = lines
  issueAll(ordering(runner), but)
  runner.advance('2027-02-08T06:00:00.000Z')
  return runner
}

describe('a line is postponed', () => {
  test('when its site has the places on the new dates, and they are moved there', () => {
    const runner = incomplete()
    expect(postpone(runner)).toBeNull()
    expect(runner.asked.at(-1)).toMatchObject({
      question: 'moveLine',
      data: { line: 'L01', start: NEW.start, end: NEW.end },
    })
    expect(lineIn(runner)).toMatchObject({ step: 'planned', start: NEW.start, end: NEW.end })
  })

  test.each([['capacity'], ['freeDay']])(
    'not when the site answers: %s; nothing changes',
    (conflict: string) => {
      const runner = incomplete()
      const before = lineIn(runner)
      const { key } = runner.task(C, 'decideGate')
      runner.outside.conflicts = () => [conflict]
      expect(postpone(runner)).toBeNull()
      const after = lineIn(runner)
      expect([after.start, after.end, after.step]).toEqual([before.start, before.end, 'deciding'])
      const task = runner.task(C, 'decideGate')
      expect(task.key).not.toBe(key)
      expect(task.data.conflicts).toEqual([conflict])
      expect(facts(runner).slice(-2)).toEqual(['postponementAsked', 'postponementRefused'])
      runner.outside.conflicts = () => []
      expect(postpone(runner)).toBeNull()
      expect(lineIn(runner).start).toBe(NEW.start)
    },
  )

  test('not onto dates on which its mentors have other trainees', () => {
    const mentors = [{ id: 'mentorA', max: 3 }]
    const later = { start: '2027-04-05', end: '2027-05-01' }
    const runner = incomplete([lineOf('L01', { mentors }), lineOf('L02', { mentors, ...later })])
    expect(postpone(runner, { ...later, reason: 'x' })).toBe('mentorOverload')
    expect(lineIn(runner).step).toBe('deciding')
  })

  test('not onto dates on which its trainees are on another line', () => {
    const later = { start: '2027-04-05', end: '2027-05-01' }
    const trainees = ['L01s1', 'x', 'y']
    const runner = incomplete([lineOf('L01'), lineOf('L02', { ...later, trainees })])
    expect(postpone(runner, { start: '2027-03-22', end: '2027-04-17', reason: 'x' })).toBe('overlap')
  })

  test('and starts at once where the last paper came while a site refused', () => {
    const runner = incomplete()
    runner.outside.conflicts = () => ['capacity']
    runner.held = true
    expect(postpone(runner)).toBeNull()
    const certificate = runner.task(C, 'issue.siteAcceptanceCertificate')
    must(runner, C, certificate.key, 'issue', { data: paperOf(runner, 'partner') })
    // The paper is issued first; both were on their way.
    const { outbox } = runner.process(C).running
    outbox.reverse()
    runner.held = false
    runner.settle()
    expect(lineIn(runner)).toMatchObject({ step: 'practising', start: '2027-02-08' })
    expect(facts(runner).slice(-3)).toContain('postponementRefused')
  })

  test('with its placements, which begin on the new day with the mentors of the order', () => {
    const runner = incomplete()
    const mentor = () => runner.state<Data>(placement('L01', 1)).mentor
    const before = mentor()
    expect(postpone(runner)).toBeNull()
    expect(runner.state<Data>(placement('L01', 1))).toMatchObject({ start: NEW.start, end: NEW.end })
    issueAll(runner)
    runner.advance('2027-03-01T06:00:00.000Z')
    expect(runner.process(placement('L01', 1)).stage).toBe('running')
    expect(mentor()).toBe(before)
  })

  test('an answer that comes after the line was dropped changes nothing', () => {
    const runner = incomplete([lineOf('L01'), lineOf('L02', { site: 'quarry' })])
    expect(postpone(runner)).toBeNull()
    const { lines } = runner.state<{ lines: Line[] }>(C)
    const answer = { line: 'L09', ...NEW, conflicts: [] }
    expect(runner.send(C, 'placesMoved', answer, null)).toBeNull()
    expect(runner.send(C, 'placesMoved', { ...answer, line: 'L01' }, null)).toBeNull()
    expect(runner.state<{ lines: Line[] }>(C).lines).toEqual(lines)
  })
})
