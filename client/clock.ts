import type { Client } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import type { PoolClient } from 'pg'
import type { Bound, Database } from '../database/database.ts'
import { inTransaction } from '../database/transaction.ts'
import { Refused } from '../schema/refused.ts'

/** Business time of the processes this client talks to. */
export interface BusinessClock {
  /** Business time minus server time in milliseconds. */
  offset(): Promise<number>
  /** Brings one process to business time before somebody talks to it. */
  catchUp(process: string): Promise<void>
  close(): Promise<void>
}

/** Production: business time is the server's, nothing moves it. */
export const serverClock: BusinessClock = {
  offset: async () => 0,
  catchUp: async () => undefined,
  close: async () => undefined,
}

interface Timestamp {
  seconds?: unknown
  nanos?: number | null
}

interface TimeSkipping {
  currentTime?: Timestamp | null
  effectiveConfig?: { enabled?: boolean | null } | null
  fastForwardInfo?: { targetTime?: Timestamp | null } | null
}

interface EngineTime {
  /** Milliseconds. */
  time: number
  /** The engine knows of a skip that is not over. */
  underWay: boolean
  skipping: boolean
  /** A task or an activity of the process is awaited: nothing is skipped meanwhile. */
  atWork: boolean
}

const milliseconds = (time: Timestamp): number =>
  Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6)

/**
 * Differences below this pass by themselves. Nothing so short is ever skipped: its aim would be over before the engine
 * hears of it, and the engine would then skip to the next timer, wherever that is.
 */
const TOLERANCE_MS = 1_500
const PATIENCE_MS = 20_000
/** A skip ends this much before what is due in the process. */
const SHORT_MS = 40
const ASK_AGAIN_MS = 300
/** A look costs the engine as much as the skip itself: the first comes when a skip is usually over. */
const FIRST_LOOK_MS = 8
const LATER_LOOK_MS = 64
/** A skip the engine knows of and does not finish although nothing in the process is at work: it was lost. */
const LOST_MS = 3_000
/** gRPC status code. */
const NOT_FOUND = 5

/**
 * The embedded stack's clock. One offset holds for everybody; a process is brought to it by the engine's own time
 * skipping when somebody talks to it or when something in it is due, never by pretending inside the process.
 */
export class MovableClock implements BusinessClock {
  private readonly synced = new Map<string, number>()

  private readonly bound: Bound

  /** The connections are the clock's own: it waits for processes that need one to record what they do. */
  constructor(
    private readonly client: Client,
    private readonly database: Database,
    private readonly namespace = 'default',
  ) {
    this.bound = database.all
  }

  close(): Promise<void> {
    return this.database.end()
  }

  async offset(): Promise<number> {
    const { rows } = await this.bound.query<{ offset_ms: string }>({
      name: 'clock-offset',
      text: `SELECT offset_ms FROM business_clock WHERE id = 'embedded'`,
    })
    return Number(rows[0]?.offset_ms ?? 0)
  }

  async now(): Promise<Date> {
    return new Date(Date.now() + (await this.offset()))
  }

  /** Business time never goes back. */
  async set(offset: number): Promise<void> {
    const { rowCount } = await this.bound.query(
      `INSERT INTO business_clock (id, offset_ms) VALUES ('embedded', $1)
       ON CONFLICT (id) DO UPDATE SET offset_ms = $1
       WHERE business_clock.offset_ms <= $1 OR NOT EXISTS (SELECT FROM process)`,
      [Math.round(offset)],
    )
    if (rowCount === 0) throw new Refused('dateInPast')
  }

  async catchUp(process: string): Promise<void> {
    const offset = await this.offset()
    if (this.synced.get(process) === offset) return
    await inTransaction(this.bound, async (client) => {
      // Two clients that move the same process at once would move it twice.
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [process])
      await this.move(client, process, offset)
    }).catch((error: unknown) => {
      // It ended meanwhile: nothing in it is due any more.
      if (!(isGrpcServiceError(error) && error.code === NOT_FOUND)) throw error
    })
    this.synced.set(process, offset)
  }

  /**
   * Skips until the process is at business time, never over what is due in it: what is due then comes by itself. A
   * skip that ends after a timer goes on while the process works on it, and may then end at the next timer instead.
   * One asked for while the process is at work may be lost; one that is under way is waited for: two would be skipped
   * one after the other.
   */
  private async move(client: PoolClient, process: string, offset: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS
    let askedAt = 0
    let pause = FIRST_LOOK_MS
    for (;;) {
      const row = await positionOf(client, process)
      if (row === null) return
      const { time, underWay, skipping, atWork } = await this.engineTime(process)
      const behind = Date.now() + offset - row.offset - time
      if (behind <= TOLERANCE_MS) {
        // Still skipping although it is there: the engine was slow, and something was due before the skip's end.
        if (skipping) await this.configure(process, { enabled: false })
        return
      }
      if (Date.now() > deadline) throw new Refused('clockStuck', { process })
      const by = Math.min(behind, (row.due ?? Number.POSITIVE_INFINITY) - SHORT_MS - row.offset - time)
      // While a task of a worker that died is awaited, the engine keeps the skip for afterwards.
      const kept = underWay && atWork
      if (by > TOLERANCE_MS && !kept && Date.now() - askedAt > (underWay ? LOST_MS : ASK_AGAIN_MS)) {
        askedAt = Date.now()
        await this.skip(process, by)
        pause = FIRST_LOOK_MS
      } else {
        await new Promise((resolve) => setTimeout(resolve, pause))
        pause = Math.min(LATER_LOOK_MS, pause * 2)
      }
    }
  }

  private async skip(process: string, by: number): Promise<void> {
    const duration = { seconds: Math.floor(by / 1000), nanos: (by % 1000) * 1e6 }
    await this.configure(process, {
      enabled: true,
      fastForwardConfig: { id: `${process} ${Date.now()}`, duration },
    })
  }

  private async configure(process: string, timeSkippingConfig: object): Promise<void> {
    await this.client.workflowService.updateWorkflowExecutionOptions({
      namespace: this.namespace,
      workflowExecution: { workflowId: process },
      workflowExecutionOptions: { timeSkippingConfig },
      updateMask: { paths: ['time_skipping_config'] },
    } as never)
  }

  private async engineTime(process: string): Promise<EngineTime> {
    const description = await this.client.workflowService.describeWorkflowExecution({
      namespace: this.namespace,
      execution: { workflowId: process },
    })
    const info = (
      description.workflowExtendedInfo as { timeSkippingInfo?: TimeSkipping | null } | null | undefined
    )?.timeSkippingInfo
    const { currentTime, effectiveConfig, fastForwardInfo } = info ?? {}
    const time = currentTime ? milliseconds(currentTime) : Date.now()
    const target = fastForwardInfo?.targetTime
    const skipping = effectiveConfig?.enabled === true
    const { pendingWorkflowTask, pendingActivities } = description
    const atWork = !!pendingWorkflowTask || (pendingActivities ?? []).length > 0
    return { time, underWay: skipping && !!target && milliseconds(target) > time, skipping, atWork }
  }
}

/** The process's own offset and what is due next in it, in milliseconds of business time; null when it is over. */
async function positionOf(
  client: PoolClient,
  process: string,
): Promise<{ offset: number; due: number | null } | null> {
  const { rows } = await client.query<{ offset: string; due: Date | null }>({
    name: 'clock-position',
    text: 'SELECT clock_offset_ms AS offset, next_due AS due FROM process WHERE id = $1 AND open',
    values: [process],
  })
  const row = rows[0]
  return row === undefined ? null : { offset: Number(row.offset), due: row.due?.getTime() ?? null }
}
