import type { Data } from '../../workflows/durable/types.ts'
import { line } from './looks.ts'
import { lineOf } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import { C, defend, issueAll, must, ordering, placement, practise, ready, running, WORK } from './story.ts'

const L = placement('L01', 1)
const kinds = (runner: Runner, id = L): string[] =>
  runner
    .process(id)
    .tasks()
    .map(({ kind }) => kind)
    .sort()
const write = (...weeks: number[]) => ({
  data: { weeks: weeks.map((week) => ({ week, text: 'furnace', hours: 36 })) },
})
const asked = (runner: Runner, kind: string): unknown[] =>
  runner
    .process(L)
    .tasks()
    .filter((task) => task.kind === kind)
    .map(({ data }) => data.weeks)

describe('at practice', () => {
  test('a placement is assigned with its mentor and supervisor, ready with its papers, running on the day', () => {
    const runner = issueAll(ordering(), ['siteAcceptanceCertificate'])
    expect(runner.process(L).stage).toBe('assigned')
    expect(runner.state<Data>(L)).toMatchObject({ supervisor: 'teacher', trainee: 'L01s1' })
    issueAll(runner)
    expect(runner.process(L).stage).toBe('ready')
    runner.advance('2027-02-08T06:00:00.000Z')
    expect(runner.process(L).stage).toBe('running')
  })

  test('every week is written by the trainee and confirmed by the mentor', () => {
    const runner = running()
    runner.advance('2027-02-13T14:00:00.000Z')
    must(runner, L, 'writeDiary', 'write', write(1))
    const { key } = runner.task(L, 'confirmDiary')
    expect(runner.process(L).running.book[key]?.owner).toBe(runner.state<{ mentor: string }>(L).mentor)
    must(runner, L, 'confirmDiary', 'confirm')
    expect(runner.state<{ confirmed: number }>(L).confirmed).toBe(1)
  })

  test('the mentor returns a diary with remarks, and it is written again', () => {
    const runner = running()
    runner.advance('2027-02-13T14:00:00.000Z')
    must(runner, L, 'writeDiary', 'write', write(1))
    const first = runner.task(L, 'confirmDiary')
    must(runner, L, 'confirmDiary', 'return', { data: { remarks: 'more' } })
    must(runner, L, 'writeDiary', 'write', write(1))
    const mentor = runner.state<{ mentor: string }>(L).mentor
    expect(refusalOf(runner.complete(L, first.key, first.kind, 'confirm', { by: mentor }))).toBe('taskClosed')
    must(runner, L, 'confirmDiary', 'confirm')
  })

  test('however many weeks are late, the trainee has one task for all of them, opened anew with each', () => {
    const runner = running()
    runner.advance('2027-03-01T06:00:00.000Z')
    expect(asked(runner, 'writeDiary')).toEqual([[1, 2, 3]])
    const task = runner.task(L, 'writeDiary')
    expect(runner.process(L).running.book[task.key]?.due.slice(0, 10)).toBe('2027-03-01')
    expect(task.data.ended).toBe('2027-02-13')
    const letters = runner.process(L).contacts.filter(({ key }) => key.startsWith('diary'))
    expect(letters.filter(({ template }) => template === 'taskOpened')).toHaveLength(3)
    // The first week has its whole ladder; of those that are added each is one letter.
    expect(letters).toHaveLength(3 + 3)
    runner.advance('2027-03-14T06:00:00.000Z')
    const { key } = runner.task(L, 'writeDiary')
    expect(runner.process(L).contacts.filter((one) => one.key === key)).toHaveLength(3)
  })

  test('several weeks are written at once, or some of them, none that is not asked for or has not begun', () => {
    const runner = running()
    runner.advance('2027-02-21T06:00:00.000Z')
    const attempt = (...weeks: number[]) => refusalOf(runner.do(L, 'writeDiary', 'write', write(...weeks)))
    expect(attempt(1, 3)).toBe('weekNotAwaited')
    expect(attempt(1, 1)).toBe('weekNotAwaited')
    expect(attempt(1)).toBeNull()
    expect(asked(runner, 'writeDiary')).toEqual([[2]])
    expect(attempt(2)).toBeNull()
    expect(asked(runner, 'writeDiary')).toEqual([[3]])
    expect(attempt(3)).toBe('weekNotBegun')
  })

  test('the mentor has one task for all that is written, and answers for all of it or for the weeks he names', () => {
    const runner = running()
    runner.advance('2027-03-01T06:00:00.000Z')
    must(runner, L, 'writeDiary', 'write', write(1, 2, 3))
    expect(asked(runner, 'confirmDiary')).toEqual([[1, 2, 3]])
    const answer = (decision: string, data: Data) =>
      refusalOf(runner.do(L, 'confirmDiary', decision, { data }))
    expect(answer('confirm', { weeks: [4] })).toBe('weekNotAwaited')
    expect(answer('return', { weeks: [2], remarks: 'more' })).toBeNull()
    expect(asked(runner, 'confirmDiary')).toEqual([[1, 3]])
    expect(asked(runner, 'writeDiary')).toEqual([[2, 4]])
    expect(answer('confirm', {})).toBeNull()
    expect(asked(runner, 'confirmDiary')).toEqual([])
    expect(runner.state<{ confirmed: number }>(L).confirmed).toBe(2)
  })

  test('twenty weeks that nobody writes or confirms are two tasks, and little to carry', () => {
    const runner = new Runner()
    runner.outside.lines = [lineOf('L01', { end: '2027-06-26' })]
    running(runner).advance('2027-06-20T06:00:00.000Z')
    const silent = JSON.stringify(runner.process(L).running).length
    must(runner, L, 'writeDiary', 'write', write(...Array.from({ length: 18 }, (_, n) => n + 1)))
    expect(kinds(runner)).toEqual(['confirmDiary', 'writeDiary'])
    expect(asked(runner, 'writeDiary')).toEqual([[19]])
    expect(Math.max(silent, JSON.stringify(runner.process(L).running).length)).toBeLessThan(8 * 1024)
  })

  test('withdrawn by the supervisor or the office it tells the cycle, and nobody is reminded any more', () => {
    const runner = running()
    expect(refusalOf(runner.send(L, 'withdraw', { reason: 'ill' }, 'L01s1'))).toBe('notAllowed')
    expect(refusalOf(runner.send(L, 'withdraw', { reason: 'ill' }, 'hr'))).toBe('notAllowed')
    expect(runner.send(L, 'withdraw', { reason: 'ill' }, 'teacher')).toBeNull()
    expect(line(runner)?.outcomes).toEqual({ withdrawn: [0] })
    const told = runner.process(L).contacts.length
    runner.days(30)
    expect(runner.process(L).contacts).toHaveLength(told)
  })

  test('a placement of a cancelled cycle is withdrawn before it starts', () => {
    const runner = ready()
    runner.send(C, 'cancel', { reason: 'strike' })
    expect(runner.process(L).stage).toBe('withdrawn')
  })
})

