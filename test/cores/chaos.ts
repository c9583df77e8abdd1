import { isErrorCode } from '../../schema/contracts/errors.ts'
import { TASKS } from '../../schema/contracts/tasks.ts'
import type { Data, Refusal } from '../../workflows/durable/types.ts'
import { answerTo } from './answers.ts'
import type { Hosted } from './hosted.ts'
import { Oddities } from './odd.ts'
import { CALENDAR } from './outside.ts'
import { PEOPLE } from './people.ts'
import type { Doing, Runner } from './runner.ts'
import { LAUNCH, REQUISITES } from './story.ts'

/** One step of a random story: what kind of thing happens, to which process or task, and how. */
export interface Step {
  what: number
  where: number
  how: number
}

const HOUR = 3_600_000
const PAUSES = [HOUR, 20 * HOUR, 72 * HOUR, 240 * HOUR, 960 * HOUR, 4_800 * HOUR]
const STRANGERS = ['foreign', 'hr', 'admin', 'secondAdmin', 'teacher', 'legal', 'director', 'L01s1']
const COMMANDS = [
  'withdraw',
  'cancel',
  'close',
  'resend',
  'replaceSignatory',
  'refreshAgenda',
  'giveRequisites',
  'placesFreed',
  'ready',
  'planMeeting',
  'launchAgreement',
  'openCycle',
  'releaseExpert',
  'refresh',
  'scheduleImported',
  'join',
  'nonsense',
]
/** What processes tell one another; nobody else may. */
const SYSTEM: readonly string[] = ['placesFreed', 'ready', 'refresh', 'scheduleImported', 'join']

interface Sent {
  id: string
  key: string
  kind: string
  decision: string
  doing: Doing
}

/** Lives through random stories: the right people, the wrong ones, late repetitions, failures outside, time. */
export class Chaos {
  private readonly sent: Sent[] = []
  private readonly oddities: Oddities

  constructor(readonly runner: Runner) {
    this.oddities = new Oddities(runner, {
      complete: (id, key, kind, decision, doing) => this.perform({ id, key, kind, decision, doing }),
    })
  }

  step({ what, where, how }: Step): void {
    const { runner } = this
    const pause = what % 16 === 6 ? 24 * HOUR : (PAUSES[how % PAUSES.length] ?? HOUR)
    switch (what % 16) {
      case 0:
      case 6:
        runner.advance(new Date(Date.parse(runner.now) + pause).toISOString())
        break
      case 1:
        this.complete(where, how, { by: STRANGERS[how % STRANGERS.length] ?? '' })
        break
      case 2:
        this.complete(where, how, {
          by: how % 2 === 0 ? 'admin' : 'secondAdmin',
          onBehalf: 'told by telephone',
        })
        break
      case 3:
        this.repeat(how)
        break
      case 4:
      case 7:
        this.send(where, how)
        break
      case 5:
        this.break(how)
        break
      case 8:
      case 9:
        this.oddities.step(where, how)
        break
      default:
        this.complete(where, how, {})
    }
  }

  private get open(): Hosted[] {
    return [...this.runner.processes.values()].filter(({ open }) => open)
  }

  private complete(where: number, how: number, doing: Doing): void {
    const tasks = this.open.flatMap((hosted) => hosted.tasks().map((task) => ({ id: hosted.id, task })))
    const chosen = tasks[where % Math.max(1, tasks.length)]
    if (chosen === undefined) return
    const { id, task } = chosen
    const decisions = Object.keys(TASKS[task.kind] ?? {})
    // The first decision is the one that goes on: it is taken more often than the others.
    const all = [
      ...decisions,
      ...Array(4).fill(decisions[0]),
      ...(how % 11 === 10 ? ['delegate'] : []),
    ] as string[]
    const decision = all[how % all.length] ?? ''
    const data = answerTo(this.runner, id, task, decision, how)
    this.perform({ id, key: task.key, kind: task.kind, decision, doing: { ...doing, data } })
  }

