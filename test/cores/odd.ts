import type { Data } from '../../workflows/durable/types.ts'
import type { CycleState, Line, Plan } from '../../workflows/practice-cycle/state.ts'
import type { Hosted } from './hosted.ts'
import { mayHold } from './never.ts'
import { CALENDAR } from './outside.ts'
import { PEOPLE } from './people.ts'
import type { Doing, Runner } from './runner.ts'
import { paperOf } from './story.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Where a line is postponed to: a little, over the policy's gate day, onto the others, into the past, out of the term. */
const MOVES = [3, 14, 28, 21, -2, 900]

export interface Way {
  /** As its owner does it, unless said otherwise. */
  complete(id: string, key: string, kind: string, decision: string, doing: Doing): void
}

/** What goes wrong around a practice, more often than people's own choice would bring it about. */
export class Oddities {
  private readonly all = [
    this.startDay,
    this.order,
    this.order,
    this.holdPapers,
    this.gate,
    this.gate,
    this.withdraw,
    this.others,
    this.lend,
    this.climb,
  ]

  constructor(
    readonly runner: Runner,
    readonly way: Way,
  ) {}

  step(where: number, how: number): void {
    this.all[where % this.all.length]?.call(this, how)
  }

  private get cycles(): Hosted[] {
    return [...this.runner.processes.values()].filter(({ kind, open }) => kind === 'practiceCycle' && open)
  }

  private lines(): Line[] {
    return this.cycles.flatMap(({ running }) => (running.state as CycleState).lines)
  }

  private day(days: number): string {
    return CALENDAR.dayOf(new Date(Date.parse(this.runner.now) + days * DAY).toISOString())
  }

  /** The morning on which a line's gate opens, or the moment before it. */
  private startDay(how: number): void {
    const next = this.lines()
      .filter(({ step }) => step === 'planned')
      .map(({ start }) => start)
      .sort()[0]
    if (next === undefined) return
    const morning = Date.parse(CALENDAR.instant(next, 'morning'))
    this.runner.advance(new Date(morning - (how % 2 === 0 ? 0 : HOUR)).toISOString())
  }

  /** Papers whose turn it is, all of them or but the last. */
  private order(how: number): void {
    for (const cycle of this.cycles) {
      const papers = cycle.tasks().filter(({ kind }) => kind === 'issuePaper')
      for (const task of papers.slice(0, how % 3 === 0 ? -1 : papers.length)) {
        const data = paperOf(this.runner, String(task.data.side))
        this.way.complete(cycle.id, task.key, task.kind, 'issue', { data })
      }
    }
  }

  /** Papers that were ordered stay on their way, until they all come late. */
  private holdPapers(how: number): void {
    this.runner.holds = how % 3 === 0 ? () => false : ({ type }) => type === 'issue'
    this.runner.settle()
  }

  private gate(how: number): void {
    for (const cycle of this.cycles) {
      const task = cycle.tasks().find(({ kind }) => kind === 'decideGate')
      if (task === undefined) continue
      const decision = ['postpone', 'postpone', 'drop', 'exception'][how % 4] ?? 'drop'
      const { outside } = this.runner
      outside.conflicts = how % 5 === 0 ? () => ['capacity'] : () => []
      const start = this.day(MOVES[how % MOVES.length] ?? 3)
      const end = CALENDAR.dayOf(new Date(Date.parse(`${start}T12:00:00Z`) + 26 * DAY).toISOString())
      const data: Data = { reason: 'a paper', ...(decision === 'postpone' ? { start, end } : {}) }
      this.way.complete(cycle.id, task.key, task.kind, decision, { data })
    }
  }

  private withdraw(how: number): void {
    if (how % 7 === 6) for (const { id } of this.cycles) this.runner.send(id, 'cancel', { reason: 'strike' })
    const placements = [...this.runner.processes.values()].filter(({ kind }) => kind === 'placement')
    const chosen = placements[how % Math.max(1, placements.length)]
    if (chosen === undefined) return
    this.runner.send(chosen.id, 'withdraw', { reason: 'ill' }, how % 2 === 0 ? 'admin' : 'teacher')
  }

  /** Whoever plans next finds other people on the lines: mentors who changed, trainees of the other line. */
  private others(how: number): void {
    const { outside } = this.runner
    const [first, ...rest] = outside.lines
    if (first === undefined) return
    const changed: Plan[] = [
      { ...first, mentors: [...first.mentors].reverse().slice(0, 1 + (how % 2)) },
      { ...first, supervisor: how % 2 === 0 ? 'teacher' : 'head' },
      { ...first, trainees: [...first.trainees].reverse() },
      { ...first, trainees: rest[0]?.trainees.slice(0, first.planned) ?? first.trainees },
    ]
    outside.lines = [changed[how % changed.length] ?? first, ...rest]
  }

  /** A task of any process is passed on: for some days, until today, or for good. */
  private lend(how: number): void {
    const tasks = [...this.runner.processes.values()]
      .filter(({ open }) => open)
      .flatMap((hosted) => hosted.tasks().map((task) => ({ hosted, task })))
      .filter(({ task }) => task.holders !== null)
    const chosen = tasks[how % Math.max(1, tasks.length)]
    if (chosen === undefined) return
    const { hosted, task } = chosen
    const able = Object.keys(PEOPLE).filter((person) => mayHold(task, person))
    // Mostly to somebody who may have it.
    const among = how % 4 === 3 || able.length === 0 ? Object.keys(PEOPLE) : able
    const to = among[(how >> 2) % among.length] ?? ''
    const until = how % 3 === 2 ? {} : { until: this.day((how % 9) - 1) }
    const staff = how % 5 === 0 ? { by: 'admin', onBehalf: 'told by telephone' } : {}
    this.way.complete(hosted.id, task.key, task.kind, 'delegate', {
      ...staff,
      data: { to, reason: 'away', ...until },
    })
  }

  /** Whatever climbed to a superior is given to somebody else, or given more time. */
  private climb(how: number): void {
    for (const hosted of [...this.runner.processes.values()].filter(({ open }) => open)) {
      for (const task of hosted.tasks().filter(({ kind }) => kind === 'decideEscalation')) {
        const late = hosted.tasks().find(({ key }) => key === task.data.late)
        const able = Object.keys(PEOPLE).filter((person) => late !== undefined && mayHold(late, person))
        const to = able[how % Math.max(1, able.length)] ?? 'gone'
        const [decision, data]: [string, Data] =
          how % 4 === 0 ? ['extend', { days: 3, reason: 'ill' }] : ['reassign', { to, reason: 'ill' }]
        this.way.complete(hosted.id, task.key, task.kind, decision, { data })
      }
    }
  }
}
