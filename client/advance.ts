import type { Bound } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import { atOnce } from './at-once.ts'
import type { MovableClock } from './clock.ts'

const PATIENCE_MS = 60_000
const AT_ONCE = 8

/** Waits until every process has done what was due and told whom it had to tell. */
export async function settled(pool: Bound, clock: MovableClock): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (let pause = 4; ; pause = Math.min(50, pause * 2)) {
    const { rows } = await pool.query<{ id: string }>({
      name: 'unsettled',
      text: `SELECT id FROM process WHERE pending_effects > 0 OR (open AND next_due <= $1) LIMIT 1`,
      values: [await clock.now()],
    })
    if (rows[0] === undefined) return
    if (Date.now() > deadline) throw new Refused('clockStuck', { process: rows[0].id })
    await clock.catchUp(rows[0].id)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** Moves business time to `until`, stopping at every instant at which something happens by itself. */
export async function advance(
  pool: Bound,
  clock: MovableClock,
  until: Date,
  onStep?: (now: Date) => void,
): Promise<void> {
  for (;;) {
    await settled(pool, clock)
    const { rows } = await pool.query<{ due: Date | null }>({
      name: 'next-due',
      text: 'SELECT min(next_due) AS due FROM process WHERE open',
    })
    const due = rows[0]?.due ?? null
    const next = due !== null && due < until ? due : until
    const offset = Math.max(await clock.offset(), next.getTime() - Date.now())
    await clock.set(offset)
    onStep?.(next)
    await catchUpDue(pool, clock, new Date(Date.now() + offset))
    if (next === until) return settled(pool, clock)
  }
}

async function catchUpDue(pool: Bound, clock: MovableClock, now: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'due-processes',
    text: 'SELECT id FROM process WHERE open AND next_due <= $1',
    values: [now],
  })
  await atOnce(AT_ONCE, rows, ({ id }) => clock.catchUp(id))
}
