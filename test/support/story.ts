import type { MovableClock } from '../../client/clock.ts'
import type { Connected } from '../../client/connect.ts'
import type { Facade } from '../../client/facade.ts'
import type { Sql } from '../../database/database.ts'
import type { Cast } from '../../demo/behaviours/index.ts'
import { play } from '../../demo/story.ts'

interface Stage {
  connected: Connected
  facade: Facade
  clock: MovableClock
}

/** Everybody known by code. Chance is always the middle: two runs of one story do the same. */
async function castOf(pool: Sql): Promise<Cast> {
  const { rows } = await pool.query<{ id: string; code: string }>('SELECT id, code FROM person')
  const ids = new Map(rows.map(({ id, code }) => [code, id]))
  const codes = new Map(rows.map(({ id, code }) => [id, code]))
  const known = (map: Map<string, string>, name: string): string => {
    const found = map.get(name)
    if (found === undefined) throw new Error(`nobody is called ${name}`)
    return found
  }
  return { id: (code) => known(ids, code), code: (id) => known(codes, id), random: () => 0.5 }
}

export interface SmallStory {
  trainees: number
  /** Days of the one schedule line, both within its first year. */
  start?: string
  end: string
  /** Groups of the one certification session. */
  graduates?: number
}

/** Leaves one schedule line and one certification session of the partner ZKM, with few people in them. */
export async function makeSmall(
  pool: Sql,
  { trainees, start, end, graduates = 3 }: SmallStory,
): Promise<void> {
  await pool.query(`DELETE FROM schedule_line WHERE code <> 'L01'`)
  await pool.query(
    `UPDATE schedule_line SET planned = $1, start_on = coalesce($2::date, start_on), end_on = $3 WHERE code = 'L01'`,
    [trainees, start ?? null, end],
  )
  await pool.query(`DELETE FROM attestation_session WHERE code <> 'A1'`)
  await pool.query(
    `UPDATE person SET active = false WHERE kind = 'student' AND study_group = '401-23' AND code NOT IN (
       SELECT code FROM person WHERE kind = 'student' AND study_group = '401-23' ORDER BY code LIMIT $1)`,
    [Math.max(trainees, graduates)],
  )
}

class Curtain extends Error {}

/** Plays the story until the condition holds after a step. */
export async function playUntil(stage: Stage, holds: () => Promise<boolean>, cast?: Cast): Promise<void> {
  const onStep = async (): Promise<void> => {
    if (await holds()) throw new Curtain()
  }
  try {
    const people = cast ?? (await castOf(stage.facade.pool))
    await play({ ...stage, cast: people, onStep, over: async () => false })
    throw new Error('the story ended before its end')
  } catch (error) {
    if (!(error instanceof Curtain)) throw error
  }
}

export interface Told {
  process: string
  type: string
  data: Record<string, unknown>
  at: Date
  command: string
}

/** The events of the processes whose id begins so, in order. */
export async function eventsOf(pool: Sql, prefix: string): Promise<Told[]> {
  const { rows } = await pool.query<Told>(
    `SELECT process_id AS process, type, data, at, command_id AS command FROM event
     WHERE process_id LIKE $1 || '%' ORDER BY process_id, seq`,
    [prefix],
  )
  return rows
}

/** A yes-or-no question to the database. */
export async function isTrue(pool: Sql, question: string, values: unknown[] = []): Promise<boolean> {
  const { rows } = await pool.query<{ answer: boolean }>(
    `SELECT coalesce((${question}), false) AS answer`,
    values,
  )
  return rows[0]?.answer === true
}

export async function countOf(pool: Sql, from: string, values: unknown[] = []): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`, values)
  return rows[0]?.n ?? 0
}
