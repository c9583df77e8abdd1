import type { Bound } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'

/**
 * What a partnership that was declined begins with when it is reopened: its process has ended, so another one takes
 * over the latest answer to each item of the preparation and names the one before it.
 * @throws Refused wrongStage where the partner's last partnership was not declined, unknownProcess where there is none
 */
export async function reopeningOf(
  pool: Bound,
  institution: string,
  partner: string,
  reason: string,
): Promise<Data> {
  const last = await pool.query<{ id: string; stage: string }>(
    `SELECT process.id, process.stage FROM partnership JOIN process ON process.id = 'partnership/' || partnership.id
     WHERE partnership.institution_id = $1 AND partner_id = $2
     ORDER BY process.open DESC, (SELECT max(at) FROM event WHERE process_id = process.id) DESC LIMIT 1`,
    [institution, partner],
  )
  const [before] = last.rows
  if (before === undefined) throw new Refused('unknownProcess', { process: partner })
  if (before.stage !== 'declined') throw new Refused('wrongStage', { stage: before.stage })
  const prepared = await pool.query<{ item: string; answer: Data }>(
    `SELECT DISTINCT ON (data ->> 'item') data ->> 'item' AS item, data -> 'answer' AS answer
     FROM event WHERE process_id = $1 AND type = 'itemPrepared' ORDER BY data ->> 'item', seq DESC`,
    [before.id],
  )
  return { reopens: { process: before.id, reason }, carried: prepared.rows }
}
