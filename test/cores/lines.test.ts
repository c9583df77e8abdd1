import type { Data } from '../../workflows/durable/types.ts'
import { evolve } from '../../workflows/practice-cycle/evolve.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import type { CycleEvent, CycleState, Plan } from '../../workflows/practice-cycle/state.ts'
import { upcast } from '../../workflows/practice-cycle/upcast.ts'
import { line, lookAt, planning, stages } from './looks.ts'
import { lineOf } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import { C, defend, issueAll, must, ordering, placement, practise, results } from './story.ts'

const { stage, kinds, papers } = lookAt(C)
const LATER = { start: '2027-05-03', end: '2027-05-29' }
const NEW = { start: '2027-04-05', end: '2027-05-01', reason: 'roof' }
const absent = (didNotShow: string[]) => ({ data: { absent: [], didNotShow } })

function twoLines(given: Partial<Plan> = LATER, but: string[] = []): Runner {
  const runner = new Runner()
  runner.outside.lines = [lineOf('L01'), lineOf('L02', { site: 'quarry', ...given })]
  issueAll(ordering(runner), but)
  runner.advance('2027-02-08T06:00:00.000Z')
  return runner
}

describe('outcomes belong to a line', () => {
  test('who did not show on the first line still starts on the second', () => {
    const trainees = ['L01s1', 'L01s2', 'L01s3']
    const runner = twoLines({ ...LATER, trainees })
    runner.advance('2027-02-14T06:00:00.000Z')
    must(runner, C, 'confirmAttendance', 'confirm', absent(['L01s1']))
    runner.advance('2027-05-03T06:00:00.000Z')
    expect(stages(runner, 3, 'L02')).toEqual(['running', 'running', 'running'])
  })

  test('a line from which all withdrew leaves the cycle to the others', () => {
    const runner = twoLines()
    for (const n of [1, 2, 3]) runner.send(placement('L01', n), 'withdraw', { reason: 'ill' })
    expect(stage(runner)).toBe('running')
    runner.advance('2027-05-03T06:00:00.000Z')
    expect(stages(runner, 3, 'L02')).toEqual(['running', 'running', 'running'])
  })

  test('a cycle that closes stays so when its late paper comes', () => {
    const runner = new Runner()
    runner.outside.lines = [lineOf('L01')]
    issueAll(ordering(runner), ['orderAppointingMentors', 'siteAcceptanceCertificate'])
    runner.advance('2027-02-08T06:00:00.000Z')
    must(runner, C, 'decideGate', 'exception', { data: { reason: 'tomorrow' } })
    defend(practise(runner, ['issuePaper']))
    expect(stage(runner)).toBe('closing')
    issueAll(runner)
    expect(stage(runner)).toBe('closing')
    must(runner, C, 'closeCycle', 'close', { data: { report: 'done' } })
    expect(stage(runner)).toBe('closed')
  })

  test('while people practise nothing makes the cycle ready again, and it cannot be cancelled', () => {
    const runner = twoLines(LATER, ['orderAppointingMentors'])
    must(runner, C, 'gate.L01', 'exception', { data: { reason: 'tomorrow' } })
    issueAll(runner)
    expect(stage(runner)).toBe('running')
    expect(refusalOf(runner.send(C, 'cancel', { reason: 'x' }))).toBe('wrongStage')
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
  })
})

describe('a practice starts by itself on its first day only', () => {
  const incomplete = (): Runner => twoLines(LATER, ['siteAcceptanceCertificate'])

  test('with papers that come later somebody decides', () => {
    const runner = incomplete()
    runner.days(3)
    issueAll(runner)
    expect(line(runner)?.step).toBe('deciding')
    must(runner, C, 'gate.L01', 'exception', { data: { reason: 'they came on Monday' } })
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
  })

  test('never on dates that are over', () => {
    const runner = incomplete()
    runner.advance('2027-03-08T06:00:00.000Z')
    issueAll(runner)
    expect(refusalOf(runner.do(C, 'gate.L01', 'exception', { data: { reason: 'x' } }))).toBe('practiceOver')
    expect(line(runner)?.step).toBe('deciding')
  })

  test('nor when its alarm rings late', () => {
    const runner = new Runner()
    issueAll(ordering(runner))
    runner.now = '2027-02-10T06:00:00.000Z'
    runner.advance('2027-02-10T07:00:00.000Z')
    expect(kinds(runner)).toContain('decideGate')
    expect(stages(runner, 3)).toEqual(['ready', 'ready', 'ready'])
  })
})

