import type { PoolClient } from 'pg'
import type { InstitutionFile } from '../../schema/contracts/import.ts'
import { differencesOf } from './differences.ts'
import { References } from './references.ts'
import { type FileAtHand, noteChange } from './rows.ts'
import { type Counts, NOTHING, type Table, type Touched } from './upsert.ts'

const LEADERS = `
  UPDATE institution AS i SET rector_person_id = $2, practice_office_person_id = $3
  WHERE id = $1
    AND (rector_person_id, practice_office_person_id) IS DISTINCT FROM ($2::text, $3::text)
  RETURNING to_jsonb(old) AS was, to_jsonb(new) AS is`

const HEADS = `
  UPDATE department AS d SET head_person_id = u.head
  FROM unnest($2::text[], $3::text[]) AS u (code, head)
  WHERE d.institution_id = $1 AND d.code = u.code AND d.head_person_id IS DISTINCT FROM u.head
  RETURNING to_jsonb(old) AS was, to_jsonb(new) AS is`

/** The superior that is named, else the head of the own department. */
const SUPERIORS = `
  UPDATE person AS p SET superior_person_id = s.superior
  FROM (
    SELECT m.id, coalesce(u.superior, nullif(d.head_person_id, m.id)) AS superior
    FROM person m
    LEFT JOIN unnest($2::text[], $3::text[]) AS u (person, superior) ON u.person = m.id
    LEFT JOIN department d ON d.id = m.department_id
    WHERE m.institution_id = $1 AND m.kind = 'staff'
  ) AS s
  WHERE p.id = s.id AND p.superior_person_id IS DISTINCT FROM s.superior
  RETURNING to_jsonb(old) AS was, to_jsonb(new) AS is`

/** What the three write, and how institution.json calls it. */
const LEADING = {
  names: {
    rector_person_id: 'rectorStaffId',
    practice_office_person_id: 'practiceOfficeStaffId',
    head_person_id: 'departments.headStaffId',
    superior_person_id: 'superiors',
  },
  guarded: [],
}
const leading = (name: string, ...columns: string[]): Table => ({
  name,
  key: ['code'],
  columns: Object.fromEntries(columns.map((column) => [column, 'text' as const])),
})
const INSTITUTION = leading('institution', 'rector_person_id', 'practice_office_person_id')
const DEPARTMENT = leading('department', 'head_person_id')
const PERSON = leading('person', 'superior_person_id')

/** A person whose superiors lead back to the person: escalation would never end. */
function inCircle(superiors: Readonly<Record<string, string>>, person: string): boolean {
  const passed = new Set<string>()
  for (let next = superiors[person]; next !== undefined && !passed.has(next); next = superiors[next]) {
    if (next === person) return true
    passed.add(next)
  }
  return false
}

export async function hasStaff(client: PoolClient, institution: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM person WHERE institution_id = $1 AND kind = 'staff') AS found`,
    [institution],
  )
  return rows[0]?.found === true
}

/** Who leads the institution and its departments and who is escalated to. Counts the records that changed. */
export async function writeLinks(
  client: PoolClient,
  institution: string,
  file: InstitutionFile,
  { findings, changes }: Pick<FileAtHand, 'findings' | 'changes'>,
): Promise<Counts> {
  const references = await References.load(client, institution, ['staff'])
  const find = (code: string | null, path: string): string | null => {
    if (code === null) return null
    const found = references.find('staff', code)
    const near = references.near('staff', code)
    if (found !== undefined) return found.id
    if (near === undefined) findings.add(null, path, 'unknownReference', { value: code })
    else findings.add(null, path, 'unknownButNear', { value: code, params: { near } })
    return null
  }
  const leaders = [
    find(file.rectorStaffId, 'rectorStaffId'),
    find(file.practiceOfficeStaffId, 'practiceOfficeStaffId'),
  ]
  const heads = file.departments.map((department, index) =>
    find(department.headStaffId, `departments.${index}.headStaffId`),
  )
  const superiors = Object.entries(file.superiors).map(([person, superior]) => {
    const path = `superiors.${person}`
    if (inCircle(file.superiors, person)) findings.add(null, path, 'superiorInCircle', { value: superior })
    return { person: find(person, path), superior: find(superior, path) }
  })
  if (findings.refuses) return NOTHING
  const codes = file.departments.map((department) => department.code)
  const named = [superiors.map(({ person }) => person), superiors.map(({ superior }) => superior)]
  let changed = 0
  const write = async (table: Table, sql: string, values: unknown[]): Promise<void> => {
    const { rows } = await client.query<Touched>(sql, [institution, ...values])
    changed += rows.length
    for (const record of await differencesOf(client, table, rows))
      noteChange(LEADING, record, null, changes, findings)
  }
  await write(INSTITUTION, LEADERS, leaders)
  await write(DEPARTMENT, HEADS, [codes, heads])
  await write(PERSON, SUPERIORS, named)
  await changes.flush(client)
  return { ...NOTHING, changed }
}
