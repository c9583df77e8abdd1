import type { Client } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import type { Pool } from 'pg'
import { Refused } from './refused.ts'

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

interface TimeSkipping {
  currentTime?: { seconds?: unknown; nanos?: number | null } | null
}

/** Differences below this are the time the calls themselves take. */
const TOLERANCE_MS = 50
const PATIENCE_MS = 20_000
const ASK_AGAIN_MS = 300
/** gRPC status code. */
const NOT_FOUND = 5

/**
 * The embedded stack's clock. One offset holds for everybody; a process is brought to it by the engine's own time
 * skipping when somebody talks to it or when something in it is due, never by pretending inside the process.
 */
export class MovableClock implements BusinessClock {
  private readonly synced = new Map<string, number>()

  /** The pool is the clock's own: it waits for processes that need a connection to record what they do. */
  constructor(
    private readonly client: Client,
    private readonly pool: Pool,
    private readonly namespace = 'default',
  ) {}

  close(): Promise<void> {
    return this.pool.end()
  }

  async offset(): Promise<number> {
    const { rows } = await this.pool.query<{ offset_ms: string }>({
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
    const { rowCount } = await this.pool.query(
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
    const client = await this.pool.connect()
    try {
      await client.query('BEGIN')
      // Two clients that move the same process at once would move it twice.
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [process])
      const { rows } = await client.query<{ clock_offset_ms: string; open: boolean }>(
        'SELECT clock_offset_ms, open FROM process WHERE id = $1',
        [process],
      )
      if (rows[0]?.open === true) await this.move(process, offset - Number(rows[0].clock_offset_ms))
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      // It ended meanwhile: nothing in it is due any more.
      if (!(isGrpcServiceError(error) && error.code === NOT_FOUND)) throw error
    } finally {
      client.release()
    }
    this.synced.set(process, offset)
  }

  /**
   * Skips until the engine's time of the process is the server's plus `ahead`. A skip asked for while the process is
   * at work may be lost; asked for again it is counted from where the process then is.
   */
  private async move(process: string, ahead: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS
    let askedAt = 0
    for (;;) {
      const lag = Date.now() + ahead - (await this.engineTime(process))
      if (lag <= TOLERANCE_MS) return
      if (Date.now() > deadline) throw new Refused('clockStuck', { process })
      if (Date.now() - askedAt > ASK_AGAIN_MS) {
        askedAt = Date.now()
        await this.skip(process, lag)
      } else {
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
  }

  private async skip(process: string, milliseconds: number): Promise<void> {
    const duration = { seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1e6 }
    const timeSkippingConfig = {
      enabled: true,
      fastForwardConfig: { id: `${process} ${Date.now()}`, duration },
    }
    await this.client.workflowService.updateWorkflowExecutionOptions({
      namespace: this.namespace,
      workflowExecution: { workflowId: process },
      workflowExecutionOptions: { timeSkippingConfig },
      updateMask: { paths: ['time_skipping_config'] },
    } as never)
  }

  private async engineTime(process: string): Promise<number> {
    const description = await this.client.workflowService.describeWorkflowExecution({
      namespace: this.namespace,
      execution: { workflowId: process },
    })
    const skipping = (
      description.workflowExtendedInfo as { timeSkippingInfo?: TimeSkipping | null } | null | undefined
    )?.timeSkippingInfo
    const time = skipping?.currentTime
    if (time === null || time === undefined) return Date.now()
    return Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6)
  }
}
