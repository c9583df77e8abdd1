import type { PoolClient } from 'pg'
import { type CalendarOverride, WorkingCalendar } from '../../calendar/working-calendar.ts'
import { policyContract } from '../../schema/contracts/policy.ts'
import type { Examined } from './definition.ts'
import { type Crowd, crowdsOf, type Demand, hasRoom } from './places.ts'
import type { Said } from './report.ts'

interface Line extends Demand {
  code: string
  start: string
  end: string
  course: number
  group: string
  group_size: number
  group_programmes: string[]
  site: string
  capacity: number
  professions: string[]
  programme: string
  profession: string
  final_year_course: number
  supervisor: string
  supervises: boolean
}

const LINES = `
  SELECT line.code, start_on::text AS start, end_on::text AS end, planned AS need, line.course,
         line.study_group AS group, mentor_person_ids AS mentors,
         site.code AS site, capacity, professions,
         programme.code AS programme, profession, final_year_course,
         supervisor.code AS supervisor, 'practiceSupervisor' = ANY(supervisor.roles) AS supervises,
         coalesce(size, 0)::int AS group_size, coalesce(programmes, '{}') AS group_programmes
  FROM schedule_line line
  JOIN site ON site.id = line.site_id
  JOIN programme ON programme.id = line.programme_id
  JOIN person supervisor ON supervisor.id = line.supervisor_person_id
  LEFT JOIN LATERAL (
    SELECT count(*) AS size, array_agg(DISTINCT own.code) AS programmes
    FROM person student LEFT JOIN programme own ON own.id = student.programme_id
    WHERE student.institution_id = line.institution_id AND student.kind = 'student' AND student.active
      AND student.study_group = line.study_group
  ) AS students ON true
  WHERE line.institution_id = $1 AND academic_year = $2 ORDER BY start_on, line.code`

interface Mentor {
  id: string
  code: string
  mentors: boolean
  places: number
}

/**
 * What stands against the lines of a schedule. What the register itself forbids is an error: it can never work. What the
 * lines take from one another is a warning: the plan of the year may still move them, and names them again.
 */
export async function examineSchedule(examined: Examined): Promise<void> {
  const { client, institution, period, rows, findings } = examined
  const { rows: lines } = await client.query<Line>(LINES, [institution, period])
  const { rows: people } = await client.query<Mentor>(
    `SELECT id, code, 'mentor' = ANY(roles) AS mentors, coalesce(max_trainees, 0) AS places
     FROM person WHERE id = ANY($1)`,
    [[...new Set(lines.flatMap(({ mentors }) => mentors))]],
  )
  const mentors = new Map(people.map((person) => [person.id, person]))
  const calendar = await calendarOf(client, institution)
  for (const line of lines) {
    const row = rows.get(line.code)
    if (row === undefined) continue
    for (const [column, reason, said] of faultsOf(line, mentors)) findings.add(row, column, reason, said)
    if (calendar?.isWorking(line.start) === false)
      findings.add(row, 'startDate', 'startsOnFreeDay', {
        value: line.start,
        params: { next: calendar.workingDayFrom(line.start) },
      })
  }
  const places = new Map(people.map(({ id, places: most }) => [id, most]))
  const codeOf = (id: string): string => mentors.get(id)?.code ?? id
  for (const crowd of crowdsOf(lines)) sayCrowd(examined, crowd, places, codeOf)
}

type Reason = Parameters<Examined['findings']['add']>[2]

/** What is wrong with a line by itself. */
function* faultsOf(line: Line, known: ReadonlyMap<string, Mentor>): Generator<[string, Reason, Said]> {
  const mentors = line.mentors.flatMap((id) => known.get(id) ?? [])
  for (const { code } of mentors.filter((mentor) => !mentor.mentors))
    yield ['mentorContactIds', 'notAMentor', { value: code }]
  if (!line.supervises) yield ['supervisorStaffId', 'notASupervisor', { value: line.supervisor }]
  const places = mentors.reduce((sum, mentor) => sum + mentor.places, 0)
  if (places < line.need)
    yield [
      'mentorContactIds',
      'tooFewMentorPlaces',
      { value: mentors.map(({ code }) => code).join(';'), params: { places, planned: line.need } },
    ]
  if (line.need > line.capacity)
    yield [
      'plannedNumber',
      'siteTooSmall',
      { value: String(line.need), params: { site: line.site, places: line.capacity } },
    ]
  if (!line.professions.includes(line.profession))
    yield [
      'siteCode',
      'professionNotServed',
      { value: line.site, params: { profession: line.profession, served: line.professions.join(', ') } },
    ]
  if (line.course > line.final_year_course)
    yield ['course', 'noSuchCourse', { value: String(line.course), params: { last: line.final_year_course } }]
  if (line.group_size > 0 && !line.group_programmes.includes(line.programme))
    yield [
      'group',
      'groupOfAnotherProgramme',
      { value: line.group, params: { programme: line.group_programmes.join(', ') } },
    ]
  if (line.need > line.group_size)
    yield ['plannedNumber', 'groupTooSmall', { value: String(line.need), params: { size: line.group_size } }]
}

/** What the lines that run on one day take from one another; said of the last of them that is in the file. */
function sayCrowd(
  { rows, findings }: Examined,
  { lines, last }: Crowd<Line>,
  places: ReadonlyMap<string, number>,
  codeOf: (id: string) => string,
): void {
  const say = (column: string, reason: Reason, together: readonly Line[], said: Said): void => {
    const named = together.findLast(({ code }) => rows.has(code))
    if (named === undefined) return
    const others = together.filter((line) => line !== named).map(({ code }) => code)
    findings.add(rows.get(named.code) ?? null, column, reason, {
      ...said,
      params: { ...said.params, day: last.start, others: others.join(', ') },
    })
  }
  const wanted = (some: readonly Line[]): number => some.reduce((sum, { need }) => sum + need, 0)
  const atSite = lines.filter(({ site }) => site === last.site)
  if (atSite.length > 1 && wanted(atSite) > last.capacity)
    say('siteCode', 'siteFull', atSite, {
      value: last.site,
      params: { wanted: wanted(atSite), places: last.capacity },
    })
  const ofGroup = lines.filter(({ group }) => group === last.group)
  if (ofGroup.length > 1 && wanted(ofGroup) > last.group_size)
    say('group', 'groupBusy', ofGroup, {
      value: last.group,
      params: { wanted: wanted(ofGroup), size: last.group_size },
    })
  const sharing = lines.filter(
    (line) => line === last || line.mentors.some((id) => last.mentors.includes(id)),
  )
  if (sharing.length > 1 && hasRoom([last], places) && !hasRoom(lines, places)) {
    const shared = last.mentors.filter((id) =>
      sharing.some((line) => line !== last && line.mentors.includes(id)),
    )
    say('mentorContactIds', 'mentorBusy', sharing, { value: shared.map(codeOf).join(';') })
  }
}

/** The working days of the institution by the newest policy; null while there is none. */
async function calendarOf(client: PoolClient, institution: string): Promise<WorkingCalendar | null> {
  const { rows } = await client.query<{
    data: unknown
    time_zone: string
    country: string
    calendar_overrides: CalendarOverride[]
  }>(
    `SELECT data, time_zone, country, calendar_overrides FROM institution, policy
     WHERE institution.id = $1 ORDER BY policy.id, policy.version DESC LIMIT 1`,
    [institution],
  )
  const [row] = rows
  if (row === undefined) return null
  const { calendar } = policyContract.parse(row.data)
  return new WorkingCalendar(row.time_zone, row.country, calendar, row.calendar_overrides)
}
