import { createRecordActivities } from '../../activities/record/record.ts'
import { LooseAgreement } from '../batches.ts'
import { rowsByHand, writeByHand } from '../by-hand.ts'
import type { Measurement } from '../line.ts'
import type { Stand } from '../stand.ts'
import { median, timed } from '../statistics.ts'

const WARM = 10
const PAIRS = 80
/** In the order of the policy's stages; the second completes a stage and asks two more. */
const APPROVALS = [
  ['departmentHead', 'S009'],
  ['legalOfficer', 'S006'],
  ['financeOfficer', 'S007'],
] as const
const TABLES = ['event', 'task', 'message'] as const

/** The record step of three approvals in this process, beside the same rows of a twin written by hand. */
export async function recordTransaction({ connected, place, log }: Stand): Promise<Measurement> {
  const { pool } = connected
  const { record } = createRecordActivities({ pool, log, post: async () => undefined })
  const ours: number[] = []
  const byHand: number[] = []
  for (let pair = -WARM; pair < PAIRS; pair += 1) {
    const [agreement, twin] = [await awaitingApproval(), await awaitingApproval()]
    for (const [role, code] of APPROVALS) {
      const input = agreement.approval(role, code)
      let result: Awaited<ReturnType<typeof record>> | undefined
      const took = await timed(async () => {
        result = await record(input)
      })
      if (result === undefined || !('bookings' in result)) throw new Error('nothing was recorded')
      agreement.recorded(result)
      const rows = rowsByHand(twin.approval(role, code), result)
      const handTook = await timed(() => writeByHand(pool, rows))
      twin.recorded(rows.result)
      if (pair >= 0) {
        ours.push(took)
        byHand.push(handTook)
      }
    }
    if (pair === 0) await assertTwins(agreement, twin)
  }
  return { value: median(ours), reference: median(byHand), samples: ours }

  async function awaitingApproval(): Promise<LooseAgreement> {
    const agreement = new LooseAgreement(place, new Date().toISOString())
    for (const input of agreement.untilApproval()) agreement.recorded(await record(input))
    return agreement
  }

  /** A comparison of different work would say nothing. */
  async function assertTwins(agreement: LooseAgreement, twin: LooseAgreement): Promise<void> {
    for (const table of TABLES) {
      const { rows } = await pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table} WHERE process_id = ANY($1) GROUP BY process_id`,
        [[`agreement/${agreement.uuid}`, `agreement/${twin.uuid}`]],
      )
      if (rows.length !== 2 || rows[0]?.count !== rows[1]?.count)
        throw new Error(`the twins differ in ${table}`)
    }
  }
}
