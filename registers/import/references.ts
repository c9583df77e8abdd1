import type { PoolClient } from 'pg'
import { looksOf } from './looks.ts'

export const referenceKinds = [
  'department',
  'programme',
  'partner',
  'site',
  'staff',
  'contact',
  'group',
] as const
export type ReferenceKind = (typeof referenceKinds)[number]

export interface Referred {
  id: string
  /** The partner a site or a contact belongs to. */
  partner: string | null
}

const QUERIES: Record<ReferenceKind, string> = {
  department: 'SELECT code, id, NULL AS partner FROM department WHERE institution_id = $1',
  programme: 'SELECT code, id, NULL AS partner FROM programme WHERE institution_id = $1',
  partner: 'SELECT code, id, id AS partner FROM partner WHERE institution_id = $1',
  site: 'SELECT code, id, partner_id AS partner FROM site WHERE institution_id = $1',
  staff: `SELECT code, id, NULL AS partner FROM person WHERE institution_id = $1 AND kind = 'staff'`,
  contact: `SELECT code, id, partner_id AS partner FROM person WHERE institution_id = $1 AND kind = 'contact'`,
  group: `SELECT DISTINCT study_group AS code, study_group AS id, NULL AS partner FROM person
          WHERE institution_id = $1 AND kind = 'student'`,
}

/** What the rows of one file may refer to: code → record, loaded once. Students are never loaded, only their groups. */
export class References {
  private readonly looks = new Map<ReferenceKind, Map<string, string>>()

  private constructor(private readonly known: ReadonlyMap<ReferenceKind, ReadonlyMap<string, Referred>>) {}

  static async load(
    client: PoolClient,
    institution: string,
    kinds: readonly ReferenceKind[],
  ): Promise<References> {
    const known = new Map<ReferenceKind, ReadonlyMap<string, Referred>>()
    for (const kind of kinds) {
      const { rows } = await client.query<Referred & { code: string }>(QUERIES[kind], [institution])
      known.set(kind, new Map(rows.map(({ code, id, partner }) => [code, { id, partner }])))
    }
    return new References(known)
  }

  find(kind: ReferenceKind, code: string): Referred | undefined {
    return this.known.get(kind)?.get(code)
  }

  /** A known code that looks like this one. */
  near(kind: ReferenceKind, code: string): string | undefined {
    const looks = this.looks.get(kind) ?? new Map<string, string>()
    if (!this.looks.has(kind)) {
      for (const known of this.known.get(kind)?.keys() ?? []) looks.set(looksOf(known), known)
      this.looks.set(kind, looks)
    }
    return looks.get(looksOf(code))
  }
}
