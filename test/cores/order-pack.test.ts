import type { Data } from '../../workflows/durable/types.ts'
import { instances } from '../../workflows/practice-cycle/pack.ts'
import type { AtWork, Common } from '../../workflows/practice-cycle/state.ts'
import { line, lookAt, stages } from './looks.ts'
import { lineOf } from './outside.ts'
import { Runner, refusalOf } from './runner.ts'
import { C, defend, issueAll, must, ordering, paperOf, placement, practise, ready, running } from './story.ts'

const { stage, kinds, papers } = lookAt(C)

describe('the order pack', () => {
  test('opens a paper when what it needs has been issued', () => {
    const runner = ordering()
    expect(papers(runner)).toEqual(['practiceSchedule'])
    must(runner, C, 'issuePaper', 'issue')
    expect(papers(runner)).toEqual(['orderAcceptingStudents', 'orderSendingStudents'])
    must(runner, C, 'issue.orderSendingStudents', 'issue')
    expect(papers(runner)).toEqual([
      'noticeToHost',
      'orderAcceptingStudents',
      'orderAppointingSupervisors',
      'referralLetter',
    ])
  })

  test('neither side waits for the other: the host may accept before students are sent, and the other way round', () => {
    const byHost = issueAll(ordering(), ['orderSendingStudents'])
    expect(papers(byHost)).toEqual(['orderSendingStudents'])
    const byInstitution = issueAll(ordering(), ['orderAcceptingStudents'])
    expect(papers(byInstitution)).toEqual(['orderAcceptingStudents'])
    for (const runner of [byHost, byInstitution]) expect(stage(issueAll(runner))).toBe('ready')
  })

  test('is due as the year of papers has it: the schedule 60 days before the start, what the host needs a week before', () => {
    const runner = ordering()
    const due = Object.fromEntries(
      instances(runner.state<Common & AtWork>(C)).map(({ paper }) => [paper.kind, paper.dueDays]),
    )
    expect(due).toEqual({
      practiceSchedule: -60,
      orderSendingStudents: -14,
      orderAppointingSupervisors: -14,
      noticeToHost: -7,
      referralLetter: -7,
      orderAcceptingStudents: -7,
      orderAppointingMentors: -7,
      siteAcceptanceCertificate: -7,
      safetyBriefingRecord: 0,
    })
  })

  test('asks the employer for its number and date, and types nothing for the institution', () => {
    const runner = issueAll(ordering(), ['orderAcceptingStudents'])
    const issue = (data: Data) => refusalOf(runner.do(C, 'issue.orderAcceptingStudents', 'issue', { data }))
    expect(issue({})).toBe('numberRequired')
    expect(issue({ number: '41', date: '2027-12-31' })).toBe('dateInFuture')
    expect(issue(paperOf(runner, 'partner'))).toBeNull()
    const own = ordering()
    expect(refusalOf(own.do(C, 'issuePaper', 'issue', { data: { number: '1' } }))).toBe('numberNotYours')
  })

  test('lets each side issue only its own', () => {
    const runner = issueAll(ordering(), ['orderAcceptingStudents'])
    const { key } = runner.task(C, 'issue.orderAcceptingStudents')
    expect(runner.process(C).running.book[key]?.owner).toBe('hr')
    const data = paperOf(runner, 'partner')
    expect(refusalOf(runner.do(C, key, 'issue', { data, by: 'rector' }))).toBe('notYourTask')
    const pass = { data: { to: 'vice', reason: 'please' } }
    expect(refusalOf(runner.do(C, key, 'delegate', pass))).toBe('wrongSide')
  })

  test('makes one paper for each site and each start', () => {
    const runner = new Runner()
    runner.outside.lines = [
      lineOf('L01'),
      lineOf('L02', { site: 'quarry' }),
      lineOf('L03', { start: '2027-04-05', end: '2027-05-01' }),
    ]
    issueAll(ordering(runner), ['siteAcceptanceCertificate'])
    expect(papers(runner)).toEqual(Array(3).fill('siteAcceptanceCertificate'))
    expect(stage(runner)).toBe('ordering')
    issueAll(runner)
    expect(stage(runner)).toBe('ready')
  })

  test('holds the papers that the practice types of its lines need', () => {
    const runner = new Runner()
    runner.outside.lines = [
      lineOf('L01', { practiceType: 'educational' }),
      lineOf('L02', { site: 'quarry' }),
      lineOf('L03', { site: 'quarry', practiceType: 'educational' }),
    ]
    issueAll(ordering(runner), ['siteAcceptanceCertificate'])
    expect(runner.task(C, 'issuePaper').key).toBe('issue.siteAcceptanceCertificate@2027-02-08@quarry')
    issueAll(runner)
    expect(stage(runner)).toBe('ready')
    runner.advance('2027-02-08T06:00:00.000Z')
    expect(papers(runner)).toEqual(Array(2).fill('safetyBriefingRecord'))
  })

  test('complete makes every placement ready', () => {
    expect(stages(ready(), 3)).toEqual(['ready', 'ready', 'ready'])
  })

  test.each([[0], [1], [2], [3]])(
    'reaches the placements in whatever order messages arrive (%i)',
    (shift: number) => {
      const runner = new Runner({ pick: (n) => (n - 1 + shift) % n })
      ready(runner)
      expect(stages(runner, 3)).toEqual(['ready', 'ready', 'ready'])
      runner.advance('2027-02-08T06:00:00.000Z')
      expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
      expect(runner.refusals).toEqual([])
    },
  )
})

