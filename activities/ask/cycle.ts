import type { PoolClient } from 'pg'
import { stands } from '../../workflows/practice-cycle/stage.ts'
import type { CycleState } from '../../workflows/practice-cycle/state.ts'
import { staying } from '../../workflows/practice-cycle/trainees.ts'
import { upcast } from '../../workflows/practice-cycle/upcast.ts'
import { lockSites } from './reserve.ts'

/** A cycle as it is recorded; null when it is not, or is over. */
type Recorded = CycleState | null

export const processOf = (cycle: unknown): string => `practice-cycle/${String(cycle)}`

/**
 * What is asked for one cycle is answered one after the other, each time from what is recorded by then: a question that
 * comes late, or once more, finds that the cycle went on, and takes nothing back or away.
 */
export async function lockCycle(client: PoolClient, process: string): Promise<Recorded> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [process])
  const { rows } = await client.query<{ state: unknown }>(
    'SELECT state FROM process WHERE id = $1 AND open',
    [process],
  )
  return rows[0] === undefined ? null : upcast(rows[0].state)
}

/** The sites on which a cycle has or had places. */
export async function sitesOf(client: PoolClient, process: string): Promise<string[]> {
  const { rows } = await client.query<{ site_id: string }>(
    'SELECT DISTINCT site_id FROM reservation WHERE process_id = $1 ORDER BY site_id',
    [process],
  )
  return rows.map((row) => row.site_id)
}

/** Lines the cycle holds places for; null while it is being planned, for then the plan decides. */
function heldBy(cycle: Recorded): string[] | null {
  if (cycle === null) return []
  if (cycle.stage === 'planning' && cycle.loading) return null
  return cycle.lines.filter(stands).map(({ code }) => code)
}

/** Places of lines the cycle does not hold any more are free again. */
export async function releaseLines(client: PoolClient, process: string): Promise<string[]> {
  const held = heldBy(await lockCycle(client, process))
  const sites = await sitesOf(client, process)
  await lockSites(client, sites)
  if (held === null) return []
  await client.query(
    `UPDATE reservation SET state = 'released' FROM schedule_line line
     WHERE line.id = schedule_line_id AND process_id = $1 AND NOT line.code = ANY($2)`,
    [process, held],
  )
  return sites
}

/** A place is given back once: the reservation shrinks to the trainees who are still expected. */
export async function releasePlace(client: PoolClient, process: string, code: string): Promise<string[]> {
  const cycle = await lockCycle(client, process)
  const sites = await sitesOf(client, process)
  await lockSites(client, sites)
  const line = cycle?.lines.find((one) => one.code === code && stands(one))
  const expected = line === undefined ? [] : staying(line)
  await client.query(
    `UPDATE reservation SET places = greatest(1, cardinality($3::text[])), trainee_ids = $3,
       state = CASE WHEN cardinality($3::text[]) = 0 THEN 'released' ELSE reservation.state END
     FROM schedule_line line WHERE line.id = schedule_line_id AND process_id = $1 AND line.code = $2`,
    [process, code, expected],
  )
  return sites
}