describe('evaluating', () => {
  const evaluating = (but: string[] = []): Runner =>
    practise(running(), ['evaluateTrainee', 'submitReport', ...but])

  test('the mentor is asked for the evaluation and the trainee for the report when the period is over', () => {
    const runner = running()
    runner.advance('2027-03-06T12:00:00.000Z')
    expect(runner.process(L).stage).toBe('running')
    runner.advance('2027-03-06T14:00:00.000Z')
    expect(kinds(runner)).toEqual(expect.arrayContaining(['evaluateTrainee', 'submitReport']))
  })

  test('evaluation and report, in either order, call the defence', () => {
    const runner = evaluating()
    const evaluation = { data: { ...WORK, employmentOffer: true } }
    for (const [n, order] of [
      [1, 'er'],
      [2, 're'],
      [3, 'er'],
    ] as const) {
      const id = placement('L01', n)
      for (const step of order) {
        expect(kinds(runner, C)).not.toContain('recordDefence')
        if (step === 'e') must(runner, id, 'evaluateTrainee', 'evaluate', evaluation)
        else must(runner, id, 'submitReport', 'submit', { data: { title: 'x', pages: 20 } })
      }
    }
    expect(kinds(runner, C)).toContain('recordDefence')
  })

  test('a pass with the diary is completed, and the certificate is issued', () => {
    const runner = defend(practise(running()))
    expect(runner.state<Data>(L)).toMatchObject({ stage: 'completed', total: 87, mark: '4', certified: true })
  })

  test('a diary that was written counts though the mentor never confirmed it, and the supervisor is told', () => {
    const runner = defend(practise(running(), ['confirmDiary']))
    expect(runner.state<Data>(L)).toMatchObject({ stage: 'completed', total: 87, reasons: [] })
    const told = runner.informed.filter(
      ({ process, template }) => process === L && template === 'diaryUnconfirmed',
    )
    expect(told).toMatchObject([{ persons: ['teacher'], data: { weeks: ['1', '2', '3', '4'] } }])
  })

  test('without enough written weeks the practice counts in part, for that reason', () => {
    const runner = defend(practise(running(), ['writeDiary']))
    expect(runner.state<Data>(L)).toMatchObject({
      stage: 'partiallyCompleted',
      total: 87,
      reasons: ['diary'],
    })
  })

  test('weeks nobody wrote about are asked for no longer once the practice has its outcome', () => {
    const runner = defend(practise(running(), ['writeDiary']))
    expect(kinds(runner)).not.toContain('writeDiary')
    expect(runner.state<Data>(L)).toMatchObject({ missing: { unwritten: [1, 2, 3, 4], unconfirmed: [] } })
  })

  test('a defence before the last week is over records the weeks that were not even asked for as missing', () => {
    const runner = running()
    runner.advance('2027-02-14T06:00:00.000Z')
    const data = {
      on: '2027-02-14',
      components: { attendance: 10, host: 18, tasks: 50, report: 9 },
      absent: false,
    }
    expect(runner.send(L, 'defended', data, null)).toBeNull()
    expect(runner.state<Data>(L)).toMatchObject({ missing: { unwritten: [1, 2, 3, 4], unconfirmed: [] } })
  })

  test('below the pass mark or absent the practice counts in part', () => {
    const runner = practise(running())
    const low = { attendance: 5, host: 5, tasks: 20, report: 5 }
    const good = { attendance: 10, host: 20, tasks: 60, report: 10 }
    const results = [
      { trainee: 'L01s1', components: low },
      { trainee: 'L01s2', components: good },
    ]
    const data = { on: runner.now.slice(0, 10), room: '1', results, absent: ['L01s3'] }
    must(runner, C, 'recordDefence', 'record', { data })
    expect(runner.state<Data>(L)).toMatchObject({
      stage: 'partiallyCompleted',
      total: 35,
      mark: '2',
      reasons: ['points'],
    })
    expect(runner.state<Data>(placement('L01', 2))).toMatchObject({ stage: 'completed', mark: '5' })
    expect(runner.state<Data>(placement('L01', 3))).toMatchObject({ stage: 'partiallyCompleted', total: 0 })
  })

  test('of a course that is not the last it is over with its certificate', () => {
    const runner = new Runner()
    runner.outside.lines = [lineOf('L01', { finalYear: false })]
    defend(practise(running(runner)))
    expect(runner.process(L).open).toBe(false)
  })
})

