import type { PoolClient } from 'pg'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { ConflictCode } from '../../workflows/practice-cycle/state.ts'
import { staying } from '../../workflows/practice-cycle/trainees.ts'
import type { InstitutionFacts } from '../record/institution.ts'
import { lockCycle, processOf } from './cycle.ts'
import { busyElsewhere, claimPlaces, fits, lockSites } from './reserve.ts'
import { termOf } from './term.ts'

/**
 * A line's places on the dates it is to be postponed to: moved as a whole, or left where they are with what stands
 * against the new dates, its trainees' days on other cycles included.
 */
export async function moveLine(
  client: PoolClient,
  input: EffectInput,
  data: Data,
  facts: InstitutionFacts,
): Promise<{ reply: Data | null; sites: string[] }> {
  const process = processOf(data.cycle)
  const { line: code = '', start = '', end = '' } = data
  const cycle = await lockCycle(client, process)
  const line = cycle?.lines.find((one) => one.code === code)
  const wanted = line?.step === 'moving' && line.move.start === start && line.move.end === end
  if (!cycle || !line || !wanted) return { reply: null, sites: [] }
  const trainees = staying(line)
  const term = await termOf(client, cycle.agreement, cycle)
  const busy = await busyElsewhere(client, input.institution, process, String(start))
  const capacities = await lockSites(client, [line.site])
  const capacity = capacities.get(line.site) ?? 0
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM schedule_line WHERE institution_id = $1 AND academic_year = $2 AND code = $3',
    [input.institution, cycle.academicYear, code],
  )
  const claim = {
    line: rows[0]?.id ?? '',
    site: line.site,
    start: String(start),
    end: String(end),
    places: Math.max(1, trainees.length),
    trainees,
  }
  const conflicts: ConflictCode[] = []
  if (claim.start < term.validFrom || (term.validTo !== null && claim.end > term.validTo))
    conflicts.push('outsideTerm')
  if (!facts.calendar.isWorking(claim.start)) conflicts.push('freeDay')
  if (!(await fits(client, process, claim, capacity))) conflicts.push('capacity')
  const met = busy.some((one) => trainees.includes(one.trainee) && one.start <= claim.end)
  if (met) conflicts.push('overlap')
  const reply = { line: code, start, end, conflicts, ...term }
  if (conflicts.length > 0) return { reply, sites: [] }
  await claimPlaces(client, input.institution, process, claim, capacity, input.at)
  return { reply, sites: [line.site] }
}