describe('a line that was dropped', () => {
  test('stays dropped with its reason when the schedule is planned anew', () => {
    const runner = planning([lineOf('L01'), lineOf('L02', { reserved: false })])
    must(runner, C, 'confirmSchedule', 'dropLines', { data: { lines: ['L02'], reason: 'no places' } })
    must(runner, C, 'confirmSchedule', 'replan')
    expect(line(runner, 'L02')).toMatchObject({ step: 'dropped', reason: 'no places' })
    must(runner, C, 'confirmSchedule', 'confirm')
    must(runner, C, 'agreeSchedule', 'object', { data: { remarks: 'shift' } })
    must(runner, C, 'confirmSchedule', 'replan')
    expect(line(runner, 'L02')?.step).toBe('dropped')
    must(runner, C, 'confirmSchedule', 'confirm')
  })

  test('is told to everybody it concerns, and its papers are revoked', () => {
    const runner = twoLines(LATER, ['siteAcceptanceCertificate'])
    must(runner, C, 'gate.L01', 'drop', { data: { reason: 'no site' } })
    const told = runner.informed.find(({ template }) => template === 'lineDropped')
    expect(told?.persons).toEqual(expect.arrayContaining(['L01s1', 'mentorA', 'teacher']))
    expect(told?.persons.at(-1)).toContain('hrOfficer')
    const revoked = runner.revoked.flatMap(({ papers }) => papers)
    expect(revoked).toContainEqual({
      instance: 'orderSendingStudents@2027-02-08',
      edition: 1,
      lines: ['L01'],
      whole: true,
    })
    expect(revoked).toContainEqual({ instance: 'practiceSchedule', edition: 1, lines: ['L01'], whole: false })
    expect(revoked.some(({ instance }) => instance.endsWith('2027-05-03'))).toBe(false)
  })
})

describe('a paper counts for what it was made for', () => {
  test('after a postponement every paper with the old dates is asked for again, and the old ones are revoked', () => {
    const runner = twoLines({}, ['siteAcceptanceCertificate'])
    must(runner, C, 'gate.L01', 'postpone', { data: NEW })
    const told = runner.informed.find(({ template }) => template === 'linePostponed')
    expect(told).toMatchObject({ data: { line: 'L01', start: NEW.start, reason: 'roof' } })
    const old = runner.revoked.flatMap(({ papers: list }) => list)
    expect(old).toContainEqual({
      instance: 'orderSendingStudents@2027-02-08',
      edition: 1,
      lines: ['L01'],
      whole: false,
    })
    expect(papers(runner)).toContain('practiceSchedule')
    runner.advance('2027-04-05T06:00:00.000Z')
    expect(line(runner)?.step).toBe('deciding')
    const again = { start: '2027-06-07', end: '2027-07-03', reason: 'roof' }
    must(runner, C, 'gate.L01', 'postpone', { data: again })
    issueAll(runner)
    runner.advance('2027-06-07T06:00:00.000Z')
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
  })

  test('a paper that cannot be made is given up and ordered anew with other values', () => {
    const runner = ordering()
    runner.outside.failure = (_, type) => (type === 'issue' ? 'paperIncomplete' : null)
    must(runner, C, 'issuePaper', 'issue')
    expect(papers(runner)).toEqual([])
    runner.outside.failure = () => null
    must(runner, C, 'repairEffect', 'giveUp', { data: { reason: 'the site has no address' } })
    expect(papers(runner)).toEqual(['practiceSchedule'])
    must(runner, C, 'issuePaper', 'issue')
    expect(papers(runner)).toEqual(['orderAcceptingStudents', 'orderSendingStudents'])
  })

  test('a paper issued after the process ended is recorded all the same', () => {
    const runner = ordering()
    runner.send(C, 'cancel', { reason: 'strike' })
    const papers = [{ kind: 'practiceSchedule', document: 'd1', number: '', instance: 'practiceSchedule' }]
    const late = { id: 'late', type: 'papersIssued', data: { papers }, by: { person: null, roles: [] } }
    const now = { at: runner.now, today: runner.now.slice(0, 10) }
    expect(practiceCycleCore.decide(runner.state<CycleState>(C), late, now)).toMatchObject([
      { type: 'paperIssued', document: 'd1' },
    ])
  })
})

