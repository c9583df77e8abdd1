import { PRACTICE_TYPES, type PracticeType } from '../../../schema/contracts/lists.ts'
import type { PaperPractice, PaperProgramme } from '../../../schema/contracts/papers/groups.ts'
import type { Day } from '../../../workflows/durable/types.ts'
import type { CycleState, Line } from '../../../workflows/practice-cycle/state.ts'
import { staying } from '../../../workflows/practice-cycle/trainees.ts'
import { PaperNotLoadable } from './errors.ts'
import type { Institution } from './institution.ts'
import type { Sql } from './records.ts'
import { inLanguage, type Names, paperYear, registeredIn } from './text.ts'

interface LineRow {
  code: string
  course: number | null
  group: string | null
  programmeCode: string
  programmeNames: Names
  department: Names
  departmentHead: string | null
  siteName: string
  siteNames: Names
  siteAddress: string
  siteAddresses: Names
  capacity: number
  hazards: string[]
  safetyOfficer: string | null
}

/** Both days included. */
export interface PaperPeriod {
  from: Day
  to: Day
}

/** A line of a cycle with the names behind its references. */
export interface PaperLine {
  code: string
  line: Line
  type: PracticeType
  period: PaperPeriod
  programme: PaperProgramme
  department: string | undefined
  departmentHead: string | null
  course: number | null
  group: string | null
  site: { key: string; name: string; address: string; capacity: number; hazards: string[] }
  safetyOfficer: string | null
}

/**
 * The named lines of a cycle, as the cycle has them now: dates may have moved since the schedule was imported. Sites
 * and programmes may be named by id or by code.
 */
export async function readLines(
  sql: Sql,
  institution: Institution,
  cycle: CycleState,
  codes: readonly string[],
): Promise<PaperLine[]> {
  const lines = cycle.lines.filter(({ code }) => codes.includes(code))
  const { rows } = await sql.query<LineRow>(
    `SELECT line.code, plan.course, plan.study_group AS group, programme.code AS "programmeCode",
            programme.names AS "programmeNames", department.names AS department,
            department.head_person_id AS "departmentHead", site.name AS "siteName", site.names AS "siteNames",
            site.address AS "siteAddress", site.addresses AS "siteAddresses",
            site.capacity, site.hazards, site.safety_officer_person_id AS "safetyOfficer"
     FROM unnest($3::text[], $4::text[], $5::text[]) AS line (code, site, programme)
     JOIN site ON site.institution_id = $1 AND line.site IN (site.id, site.code)
     JOIN programme ON programme.institution_id = $1 AND line.programme IN (programme.id, programme.code)
     JOIN department ON department.id = programme.department_id
     LEFT JOIN schedule_line plan ON plan.institution_id = $1 AND plan.academic_year = $2 AND plan.code = line.code`,
    [
      institution.id,
      cycle.academicYear.replace('/', '-'),
      lines.map(({ code }) => code),
      lines.map(({ site }) => site),
      lines.map(({ programme }) => programme),
    ],
  )
  const known = new Map(rows.map((row) => [row.code, row]))
  return lines.map((line) => {
    const row = known.get(line.code)
    if (row === undefined)
      throw new PaperNotLoadable('recordMissing', `site or programme of line ${line.code}`)
    return toPaperLine(line, row, institution)
  })
}

function toPaperLine(line: Line, row: LineRow, institution: Institution): PaperLine {
  const name = inLanguage(row.programmeNames, institution.language)
  if (name === undefined)
    throw new PaperNotLoadable('recordMissing', `name of programme ${row.programmeCode}`)
  return {
    code: line.code,
    // Who is gone when it is made is in no paper any more.
    line: { ...line, trainees: staying(line) },
    type: practiceType(line.practiceType),
    period: { from: line.start, to: line.end },
    programme: { code: row.programmeCode, name },
    department: inLanguage(row.department, institution.language),
    departmentHead: row.departmentHead,
    course: row.course,
    group: row.group,
    site: {
      key: line.site,
      name: registeredIn(institution.language, row.siteName, row.siteNames),
      address: registeredIn(institution.language, row.siteAddress, row.siteAddresses),
      capacity: row.capacity,
      hazards: row.hazards,
    },
    safetyOfficer: row.safetyOfficer,
  }
}

export function practiceType(code: string): PracticeType {
  const type = PRACTICE_TYPES.find((one) => one === code)
  if (type === undefined) throw new PaperNotLoadable('recordMissing', `practice type ${code}`)
  return type
}

/** From the first day of the earliest line to the last day of the latest. */
export function wholePeriod(lines: readonly PaperLine[]): PaperPeriod {
  const from = lines.map(({ period }) => period.from).sort()[0]
  const to = lines
    .map(({ period }) => period.to)
    .sort()
    .at(-1)
  if (from === undefined || to === undefined)
    throw new PaperNotLoadable('recordMissing', 'lines of the paper')
  return { from, to }
}

/** One paper speaks of one kind of practice: the one most of its trainees do. */
export function practiceOf(lines: readonly PaperLine[], academicYear: string): PaperPractice {
  const count = (type: PracticeType): number =>
    lines.filter((one) => one.type === type).reduce((sum, { line }) => sum + line.trainees.length, 0)
  const [type] = lines.map((one) => one.type).sort((a, b) => count(b) - count(a))
  if (type === undefined) throw new PaperNotLoadable('recordMissing', 'lines of the paper')
  return { academicYear: paperYear(academicYear), type }
}