  private perform(sent: Sent): void {
    const { runner } = this
    const { owner, id: occasion = '' } = runner.process(sent.id).running.book[sent.key] ?? {}
    const notBy =
      runner
        .process(sent.id)
        .tasks()
        .find(({ key }) => key === sent.key)?.notBy ?? []
    const by = sent.doing.by ?? owner ?? ''
    const refusal = runner.complete(sent.id, sent.key, sent.kind, sent.decision, sent.doing)
    this.refused(refusal)
    this.sent.push({ ...sent, doing: { ...sent.doing, by, occasion } })
    if (refusal !== null) return
    const staff = sent.doing.onBehalf !== undefined && PEOPLE[by]?.roles.includes('administrator') === true
    if (by !== owner && !staff) throw new Error(`${by} completed ${sent.key}, which is ${owner}'s`)
    if (notBy.includes(by) && sent.decision !== 'delegate')
      throw new Error(`${by} may not decide ${sent.key}`)
  }

  /** An old decision once more, from another window: it never touches a task that was opened later. */
  private repeat(how: number): void {
    const old = this.sent[how % Math.max(1, this.sent.length)]
    if (old === undefined) return
    const hosted = this.runner.process(old.id)
    const closed = hosted.closed.has(old.key)
    const refusal = this.runner.complete(old.id, old.key, old.kind, old.decision, old.doing)
    this.refused(refusal)
    if (closed && refusal === null) throw new Error(`${old.key} was closed and decided once more`)
  }

  private send(where: number, how: number): void {
    const processes = [...this.runner.processes.values()]
    const hosted = processes[where % Math.max(1, processes.length)]
    const type = COMMANDS[how % COMMANDS.length] ?? ''
    if (hosted === undefined) return
    const system = SYSTEM.includes(type)
    const by = system ? null : where % 2 === 0 ? 'admin' : (STRANGERS[how % STRANGERS.length] ?? '')
    const data: Data = {
      reason: 'for a reason',
      person: how % 2 === 0 ? 'director' : 'rector',
      by: how % 3 === 0 ? 'vice' : 'deputy',
      ...(how % 3 === 0 ? { settle: 'no longer needed' } : {}),
      on: this.day((how % 40) - 3),
      time: '10:00',
      place: 'their office',
      representative: how % 4 === 0 ? 'teacher' : 'vice',
      contact: how % 5 === 0 ? 'director' : 'hr',
      ...LAUNCH,
      cycle: 'p1-1/2026-2027',
      expert: how % 2 === 0 ? 'expertA' : 'expertC',
      partnership: how % 2 === 0 ? 'p1' : 'p2',
      ...(type === 'giveRequisites'
        ? { ...REQUISITES, signatory: how % 2 === 0 ? 'director' : 'deputy' }
        : {}),
    }
    this.refused(this.runner.send(hosted.id, type, data, by))
  }

  /** What is done outside fails for good, or waits, until the next breaking. */
  private break(how: number): void {
    const { outside } = this.runner
    outside.failure = how % 4 === 0 ? (_, type) => (type === 'issue' ? 'paperIncomplete' : null) : () => null
    outside.conflicts = how % 4 === 2 ? () => ['capacity'] : () => []
    this.runner.held = how % 4 === 1
    // The list of sessions is imported once more: another day, other graduates.
    const on = this.day((how % 50) - 5)
    const graduates = ['g1', 'g2', 'g3'].slice(0, how % 4)
    outside.session = how % 5 === 0 ? () => null : () => ({ on, graduates })
    this.runner.settle()
  }

  private day(days: number): string {
    return CALENDAR.dayOf(new Date(Date.parse(this.runner.now) + days * 24 * HOUR).toISOString())
  }

  private refused(refusal: Refusal | null): void {
    if (refusal !== null && !isErrorCode(refusal.refusal))
      throw new Error(`no error is called ${refusal.refusal}`)
  }
}
