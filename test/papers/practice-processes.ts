import { attestationCore } from '../../workflows/attestation/process.ts'
import type { AttestationState } from '../../workflows/attestation/state.ts'
import type { Day } from '../../workflows/durable/types.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import type { PlacementState } from '../../workflows/placement/state.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import type { CycleState, Plan } from '../../workflows/practice-cycle/state.ts'
import { after, CONTRACT, CYCLE, PARTNERSHIP } from './states.ts'
import type { World } from './world.ts'

interface LineRow {
  code: string
  site: string
  programme: string
  practiceType: string
  group: string
  start: Day
  end: Day
  planned: number
  supervisor: string
  mentors: string[]
}

/** The lines L01–L03 of the samples with their students, as planning would have them. */
export async function cycleState(world: World): Promise<CycleState> {
  const { rows } = await world.pool.query<LineRow>(
    `SELECT code, site_id AS site, programme_id AS programme, practice_type AS "practiceType", study_group AS group,
            start_on::text AS start, end_on::text AS end, planned, supervisor_person_id AS supervisor,
            mentor_person_ids AS mentors
     FROM schedule_line WHERE code IN ('L01', 'L02', 'L03') ORDER BY code`,
  )
  const students = await world.pool.query<{ id: string; group: string }>(
    `SELECT id, study_group AS group FROM person WHERE kind = 'student' ORDER BY code`,
  )
  const people = await world.pool.query<{ id: string; max: number | null }>(
    'SELECT id, max_trainees AS max FROM person',
  )
  const most = new Map(people.rows.map(({ id, max }) => [id, max ?? 0]))
  const taken = new Set<string>()
  const lines = rows.map(({ group, mentors, ...row }): Plan => {
    const free = students.rows.filter((one) => one.group === group && !taken.has(one.id))
    const trainees = free.slice(0, row.planned).map(({ id }) => id)
    for (const id of trainees) taken.add(id)
    return {
      ...row,
      wave: row.start,
      trainees,
      mentors: mentors.map((id) => ({ id, max: most.get(id) ?? 0 })),
      ...{
        reserved: true,
        startsOnFreeDay: false,
        finalYear: true,
        graduation: '2027-07-01',
      },
    }
  })
  const begin = {
    id: CYCLE,
    agreement: CONTRACT,
    partnership: PARTNERSHIP,
    partner: world.partner('ZKM'),
    academicYear: '2026-2027',
    language: 'uz-Latn',
    administrator: world.person('S004'),
    validFrom: '2027-01-11',
    validTo: '2028-08-31',
    policy: world.policy.practiceCycle,
  }
  return after(practiceCycleCore, begin, [
    { type: 'planned', lines, conflicts: [] },
    { type: 'scheduleConfirmed' },
    { type: 'scheduleAgreed' },
  ])
}

export function placementState(world: World, cycle: CycleState): PlacementState {
  const [line] = cycle.lines
  const [trainee] = line?.trainees ?? []
  if (line === undefined || trainee === undefined) throw new Error('the cycle has no trainee')
  const begin = {
    id: 'pl1',
    code: 'P-2027-L01-01',
    cycle: CYCLE,
    partner: cycle.partner,
    administrator: cycle.administrator,
    language: 'uz-Latn',
    trainee,
    line: line.code,
    site: line.site,
    mentor: world.person('C004'),
    supervisor: line.supervisor,
    start: line.start,
    end: line.end,
    weeks: 8,
    finalYear: true,
    graduation: line.graduation,
    policy: world.policy.placement,
  }
  return after(placementCore, begin, [
    { type: 'started', exception: [], start: line.start, end: line.end },
    { type: 'periodOver' },
  ])
}

export async function sessionState(world: World): Promise<AttestationState> {
  const { rows } = await world.pool.query<{ id: string; programme: string; graduates: string[] }>(
    `SELECT session.id, programme_id AS programme,
            (SELECT array_agg(id ORDER BY code) FROM person WHERE study_group = ANY(groups)) AS graduates
     FROM attestation_session session WHERE code = 'A1'`,
  )
  const row = rows[0]
  if (row === undefined) throw new Error('the samples have no session A1')
  const experts = [world.person('C003'), world.person('C005')]
  const begin = {
    ...row,
    code: 'A1',
    on: '2027-06-14',
    secretary: world.person('S005'),
    partnerships: [PARTNERSHIP],
    invited: experts,
    candidates: experts,
    language: 'uz-Latn',
    administrator: world.person('S004'),
    policy: world.policy.attestation,
  }
  return after(
    attestationCore,
    begin,
    experts.map((person) => ({ type: 'invitationAccepted' as const, person })),
  )
}