describe('after graduation', () => {
  const graduated = (): Runner => defend(practise(running()))
  const employed = { employed: true, employedAtPartner: true, employer: 'ZKM' }

  test('the graduate is asked after three, six and twelve months', () => {
    const runner = graduated()
    for (const day of ['2027-10-01', '2028-01-01', '2028-07-01']) {
      runner.advance(`${day}T03:00:00.000Z`)
      expect(kinds(runner)).toEqual([])
      runner.days(1)
      must(runner, L, 'answerFollowUp', 'answer', { data: { employed: false } })
    }
    expect(runner.process(L).open).toBe(false)
  })

  test('the employer of a hired graduate analyses the performance, as soon as any answer tells of it, once', () => {
    const runner = graduated()
    runner.until(L, 'answerFollowUp')
    must(runner, L, 'answerFollowUp', 'answer', { data: employed })
    const { key } = runner.task(L, 'analysePerformance')
    expect(runner.process(L).running.book[key]?.owner).toBe('hr')
    must(runner, L, 'analysePerformance', 'analyse', { data: { score: 90, text: 'good' } })
    for (let n = 0; n < 2; n += 1) {
      runner.until(L, 'answerFollowUp')
      must(runner, L, 'answerFollowUp', 'answer', { data: employed })
    }
    expect(runner.process(L).facts.filter(({ type }) => type === 'analysisAsked')).toHaveLength(1)
    expect(runner.process(L).open).toBe(false)
  })

  test('a follow-up without an answer lapses, and the placement does not stay open for ever', () => {
    const runner = graduated()
    runner.advance('2029-01-01T00:00:00.000Z')
    expect(runner.process(L).open).toBe(false)
    expect(runner.process(L).facts.filter(({ type }) => type === 'followUpLapsed')).toHaveLength(3)
  })

  test('a late answer to a lapsed follow-up is refused', () => {
    const runner = graduated()
    const { key, kind } = runner.until(L, 'answerFollowUp')
    runner.days(45)
    expect(refusalOf(runner.complete(L, key, kind, 'answer', { data: employed, by: 'L01s1' }))).toBe(
      'taskClosed',
    )
  })
})
