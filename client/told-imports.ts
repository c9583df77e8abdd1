import { randomUUID } from 'node:crypto'
import type { Bound } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import type { Engine } from './engine.ts'
import type { ImportReport } from './import.ts'

/** Files whose rows open cycles and sessions, or fill them. */
const OPENING: readonly string[] = ['practiceSchedule', 'attestation', 'students']

/** What an import brought may be something to open, or concern sessions that are open already. */
export const concernsAgenda = ({ dryRun, files }: ImportReport): boolean =>
  !dryRun &&
  files.some(
    ({ kind, outcome, inserted, changed }) =>
      OPENING.includes(kind) && outcome === 'imported' && inserted + changed > 0,
  )

/** Partnerships in operation, whose agenda it may be. */
export async function operatingIn(pool: Bound): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM process WHERE institution_id = $1 AND kind = 'partnership' AND stage = 'operating' AND open`,
    [pool.institution],
  )
  return rows.map(({ id }) => id)
}

/**
 * Tells them to look. Nothing is lost where this does not come through: each looks by itself too, after as many days as
 * the policy says.
 */
export async function tellImported(
  engine: Pick<Engine, 'command'>,
  partnerships: readonly string[],
): Promise<void> {
  const by = { person: null, roles: [] }
  for (const process of partnerships) {
    try {
      await engine.command(process, { id: randomUUID(), type: 'scheduleImported', data: {}, by })
    } catch (error) {
      // It ended meanwhile, and opens nothing any more.
      if (!(error instanceof Refused && error.code === 'processEnded')) throw error
    }
  }
}
