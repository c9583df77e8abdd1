import type { Alarm, Data, Day, Instant, ProcessKind } from '../../workflows/durable/types.ts'
import type { EngineView } from './engine-view.ts'
import type { AlikeTasks, AwaitedTask } from './person-waits.ts'
import { awaitedTasks } from './person-waits.ts'
import type { ChildRow, ProcessRow } from './processes.ts'
import { findProcess, listChildren } from './processes.ts'
import type { Scope } from './scope.ts'
import { MAX_LIMIT } from './scope.ts'
import { alarmName, dueOf, waitsOf } from './waits.ts'

/** One thing a process waits for. */
export type ExplainedWait =
  | ({ kind: 'person'; processName: string | null } & AwaitedTask)
  | ({ kind: 'alike' } & AlikeTasks)
  | { kind: 'time'; alarm: string; due: Instant | Day | null }
  | { kind: 'system'; effect: string; count: number; attempts: number; lastFailure: string }
  | {
      kind: 'process'
      relation: 'parent' | 'child'
      process: ProcessKind
      stage: string
      count: number
      id: string
    }
  | { kind: 'stuck'; cause: 'failing' | 'lost' | 'nothingPlanned'; attempts: number; lastFailure: string }

/** The answer to “why is it waiting?”. Never without a wait while the process is open. */
export interface Explanation {
  process: string
  kind: ProcessKind
  partner: string | null
  partnerName: string | null
  stage: string
  open: boolean
  outcome: string | null
  reason: string | null
  since: Instant
  /** Business time of the answer. */
  now: Instant
  waits: ExplainedWait[]
}

/**
 * Explains a process from its tasks, its contacts, its recorded state and, where it can be asked, the engine.
 * `engine` null means that the engine was not asked or did not answer; `each`, that what is alike is not counted.
 */
export async function explain(
  scope: Scope,
  process: ProcessRow,
  now: Date,
  engine: EngineView | null = null,
  each = false,
): Promise<Explanation> {
  const { id, kind, partner, partnerName, stage, open, outcome, state } = process
  const reason = typeof state.reason === 'string' && state.reason !== '' ? state.reason : null
  const waits = [
    ...systemWaits(process, engine),
    ...(open ? await openWaits(scope, process, now, engine, each) : []),
  ]
  const trouble = open ? troubleOf(engine) : null
  if (trouble !== null) waits.unshift(trouble)
  if (open && waits.length === 0) {
    // Between reading the process and reading its tasks it may have gone on: then that is what there is to explain.
    const current = await findProcess(scope, id)
    if (current.seq !== process.seq || current.pendingEffects !== process.pendingEffects) {
      return explain(scope, current, now, engine, each)
    }
    waits.push({ kind: 'stuck', cause: 'nothingPlanned', attempts: 0, lastFailure: '' })
  }
  return {
    process: id,
    kind,
    partner,
    partnerName,
    stage,
    open,
    outcome,
    reason: open ? null : reason,
    since: process.changed.toISOString(),
    now: now.toISOString(),
    waits,
  }
}

/** What keeps the engine from going on with the process, whatever that one waits for. */
function troubleOf(engine: EngineView | null): ExplainedWait | null {
  if (engine?.status === 'lost') return { kind: 'stuck', cause: 'lost', attempts: 0, lastFailure: '' }
  if (engine === null || engine.failing === null) return null
  const { failed, failure } = engine.failing
  return { kind: 'stuck', cause: 'failing', attempts: failed, lastFailure: failure }
}

async function openWaits(
  scope: Scope,
  process: ProcessRow,
  now: Date,
  engine: EngineView | null,
  each: boolean,
): Promise<ExplainedWait[]> {
  const alarms = waitsOf(process.kind, process.state).filter((wait) => wait.wait === 'alarm')
  const children = (await listChildren(scope, process.id, MAX_LIMIT)).filter(
    ({ open, atWork }) => open || atWork,
  )
  const { single: tasks, alike } = await awaitedTasks(scope, process.id, now, each)
  const idle = alarms.length === 0 && tasks.every((task) => task.process !== process.id)
  // Where nothing of its own is awaited, it is the turn of the process that began it.
  const others = [...groupsOf(children), ...(idle ? await parentOf(scope, process) : [])]
  const times = timesOf(alarms, engine)
  const undated = times.find(({ due }) => due === null)
  // Where no person is waited for, the process's next instant is that of an alarm.
  if (undated !== undefined && tasks.every((task) => task.process !== process.id)) {
    undated.due = process.nextDue?.toISOString() ?? null
  }
  const names = new Map(children.map(({ id, name }) => [id, name]))
  const persons = tasks.map((task): ExplainedWait => {
    return { kind: 'person', processName: names.get(task.process) ?? null, ...task }
  })
  return [...persons, ...alike.map((many) => ({ kind: 'alike' as const, ...many })), ...times, ...others]
}

interface TimeWait {
  kind: 'time'
  alarm: string
  due: Instant | Day | null
}

/** The alarms that are still to ring, the soonest first. */
function timesOf(alarms: readonly Alarm[], engine: EngineView | null): TimeWait[] {
  const book = engine?.book ?? null
  return (
    alarms
      .map((alarm): TimeWait => ({ kind: 'time', alarm: alarmName(alarm.key), due: dueOf(alarm, book) }))
      // An alarm without an instant in the engine's book has rung already.
      .filter(({ due }) => due !== null || book === null)
      .sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
  )
}

function systemWaits(process: ProcessRow, engine: EngineView | null): ExplainedWait[] {
  const outbox = Array.isArray(process.state.outbox) ? (process.state.outbox as Data[]) : []
  const types = [...new Set(outbox.map(({ type }) => String(type)))]
  // Effects go out together in one activity: how often it failed is true of each of them.
  const worst = (engine?.attempts ?? []).toSorted((a, b) => b.failed - a.failed)[0]
  return types.map((effect) => {
    const count = outbox.filter(({ type }) => type === effect).length
    return { kind: 'system', effect, count, attempts: worst?.failed ?? 0, lastFailure: worst?.failure ?? '' }
  })
}

/** The open processes this one began, counted by kind and stage. */
function groupsOf(children: readonly ChildRow[]): ExplainedWait[] {
  const groups = new Map<string, ChildRow[]>()
  for (const child of children) {
    const name = `${child.kind} ${child.stage}`
    groups.set(name, [...(groups.get(name) ?? []), child])
  }
  return [...groups.values()].flatMap((group): ExplainedWait[] => {
    const [first] = group
    if (first === undefined) return []
    const { kind, stage, id } = first
    return [{ kind: 'process', relation: 'child', process: kind, stage, count: group.length, id }]
  })
}

/** The process that began this one, where that one's turn it is. */
async function parentOf(scope: Scope, { parent }: ProcessRow): Promise<ExplainedWait[]> {
  if (parent === null) return []
  const { rows } = await scope.pool.query<{ kind: ProcessKind; stage: string }>({
    name: 'read-parent',
    text: 'SELECT kind, stage FROM process WHERE id = $1 AND institution_id = $2 AND open',
    values: [parent, scope.institution],
  })
  return rows.map(({ kind, stage }) => {
    return { kind: 'process', relation: 'parent', process: kind, stage, count: 1, id: parent }
  })
}
