import type { PoolClient } from 'pg'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import type { InstitutionFacts } from '../record/institution.ts'
import { lockCycle, processOf, sitesOf } from './cycle.ts'
import { type Busy, busyElsewhere, claimPlaces, lockSites } from './reserve.ts'

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
  const busy = await busyElsewhere(client, input.institution, process, today)
  const before = await sitesOf(client, process)
  const capacities = await lockSites(client, [...before, ...ahead.map((row) => row.site_id)])
  await client.query(
    `UPDATE reservation SET state = 'released' WHERE process_id = $1 AND NOT schedule_line_id = ANY($2)`,
    [process, ahead.map((row) => row.id)],
  )
  const people = await peopleOf(client, input.institution, ahead)
  const trainees = traineesOf(ahead, people, busy)
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
      trainees: trainees.get(row.id) ?? [],
    }
    const capacity = capacities.get(row.site_id) ?? 0
    if (await claimPlaces(client, input.institution, process, claim, capacity, input.at)) reserved.add(row.id)
  }
  const lines = ahead.map((row) =>
    lineOf(row, reserved.has(row.id), trainees.get(row.id) ?? [], people, facts),
  )
  return { reply: { plan: cycle.plan, lines: lines as unknown as Data[] }, sites: before }
}

interface Period {
  start: string
  end: string
}

/** Who was put on a line of this plan, and when that line is. */
interface Placed extends Period {
  line: string
  students: string[]
}

interface People {
  students: {
    id: string
    study_group: string
    graduation_year: number | null
  }[]
  mentors: Map<string, number>
}

async function peopleOf(client: PoolClient, institution: string, rows: LineRow[]): Promise<People> {
  const groups = [...new Set(rows.map((row) => row.study_group))]
  const students = await client.query<People['students'][number]>(
    `SELECT id, study_group, graduation_year
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

const overlap = (a: Period, b: Period): boolean => a.start <= b.end && b.start <= a.end

/**
 * Who goes on which line. Free students first; who is on another line of the plan at that time only where the group has
 * no others left.
 */
function traineesOf(rows: LineRow[], people: People, busy: Busy[]): Map<string, string[]> {
  const elsewhere = new Map<string, Period[]>()
  for (const { trainee, ...period } of busy) {
    const periods = elsewhere.get(trainee) ?? []
    elsewhere.set(trainee, [...periods, period])
  }
  const placed: Placed[] = []
  for (const row of rows) {
    const period = { start: row.start_on, end: row.end_on }
    const isOn = (lines: Placed[], id: string): boolean => lines.some(({ students }) => students.includes(id))
    const wave = placed.filter(({ start }) => start === period.start)
    const atThatTime = placed.filter((line) => overlap(line, period))
    const students = people.students
      .filter(({ study_group }) => study_group === row.study_group)
      .map(({ id }) => id)
      .filter((id) => !elsewhere.get(id)?.some((one) => overlap(one, period)) && !isOn(wave, id))
    const free = students.filter((id) => !isOn(atThatTime, id))
    const others = students.filter((id) => !free.includes(id))
    placed.push({ ...period, line: row.id, students: [...free, ...others].slice(0, row.planned) })
  }
  return new Map(placed.map(({ line, students }) => [line, students]))
}

function lineOf(
  row: LineRow,
  reserved: boolean,
  trainees: string[],
  people: People,
  facts: InstitutionFacts,
): Line {
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
