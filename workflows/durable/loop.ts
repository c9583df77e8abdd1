import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { commit, decide, dueCommand, nextDue } from './engine.ts'
import type { Change, Running } from './ledger.ts'
import type { ProcessInput, Reached } from './messages.ts'
import { commandUpdate, stateQuery } from './messages.ts'
import type { EffectOutcome, Performer, Recorder } from './port.ts'
import type { Command, Core, Effect, EventBase, Instant, Refusal } from './types.ts'
import { isRefusal } from './types.ts'

const { record } = proxyLocalActivities<Recorder>({
  startToCloseTimeout: '20 seconds',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '1 minute' },
})

const performer = proxyActivities<Performer>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
})

/** Expected refusals are answers, not faults: they neither retry nor raise the failure metrics. */
const failure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    message: refusal.refusal,
    type: refusal.refusal,
    nonRetryable: true,
    details: [refusal.params ?? {}],
    category: 'BENIGN',
  })

function firstRun<S>(input: ProcessInput): Running<S> {
  return {
    id: input.id,
    institution: input.institution,
    policy: input.policy,
    parent: input.parent,
    clockOffset: input.clockOffset,
    seq: 0,
    head: '',
    state: null as S,
    book: {},
    escalated: {},
    outbox: [],
    stuck: {},
    ring: [],
  }
}

/**
 * Runs a core as a durable process: one recorder, one timer, effects beside them.
 * Handlers change the state synchronously and answer once their facts are recorded.
 */
export async function runProcess<S, E extends EventBase>(
  core: Core<S, E>,
  input: ProcessInput,
): Promise<void> {
  const running: Running<S> = input.running ?? firstRun(input)
  const queue: Change[] = []
  const performing = new Set<string>()
  let recorded = running.seq
  let dirty = false
  let renewing = false
  const startedAt = running.seq

  const now = (): Instant => new Date(Date.now() + running.clockOffset).toISOString()
  const open = (): boolean => running.state === null || core.situation(running.state).open

  const accept = (command: Command): number => {
    const at = now()
    const events = decide(core, running, command, at)
    if (isRefusal(events)) throw failure(events)
    queue.push(commit(core, running, events, command, at))
    return running.seq
  }

  const known = (command: Command): number | undefined =>
    running.ring.find((entry) => entry.id === command.id)?.seq

  // Before the handlers: the command that began this process may be waiting for them already.
  if (running.state === null) {
    const command: Command = {
      id: input.command,
      type: 'begin',
      data: input.begin,
      by: { person: null, roles: [] },
    }
    queue.push(commit(core, running, core.begin(input.begin), command, now()))
  }

  setHandler(stateQuery, () => running)
  setHandler(
    commandUpdate,
    async (command): Promise<Reached> => {
      const seq = known(command) ?? accept(command)
      await condition(() => recorded >= seq)
      return { seq }
    },
    {
      validator(command) {
        if (known(command) !== undefined) return
        if (command.type === 'begin') throw failure({ refusal: 'alreadyStarted' })
        const events = decide(core, running, command, now())
        if (isRefusal(events)) throw failure(events)
      },
    },
  )

  const recordAll = async (): Promise<void> => {
    const changes = queue.splice(0)
    dirty = false
    const facts = changes.flatMap((change) => change.facts)
    const opened = changes.flatMap((change) => change.opened)
    const closed = changes.flatMap((change) => change.closed)
    const closedKeys = new Set(closed.map((closing) => closing.key))
    const seq = running.seq
    const result = await record({
      id: running.id,
      kind: core.kind,
      institution: running.institution,
      policy: running.policy,
      parent: running.parent,
      clockOffset: running.clockOffset,
      fromSeq: seq - facts.length,
      head: running.head,
      facts,
      // A wait opened and closed within one batch was never there for anybody.
      opened: opened.filter((wait) => !closedKeys.has(wait.key)),
      closed: closed.filter((closing) => !opened.some((wait) => wait.key === closing.key)),
      situation: core.situation(running.state),
      state: running.state,
      book: running.book,
      outbox: running.outbox.map(({ key, type }) => ({ key, type })),
      at: now(),
    })
    running.head = result.head
    for (const [key, booking] of Object.entries(result.bookings)) {
      if (running.book[key] !== undefined) running.book[key] = booking
    }
    recorded = seq
  }

  const take = (events: Parameters<typeof commit<S, E>>[2], command: Command): void => {
    queue.push(commit(core, running, events, command, now()))
  }

  const conclude = (outcome: EffectOutcome): void => {
    const { effect } = outcome
    const by = { person: null, roles: [] }
    const failed = (code: string): void => take([{ type: 'effectFailed', effect, code }], { id: '', type: 'effectFailed', data: {}, by })
    if (!open()) return
    if ('failed' in outcome) return failed(outcome.failed)
    for (const { to, code } of outcome.refused) {
      take([{ type: 'messageRefused', to, code }], { id: '', type: 'messageRefused', data: {}, by })
    }
    if (outcome.reply === null) return
    const command: Command = { id: `${running.id}:${effect}`, ...outcome.reply, by }
    const events = decide(core, running, command, now())
    if (isRefusal(events)) failed(events.refusal)
    else take(events, command)
  }

  /** What one batch of facts brought about is done by one activity: it costs the history one. */
  const performAll = async (effects: Effect[]): Promise<void> => {
    const { id: process, institution, policy } = running
    const outcomes = await performer.perform({ process, institution, policy, at: now(), effects })
    for (const outcome of outcomes) {
      conclude(outcome)
      running.outbox = running.outbox.filter(({ key }) => key !== outcome.effect)
      performing.delete(outcome.effect)
    }
    dirty = true
  }

  const effects = async (): Promise<never> => {
    const waiting = (): Effect[] => running.outbox.filter(({ key }) => !performing.has(key))
    for (;;) {
      await condition(() => !renewing && recorded >= running.seq && waiting().length > 0)
      const batch = waiting()
      for (const { key } of batch) performing.add(key)
      void performAll(batch)
    }
  }

  const time = async (): Promise<never> => {
    for (;;) {
      const due = nextDue(running)
      if (due === null || !open()) {
        await condition(() => open() && nextDue(running) !== null)
        continue
      }
      const delay = Date.parse(due) - Date.parse(now())
      // Looked at between records only: a batch that closes one task and opens another moves the timer once.
      const moved = delay > 0 && (await condition(() => recorded >= running.seq && nextDue(running) !== due, delay))
      if (moved || renewing) {
        if (renewing) await condition(() => !renewing)
        continue
      }
      await condition(() => recorded >= running.seq)
      const at = now()
      for (
        let next = dueCommand(core, running, at);
        next !== null && open();
        next = dueCommand(core, running, at)
      ) {
        queue.push(commit(core, running, next.events, next.command, at))
        await condition(() => recorded >= running.seq)
      }
    }
  }

  void effects()
  void time()

  const finished = (): boolean => !open() && running.outbox.length === 0
  const renew = (): boolean =>
    workflowInfo().continueAsNewSuggested ||
    (input.renewEvery !== undefined && running.seq - startedAt >= input.renewEvery)

  for (;;) {
    await condition(() => queue.length > 0 || dirty || finished() || renew())
    if (queue.length > 0 || dirty) {
      await recordAll()
      continue
    }
    renewing = true
    await condition(() => queue.length > 0 || dirty || allHandlersFinished())
    if (queue.length > 0 || dirty) {
      renewing = false
      continue
    }
    if (finished()) return
    await continueAsNew<(next: ProcessInput) => Promise<void>>({
      ...input,
      begin: {},
      running: running as Running<never>,
    })
  }
}
