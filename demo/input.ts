import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { generateStudents } from './generate-students.ts'

type Row = Record<string, string>

/** The lines of the sample schedule that the story tells. */
const STORY_LINES: readonly string[] = ['L01', 'L02', 'L03']
const STORY_TRAINEES = 30
const GROUP_SIZE = 20
const TRAINEES_PER_MENTOR = 5
/** Invented mentors of the generated sites. */
const MENTOR_NAMES = [
  'Karimov Anvar Botir oʻgʻli',
  'Toshmatov Jasur Umar oʻgʻli',
  'Rahimova Nilufar Sobir qizi',
  'Saidov Murod Akmal oʻgʻli',
  'Hasanova Dilnoza Rustam qizi',
] as const
const SCHEDULE = 'practice-schedule-2026-2027.csv'
const SESSIONS = 'attestation-2027.csv'

/**
 * The files a practice office would import for the story: the sample institution with the story's lines, cut to fewer
 * trainees, or with generated groups, sites and mentors beside them for more.
 */
export async function prepareInput(
  samples: string,
  folder: string,
  trainees: number,
  seed: number,
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(samples, folder, { recursive: true, filter: (source) => !source.endsWith('.md') })
  const schedule = await readRows(join(folder, SCHEDULE))
  const lines = cut(
    schedule.filter((row) => STORY_LINES.includes(row.lineId ?? '')),
    trainees,
  )
  const more = trainees - STORY_TRAINEES
  if (more > 0) lines.push(...(await addGroups(folder, more, seed)))
  await writeRows(join(folder, SCHEDULE), lines)
  const programmes = new Set(lines.map((row) => row.programmeCode))
  const sessions = await readRows(join(folder, SESSIONS))
  const told = sessions.filter(
    (row) => programmes.has(row.programmeCode ?? '') && row.invitedPartnerCodes?.includes('ZKM'),
  )
  await writeRows(join(folder, SESSIONS), told)
}

function cut(lines: Row[], trainees: number): Row[] {
  let left = trainees
  return lines.flatMap((row) => {
    const planned = Math.min(left, Number(row.plannedNumber))
    left -= planned
    return planned === 0 ? [] : [{ ...row, plannedNumber: String(planned) }]
  })
}

/** Groups of final-year students, each with a site and mentors of its own. */
async function addGroups(folder: string, count: number, seed: number): Promise<Row[]> {
  const [sites, contacts, staff] = await Promise.all(
    ['sites.csv', 'contacts.csv', 'staff.csv'].map((name) => readRows(join(folder, name))),
  )
  const supervisors = (staff ?? []).filter(
    (row) => row.roles?.includes('practiceSupervisor') && row.departmentCode === 'MET',
  )
  const students: string[] = []
  const lines: Row[] = []
  for (let group = 1, left = count; left > 0; group += 1, left -= GROUP_SIZE) {
    const size = Math.min(GROUP_SIZE, left)
    const nn = String(group).padStart(2, '0')
    const name = `45${nn}-23`
    students.push(
      generateStudents({
        count: size,
        seed: seed + group,
        programmeCode: '60711400',
        group: name,
        course: 4,
        graduationYear: 2027,
      }),
    )
    const mentors = Array.from({ length: Math.ceil(size / TRAINEES_PER_MENTOR) }, (_, n) => `C9${nn}${n}`)
    for (const [n, contactId] of mentors.entries()) {
      contacts?.push({
        ...emptyLike(contacts[0]),
        contactId,
        partnerCode: 'ZKM',
        fullName: MENTOR_NAMES[(group + n) % MENTOR_NAMES.length] ?? '',
        post: 'shift supervisor',
        rank: '2',
        email: `mentor.${nn}.${n + 1}@zkm.example`,
        phone: '+998 00 000-00-00',
        language: 'uz-Latn',
        roles: 'mentor',
        maxTrainees: String(TRAINEES_PER_MENTOR),
      })
    }
    sites?.push({
      ...emptyLike(sites[0]),
      siteCode: `ZKM-9${nn}`,
      partnerCode: 'ZKM',
      kind: 'workshop',
      name: `${group + 10}-son sex`,
      address: `Sanoat zonasi, ${group + 20}`,
      professionsServed: 'metallurgical engineer',
      capacity: String(GROUP_SIZE),
      hazards: 'mechanical',
      safetyOfficerContactId: 'C003',
    })
    lines.push({
      lineId: `G${nn}`,
      partnerCode: 'ZKM',
      siteCode: `ZKM-9${nn}`,
      programmeCode: '60711400',
      course: '4',
      group: name,
      practiceType: 'preDiploma',
      startDate: '2027-02-08',
      endDate: '2027-04-03',
      plannedNumber: String(size),
      supervisorStaffId: supervisors[group % supervisors.length]?.staffId ?? 'S025',
      mentorContactIds: mentors.join(';'),
    })
  }
  await writeRows(join(folder, 'sites.csv'), sites ?? [])
  await writeRows(join(folder, 'contacts.csv'), contacts ?? [])
  const known = await readFile(join(folder, 'students.csv'), 'utf8')
  const rest = students.map((text) => text.slice(text.indexOf('\n') + 1)).join('')
  await writeFile(join(folder, 'students.csv'), `${known.trimEnd()}\n${rest}`)
  return lines
}

const emptyLike = (row: Row | undefined): Row =>
  Object.fromEntries(Object.keys(row ?? {}).map((key) => [key, '']))

async function readRows(file: string): Promise<Row[]> {
  return parse(await readFile(file, 'utf8'), { columns: true, bom: true, skip_empty_lines: true })
}

async function writeRows(file: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const cell = (value: string): string => (/[",\n;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const body = rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(','))
  await writeFile(file, `${[columns.join(','), ...body].join('\n')}\n`)
}
