import type { PoolClient } from 'pg'
import type { InstitutionFile } from '../../schema/contracts/import.ts'
import { References } from './references.ts'
import type { Mistakes } from './report.ts'
import type { Counts } from './upsert.ts'

const LEADERS = `
  UPDATE institution SET rector_person_id = $2, practice_office_person_id = $3
  WHERE id = $1
    AND (rector_person_id, practice_office_person_id) IS DISTINCT FROM ($2::text, $3::text)`

const HEADS = `
  UPDATE department AS d SET head_person_id = u.head
  FROM unnest($2::text[], $3::text[]) AS u (code, head)
  WHERE d.institution_id = $1 AND d.code = u.code AND d.head_person_id IS DISTINCT FROM u.head`

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
  WHERE p.id = s.id AND p.superior_person_id IS DISTINCT FROM s.superior`

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
  mistakes: Mistakes,
): Promise<Counts> {
  const references = await References.load(client, institution, ['staff'])
  const find = (code: string | null, path: string): string | null => {
    if (code === null) return null
    const found = references.find('staff', code)
    if (found === undefined) mistakes.add(null, path, 'unknownReference', { reference: code })
    return found?.id ?? null
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
    if (inCircle(file.superiors, person)) mistakes.add(null, path, 'superiorInCircle')
    return { person: find(person, path), superior: find(superior, path) }
  })
  const none = { inserted: 0, changed: 0, unchanged: 0 }
  if (mistakes.errors.length > 0) return none
  const codes = file.departments.map((department) => department.code)
  const named = [superiors.map(({ person }) => person), superiors.map(({ superior }) => superior)]
  const results = [
    await client.query(LEADERS, [institution, ...leaders]),
    await client.query(HEADS, [institution, codes, heads]),
    await client.query(SUPERIORS, [institution, ...named]),
  ]
  return { ...none, changed: results.reduce((sum, result) => sum + (result.rowCount ?? 0), 0) }
}
