import { Refused } from '../../schema/refused.ts'
import { limitOf, type Scope } from './scope.ts'

export interface ImportedFile {
  name: string
  outcome: string
  sha256: string
  inserted: number
  changed: number
  unchanged: number
  /** The questions that were confirmed, as they were named. */
  confirmed: string | null
}

/** One import: who, when, which files. */
export interface PastImport {
  id: string
  at: string
  /** Code of who imported; null for the very first import, before anybody was known. */
  by: string | null
  files: ImportedFile[]
}

export interface PastChange {
  file: string
  row: number | null
  record: string
  field: string
  was: string
  became: string
}

const IMPORTS = `
  SELECT import_run.id, import_run.at, person.code AS by,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'outcome', outcome, 'sha256', sha256,
       'inserted', inserted, 'changed', changed, 'unchanged', unchanged, 'confirmed', confirmed) ORDER BY no), '[]')
     FROM import_file WHERE run_id = import_run.id) AS files
  FROM import_run LEFT JOIN person ON person.id = import_run.person_id
  WHERE import_run.institution_id = $1`

type Row = Omit<PastImport, 'at'> & { at: Date }
const toImport = (row: Row): PastImport => ({ ...row, at: row.at.toISOString() })

/** What was imported, newest first. */
export async function listImports(scope: Scope, limit?: number): Promise<PastImport[]> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-imports',
    text: `${IMPORTS} ORDER BY import_run.recorded_at DESC, import_run.id LIMIT $2`,
    values: [scope.institution, limitOf(limit)],
  })
  return rows.map(toImport)
}

/**
 * One import with every field it changed.
 * @param name its id or the beginning of it.
 * @throws Refused importUnknown, ambiguousId
 */
export async function readImport(
  scope: Scope,
  name: string,
): Promise<PastImport & { changes: PastChange[] }> {
  const { rows } = await scope.pool.query<Row>({
    name: 'read-import',
    text: `${IMPORTS} AND starts_with(import_run.id, $2) LIMIT 2`,
    values: [scope.institution, name],
  })
  const [row, other] = rows
  if (row === undefined) throw new Refused('importUnknown', { id: name })
  if (other !== undefined) throw new Refused('ambiguousId', { id: name })
  const changes = await scope.pool.query<PastChange>({
    name: 'read-import-changes',
    text: `SELECT file, row, record, field, was, became FROM import_change
           WHERE institution_id = $1 AND run_id = $2 ORDER BY no`,
    values: [scope.institution, row.id],
  })
  return { ...toImport(row), changes: changes.rows }
}
