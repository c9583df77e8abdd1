import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { chainHash } from '../../activities/record/chain.ts'
import { listInbox } from '../../embedded/inbox-reader.ts'

/** Everything a story left behind, in words that are the same whenever it is told. */
export interface Ledger {
  /** Per process what happened in it; sorted, because what happens at one instant has no order of its own. */
  events: Record<string, string[]>
  tasks: string[]
  documents: string[]
  letters: string[]
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Puts codes where ids are: ids are drawn anew for every database. */
async function namer(pool: Pool): Promise<(text: unknown) => string> {
  const { rows } = await pool.query<{ id: string; code: string }>(
    `SELECT id, code FROM person UNION ALL SELECT id, code FROM partner UNION ALL SELECT id, code FROM site
     UNION ALL SELECT id, code FROM attestation_session UNION ALL SELECT id, 'partnership' FROM partnership`,
  )
  const codes = new Map(rows.map(({ id, code }) => [id, code]))
  return (text) => String(text ?? '').replaceAll(UUID, (id) => codes.get(id) ?? 'somebody')
}

interface EventRow {
  process: string
  type: string
  data: Record<string, unknown>
}

/** What tells two events of one type apart without naming an instant or a number. */
const aboutOf = ({ data }: EventRow): unknown =>
  data.task ??
  data.instance ??
  data.item ??
  data.kind ??
  data.person ??
  data.trainee ??
  data.week ??
  data.months ??
  data.to

export async function ledgerOf(pool: Pool): Promise<Ledger> {
  const named = await namer(pool)
  const events: Ledger['events'] = {}
  const told = await pool.query<EventRow>(
    'SELECT process_id AS process, type, data FROM event ORDER BY process_id, seq',
  )
  for (const row of told.rows) {
    const process = named(row.process)
    events[process] = [...(events[process] ?? []), `${row.type} ${named(aboutOf(row))}`.trim()]
  }
  for (const list of Object.values(events)) list.sort()
  const lines = async (sql: string): Promise<string[]> => {
    const { rows } = await pool.query<{ line: string }>(sql)
    return rows.map(({ line }) => named(line)).sort()
  }
  return {
    events,
    tasks: await lines(`SELECT concat_ws(' ', process_id, key, state, decision, owner_id) AS line FROM task`),
    documents: await lines(`SELECT concat_ws(' ', kind, version, state, number) AS line FROM document`),
    letters: await lines(
      `SELECT concat_ws(' ', template, message.person_id, task.key, contact.rung) AS line
       FROM message LEFT JOIN task ON task.id = message.task_id LEFT JOIN contact ON contact.id = message.contact_id`,
    ),
  }
}

/** Faults of the audit trail: a hash that does not follow from what came before, or a gap in the numbers. */
export async function chainFaults(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{
    process: string
    seq: number
    type: string
    data: unknown
    actor: string | null
    behalf: string | null
    command: string
    at: Date
    hash: string
    prev: string
  }>(
    `SELECT process_id AS process, seq, type, data, actor_id AS actor, on_behalf_of AS behalf, command_id AS command, at,
            hash, prev_hash AS prev FROM event ORDER BY process_id, seq`,
  )
  const faults: string[] = []
  const heads = new Map<string, { seq: number; hash: string }>()
  for (const { process, seq, type, data, actor, behalf, command, at, hash, prev } of rows) {
    const before = heads.get(process) ?? { seq: 0, hash: '' }
    const event = { process, seq, type, data, actor, onBehalfOf: behalf, command, at: at.toISOString() }
    if (seq !== before.seq + 1) faults.push(`${process} misses ${before.seq + 1}`)
    if (prev !== before.hash || chainHash(before.hash, event) !== hash)
      faults.push(`${process} is broken at ${seq}`)
    heads.set(process, { seq, hash })
  }
  const kept = await pool.query<{ id: string; seq: number; head: string }>(
    'SELECT id, seq, head FROM process',
  )
  for (const { id, seq, head } of kept.rows) {
    if (heads.get(id)?.seq !== seq || heads.get(id)?.hash !== head) faults.push(`${id} has another head`)
  }
  return faults
}

/** Every document's file is there with the bytes that were issued. */
export async function fileFaults(pool: Pool, folder: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; file: string; sha256: string }>(
    'SELECT id, file, sha256 FROM document',
  )
  const faults: string[] = []
  for (const { id, file, sha256 } of rows) {
    const bytes = await readFile(join(folder, file)).catch(() => null)
    if (bytes === null) faults.push(`${id} has no file`)
    else if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      faults.push(`${id} has another content`)
  }
  return faults
}

/** Every letter that was sent is in the inbox once, and nothing else is there. */
export async function mailFaults(pool: Pool, inbox: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; state: string; header: string | null }>(
    'SELECT id, state, message_id_header AS header FROM message',
  )
  const delivered = (await listInbox(inbox)).map(({ messageId }) => messageId)
  const known = new Map(rows.map((row) => [row.header, row]))
  const faults = rows.filter(({ state }) => state === 'queued').map(({ id }) => `${id} still waits`)
  for (const { id, state, header } of rows) {
    const times = delivered.filter((messageId) => messageId === header).length
    if (state === 'sent' && times !== 1) faults.push(`${id} was delivered ${times} times`)
  }
  for (const messageId of delivered) if (!known.has(messageId)) faults.push(`${messageId} was never written`)
  return faults
}
