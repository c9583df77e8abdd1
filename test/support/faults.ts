import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from '../../database/database.ts'
import { listInbox } from '../../embedded/inbox-reader.ts'
import { chainHash } from '../../events/chain.ts'

export interface Places {
  documentsDir: string
  inboxDir: string
}

/** What must never be found, whatever happened: each fault is a sentence, none is the only right answer. */
export async function faultsOf(pool: Sql, { documentsDir, inboxDir }: Places): Promise<string[]> {
  return [
    ...(await chainFaults(pool)),
    ...(await numberFaults(pool)),
    ...(await fileFaults(pool, documentsDir)),
    ...(await mailFaults(pool, inboxDir)),
  ]
}

/** Faults of the audit trail: a hash that does not follow from what came before, or a gap in the numbers. */
async function chainFaults(pool: Sql): Promise<string[]> {
  const { rows } = await pool.query<{
    process: string
    seq: number
    type: string
    data: unknown
    actor: string | null
    behalf: string | null
    evidence: string | null
    door: string | null
    command: string
    at: Date
    hash: string
    prev: string
  }>(
    `SELECT process_id AS process, seq, type, data, actor_id AS actor, on_behalf_of AS behalf, evidence, door, command_id AS command, at,
            hash, prev_hash AS prev FROM event ORDER BY process_id, seq`,
  )
  const faults: string[] = []
  const heads = new Map<string, { seq: number; hash: string }>()
  for (const { process, seq, type, data, actor, behalf, evidence, door, command, at, hash, prev } of rows) {
    const before = heads.get(process) ?? { seq: 0, hash: '' }
    const event = {
      ...{ process, seq, type, data, actor, onBehalfOf: behalf, command, at: at.toISOString() },
      evidence: evidence ?? undefined,
      door: door ?? undefined,
    }
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

/** Every register gave each of its numbers to one paper: as many papers as numbers, no two alike. */
async function numberFaults(pool: Sql): Promise<string[]> {
  const { rows } = await pool.query<{ register: string; year: number; last: number; papers: number }>(
    `SELECT series.register, year, last, count(DISTINCT number)::int AS papers
     FROM number_series series LEFT JOIN document
       ON document.institution_id = series.institution_id AND document.register = series.register
         AND extract(year FROM dated_on) = year
     GROUP BY series.institution_id, series.register, year, last
     HAVING count(DISTINCT number) <> last OR count(document.id) <> last`,
  )
  return rows.map(
    ({ register, year, last, papers }) =>
      `${register} of ${year} gave ${last} numbers, ${papers} papers bear one`,
  )
}

/** Every document's file is there with the bytes that were issued. */
async function fileFaults(pool: Sql, folder: string): Promise<string[]> {
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

/**
 * What a kill may leave where it struck between an effect and its record, and nothing else may: files no document
 * names, and letters that the mail server had taken already when their task was done.
 */
export async function tracesOf(pool: Sql, { documentsDir, inboxDir }: Places): Promise<string[]> {
  const files = await pool.query<{ file: string }>('SELECT file FROM document')
  const named = new Set(files.rows.map(({ file }) => join(documentsDir, file)))
  const entries = await readdir(documentsDir, { withFileTypes: true, recursive: true })
  const there = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const spare = there.filter((file) => !named.has(file)).map((file) => `${file} belongs to no document`)
  const silenced = await pool.query<{ id: string }>(`SELECT id FROM message WHERE state = 'suppressed'`)
  const kept = await lettersIn(inboxDir)
  const taken = silenced.rows.filter(({ id }) => kept.includes(id)).map(({ id }) => `${id} came all the same`)
  return [...spare, ...taken]
}

/** Ids of the letters in the inbox: the local part of our Message-ID. */
async function lettersIn(inbox: string): Promise<string[]> {
  return (await listInbox(inbox)).map(({ messageId }) => messageId.replace(/^<|@.*$/g, ''))
}

/** Each letter that counts as sent came once, and so did each contact that counts as delivered; none came twice. */
async function mailFaults(pool: Sql, inbox: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; state: string; contact: string | null; reached: boolean }>(
    `SELECT message.id, message.state, contact_id AS contact, contact.state = 'delivered' AS reached
     FROM message LEFT JOIN contact ON contact.id = contact_id`,
  )
  const kept = await lettersIn(inbox)
  const times = (id: string): number => kept.filter((one) => one === id).length
  const written = new Set(rows.map(({ id }) => id))
  const faults = kept.filter((id) => !written.has(id)).map((id) => `${id} was never written`)
  for (const { id, state } of rows) {
    if (state === 'queued') faults.push(`${id} still waits`)
    if (state === 'failed') faults.push(`${id} failed`)
    if (times(id) > 1 || (state === 'sent' && times(id) === 0)) faults.push(`${id} came ${times(id)} times`)
  }
  for (const contact of new Set(rows.map((row) => row.contact))) {
    if (contact === null) continue
    const letters = rows.filter((row) => row.contact === contact)
    const came = letters.filter(({ id }) => times(id) > 0).length
    if (came > 1 || (letters[0]?.reached === true && came === 0))
      faults.push(`${contact} was reached by ${came} letters`)
  }
  return faults
}