describe('dates that cannot be', () => {
  test('an order is not older than the schedule, and no two orders of one year bear one number', () => {
    const runner = issueAll(ordering(), ['orderAcceptingStudents'])
    const issue = (name: string, data: Data) => refusalOf(runner.do(C, name, 'issue', { data }))
    const accepting = 'issue.orderAcceptingStudents'
    expect(issue(accepting, { number: '9', date: '1990-01-01' })).toBe('dateBeforeSchedule')
    const data = { number: '9', date: runner.now.slice(0, 10) }
    expect(issue(accepting, data)).toBeNull()
    expect(issue('issue.orderAppointingMentors', data)).toBe('numberTaken')
  })

  test('a defence is not held before the practice ended', () => {
    const runner = practise(twoLines())
    const data = { on: '2027-03-05', room: '1', results: results(['L01s1', 'L01s2', 'L01s3']), absent: [] }
    expect(refusalOf(runner.do(C, 'defence.L01', 'record', { data }))).toBe('defenceBeforeEnd')
  })
})

test('a code names one placement for ever: the same line of another year has another', () => {
  const codeIn = (academicYear: string, id: string): string => {
    const runner = ordering()
    runner.process(C).pretend((state) => Object.assign(state, { academicYear, id }))
    issueAll(runner)
    const begun = [...runner.processes.values()].filter(({ kind }) => kind === 'placement')
    const [first] = begun.map(({ id }) => runner.state<{ code: string }>(id).code)
    return first ?? ''
  }
  const first = codeIn('2026-2027', 'p1-1/2026-2027')
  expect(first).toMatch(/^P-2026-27-L01-01-[0-9A-Z]{4}$/)
  expect(codeIn('2027-2028', 'p1-1/2027-2028')).not.toBe(first)
  expect(codeIn('2026-2027', 'p1-2/2026-2027')).not.toBe(first)
})

test('the term of the agreement is asked with every plan, and what has begun already is named', () => {
  const runner = planning([lineOf('L01')])
  runner.outside.term = { validFrom: '2026-12-20', validTo: '2027-02-28' }
  runner.outside.found = [{ line: 'L01', code: 'alreadyBegun', detail: {} }]
  must(runner, C, 'confirmSchedule', 'replan')
  const codes = () => runner.state<{ conflicts: { code: string }[] }>(C).conflicts.map(({ code }) => code)
  expect(codes()).toEqual(['alreadyBegun', 'outsideTerm'])
  runner.outside.term = { validFrom: '2026-12-20', validTo: null }
  runner.outside.found = []
  must(runner, C, 'confirmSchedule', 'replan')
  expect(codes()).toEqual([])
})

describe('what an earlier version recorded', () => {
  const EARLIER = { gate: 'closed', exception: [], begun: true, decisions: 0, week: 0, asked: [], ready: [] }
  const recorded = (given: object, lines: object[]): CycleState => {
    const { lines: _, ...state } = planning([lineOf('L01')]).state<CycleState>(C)
    return { ...state, lines, ...given } as unknown as CycleState
  }

  test('opens: gates become steps, and outcomes by trainee those of their line', () => {
    const open = { ...lineOf('L01'), ...EARLIER, gate: 'open', graded: [2], defence: 'none', week: 3 }
    const next = { ...lineOf('L02', LATER), ...EARLIER, begun: false, defence: 'none' }
    const papersThen = { 'orderSendingStudents@2027-02-08': 'issued' }
    const outcomes = { L01s1: 'withdrawn' }
    const given = { stage: 'running', plan: 2, agreed: true, papers: papersThen, outcomes }
    const now = upcast(recorded(given, [open, next]))
    expect(now.lines).toMatchObject([
      { step: 'practising', week: 3, outcomes: { withdrawn: [0], completed: [2] } },
      { step: 'planned', outcomes: {} },
    ])
    expect(now).toMatchObject({
      stage: 'atWork',
      papers: [{ edition: 1, state: 'issued', lines: { L01: expect.any(String) } }],
    })
    expect(upcast(now)).toEqual(now)
  })

  test('folds: a plan with gates, and the word that every placement ended', () => {
    const state = planning([lineOf('L01')]).state<CycleState>(C)
    const old = [{ ...lineOf('L01'), ...EARLIER, defence: 'none' }] as unknown as Plan[]
    const events: CycleEvent[] = [
      { type: 'replanAsked' },
      { type: 'planned', lines: old, conflicts: [] },
      { type: 'scheduleConfirmed' },
      { type: 'allPlacementsEnded' },
    ]
    const folded = events.reduce((before, event) => evolve(before, event), state)
    expect(folded).toMatchObject({ stage: 'atWork', lines: [{ step: 'planned', begun: false }] })
    expect(folded.lines[0]).not.toHaveProperty('gate')
  })
})
