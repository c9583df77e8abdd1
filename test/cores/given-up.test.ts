import type { Data } from '../../workflows/durable/types.ts'
import type { Hosted } from './hosted.ts'
import { checkNever } from './never.ts'
import { type Runner, refusalOf } from './runner.ts'
import {
  A,
  begin,
  C,
  contracting,
  LAUNCH,
  must,
  operating,
  ordering,
  P,
  practise,
  prepare,
  ready,
  running,
  signing,
} from './story.ts'

const REASON = { data: { reason: 'it cannot be mended' } }
const kinds = (runner: Runner, id: string): string[] =>
  runner
    .process(id)
    .tasks()
    .map(({ kind }) => kind)

/** Everything of one kind fails in this process, and each repair is given up where that is possible. */
function giveUpAll(runner: Runner, process: string, type: string): { given: number; kept: number } {
  const count = { given: 0, kept: 0 }
  for (const { key, kind } of runner.process(process).tasks()) {
    if (kind !== 'repairEffect') continue
    const refusal = runner.complete(process, key, kind, 'giveUp', REASON)
    if (refusal === null) count.given += 1
    else {
      expect([type, refusalOf(refusal)]).toEqual([type, 'cannotDoWithout'])
      count.kept += 1
    }
  }
  return count
}

/** Whatever a process began and waits for is there, or beginning it is still to be done. */
function waitsForSomebody(runner: Runner, hosted: Hosted): void {
  const { agreements = {}, cycles = {}, sessions = {} } = hosted.running.state as Record<string, Data>
  const undone = JSON.stringify([hosted.running.outbox, hosted.running.stuck])
  const begun = [
    ...Object.keys(agreements).map((id) => `agreement/${id}`),
    ...Object.keys({ ...cycles, ...sessions }),
  ]
  for (const id of begun) {
    if (!runner.processes.has(id) && !undone.includes(id))
      throw new Error(`${hosted.id} waits for ${id} in vain`)
  }
}

const STORIES: [string, string, () => Runner, (runner: Runner) => void][] = [
  ['a visit plan', P, () => begin(), (runner) => prepare(runner)],
  [
    'an agreement',
    P,
    () => contracting(),
    (runner) => must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH }),
  ],
  ['a signed agreement', A, () => signing(), sign],
  ['an operating partnership', P, () => signing(), sign],
  ['a cycle', C, planning, plan],
  ['a cycle at work', C, () => ordering(), (runner) => runner.days(60)],
  ['practices', C, () => ready(), (runner) => runner.advance('2027-02-08T06:00:00.000Z')],
  ['practices that end', C, () => running(), (runner) => practise(runner)],
]

function sign(runner: Runner): void {
  for (const name of ['director', 'rector']) {
    const hash = String(runner.state<Data>(A).hash)
    must(runner, A, `sign.${name}`, 'sign', { data: { hash, consent: true } })
  }
}

function planning(): Runner {
  const runner = operating()
  runner.days(1)
  return runner
}

function plan(runner: Runner): void {
  must(runner, C, 'confirmSchedule', 'replan')
}

describe.each(['issue', 'tell', 'ask', 'revoke', 'inform'])('work outside that is given up (%s)', (type) => {
  test.each(STORIES)('leaves %s (%s) waiting for somebody', (_name, process, start, goOn) => {
    const runner = start()
    runner.outside.failure = (id, kind) => (id === process && kind === type ? 'invalidInput' : null)
    goOn(runner)
    giveUpAll(runner, process, type)
    runner.outside.failure = () => null
    for (const hosted of runner.processes.values()) waitsForSomebody(runner, hosted)
    checkNever(runner)
    runner.days(30)
    checkNever(runner)
  })
})

test('an agreement that could not begin is launched anew', () => {
  const runner = contracting()
  runner.outside.failure = (id, kind) => (id === P && kind === 'tell' ? 'invalidInput' : null)
  must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
  must(runner, P, 'repairEffect', 'giveUp', REASON)
  runner.outside.failure = () => null
  expect(kinds(runner, P)).toContain('launchAgreement')
  must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
  expect(runner.processes.has('agreement/p1-2')).toBe(true)
})

test('a schedule whose lines cannot be looked up is asked for again, or the cycle is cancelled', () => {
  const runner = signing()
  runner.outside.failure = (id, kind) => (id === C && kind === 'ask' ? 'invalidInput' : null)
  sign(runner)
  runner.days(1)
  must(runner, C, 'repairEffect', 'giveUp', REASON)
  expect(kinds(runner, C)).toEqual(['confirmSchedule'])
  expect(refusalOf(runner.do(C, 'confirmSchedule', 'confirm'))).toBe('scheduleEmpty')
  runner.outside.failure = () => null
  must(runner, C, 'confirmSchedule', 'replan')
  must(runner, C, 'confirmSchedule', 'confirm')
})

test('a line that could not be moved stays where it was, and is decided about', () => {
  const runner = ordering()
  runner.advance('2027-02-08T06:00:00.000Z')
  runner.outside.failure = (id, kind) => (id === C && kind === 'ask' ? 'invalidInput' : null)
  const dates = { start: '2027-04-05', end: '2027-05-01' }
  must(runner, C, 'decideGate', 'postpone', { data: { ...dates, ...REASON.data } })
  expect(kinds(runner, C)).not.toContain('decideGate')
  must(runner, C, 'repairEffect', 'giveUp', REASON)
  expect(kinds(runner, C)).toContain('decideGate')
})

test('what the partnership waits for is not given up: it would never learn of it', () => {
  const runner = signing()
  runner.outside.failure = (id, kind) => (id === A && kind === 'tell' ? 'invalidInput' : null)
  sign(runner)
  expect(refusalOf(runner.do(A, 'repairEffect', 'giveUp', REASON))).toBe('cannotDoWithout')
  runner.days(60)
  // Nobody mended it: the institution decides, whatever the agreement itself has come to.
  expect(kinds(runner, A)).toEqual(['repairEffect', 'decideOverdue'])
})
