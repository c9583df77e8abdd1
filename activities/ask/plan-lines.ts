import type { PoolClient } from 'pg'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import type { InstitutionFacts } from '../record/institution.ts'
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

/** The cycle's lines with their people, and a place on each site claimed for them. */
export async function planLines(
  client: PoolClient,
  input: EffectInput,
  data: Data,
  facts: InstitutionFacts,
): Promise<Data> {
  const process = `practice-cycle/${String(data.cycle)}`
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
  const capacities = await lockSites(
    client,
    ahead.map((row) => row.site_id),
  )
  const people = await peopleOf(client, input.institution, ahead)
  const placed = new Map<string, Set<string>>()
  const lines: Line[] = []
  for (const row of ahead) {
    const claim = {
      line: row.id,
      site: row.site_id,
      start: row.start_on,
      end: row.end_on,
      places: row.planned,
    }
    const capacity = capacities.get(row.site_id) ?? 0
    const reserved = await claimPlaces(client, input.institution, process, claim, capacity, input.at)
    lines.push(lineOf(row, reserved, people, placed, facts))
  }
  return { lines: lines as unknown as Data[] }
}

interface People {
  students: {
    id: string
    study_group: string
    graduation_year: number | null
    busy: { start: string; end: string }[]
  }[]
  mentors: Map<string, number>
}

async function peopleOf(client: PoolClient, institution: string, rows: LineRow[]): Promise<People> {
  const groups = [...new Set(rows.map((row) => row.study_group))]
  const students = await client.query<People['students'][number]>(
    `SELECT person.id, study_group, graduation_year,
            coalesce((SELECT jsonb_agg(jsonb_build_object('start', start_on, 'end', end_on)) FROM placement
                      WHERE trainee_id = person.id AND outcome IS NULL), '[]') AS busy
     FROM person WHERE institution_id = $1 AND kind = 'student' AND active AND study_group = ANY($2)
     ORDER BY code`,
    [institution, groups],
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

function lineOf(
  row: LineRow,
  reserved: boolean,
  people: People,
  placed: Map<string, Set<string>>,
  facts: InstitutionFacts,
): Line {
  const overlaps = (busy: { start: string; end: string }): boolean =>
    busy.start <= row.end_on && busy.end >= row.start_on
  const wave = placed.get(row.start_on) ?? new Set<string>()
  placed.set(row.start_on, wave)
  const students = people.students.filter(
    (student) =>
      student.study_group === row.study_group && !wave.has(student.id) && !student.busy.some(overlaps),
  )
  const trainees = students.slice(0, row.planned).map(({ id }) => id)
  for (const id of trainees) wave.add(id)
  const year = students[0]?.graduation_year ?? Number(row.end_on.slice(0, 4))
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
