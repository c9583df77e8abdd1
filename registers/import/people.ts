import type { PoolClient } from 'pg'
import { defineFile, type Examined, type Numbered, type RowContext } from './definition.ts'
import { differencesOf } from './differences.ts'
import type { Findings } from './report.ts'
import type { Table, Touched } from './upsert.ts'

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

/**
 * A link in a letter is a key: it must not lie in the mailbox of somebody else. Within one partner a mailbox may be the
 * office's, which is for people to judge.
 */
const SHARED = `
  SELECT a.code, a.email, b.code AS other, b.full_name AS name,
         a.kind = 'contact' AND b.kind = 'contact' AND a.partner_id = b.partner_id AS same_office
  FROM person a CROSS JOIN LATERAL (
    SELECT code, full_name, kind, partner_id FROM person b
    WHERE b.institution_id = $1 AND b.email = a.email AND b.id <> a.id AND b.active ORDER BY code LIMIT 1
  ) AS b
  WHERE a.institution_id = $1 AND a.active AND a.code = ANY($2) ORDER BY a.code`

async function findShared({ client, institution, rows, findings }: Examined): Promise<void> {
  interface Shared {
    code: string
    email: string
    other: string
    name: string
    same_office: boolean
  }
  const { rows: shared } = await client.query<Shared>(SHARED, [institution, [...rows.keys()]])
  for (const { code, email, other, name, same_office } of shared) {
    const row = rows.get(code) ?? null
    // Of two in the file the second is named.
    if ((rows.get(other) ?? 0) > (row ?? 0)) continue
    const reason = same_office ? 'emailShared' : 'emailOfAnother'
    findings.add(row, 'email', reason, { value: email, params: { other, name } })
  }
}

const PEOPLE = {
  names: {
    surname: 'familyName',
    partner_id: 'partnerCode',
    department_id: 'departmentCode',
    programme_id: 'programmeCode',
    study_group: 'group',
    superior_person_id: 'superior',
  },
  derived: { surname: 'full_name', given_name: 'full_name', patronymic: 'full_name' },
  guarded: ['full_name', 'partner_id', 'email'],
  examine: findShared,
}

/** Whoever has a part to play is written to; without an address nobody can be. */
function sayUnreachable(row: { email: string | null; roles: readonly string[] }, context: RowContext): void {
  if (row.email === null && row.roles.length > 0)
    context.say('email', 'noEmail', { params: { roles: row.roles.join(', ') } })
}

/** Staff, contacts and students share one series of codes: a student must not turn into the rector. */
function refuseTaken(kind: 'staff' | 'contact' | 'student', column: string) {
  return async (client: PoolClient, institution: string, batch: readonly Numbered[], findings: Findings) => {
    const { rows } = await client.query<{ code: string; full_name: string }>(
      'SELECT code, full_name FROM person WHERE institution_id = $1 AND kind <> $2 AND code = ANY ($3)',
      [institution, kind, batch.map(({ values }) => values.code)],
    )
    const taken = new Map<unknown, string>(rows.map((row) => [row.code, row.full_name]))
    return batch.filter(({ row, values }) => {
      const name = taken.get(values.code)
      if (name !== undefined)
        findings.add(row, column, 'codeTaken', { value: String(values.code), params: { name } })
      return name === undefined
    })
  }
}

export const staffFile = defineFile({
  kind: 'staff',
  pattern: /^staff$/,
  table: PERSON,
  keyColumn: 'staffId',
  ...PEOPLE,
  sieve: refuseTaken('staff', 'staffId'),
  needs: ['department'],
  after: ['institution'],
  toValues: (row, context) => {
    sayUnreachable(row, context)
    return {
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
    }
  },
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
    AND p.superior_person_id IS DISTINCT FROM nullif(top.id, p.id)
  RETURNING to_jsonb(old) AS was, to_jsonb(new) AS is`

const SUPERIOR: Table = { name: 'person', key: ['code'], columns: { superior_person_id: 'text' } }

export const contactsFile = defineFile({
  kind: 'contacts',
  pattern: /^contacts$/,
  table: PERSON,
  keyColumn: 'contactId',
  ...PEOPLE,
  sieve: refuseTaken('contact', 'contactId'),
  needs: ['partner'],
  after: ['institution', 'partners'],
  toValues: (row, context) => {
    sayUnreachable(row, context)
    if (row.maxTrainees === null && row.roles.includes('mentor')) context.say('maxTrainees', 'noPlaces')
    return {
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
    }
  },
  finish: async (client, institution) => {
    const { rows } = await client.query<Touched>(CONTACT_SUPERIORS, [institution])
    return differencesOf(client, SUPERIOR, rows)
  },
})

export const studentsFile = defineFile({
  kind: 'students',
  pattern: /^students$/,
  table: PERSON,
  keyColumn: 'studentId',
  ...PEOPLE,
  sieve: refuseTaken('student', 'studentId'),
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
