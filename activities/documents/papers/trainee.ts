import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { Data } from '../../../workflows/durable/types.ts'
import type { PlacementState } from '../../../workflows/placement/state.ts'
import { type CycleFacts, hostHead, readCycleFacts, traineeRow } from './cycle.ts'
import { PaperNotLoadable } from './errors.ts'
import { type PaperLine, practiceOf } from './lines.ts'
import { type PaperRequest, readProcess, type Sql } from './records.ts'
import { clip, given, isObjectList } from './text.ts'

/** What the papers of one trainee are filled from: the placement, and the cycle it belongs to. */
interface PlacementFacts {
  placement: PlacementState
  cycle: CycleFacts
  line: PaperLine
}

export async function readPlacementFacts(sql: Sql, request: PaperRequest): Promise<PlacementFacts> {
  const { state: placement } = await readProcess<PlacementState>(sql, request.institution, request.process)
  const ofLine = { ...request, paper: { ...request.paper, line: placement.line, data: {} } }
  const cycle = await readCycleFacts(sql, ofLine, {
    process: `practice-cycle/${placement.cycle}`,
    trainees: [placement.trainee],
    others: [placement.mentor, placement.supervisor],
  })
  const [line] = cycle.lines
  if (line === undefined) throw new PaperNotLoadable('recordMissing', `line ${placement.line}`)
  return { placement, cycle: { ...cycle, request }, line }
}

/** Mentor, supervisor and dates are those of the placement: they may have changed since the orders. */
function ownRow({ placement, cycle, line }: PlacementFacts) {
  const { people } = cycle
  const period = { from: placement.start, to: placement.end }
  const supervisor = people.has(placement.supervisor) ? people.person(placement.supervisor) : undefined
  return {
    ...traineeRow(people, line, placement.trainee, placement.mentor),
    period,
    ...given('supervisor', supervisor),
  }
}

/** Competences as the mentor gave them: a known code, or words. */
function competencesOf(list: unknown): { name: string; level: number }[] {
  return isObjectList(list)
    ? list.map(({ code, level }) => ({ name: String(code), level: Number(level) }))
    : []
}

const text = (data: Data, key: string): string | undefined =>
  typeof data[key] === 'string' ? clip(data[key], 2000) : undefined

export function mentorEvaluation(facts: PlacementFacts): PaperData<'mentorEvaluation'> {
  const { placement, cycle, line } = facts
  const { people, institution, partner } = cycle
  const data = cycle.request.paper.data
  const row = ownRow(facts)
  const hostScore = Number(data.hostScore)
  const most = placement.policy.grading.host ?? 100
  const manager = people.holder('siteManager', { partner: partner.id })
  const siteHead =
    manager === undefined || manager === placement.mentor ? undefined : people.official(manager)
  return {
    trainee: row,
    placementCode: placement.code,
    institutionName: institution.name,
    practice: practiceOf([line], cycle.cycle.academicYear),
    period: row.period,
    competences: competencesOf(data.competences),
    work: text(data, 'work') ?? '',
    ...given('attitude', text(data, 'attitude')),
    ...given('gaps', text(data, 'gaps')),
    hostScore,
    // A mentor may grade on the full scale; then the paper says so.
    hostScoreMax: hostScore > most ? 100 : most,
    employmentOffer: data.employmentOffer === true,
    mentor: people.official(placement.mentor),
    ...given('siteHead', siteHead),
  }
}

/** Hours the trainee wrote down and the mentor confirmed. */
async function confirmedHours(sql: Sql, institution: string, placement: string): Promise<number | undefined> {
  const { rows } = await sql.query<{ hours: number | null }>(
    `SELECT sum(hours)::int AS hours FROM diary_entry
     WHERE placement_id = $1 AND institution_id = $2 AND confirmed_at IS NOT NULL`,
    [placement, institution],
  )
  return rows[0]?.hours ?? undefined
}

async function evaluatedCompetences(sql: Sql, institution: string, placement: string): Promise<string[]> {
  const { rows } = await sql.query<{ competences: unknown }>(
    'SELECT competences FROM evaluation WHERE placement_id = $1 AND institution_id = $2',
    [placement, institution],
  )
  return competencesOf(rows[0]?.competences).map(({ name }) => name)
}

export async function completionCertificate(
  sql: Sql,
  facts: PlacementFacts,
): Promise<PaperData<'completionCertificate'>> {
  const { placement, cycle, line } = facts
  const { people, partner, issued, institution } = cycle
  const data = cycle.request.paper.data
  const competences = await evaluatedCompetences(sql, institution.id, placement.id)
  const row = ownRow(facts)
  return {
    trainee: row,
    placementCode: placement.code,
    partnerName: partner.name,
    practice: practiceOf([line], cycle.cycle.academicYear),
    period: row.period,
    ...given('effectiveHours', await confirmedHours(sql, institution.id, placement.id)),
    points: Number(data.total),
    mark: String(data.mark),
    ...(competences.length > 0 && { competences }),
    partial: data.partial === true,
    ...given('protocol', issued.ofLine('defenceProtocol', placement.line)),
    signatory: people.signatory(people.deputy()),
    partnerSignatory: hostHead(cycle),
  }
}
