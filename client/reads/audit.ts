import type { PoolClient } from 'pg'
import type { Bound } from '../../database/database.ts'
import { inTransaction, SNAPSHOT } from '../../database/transaction.ts'
import { chainHash } from '../../events/chain.ts'

/** What is wrong with the events of a process, at the first place where it shows. */
export const FAULTS = ['missing', 'order', 'altered', 'end', 'head', 'noProcess'] as const
export type Fault = (typeof FAULTS)[number]

export interface BrokenChain {
  process: string
  /** Sequence number of the first event that does not fit. */
  seq: number
  fault: Fault
}

export interface AuditReport {
  processes: number
  events: number
  broken: BrokenChain[]
}

interface Row {
  process: string
  last: number
  head: string
  seq: number | null
  type: string
  data: unknown
  actor: string | null
  on_behalf_of: string | null
  evidence: string | null
  door: string | null
  command: string
  at: Date
  prev_hash: string
  hash: string
}

const BATCH = 1000
/** More broken chains than this say nothing new. */
const MOST_BROKEN = 100

/** One process after the other: what has been checked of the one at hand. */
class Chain {
  private seq = 0
  private hash = ''
  private broken: BrokenChain | null = null

  constructor(private readonly row: Row) {}

  get process(): string {
    return this.row.process
  }

  private fail(fault: Fault, seq: number): void {
    this.broken ??= { process: this.process, seq, fault }
  }

  add(row: Row): void {
    if (row.seq === null || this.broken !== null) return
    const fault = this.faultOf(row, row.seq)
    // After a gap the first event that should be there is meant, otherwise the one that is.
    if (fault !== null) this.fail(fault, fault === 'missing' ? this.seq + 1 : row.seq)
    this.seq = row.seq
    this.hash = row.hash
  }

  private faultOf(row: Row, seq: number): Fault | null {
    if (seq !== this.seq + 1) return 'missing'
    // A wrong link between two events that are whole in themselves: they changed places or one was put between.
    if (row.prev_hash !== this.hash) return 'order'
    const { process, type, data, actor, command } = row
    const at = row.at.toISOString()
    const evidence = row.evidence ?? undefined
    const door = row.door ?? undefined
    const event = {
      process,
      seq,
      type,
      data,
      actor,
      onBehalfOf: row.on_behalf_of,
      evidence,
      door,
      command,
      at,
    }
    return chainHash(this.hash, event) === row.hash ? null : 'altered'
  }

  end(): BrokenChain | null {
    if (this.seq !== this.row.last) this.fail('end', this.seq + 1)
    if (this.hash !== this.row.head) this.fail('head', this.seq)
    return this.broken
  }
}

/**
 * Computes every hash anew, in batches and in one snapshot, so that memory stays the same however many events there
 * are and running processes do not disturb it. Sees an event that was changed, taken out, put in or moved; somebody
 * who rewrites a whole chain and its head is only seen by comparing with a copy kept elsewhere.
 */
export async function auditVerify(
  pool: Bound,
  process: string | null = null,
  onBatch?: (events: number) => void,
): Promise<AuditReport> {
  return inTransaction(pool, (client) => verify(client, process, onBatch), { mode: SNAPSHOT })
}

async function verify(
  client: PoolClient,
  process: string | null,
  onBatch?: (events: number) => void,
): Promise<AuditReport> {
  const report: AuditReport = { processes: 0, events: 0, broken: await orphans(client, process) }
  await client.query(
    `DECLARE chains NO SCROLL CURSOR FOR
     SELECT process.id AS process, process.seq AS last, process.head, event.seq, type, data, actor_id AS actor,
            on_behalf_of, evidence, door, command_id AS command, at, prev_hash, hash
     FROM process LEFT JOIN event ON event.process_id = process.id
     WHERE $1::text IS NULL OR process.id = $1 ORDER BY process.id, event.seq`,
    [process],
  )
  let chain: Chain | null = null
  const finish = (): void => {
    const broken = chain?.end() ?? null
    if (broken !== null && report.broken.length < MOST_BROKEN) report.broken.push(broken)
  }
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${BATCH} FROM chains`)
    for (const row of rows) {
      if (row.process !== chain?.process) {
        finish()
        chain = new Chain(row)
        report.processes += 1
      }
      if (row.seq !== null) report.events += 1
      chain.add(row)
    }
    onBatch?.(report.events)
    if (rows.length < BATCH) break
  }
  finish()
  return report
}

/** Events whose process is gone: the tables' own rules forbid it, so somebody went around them. */
async function orphans(client: PoolClient, process: string | null): Promise<BrokenChain[]> {
  const { rows } = await client.query<{ process: string; seq: number }>(
    `SELECT process_id AS process, min(seq) AS seq FROM event
     WHERE ($1::text IS NULL OR process_id = $1) AND NOT EXISTS (SELECT FROM process WHERE id = process_id)
     GROUP BY process_id LIMIT ${MOST_BROKEN}`,
    [process],
  )
  return rows.map((row) => ({ ...row, fault: 'noProcess' as const }))
}
