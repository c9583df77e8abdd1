import type { PoolClient } from 'pg'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Conflict, Plan } from '../../workflows/practice-cycle/state.ts'
import type { InstitutionFacts } from '../record/institution.ts'
import { lockCycle, processOf, sitesOf } from './cycle.ts'
import { type Busy, busyElsewhere, claimPlaces, lockSites } from './reserve.ts'
import { termOf } from './term.ts'

interface LineRow {
  id: string
  code: string
  site_id: string
  programme_id: string
  practice_type: string
  course: number
  study_group: string
  final_year_course: number
  site_fits: boolean
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
  const dropped = cycle.lines.filter(({ step }) => step === 'dropped').map(({ code }) => code)
  const { rows } = await client.query<LineRow>(
    `SELECT line.id, line.code, site_id, programme_id, practice_type, line.course, study_group, final_year_course, site.partner_id = line.partner_id AS site_fits,
            start_on::text, end_on::text, planned, supervisor_person_id, mentor_person_ids
     FROM schedule_line line JOIN programme ON programme.id = line.programme_id JOIN site ON site.id = line.site_id
     WHERE line.institution_id = $1 AND line.partner_id = $2 AND academic_year = $3 AND NOT line.code = ANY($4)
     ORDER BY start_on, line.code`,
    [input.institution, data.partner, data.academicYear, dropped],
  )
  // A line that began before the cycle was opened claims nothing: somebody drops it or mends its dates.
  const today = facts.calendar.dayOf(input.at)
  const ahead = rows.filter((row) => row.start_on > today)
  const busy = await busyElsewhere(client, input.institution, process, today)
  const before = await sitesOf(client, process)
  const capacities = await lockSites(client, [...before, ...ahead.map((row) => row.site_id)])
  await client.query(
    `UPDATE reservation SET state = 'released' WHERE process_id = $1 AND NOT schedule_line_id = ANY($2)`,
    [process, ahead.map((row) => row.id)],
  )
  const people = await peopleOf(client, input.institution, rows)
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
  const lines = rows.map((row) =>
    lineOf(row, reserved.has(row.id) || row.start_on <= today, trainees.get(row.id) ?? [], people, facts),
  )
  const found = rows.flatMap((row) =>
    row.start_on > today
      ? unfitIn(row, String(data.partner), people, busy)
      : [{ line: row.code, code: 'alreadyBegun' as const, detail: { start: row.start_on } }],
  )
  const term = await termOf(client, cycle.agreement, cycle)
  const reply = { plan: cycle.plan, lines: lines as unknown as Data[], found: found as unknown as Data[] }
  return { reply: { ...reply, ...term }, sites: before }
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
    programme_id: string
    graduation_year: number | null
  }[]
  /** Mentors and supervisors of the lines. */
  staff: Map<string, Staff>
}

interface Staff {
  max_trainees: number | null
  roles: string[]
  active: boolean
  partner_id: string | null
}

async function peopleOf(client: PoolClient, institution: string, rows: LineRow[]): Promise<People> {
  const groups = [...new Set(rows.map((row) => row.study_group))]
  const students = await client.query<People['students'][number]>(
    `SELECT id, study_group, programme_id, graduation_year
     FROM person WHERE institution_id = $1 AND kind = 'student' AND active AND study_group = ANY($2)
     ORDER BY code`,
    [institution, groups],
  )
  const staff = await client.query<Staff & { id: string }>(
    'SELECT id, max_trainees, roles, active, partner_id FROM person WHERE id = ANY($1)',
    [[...new Set(rows.flatMap((row) => [...row.mentor_person_ids, row.supervisor_person_id]))]],
  )
  return {
    students: students.rows,
    staff: new Map(staff.rows.map((row) => [row.id, row])),
  }
}

/** What the records say against a line, apart from its places and dates. */
function unfitIn(row: LineRow, partner: string, people: People, busy: Busy[]): Conflict[] {
  const found: Conflict[] = []
  const add = (code: Conflict['code'], detail: Data): number => found.push({ line: row.code, code, detail })
  const fits = (id: string, role: string, side: string | null): boolean => {
    const person = people.staff.get(id)
    return person?.active === true && person.roles.includes(role) && person.partner_id === side
  }
  for (const id of row.mentor_person_ids) if (!fits(id, 'mentor', partner)) add('mentorUnfit', { person: id })
  if (!fits(row.supervisor_person_id, 'practiceSupervisor', null))
    add('supervisorUnfit', { person: row.supervisor_person_id })
  if (!row.site_fits) add('siteUnfit', { site: row.site_id })
  if (row.course > row.final_year_course) add('courseUnknown', { course: row.course })
  const group = people.students.filter(({ study_group }) => study_group === row.study_group)
  if (group.some(({ programme_id }) => programme_id !== row.programme_id))
    add('groupOfOtherProgramme', { group: row.study_group })
  const period = { start: row.start_on, end: row.end_on }
  const taken = group.filter(({ id }) => busy.some((one) => one.trainee === id && overlap(one, period)))
  if (group.length - taken.length < row.planned && taken.length > 0)
    add('groupInPractice', { group: row.study_group, trainees: taken.length })
  return found
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
): Plan {
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
    mentors: row.mentor_person_ids.map((id) => ({ id, max: people.staff.get(id)?.max_trainees ?? 0 })),
    trainees,
  }
}
