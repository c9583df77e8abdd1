import type { PoolClient } from 'pg'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import type { InstitutionFacts } from '../record/institution.ts'
import { lockCycle, processOf, sitesOf } from './cycle.ts'
import { claimPlaces, lockSites } from './reserve.ts'

interface LineRow {
  id: string
  code: string
  site_id: string
  programme_id: string
  practice_type: string
  course: number
  study_group: string
  final_year_course: number
  start_on: string
  end_on: string
  planned: number
  supervisor_person_id: string
  mentor_person_ids: string[]
}

/**
 * The cycle's lines with their people, and a place on each site claimed for them. The plan decides about every place of
 * the cycle: what an earlier one had claimed for other lines is free again.
 */
export async function planLines(
  client: PoolClient,
  input: EffectInput,
  data: Data,
  facts: InstitutionFacts,
): Promise<{ reply: Data | null; sites: string[] }> {
  const process = processOf(data.cycle)
  const cycle = await lockCycle(client, process)
  const asked = cycle?.stage === 'planning' && cycle.loading && cycle.plan === data.plan
  if (!asked) return { reply: null, sites: [] }
  const { rows } = await client.query<LineRow>(
    `SELECT line.id, line.code, site_id, programme_id, practice_type, line.course, study_group, final_year_course,
            start_on::text, end_on::text, planned, supervisor_person_id, mentor_person_ids
     FROM schedule_line line JOIN programme ON programme.id = line.programme_id
     WHERE line.institution_id = $1 AND line.partner_id = $2 AND academic_year = $3
     ORDER BY start_on, line.code`,
    [input.institution, data.partner, data.academicYear],
  )
  // A line that began before the cycle was opened belongs to nobody any more.
  const today = facts.calendar.dayOf(input.at)
  const ahead = rows.filter((row) => row.start_on > today)
  const before = await sitesOf(client, process)
  const capacities = await lockSites(client, [...before, ...ahead.map((row) => row.site_id)])
  await client.query(
    `UPDATE reservation SET state = 'released' WHERE process_id = $1 AND NOT schedule_line_id = ANY($2)`,
    [process, ahead.map((row) => row.id)],
  )
  const people = await peopleOf(client, input.institution, process, ahead)
  const placed: Placed[] = []
  const reserved = new Set<string>()
  // Twice, because a line may find its places only where a later one asks for fewer than before.
  for (const row of [...ahead, ...ahead]) {
    if (reserved.has(row.id)) continue
    const claim = {
      line: row.id,
      site: row.site_id,
      start: row.start_on,
      end: row.end_on,
      places: row.planned,
    }
    const capacity = capacities.get(row.site_id) ?? 0
    if (await claimPlaces(client, input.institution, process, claim, capacity, input.at)) reserved.add(row.id)
  }
  const lines = ahead.map((row) => lineOf(row, reserved.has(row.id), people, placed, facts))
  return { reply: { plan: cycle.plan, lines: lines as unknown as Data[] }, sites: before }
}

interface Period {
  start: string
  end: string
}

/** Who was put on a line of this plan, and when that line is. */
interface Placed extends Period {
  students: string[]
}

interface People {
  students: {
    id: string
    study_group: string
    graduation_year: number | null
    busy: Period[]
  }[]
  mentors: Map<string, number>
}

async function peopleOf(
  client: PoolClient,
  institution: string,
  process: string,
  rows: LineRow[],
): Promise<People> {
  const groups = [...new Set(rows.map((row) => row.study_group))]
  const students = await client.query<People['students'][number]>(
    `SELECT person.id, study_group, graduation_year,
            coalesce((SELECT jsonb_agg(jsonb_build_object('start', start_on, 'end', end_on)) FROM placement
                      WHERE trainee_id = person.id AND outcome IS NULL), '[]')
            || coalesce((SELECT jsonb_agg(jsonb_build_object('start', line -> 'start', 'end', line -> 'end'))
                         FROM process, jsonb_array_elements(state -> 'lines') AS line
                         WHERE kind = 'practiceCycle' AND open AND institution_id = $1 AND process.id <> $3
                           AND line -> 'trainees' ? person.id
                           AND NOT coalesce(state -> 'outcomes', '{}') ? person.id), '[]') AS busy
     FROM person WHERE institution_id = $1 AND kind = 'student' AND active AND study_group = ANY($2)
     ORDER BY code`,
    [institution, groups, process],
  )
  const mentors = await client.query<{ id: string; max_trainees: number | null }>(
    'SELECT id, max_trainees FROM person WHERE id = ANY($1)',
    [[...new Set(rows.flatMap((row) => row.mentor_person_ids))]],
  )
  return {
    students: students.rows,
    mentors: new Map(mentors.rows.map((row) => [row.id, row.max_trainees ?? 0])),
  }
}

const overlap = (a: Period, b: Period): boolean => a.start <= b.end && b.start <= a.end

/** Free students first; who is on another line of the plan at that time only where the group has no others left. */
function traineesOf(row: LineRow, people: People, placed: Placed[]): string[] {
  const period = { start: row.start_on, end: row.end_on }
  const isOn = (lines: Placed[], id: string): boolean => lines.some(({ students }) => students.includes(id))
  const wave = placed.filter(({ start }) => start === period.start)
  const atThatTime = placed.filter((line) => overlap(line, period))
  const students = people.students
    .filter(
      ({ study_group, busy }) => study_group === row.study_group && !busy.some((one) => overlap(one, period)),
    )
    .map(({ id }) => id)
    .filter((id) => !isOn(wave, id))
  const free = students.filter((id) => !isOn(atThatTime, id))
  return [...free, ...students.filter((id) => !free.includes(id))].slice(0, row.planned)
}

function lineOf(
  row: LineRow,
  reserved: boolean,
  people: People,
  placed: Placed[],
  facts: InstitutionFacts,
): Line {
  const trainees = traineesOf(row, people, placed)
  placed.push({ start: row.start_on, end: row.end_on, students: trainees })
  const first = people.students.find(({ id }) => id === trainees[0])
  const year = first?.graduation_year ?? Number(row.end_on.slice(0, 4))
  return {
    code: row.code,
    site: row.site_id,
    programme: row.programme_id,
    practiceType: row.practice_type,
    wave: row.start_on,
    start: row.start_on,
    end: row.end_on,
    planned: row.planned,
    reserved,
    startsOnFreeDay: !facts.calendar.isWorking(row.start_on),
    finalYear: row.course === row.final_year_course,
    graduation: `${year}-${facts.policy.practiceCycle.graduationOn}`,
    supervisor: row.supervisor_person_id,
    mentors: row.mentor_person_ids.map((id) => ({ id, max: people.mentors.get(id) ?? 0 })),
    trainees,
    gate: 'closed',
    exception: [],
    begun: false,
    decisions: 0,
    week: 0,
    asked: [],
    ready: [],
    defence: 'none',
  }
}
