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
import { decide, dueCommand, nextDue } from './engine.ts'
import { firstRun } from './first-run.ts'
import type { Entry } from './journal.ts'
import { Journal } from './journal.ts'
import type { Running } from './ledger.ts'
import type { ProcessInput, Reached } from './messages.ts'
import { commandUpdate, stateQuery } from './messages.ts'
import type { EffectOutcome, Performer, Recorder } from './port.ts'
import type { Command, Core, Data, Effect, EventBase, Instant, Refusal } from './types.ts'
import { isRefusal } from './types.ts'

const { record } = proxyLocalActivities<Recorder>({
  startToCloseTimeout: '20 seconds',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '1 minute' },
})

const performer = proxyActivities<Performer>({
  startToCloseTimeout: '2 minutes',
  // A worker that died is noticed by its silence, long before that.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
})

/** Facts a run records before the next one goes on: a run that was lost is replayed well within the time of one task. */
const RENEW_EVERY = 200

const NOBODY = { person: null, roles: [] }

/** Expected refusals are answers, not faults: they neither retry nor raise the failure metrics. */
const failure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    message: refusal.refusal,
    type: refusal.refusal,
    nonRetryable: true,
    details: [refusal.params ?? {}],
    category: 'BENIGN',
  })

/**
 * Runs a core as a durable process: one recorder, one timer, effects beside them.
 * Handlers change the state synchronously and answer once their facts are recorded.
 */
export async function runProcess<S, E extends EventBase>(
  core: Core<S, E>,
  input: ProcessInput,
): Promise<void> {
  const running: Running<S> = input.running ?? firstRun(input)
  const now = (): Instant => new Date(Date.now() + running.clockOffset).toISOString()
  const journal = new Journal(core, running, now)
  const performing = new Set<string>()
  const startedAt = running.seq
  let dirty = false
  let renewing = false

  const open = (): boolean => running.state === null || core.situation(running.state).open

  // Before the handlers: the command that began this process may be waiting for them already.
  if (running.state === null) {
    const command: Command = { id: input.command, type: 'begin', data: {}, by: NOBODY }
    journal.submit(command, () => core.begin(input.begin))
  }

  setHandler(stateQuery, () => running)
  setHandler(
    commandUpdate,
    async (command): Promise<Reached> => {
      const known = journal.seqOf(command)
      const entry: Entry =
        known === undefined
          ? journal.submit(command, () =>
              decide(core, running, command, { at: now(), today: now().slice(0, 10) }),
            )
          : { seq: known, refused: null }
      await condition(() => entry.refused !== null || journal.recorded >= entry.seq)
      if (entry.refused !== null) throw failure(entry.refused)
      return { seq: entry.seq }
    },
    {
      validator(command) {
        if (journal.seqOf(command) !== undefined) return
        if (command.type === 'begin') throw failure({ refusal: 'alreadyStarted' })
        const events = decide(core, running, command, { at: now(), today: now().slice(0, 10) })
        if (isRefusal(events)) throw failure(events)
      },
    },
  )

  const recordAll = async (): Promise<void> => {
    const batch = journal.take()
    const { after, before, change } = batch
    dirty = false
    const result = await record({
      id: running.id,
      kind: core.kind,
      institution: running.institution,
      policy: running.policy,
      parent: running.parent,
      clockOffset: running.clockOffset,
      fromSeq: before.seq,
      head: before.head,
      ...change,
      situation: core.situation(after.state),
      state: after.state,
      book: after.book,
      outbox: after.outbox.map(({ key, type }) => ({ key, type })),
      at: now(),
    })
    journal.settle(batch, result)
  }

  /** What came back is a command like any other; what came back before is not taken twice. */
  const conclude = (outcome: EffectOutcome): void => {
    if (!open()) return
    const { effect } = outcome
    const id = `${running.id}:${effect}`
    const put = (
      suffix: string,
      type: string,
      data: Data,
      decided: Parameters<typeof journal.submit>[1],
    ): Entry | null => {
      const command: Command = { id: `${id}${suffix}`, type, data, by: NOBODY }
      return journal.seqOf(command) === undefined ? journal.submit(command, decided) : null
    }
    const failed = (code: string): void => {
      put(`:failed:${running.seq}`, 'effectFailed', {}, () => [{ type: 'effectFailed', effect, code }])
    }
    if ('failed' in outcome) {
      failed(outcome.failed)
      return
    }
    for (const [n, { to, code }] of outcome.refused.entries()) {
      put(`:refused:${n}`, 'messageRefused', {}, () => [{ type: 'messageRefused', to, code }])
    }
    if (outcome.reply === null) return
    const { type, data } = outcome.reply
    const command: Command = { id, type, data, by: NOBODY }
    const entry = put('', type, data, () =>
      decide(core, running, command, { at: now(), today: now().slice(0, 10) }),
    )
    if (entry?.refused) failed(entry.refused.refusal)
  }

  /** What one batch of facts brought about is done by one activity: it costs the history one. */
  const performAll = async (effects: Effect[]): Promise<void> => {
    const { id: process, institution, policy } = running
    const outcomes = await performer.perform({ process, institution, policy, at: now(), effects })
    for (const outcome of outcomes) {
      conclude(outcome)
      running.outbox = running.outbox.filter(({ key }) => key !== outcome.effect)
    }
    for (const { key } of effects) performing.delete(key)
    dirty = true
  }

  const effects = async (): Promise<never> => {
    const waiting = (): Effect[] => running.outbox.filter(({ key }) => !performing.has(key))
    for (;;) {
      await condition(() => !renewing && journal.settled && waiting().length > 0)
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
      const moved = delay > 0 && (await condition(() => journal.settled && nextDue(running) !== due, delay))
      if (moved || renewing) {
        if (renewing) await condition(() => !renewing)
        continue
      }
      await condition(() => journal.settled)
      const at = now()
      for (
        let next = dueCommand(core, running, at);
        next !== null && open();
        next = dueCommand(core, running, at)
      ) {
        journal.note(next.command, next.events)
      }
      await condition(() => journal.settled)
    }
  }

  void effects()
  void time()

  const busy = (): boolean => journal.waiting || dirty
  const finished = (): boolean => !open() && running.outbox.length === 0
  const renew = (): boolean =>
    workflowInfo().continueAsNewSuggested ||
    // What is being performed would be begun once more by the next run.
    (performing.size === 0 && running.seq - startedAt >= (input.renewEvery ?? RENEW_EVERY))

  for (;;) {
    await condition(() => busy() || finished() || renew())
    if (busy()) {
      await recordAll()
      continue
    }
    renewing = true
    await condition(() => busy() || allHandlersFinished())
    if (busy()) {
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
