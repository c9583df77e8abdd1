import { createHash } from 'node:crypto'
import type { Bound } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'

/** Who sends a request and how he calls it. */
export interface Keyed {
  /** Id of the person; keys of two persons have nothing to do with each other. */
  person: string
  key: string
  /** Everything that makes it this request and no other. */
  request: string
}

/** What a request was answered. */
export interface Answer {
  status: number
  media: string
  body: string
}

/** Seconds after which a request that was not answered may be answered anew: no answer takes longer. */
const LEASE = 30

/**
 * Answers a request that changes something once: with the same key it is answered as it was the first time.
 * `perform` answers null where nothing came of it that is worth keeping: then the same request may be sent again.
 * @throws Refused keyReused, keyRunning
 */
export async function once(
  pool: Bound,
  { person, key, request }: Keyed,
  perform: () => Promise<Answer | null>,
): Promise<Answer | null> {
  const hash = createHash('sha256').update(request).digest('hex')
  const name = [pool.institution, person, key]
  const { rowCount } = await pool.query({
    name: 'request-begin',
    text: `INSERT INTO request_answer AS known (institution_id, person_id, key, request_hash) VALUES ($1, $2, $3, $4)
           ON CONFLICT (institution_id, person_id, key) DO UPDATE SET started_at = now()
             WHERE known.status IS NULL AND known.request_hash = excluded.request_hash
               AND known.started_at < now() - make_interval(secs => ${LEASE})`,
    values: [...name, hash],
  })
  if (rowCount === 0) return answered(pool, name, hash)
  const answer = await perform().catch(async (error: unknown) => {
    await keep(pool, name, null)
    throw error
  })
  await keep(pool, name, answer)
  return answer
}

/** Keeps what was answered; null gives the key free for the same request. */
async function keep(pool: Bound, name: string[], answer: Answer | null): Promise<void> {
  await pool.query({
    name: 'request-end',
    text: `UPDATE request_answer SET status = $4, media = $5, body = $6,
             started_at = CASE WHEN $4::int IS NULL THEN 'epoch' ELSE started_at END
           WHERE institution_id = $1 AND person_id = $2 AND key = $3`,
    values: [...name, answer?.status ?? null, answer?.media ?? null, answer?.body ?? null],
  })
}

async function answered(pool: Bound, name: string[], hash: string): Promise<Answer> {
  const { rows } = await pool.query<{ hash: string; status: number | null; media: string; body: string }>({
    name: 'request-known',
    text: `SELECT request_hash AS hash, status, media, body FROM request_answer
           WHERE institution_id = $1 AND person_id = $2 AND key = $3`,
    values: name,
  })
  const [known] = rows
  if (known === undefined) throw new Error('a key that was taken is kept')
  if (known.hash !== hash) throw new Refused('keyReused')
  if (known.status === null) throw new Refused('keyRunning', { retryAfter: LEASE })
  return { status: known.status, media: known.media, body: known.body }
}

/** What a command is called that a request with this key sends: nobody else's key makes the same. */
export const commandKey = (person: string, key: string): string =>
  `request/${createHash('sha256').update(`${person}\u0000${key}`).digest('hex').slice(0, 32)}`