describe('the gate', () => {
  const incomplete = (but = ['orderAppointingMentors']): Runner => {
    const runner = issueAll(ordering(), but)
    runner.advance('2027-02-08T06:00:00.000Z')
    return runner
  }

  test('opens by itself when every paper is there', () => {
    const runner = running()
    expect(line(runner)?.step).toBe('practising')
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
  })

  test('with a paper missing on the day raises a decision, and nobody starts', () => {
    const runner = incomplete()
    expect(kinds(runner)).toContain('decideGate')
    expect(line(runner)?.step).toBe('deciding')
    expect(runner.processes.has(placement('L01', 1))).toBe(false)
  })

  test.each([[0], [1], [2]])(
    'opens when the last paper comes late, in whatever order messages arrive (%i)',
    (shift: number) => {
      const runner = new Runner({ pick: (n) => (n - 1 + shift) % n })
      issueAll(ordering(runner), ['orderAppointingMentors'])
      runner.advance('2027-02-08T06:00:00.000Z')
      issueAll(runner)
      expect(kinds(runner)).not.toContain('decideGate')
      expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
      expect(runner.refusals).toEqual([])
    },
  )

  test.each([[0], [1], [2]])(
    "opens by a named person's exception, which names the missing papers (%i)",
    (shift: number) => {
      const runner = new Runner({ pick: (n) => (n - 1 + shift) % n })
      issueAll(ordering(runner), ['orderAppointingMentors'])
      runner.advance('2027-02-08T06:00:00.000Z')
      must(runner, C, 'decideGate', 'exception', { data: { reason: 'tomorrow' } })
      expect(line(runner)).toMatchObject({ exception: ['orderAppointingMentors@2027-02-08'] })
      expect(runner.process(C).facts.findLast(({ type }) => type === 'lineStarted')?.by).toBe('admin')
      expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
      expect(papers(runner)).toContain('orderAppointingMentors')
    },
  )

  test('postponed starts on the new day, and the reminders follow the new day', () => {
    const runner = incomplete()
    const before = runner.task(C, 'issue.orderAppointingMentors')
    const data = { start: '2027-03-01', end: '2027-03-27', reason: 'papers' }
    must(runner, C, 'decideGate', 'postpone', { data })
    issueAll(runner, ['orderAppointingMentors'])
    const after = runner.task(C, 'issue.orderAppointingMentors')
    expect(after.due).toEqual({ on: '2027-02-22' })
    expect(after.key).not.toBe(before.key)
    issueAll(runner)
    runner.advance('2027-03-01T06:00:00.000Z')
    expect(stages(runner, 3)).toEqual(['running', 'running', 'running'])
    expect(runner.task(placement('L01', 1), 'writeDiary').data).toMatchObject({ ended: '2027-03-06' })
  })

  test('is not postponed to the past, out of the term or backwards', () => {
    const runner = incomplete()
    const postpone = (start: string, end: string) =>
      refusalOf(runner.do(C, 'decideGate', 'postpone', { data: { start, end, reason: 'x' } }))
    expect(postpone('2027-02-08', '2027-03-06')).toBe('dateInPast')
    expect(postpone('2027-03-06', '2027-03-01')).toBe('datesOutOfOrder')
    runner.outside.conflicts = () => ['outsideTerm']
    expect(postpone('2029-08-20', '2029-09-20')).toBeNull()
    expect(line(runner)).toMatchObject({ step: 'deciding', start: '2027-02-08', refused: ['outsideTerm'] })
  })

  test('dropped as the only line cancels the cycle and frees its places', () => {
    const runner = incomplete()
    must(runner, C, 'decideGate', 'drop', { data: { reason: 'no mentors' } })
    expect(stage(runner)).toBe('cancelled')
    expect(runner.asked.map(({ question }) => question)).toContain('releaseLines')
  })

  test('dropped as the last open line closes a cycle whose other lines are over', () => {
    const runner = new Runner()
    const late = { start: '2027-05-03', end: '2027-05-29', site: 'quarry' }
    runner.outside.lines = [lineOf('L01'), lineOf('L02', late)]
    issueAll(ordering(runner), ['siteAcceptanceCertificate'])
    const first = 'issue.siteAcceptanceCertificate@2027-02-08@smelter'
    const key =
      runner
        .process(C)
        .tasks()
        .find((task) => task.key.startsWith(first))?.key ?? ''
    must(runner, C, key, 'issue', { data: paperOf(runner, 'partner') })
    runner.advance('2027-02-08T06:00:00.000Z')
    const but = ['issuePaper']
    defend(practise(runner, but))
    runner.advance('2027-05-03T06:00:00.000Z')
    must(runner, C, 'gate.L02', 'drop', { data: { reason: 'no site' } })
    expect(stage(runner)).toBe('closing')
    expect(stages(runner, 3, 'L02')).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
  })
})
