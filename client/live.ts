import { z } from 'zod'
import type { Database } from '../database/database.ts'
import type { Scope } from './reads/scope.ts'

/** A process went on: whoever shows it reads it again. */
export interface Notice {
  process: string
  seq: number
  /** When it was recorded, in milliseconds of the database's clock. */
  at: number
}

type Hearer = (notice: Notice | 'gap') => void

const CHANNEL = 'bitim_recorded'
/** Milliseconds that a transaction may have been open before others that ended earlier: they are told again. */
const OVERLAP = 60_000
const MOST_MISSED = 500

const notice = z.object({ institution: z.string(), process: z.string(), seq: z.int(), at: z.number() })

/** What is recorded, as it is recorded, for any number of listeners: one connection to the database for all of them. */
export class Live {
  private readonly hearers = new Map<string, Set<Hearer>>()
  private listening: Promise<{ stop(): Promise<void> }> | undefined

  constructor(private readonly database: Database) {}

  /** Hears of one institution until the function it answers is called. `gap` says that something may have been missed. */
  async hear(institution: string, hearer: Hearer): Promise<() => void> {
    const own = this.hearers.get(institution) ?? new Set<Hearer>()
    this.hearers.set(institution, own.add(hearer))
    this.listening ??= this.database.listen(
      CHANNEL,
      (payload) => this.tell(payload),
      () => this.tellAll('gap'),
    )
    await this.listening.catch((error: unknown) => {
      this.listening = undefined
      own.delete(hearer)
      throw error
    })
    return () => own.delete(hearer)
  }

  async close(): Promise<void> {
    this.hearers.clear()
    await (await this.listening)?.stop()
  }

  private tell(payload: string): void {
    const { institution, ...told } = notice.parse(JSON.parse(payload))
    for (const hearer of this.hearers.get(institution) ?? []) hearer(told)
  }

  private tellAll(told: 'gap'): void {
    for (const hearer of [...this.hearers.values()].flatMap((own) => [...own])) hearer(told)
  }
}

/** What was recorded since, each process once; null where it is too much to tell. */
export async function missedSince(scope: Scope, at: number): Promise<Notice[] | null> {
  const { rows } = await scope.pool.query<Notice>({
    name: 'read-missed',
    text: `SELECT process_id AS process, max(seq) AS seq, floor(extract(epoch FROM max(recorded_at)) * 1000)::float AS at
           FROM event WHERE institution_id = $1 AND recorded_at >= to_timestamp($2::float / 1000)
           GROUP BY process_id ORDER BY 3 LIMIT ${MOST_MISSED + 1}`,
    values: [scope.institution, at - OVERLAP],
  })
  return rows.length > MOST_MISSED ? null : rows
}
