import type { PoolClient } from 'pg'
import type { Day, Instant } from '../../workflows/durable/types.ts'

export interface Claim {
  line: string
  site: string
  start: Day
  end: Day
  places: number
  /** Who comes, as far as it is known; there may be fewer than places. */
  trainees: string[]
}

/** Sites are locked in one order, so that two plans never wait for each other. */
export async function lockSites(client: PoolClient, sites: string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; capacity: number }>(
    'SELECT id, capacity FROM site WHERE id = ANY($1) ORDER BY id FOR UPDATE',
    [[...new Set(sites)].sort()],
  )
  return new Map(rows.map(({ id, capacity }) => [id, capacity]))
}

/** Places, whoever comes on them. */
type Wanted = Omit<Claim, 'trainees'>

/** The most places of a site taken on any one day of a period, without this process's own claim for the line. */
async function peak(client: PoolClient, process: string, claim: Wanted): Promise<number> {
  const { rows } = await client.query<{ peak: number }>({
    name: 'site-peak',
    text: `WITH taken AS (
             SELECT start_on, end_on, places FROM reservation
             WHERE site_id = $1 AND state = 'reserved' AND start_on <= $3 AND end_on >= $2
               AND NOT (process_id = $4 AND schedule_line_id = $5)
           ), day AS (SELECT DISTINCT greatest(start_on, $2::date) AS on FROM taken)
           SELECT coalesce(max(total), 0)::int AS peak FROM (
             SELECT sum(taken.places) AS total FROM day JOIN taken ON taken.start_on <= day.on AND taken.end_on >= day.on
             GROUP BY day.on
           ) AS sums`,
    values: [claim.site, claim.start, claim.end, process, claim.line],
  })
  return rows[0]?.peak ?? 0
}

export async function fits(
  client: PoolClient,
  process: string,
  claim: Wanted,
  capacity: number,
): Promise<boolean> {
  return (await peak(client, process, claim)) + claim.places <= capacity
}

/** Takes the places or a turn on the waiting list; a claim held already is held as it was. Sites must be locked. */
export async function claimPlaces(
  client: PoolClient,
  institution: string,
  process: string,
  claim: Claim,
  capacity: number,
  at: Instant,
): Promise<boolean> {
  const free = await fits(client, process, claim, capacity)
  const { rows } = await client.query<{ state: string }>({
    name: 'claim-places',
    text: `INSERT INTO reservation (id, institution_id, site_id, schedule_line_id, process_id, start_on, end_on, places, trainee_ids, state, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (process_id, schedule_line_id) DO UPDATE SET
             start_on = $6, end_on = $7, places = $8, trainee_ids = $9, site_id = $3, state = $10
           RETURNING state`,
    values: [
      `${process}:${claim.line}`,
      institution,
      claim.site,
      claim.line,
      process,
      claim.start,
      claim.end,
      claim.places,
      claim.trainees,
      free ? 'reserved' : 'waitlisted',
      at,
    ],
  })
  return rows[0]?.state === 'reserved'
}

/** A student, and when he is on a line of another cycle. */
export interface Busy {
  trainee: string
  start: Day
  end: Day
}

/**
 * Plans of an institution are made one after the other, so that each sees whom the others took. To be asked before
 * sites are locked.
 */
export async function busyElsewhere(
  client: PoolClient,
  institution: string,
  process: string,
  from: Day,
): Promise<Busy[]> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [institution])
  const { rows } = await client.query<Busy>(
    `SELECT trainee, start_on::text AS start, end_on::text AS "end"
     FROM reservation, unnest(trainee_ids) AS trainee
     WHERE institution_id = $1 AND process_id <> $2 AND state <> 'released' AND end_on >= $3`,
    [institution, process, from],
  )
  return rows
}

/** Places that became free go to whoever waits longest and now fits; answers whose turn came. */
export async function promote(client: PoolClient, sites: string[]): Promise<string[]> {
  const capacities = await lockSites(client, sites)
  const { rows } = await client.query<{
    process_id: string
    line: string
    site: string
    start: Day
    end: Day
    places: number
  }>(
    `SELECT process_id, schedule_line_id AS line, site_id AS site, start_on::text AS start, end_on::text AS end, places
     FROM reservation WHERE site_id = ANY($1) AND state = 'waitlisted' ORDER BY at, id`,
    [sites],
  )
  const promoted: string[] = []
  for (const { process_id: process, ...claim } of rows) {
    if (!(await fits(client, process, claim, capacities.get(claim.site) ?? 0))) continue
    await client.query(
      `UPDATE reservation SET state = 'reserved' WHERE process_id = $1 AND schedule_line_id = $2`,
      [process, claim.line],
    )
    promoted.push(process)
  }
  return [...new Set(promoted)]
}

/** Cycles with a line that waits for places and has them: told again until they plan anew. */
export async function waitingInVain(client: PoolClient, sites: string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT DISTINCT process.id FROM reservation
       JOIN process ON process.id = process_id AND open AND stage = 'planning'
       JOIN schedule_line line ON line.id = schedule_line_id,
       jsonb_array_elements(process.state -> 'lines') AS entry
     WHERE reservation.site_id = ANY($1) AND reservation.state = 'reserved' AND process.state -> 'loading' = 'false'
       AND entry ->> 'code' = line.code AND entry -> 'reserved' = 'false'
     ORDER BY process.id`,
    [sites],
  )
  return rows.map(({ id }) => id)
}
