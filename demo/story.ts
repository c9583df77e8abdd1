import { setTimeout as pause } from 'node:timers/promises'
import { fromCommandLine } from '../access/command-line.ts'
import { advance, settled } from '../client/advance.ts'
import type { MovableClock } from '../client/clock.ts'
import type { Connected } from '../client/connect.ts'
import type { Facade } from '../client/facade.ts'
import type { Bound } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'
import type { Cast, Intention } from './behaviours/index.ts'
import { intentionOf } from './behaviours/index.ts'
import { patiently } from './patience.ts'
import { type OpenTask, openTasks } from './tasks.ts'

const DAY_MS = 86_400_000
/** The institution's morning, ten o'clock in Asia/Tashkent, in UTC. */
const TEN_OCLOCK = 'T05:00:00.000Z'
const AT_ONCE = 8
const UNNECESSARY: readonly string[] = ['taskClosed', 'processEnded']
const LETTERS_MS = 90_000

interface Planned {
  at: number
  intention: Intention
}

export interface StoryOptions {
  connected: Connected
  /** The door of the institution whose story it is. */
  facade: Facade
  clock: MovableClock
  cast: Cast
  /** Called after every step with business time, so that what happened can be told. */
  onStep(now: Date): Promise<void>
  over(): Promise<boolean>
}

/** Everybody acts on their own open tasks, through the public commands, when they would; time moves in between. */
export async function play(options: StoryOptions): Promise<void> {
  const { facade, clock } = options
  const { all } = options.connected.database
  const planned = new Map<string, Planned>()
  for (;;) {
    const tasks = await patiently(async () => {
      await settled(all, clock)
      await options.onStep(await clock.now())
      return openTasks(facade.pool)
    })
    const open = new Set(tasks.map(({ id }) => id))
    for (const id of planned.keys()) if (!open.has(id)) planned.delete(id)
    for (const task of tasks) if (!planned.has(task.id)) planned.set(task.id, plan(task, options.cast))
    if (tasks.length === 0 && (await patiently(options.over))) return
    const now = (await patiently(() => clock.now())).getTime()
    const ready = tasks.filter(({ id }) => (planned.get(id)?.at ?? now) <= now)
    if (ready.length > 0) {
      await lettersOf(all, ready)
      await actAll(options, ready, planned)
      continue
    }
    const due = await patiently(() => nextDue(all))
    const next = Math.min(...[...planned.values()].map(({ at }) => at), due)
    if (!Number.isFinite(next)) return
    const until = new Date(Math.max(next, now))
    await patiently(() => advance(all, clock, until))
  }
}

/** People act on what they were written: the letters of their tasks have left before they do. */
async function lettersOf(pool: Bound, tasks: OpenTask[]): Promise<void> {
  const deadline = Date.now() + LETTERS_MS
  for (;;) {
    const { rowCount } = await patiently(() =>
      pool.query({
        name: 'story-letters',
        text: `SELECT FROM message WHERE task_id = ANY($1) AND state = 'queued' LIMIT 1`,
        values: [tasks.map(({ id }) => id)],
      }),
    )
    if (rowCount === 0) return
    if (Date.now() > deadline) throw new Error('a letter has not left within 90 seconds; see the worker log')
    await pause(5)
  }
}

async function nextDue(pool: Bound): Promise<number> {
  const { rows } = await pool.query<{ due: Date | null }>(
    'SELECT min(next_due) AS due FROM process WHERE open',
  )
  return rows[0]?.due?.getTime() ?? Number.POSITIVE_INFINITY
}

function plan(task: OpenTask, cast: Cast): Planned {
  const intention = intentionOf(task, cast)
  const from =
    intention.fromDue === undefined ? task.opened : new Date(task.due.getTime() + intention.fromDue * DAY_MS)
  let day = Date.parse(`${from.toISOString().slice(0, 10)}${TEN_OCLOCK}`)
  for (let left = intention.after ?? 0; left > 0; ) {
    day += DAY_MS
    if (new Date(day).getUTCDay() !== 0) left -= 1
  }
  return { at: day, intention }
}

/** Within one process one after the other, so that who is quicker is no chance; the processes at the same time. */
async function actAll(
  options: StoryOptions,
  ready: OpenTask[],
  planned: Map<string, Planned>,
): Promise<void> {
  const byProcess = new Map<string, OpenTask[]>()
  for (const task of ready) byProcess.set(task.process, [...(byProcess.get(task.process) ?? []), task])
  const queue = [...byProcess.values()]
  const act = async (): Promise<void> => {
    for (let tasks = queue.shift(); tasks !== undefined; tasks = queue.shift()) {
      for (const task of tasks) {
        const intention = planned.get(task.id)?.intention
        if (intention !== undefined) await actOn(options, task, intention)
        planned.delete(task.id)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, act))
}

async function actOn({ facade, clock }: StoryOptions, task: OpenTask, intention: Intention): Promise<void> {
  const { id, owner } = task
  const { decision, data = {} } = intention
  // The same key each time: whoever repeats a command does nothing twice.
  const key = `story:${id}:${decision}`
  const now = await patiently(() => clock.now())
  const given = { task: id, decision, data: today(data, now), key }
  try {
    await patiently(() => facade.completeTask(fromCommandLine(owner), given))
  } catch (error) {
    // What a colleague did a moment ago has made this unnecessary.
    if (!(error instanceof Refused && UNNECESSARY.includes(error.code))) throw error
  }
}

const today = (data: Data, now: Date): Data =>
  data.date === 'today' ? { ...data, date: now.toISOString().slice(0, 10) } : data
