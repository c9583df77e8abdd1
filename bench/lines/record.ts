import { InstitutionReader } from '../../activities/record/institution.ts'
import { createRecordActivities } from '../../activities/record/record.ts'
import type { RecordInput, RecordWritten } from '../../workflows/durable/port.ts'
import { LooseAgreement } from '../batches.ts'
import { rowsByHand, writeByHand } from '../by-hand.ts'
import type { Measurement } from '../line.ts'
import { dropLetters } from '../place.ts'
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
  const { database } = connected
  const bound = database.of(place.institution)
  const { record } = createRecordActivities({
    database,
    reader: new InstitutionReader(database),
    log,
    post: () => undefined,
  })
  const ours: number[] = []
  const byHand: number[] = []
  for (let pair = -WARM; pair < PAIRS; pair += 1) {
    const [agreement, twin] = [await awaitingApproval(), await awaitingApproval()]
    for (const [role, code] of APPROVALS) {
      const input = agreement.approval(role, code)
      const began = performance.now()
      const result = await written(input)
      const took = performance.now() - began
      agreement.recorded(result)
      const rows = rowsByHand(twin.approval(role, code), result, twin.tasks)
      const handTook = await timed(() => writeByHand(bound, rows))
      twin.recorded(rows.result)
      if (pair >= 0) {
        ours.push(took)
        byHand.push(handTook)
      }
    }
    if (pair === 0) await assertTwins(agreement, twin)
  }
  await dropLetters(connected)
  return { value: median(ours), reference: median(byHand), samples: ours }

  async function written(input: RecordInput): Promise<RecordWritten> {
    const result = await record(input)
    if (!('bookings' in result)) throw new Error('nothing was written')
    return result
  }

  async function awaitingApproval(): Promise<LooseAgreement> {
    const agreement = new LooseAgreement(place, new Date().toISOString())
    for (const input of agreement.untilApproval()) agreement.recorded(await written(input))
    return agreement
  }

  /** A comparison of different work would say nothing. */
  async function assertTwins(agreement: LooseAgreement, twin: LooseAgreement): Promise<void> {
    for (const table of TABLES) {
      const { rows } = await bound.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table} WHERE process_id = ANY($1) GROUP BY process_id`,
        [[`agreement/${agreement.uuid}`, `agreement/${twin.uuid}`]],
      )
      if (rows.length !== 2 || rows[0]?.count !== rows[1]?.count)
        throw new Error(`the twins differ in ${table}`)
    }
  }
}
