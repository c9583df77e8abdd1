import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { countEvents } from '../client/history.ts'
import { auditVerify } from '../client/reads/audit.ts'
import type { Bound } from '../database/database.ts'

export interface Summary {
  wallSeconds: number
  simulatedDays: number
  processes: {
    partnership: string
    agreement: string
    practiceCycle: string
    attestation: string
    placements: Record<string, number>
  }
  tasks: Record<'opened' | 'completed' | 'escalated' | 'expired' | 'open', number>
  documents: {
    kind: string
    number: string | null
    language: string
    pages: number
    bytes: number
    sha256: string
    file: string
  }[]
  reminders: Record<'planned' | 'sent' | 'delivered' | 'cancelled' | 'suppressed' | 'failed', number>
  events: { count: number; processes: number; chainVerified: boolean }
  history: { agreementEvents: number; placementEventsMax: number }
}

/** What the story left behind, read from the database, the engine and the files. */
export async function summarise(
  pool: Bound,
  client: Client,
  documentsDir: string,
  times: { wallSeconds: number; simulatedDays: number },
): Promise<Summary> {
  const audit = await auditVerify(pool)
  return {
    ...times,
    processes: await processes(pool),
    tasks: await tasks(pool),
    documents: await documents(pool, documentsDir),
    reminders: await reminders(pool),
    events: { count: audit.events, processes: audit.processes, chainVerified: audit.broken.length === 0 },
    history: await history(pool, client),
  }
}

async function processes(pool: Bound): Promise<Summary['processes']> {
  const { rows } = await pool.query<{ kind: string; state: string; count: number }>(
    `SELECT kind, coalesce(outcome, stage) AS state, count(*)::int AS count, min(opened_at) AS first
     FROM process GROUP BY 1, 2 ORDER BY first`,
  )
  const of = (kind: string): string => rows.find((row) => row.kind === kind)?.state ?? 'none'
  const placements = rows.filter(({ kind }) => kind === 'placement')
  return {
    partnership: of('partnership'),
    agreement: of('agreement'),
    practiceCycle: of('practiceCycle'),
    attestation: of('attestation'),
    placements: Object.fromEntries(placements.map(({ state, count }) => [state, count])),
  }
}

async function tasks(pool: Bound): Promise<Summary['tasks']> {
  const { rows } = await pool.query<Summary['tasks']>(
    `SELECT count(*)::int AS opened, count(*) FILTER (WHERE state = 'done')::int AS completed,
            (SELECT count(DISTINCT (process_id, data ->> 'task'))::int FROM event WHERE type = 'taskEscalated') AS escalated,
            count(*) FILTER (WHERE state = 'expired')::int AS expired,
            count(*) FILTER (WHERE state IN ('open', 'escalated'))::int AS open
     FROM task`,
  )
  return rows[0] ?? { opened: 0, completed: 0, escalated: 0, expired: 0, open: 0 }
}

async function documents(pool: Bound, folder: string): Promise<Summary['documents']> {
  const { rows } = await pool.query<Summary['documents'][number]>(
    `SELECT kind, number, language, pages, bytes, sha256, file FROM document WHERE state = 'issued' ORDER BY at, id`,
  )
  return rows.map((row) => ({ ...row, file: join(folder, row.file) }))
}

/** Each contact is counted once, by how it ended. */
async function reminders(pool: Bound): Promise<Summary['reminders']> {
  const { rows } = await pool.query<{ state: keyof Summary['reminders']; count: number }>(
    'SELECT state, count(*)::int AS count FROM contact GROUP BY state',
  )
  const none = { planned: 0, sent: 0, delivered: 0, cancelled: 0, suppressed: 0, failed: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

/** History events of the agreement and of the longest placement. */
async function history(pool: Bound, client: Client): Promise<Summary['history']> {
  const { rows } = await pool.query<{ id: string; kind: string }>(
    `SELECT id, kind FROM process WHERE kind IN ('agreement', 'placement')`,
  )
  const counts = await Promise.all(
    rows.map(async ({ id, kind }) => ({ kind, count: await countEvents(client, id) })),
  )
  const most = (kind: string): number =>
    Math.max(0, ...counts.filter((row) => row.kind === kind).map(({ count }) => count))
  return { agreementEvents: most('agreement'), placementEventsMax: most('placement') }
}
