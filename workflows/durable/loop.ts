import {
  ActivityFailure,
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import { nextDue } from './booking.ts'
import { decide, dueCommand, nowIn, situationOf } from './engine.ts'
import { firstRun } from './first-run.ts'
import type { Batch, Entry } from './journal.ts'
import { Journal } from './journal.ts'
import type { LedgerEvent, Running } from './ledger.ts'
import type { ProcessInput, Reached } from './messages.ts'
import { commandUpdate, stateQuery } from './messages.ts'
import type { EffectOutcome, Performer, Recorder, RecordResult } from './port.ts'
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

/** The record's word that facts can never be recorded, whoever tries. */
const IMPOSSIBLE = 'recordImpossible'

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
  const isPlaced = (): boolean => running.zone.length > 0
  // Started again from its record it asks for the institution's clock before anything else.
  let dirty = running.state !== null && !isPlaced()
  let renewing = false

  const open = (): boolean => running.state === null || situationOf(core, running).open
  const decided = (command: Command) => () => decide(core, running, command, nowIn(running, now()))

  // Before the handlers: the command that began this process may be waiting for them already.
  const begun: Entry | null =
    running.state === null
      ? journal.submit({ id: input.command, type: 'begin', data: {}, by: input.by ?? NOBODY }, () =>
          core.begin(input.begin),
        )
      : null

  setHandler(stateQuery, () => running)
  setHandler(
    commandUpdate,
    async (command): Promise<Reached> => {
      const begins = begun !== null && command.id === input.command
      // What day it is where the institution is comes back with the first record.
      if (!begins) await condition(isPlaced)
      const known = journal.seqOf(command)
      const entry: Entry = begins
        ? begun
        : known === undefined
          ? journal.submit(command, decided(command))
          : { seq: known, refused: null }
      await condition(() => entry.refused !== null || journal.recorded >= entry.seq)
      if (entry.refused !== null) throw failure(entry.refused)
      return { seq: entry.seq }
    },
    {
      validator(command) {
        if (!isPlaced() || journal.seqOf(command) !== undefined) return
        if (command.type === 'begin') throw failure({ refusal: 'alreadyStarted' })
        const events = decided(command)()
        if (isRefusal(events)) throw failure(events)
      },
    },
  )

  const recordAll = async (): Promise<void> => {
    const batch = journal.take()
    dirty = false
    const result = await offer(batch)
    if (result !== null) journal.settle(batch, result)
    else if (!journal.reject(batch, { refusal: IMPOSSIBLE })) {
      // There is nobody to refuse: it waits for whoever mends what the record stands on.
      await sleep('1 minute')
      dirty = true
    }
  }

  /** Null where the record can never take these facts. */
  const offer = async ({ change, before, after }: Batch<S, E>): Promise<RecordResult | null> => {
    try {
      return await record({
        id: running.id,
        kind: core.kind,
        institution: running.institution,
        policy: running.policy,
        parent: running.parent,
        clockOffset: running.clockOffset,
        fromSeq: before.seq,
        head: before.head,
        ...change,
        situation: situationOf(core, after),
        state: after.state,
        book: after.book,
        outbox: after.outbox.map(({ key, type }) => ({ key, type })),
        at: now(),
      })
    } catch (error) {
      const cause = error instanceof ActivityFailure ? error.cause : error
      if (cause instanceof ApplicationFailure && cause.type === IMPOSSIBLE) return null
      throw error
    }
  }

  /** What came back is a command like any other; what came back before is not taken twice. */
  const conclude = (outcome: EffectOutcome): void => {
    const { effect } = outcome
    const id = `${running.id}:${effect}`
    const put = (
      suffix: string,
      type: string,
      data: Data,
      decided: Parameters<typeof journal.submit>[1],
      instead: LedgerEvent[] | null = null,
    ): Entry | null => {
      const command: Command = { id: `${id}${suffix}`, type, data, by: NOBODY }
      return journal.seqOf(command) === undefined ? journal.submit(command, decided, instead) : null
    }
    const failure = (code: string): LedgerEvent[] => [{ type: 'effectFailed', effect, code }]
    const failed = (code: string): void => {
      put(`:failed:${running.seq}`, 'effectFailed', {}, () => failure(code))
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
    // What was asked for is taken in by a process that is over, too.
    const taken = () => core.decide(running.state, command, nowIn(running, now()))
    const entry = put('', type, data, taken, failure(IMPOSSIBLE))
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
    await condition(isPlaced)
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
        const instead: LedgerEvent[] = [{ type: 'alarmFailed', alarm: next.key, code: IMPOSSIBLE }]
        journal.note(next.command, next.events, instead)
      }
      await condition(() => journal.settled)
    }
  }

  void effects()
  void time()

  const busy = (): boolean => journal.waiting || dirty
  const finished = (): boolean => !open()
  const renew = (): boolean =>
    workflowInfo().continueAsNewSuggested ||
    // What is being performed would be begun once more by the next run.
    (performing.size === 0 && running.seq - startedAt >= (input.renewEvery ?? RENEW_EVERY))

  for (;;) {
    await condition(() => busy() || finished() || renew() || (begun?.refused ?? null) !== null)
    if (begun?.refused) {
      // Nothing of it was recorded: whoever began it is told, and may begin it again.
      await condition(allHandlersFinished)
      throw failure(begun.refused)
    }
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
