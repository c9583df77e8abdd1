import type { PoolClient } from 'pg'
import { defineFile, type Numbered } from './definition.ts'
import type { Mistakes } from './report.ts'
import type { Table } from './upsert.ts'

const PERSON: Table = {
  name: 'person',
  key: ['code'],
  columns: {
    code: 'text',
    kind: 'text',
    full_name: 'text',
    surname: 'text',
    given_name: 'text',
    patronymic: 'text',
    post: 'text',
    rank: 'integer',
    email: 'text',
    phone: 'text',
    language: 'text',
    roles: 'text[]',
    partner_id: 'text',
    department_id: 'text',
    programme_id: 'text',
    course: 'integer',
    study_group: 'text',
    graduation_year: 'integer',
    max_trainees: 'integer',
  },
}

interface AnyName {
  fullName: string | null
  familyName: string | null
  givenName: string | null
  patronymic: string | null
}

/** The parts as they were given; a name in one cell is "Surname Given patronymic words", the order of Uzbek papers. */
function nameOf({ fullName, familyName, givenName, patronymic }: AnyName) {
  if (familyName !== null) return named(familyName, givenName ?? '', patronymic)
  const [surname = '', given = '', ...rest] = (fullName ?? '').split(/\s+/)
  return named(surname, given, rest.length > 0 ? rest.join(' ') : null)
}

const named = (surname: string, given_name: string, patronymic: string | null) => ({
  full_name: [surname, given_name, patronymic].filter((part) => part !== null).join(' '),
  ...{ surname, given_name, patronymic },
})

/** Staff, contacts and students share one series of codes: a student must not turn into the rector. */
function refuseTaken(kind: 'staff' | 'contact' | 'student', column: string) {
  return async (client: PoolClient, institution: string, batch: readonly Numbered[], mistakes: Mistakes) => {
    const { rows } = await client.query<{ code: string }>(
      'SELECT code FROM person WHERE institution_id = $1 AND kind <> $2 AND code = ANY ($3)',
      [institution, kind, batch.map(({ values }) => values.code)],
    )
    const taken = new Set<unknown>(rows.map((row) => row.code))
    for (const { row, values } of batch) {
      if (taken.has(values.code)) mistakes.add(row, column, 'codeTaken')
    }
  }
}

export const staffFile = defineFile({
  kind: 'staff',
  pattern: /^staff\.csv$/,
  table: PERSON,
  keyColumn: 'staffId',
  check: refuseTaken('staff', 'staffId'),
  needs: ['department'],
  after: ['institution'],
  toValues: (row, context) => ({
    code: row.staffId,
    kind: 'staff',
    ...nameOf(row),
    post: row.post,
    rank: row.rank,
    email: row.email,
    language: row.language,
    roles: row.roles,
    department_id:
      row.departmentCode === null
        ? null
        : (context.find('department', row.departmentCode, 'departmentCode')?.id ?? null),
  }),
})

/** Whoever ranks highest at a partner is the superior of the partner's other contacts; of equals the first code. */
const CONTACT_SUPERIORS = `
  UPDATE person AS p SET superior_person_id = nullif(top.id, p.id)
  FROM (
    SELECT DISTINCT ON (partner_id) partner_id, id FROM person
    WHERE institution_id = $1 AND kind = 'contact' AND active
    ORDER BY partner_id, rank DESC NULLS LAST, code
  ) AS top
  WHERE p.institution_id = $1 AND p.kind = 'contact' AND p.partner_id = top.partner_id
    AND p.superior_person_id IS DISTINCT FROM nullif(top.id, p.id)`

export const contactsFile = defineFile({
  kind: 'contacts',
  pattern: /^contacts\.csv$/,
  table: PERSON,
  keyColumn: 'contactId',
  check: refuseTaken('contact', 'contactId'),
  needs: ['partner'],
  after: ['institution', 'partners'],
  toValues: (row, context) => ({
    code: row.contactId,
    kind: 'contact',
    ...nameOf(row),
    post: row.post,
    rank: row.rank,
    email: row.email,
    phone: row.phone,
    language: row.language,
    roles: row.roles,
    partner_id: context.find('partner', row.partnerCode, 'partnerCode')?.id ?? null,
    max_trainees: row.maxTrainees,
  }),
  finish: async (client, institution) => {
    await client.query(CONTACT_SUPERIORS, [institution])
  },
})

export const studentsFile = defineFile({
  kind: 'students',
  pattern: /^students\.csv$/,
  table: PERSON,
  keyColumn: 'studentId',
  check: refuseTaken('student', 'studentId'),
  needs: ['programme'],
  after: ['institution', 'programmes'],
  toValues: (row, context) => ({
    code: row.studentId,
    kind: 'student',
    ...named(row.familyName, row.givenName, row.patronymic),
    email: row.email,
    language: row.language,
    roles: [],
    programme_id: context.find('programme', row.programmeCode, 'programmeCode')?.id ?? null,
    course: row.course,
    study_group: row.group,
    graduation_year: row.graduationYear,
  }),
})
