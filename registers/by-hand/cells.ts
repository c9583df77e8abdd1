import type { PoolClient } from 'pg'

/** What can be created and corrected one by one; the kinds of import files with these records. */
export type RecordKind = 'staff' | 'contacts' | 'students' | 'partners' | 'sites' | 'programmes'

/** A record as a row of its file: text by column. */
export type Cells = Readonly<Record<string, string>>

const PARTS = `surname AS "familyName", given_name AS "givenName", patronymic`

/** What the columns of each kind's file hold of a record that is known. */
const CELLS: Record<RecordKind, string> = {
  staff: `SELECT person.code AS "staffId", ${PARTS}, post, rank, department.code AS "departmentCode", email, language,
      array_to_string(roles, ';') AS roles
    FROM person LEFT JOIN department ON department.id = department_id
    WHERE person.institution_id = $1 AND person.code = $2 AND kind = 'staff'`,
  contacts: `SELECT person.code AS "contactId", partner.code AS "partnerCode", ${PARTS}, post, rank, email, phone,
      language, array_to_string(roles, ';') AS roles, max_trainees AS "maxTrainees"
    FROM person LEFT JOIN partner ON partner.id = partner_id
    WHERE person.institution_id = $1 AND person.code = $2 AND kind = 'contact'`,
  students: `SELECT person.code AS "studentId", ${PARTS}, programme.code AS "programmeCode", course,
      study_group AS "group", email, language, graduation_year AS "graduationYear"
    FROM person LEFT JOIN programme ON programme.id = programme_id
    WHERE person.institution_id = $1 AND person.code = $2 AND kind = 'student'`,
  partners: `SELECT code AS "partnerCode", name, names ->> 'ru' AS "nameRu", names ->> 'en' AS "nameEn", category, sector,
      region, legal_address AS "legalAddress", legal_addresses ->> 'ru' AS "legalAddressRu",
      legal_addresses ->> 'en' AS "legalAddressEn", tax_id AS "taxId", bank_account AS "bankAccount",
      bank_mfo AS "bankMfo", employees, trade_union AS "tradeUnion", main_directions AS "mainDirections",
      regional_plan_role AS "regionalPlanRole", array_to_string(forms_existing, ';') AS "existingForms",
      array_to_string(forms_prospective, ';') AS "prospectiveForms", status
    FROM partner WHERE institution_id = $1 AND code = $2`,
  sites: `SELECT site.code AS "siteCode", partner.code AS "partnerCode", site.kind, site.name, site.names ->> 'ru' AS "nameRu",
      site.names ->> 'en' AS "nameEn", address, addresses ->> 'ru' AS "addressRu", addresses ->> 'en' AS "addressEn",
      array_to_string(professions, ';') AS "professionsServed", capacity, array_to_string(hazards, ';') AS hazards,
      officer.code AS "safetyOfficerContactId"
    FROM site JOIN partner ON partner.id = site.partner_id LEFT JOIN person officer ON officer.id = safety_officer_person_id
    WHERE site.institution_id = $1 AND site.code = $2`,
  programmes: `SELECT programme.code, programme.names ->> 'uz-Latn' AS "nameUzLatn", programme.names ->> 'ru' AS "nameRu",
      programme.names ->> 'en' AS "nameEn", department.code AS "departmentCode", level, profession,
      final_year_course AS "finalYearCourse"
    FROM programme JOIN department ON department.id = department_id
    WHERE programme.institution_id = $1 AND programme.code = $2`,
}

/** A record as its file would have it, null where there is none of this code. */
export async function cellsOf(
  client: PoolClient,
  institution: string,
  kind: RecordKind,
  code: string,
): Promise<Cells | null> {
  const { rows } = await client.query<Record<string, unknown>>(CELLS[kind], [institution, code])
  const [row] = rows
  if (row === undefined) return null
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value === null ? '' : String(value)]),
  )
}
