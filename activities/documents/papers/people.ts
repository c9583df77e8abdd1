import type { Language } from '../../../schema/contracts/lists.ts'
import type {
  PaperContact,
  PaperOfficial,
  PaperPerson,
  PaperProgramme,
  PaperSignatory,
} from '../../../schema/contracts/papers/groups.ts'
import { PaperNotLoadable } from './errors.ts'
import type { Sql } from './records.ts'
import { inLanguage, type Names } from './text.ts'

interface PersonRow {
  id: string
  kind: 'staff' | 'contact' | 'student'
  surname: string
  givenName: string
  patronymic: string | null
  post: string | null
  rank: number | null
  email: string | null
  phone: string | null
  roles: string[]
  active: boolean
  partner: string | null
  department: Names | null
  programmeCode: string | null
  programmeNames: Names | null
  course: number | null
  group: string | null
}

/** Where somebody of a side is looked for by role. */
type Side = { institution: true } | { partner: string }

/**
 * The people of one paper: those it names and those who hold a post at either side. Loaded in one query, however
 * many there are.
 */
export class People {
  private readonly known: ReadonlyMap<string, PersonRow>

  private constructor(
    rows: readonly PersonRow[],
    private readonly language: Language,
    private readonly rector: string | null,
    private readonly office: string | null,
  ) {
    this.known = new Map(rows.map((row) => [row.id, row]))
  }

  static async read(
    sql: Sql,
    place: { institution: string; language: Language; rector: string | null; office: string | null },
    ids: readonly (string | null | undefined)[],
    partners: readonly string[] = [],
  ): Promise<People> {
    const named = [...ids, place.rector, place.office].filter((id) => typeof id === 'string' && id !== '')
    const { rows } = await sql.query<PersonRow>(
      `SELECT person.id, person.kind, surname, given_name AS "givenName", patronymic, post, rank, email, phone,
              roles, active, partner_id AS partner, course, study_group AS group, department.names AS department,
              programme.code AS "programmeCode", programme.names AS "programmeNames"
       FROM person LEFT JOIN department ON department.id = person.department_id
                   LEFT JOIN programme ON programme.id = person.programme_id
       WHERE person.institution_id = $1
         AND (person.id = ANY($2)
              OR (person.partner_id = ANY($3) AND person.roles && ARRAY['signatory', 'hrOfficer', 'siteManager', 'safetyOfficer'])
              OR (person.kind = 'staff' AND 'signatory' = ANY(person.roles)))
       ORDER BY person.rank DESC NULLS LAST, person.code`,
      [place.institution, named, partners],
    )
    return new People(rows, place.language, place.rector, place.office)
  }

  private row(id: string): PersonRow {
    const found = this.known.get(id)
    if (found === undefined) throw new PaperNotLoadable('personMissing', `person ${id}`)
    return found
  }

  has(id: string | null | undefined): id is string {
    return typeof id === 'string' && this.known.has(id)
  }

  person(id: string): PaperPerson {
    const { surname, givenName, patronymic } = this.row(id)
    return { surname, givenName, ...(patronymic !== null && { patronymic }) }
  }

  official(id: string): PaperOfficial {
    const { post } = this.row(id)
    if (post === null) throw new PaperNotLoadable('postMissing', `person ${id}`)
    return { ...this.person(id), post }
  }

  /** Somebody without a telephone of their own is called through the one of the house. */
  contact(id: string, house?: { phone?: string | undefined }): PaperContact {
    const row = this.row(id)
    const phone = row.phone ?? house?.phone
    return {
      ...this.official(id),
      ...(phone !== undefined && { phone }),
      ...(row.email !== null && { email: row.email }),
    }
  }

  rank(id: string): number | null {
    return this.row(id).rank
  }

  partnerOf(id: string): string | null {
    return this.row(id).partner
  }

  departmentOf(id: string): string | undefined {
    return inLanguage(this.row(id).department, this.language)
  }

  course(id: string): number | null {
    return this.row(id).course
  }

  group(id: string): string | null {
    return this.row(id).group
  }

  programme(id: string): PaperProgramme | undefined {
    const { programmeCode, programmeNames } = this.row(id)
    const name = inLanguage(programmeNames, this.language)
    return programmeCode === null || name === undefined ? undefined : { code: programmeCode, name }
  }

  /** The first active holder of a role at a side, highest rank first. */
  holder(role: string, side: Side): string | undefined {
    for (const row of this.known.values()) {
      const here = 'partner' in side ? row.partner === side.partner : row.kind === 'staff'
      if (here && row.active && row.roles.includes(role)) return row.id
    }
    return undefined
  }

  /** Head of the institution: signs its orders by its charter. */
  head(): string {
    const id = this.rector ?? this.holder('signatory', { institution: true })
    if (id === undefined || !this.known.has(id))
      throw new PaperNotLoadable('recordMissing', 'institution head')
    return id
  }

  /** The signatory next to the head: signs letters and certificates, controls orders. */
  deputy(): string {
    for (const row of this.known.values()) {
      if (row.kind === 'staff' && row.active && row.roles.includes('signatory') && row.id !== this.rector)
        return row.id
    }
    return this.head()
  }

  /** Who heads the practice office. */
  practiceOffice(): string {
    return this.has(this.office) ? this.office : this.deputy()
  }

  /** `issuer` where that person may sign for the institution, otherwise the one who does by default. */
  signer(issuer: string | null, otherwise: string): string {
    if (!this.has(issuer)) return otherwise
    const row = this.row(issuer)
    return row.kind === 'staff' && (row.id === this.rector || row.roles.includes('signatory'))
      ? issuer
      : otherwise
  }

  /** The head signs by the charter, everybody else of the institution by an order of the head. */
  signatory(id: string): PaperSignatory {
    return { ...this.official(id), authority: id === this.rector ? 'charter' : 'order' }
  }

  /** Head of a partner, or whoever signs for it. */
  partnerHead(partner: string, preferred?: string | null): string {
    const id = this.has(preferred) ? preferred : this.holder('signatory', { partner })
    if (id === undefined) throw new PaperNotLoadable('recordMissing', `signatory of partner ${partner}`)
    return id
  }
}
