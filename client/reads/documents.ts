import type { Scope } from './scope.ts'
import { limitOf, only } from './scope.ts'

export interface DocumentRow {
  id: string
  process: string
  kind: string
  title: string
  language: string
  number: string | null
  datedOn: string | null
  side: string
  version: number
  state: string
  pages: number
  bytes: number
  sha256: string
  /** Path below the folder of papers. */
  file: string
  subject: string | null
  at: Date
}

export interface DocumentFilter {
  process?: string
  kind?: string
  limit?: number
}

const SELECT = `
  SELECT document.id, process_id AS process, document.kind, title, document.language, number,
         dated_on::text AS "datedOn", side, version, state, pages, bytes, sha256, file, person.code AS subject, at
  FROM document LEFT JOIN person ON person.id = document.subject_person_id`

/** Papers, the newest first. */
export async function listDocuments(scope: Scope, filter: DocumentFilter = {}): Promise<DocumentRow[]> {
  const { rows } = await scope.pool.query<DocumentRow>({
    name: 'read-documents',
    text: `${SELECT}
           WHERE document.institution_id = $1 AND ($2::text IS NULL OR process_id = $2)
             AND ($3::text IS NULL OR document.kind = $3)
           ORDER BY at DESC, document.id LIMIT $4`,
    values: [scope.institution, filter.process ?? null, filter.kind ?? null, limitOf(filter.limit)],
  })
  return rows
}

/** A paper by its id or the beginning of it, its verification code, or its number where only one paper has it. */
export async function findDocument(scope: Scope, name: string): Promise<DocumentRow> {
  const { rows } = await scope.pool.query<DocumentRow>({
    name: 'read-document',
    text: `${SELECT}
           WHERE document.institution_id = $1
             AND (document.id = $2 OR verification_code = $2 OR number = $2
                  OR length($2) >= 4 AND starts_with(document.id, $2))
           ORDER BY document.id = $2 DESC LIMIT 2`,
    values: [scope.institution, name],
  })
  const exact = rows.filter(({ id }) => id === name)
  return only(exact.length > 0 ? exact : rows, name, 'unknownDocument')
}
