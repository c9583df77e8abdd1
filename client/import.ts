import { importPath } from '../activities/import/import.ts'
import { ImportForbidden } from '../activities/import/importer.ts'
import type { ImportReport } from '../activities/import/report.ts'
import type { ImportOptions } from '../activities/import/run.ts'
import type { Log } from '../logging/log.ts'
import type { Database } from './database.ts'
import { Refused } from './refused.ts'

export { ENCODINGS } from '../activities/import/encoding.ts'
export type { FileReport, Finding, ImportReport } from '../activities/import/report.ts'
export type { ImportOptions } from '../activities/import/run.ts'

const MISSING: readonly string[] = ['ENOENT', 'ENOTDIR', 'EACCES']

/**
 * Brings an institution's files in; the report says what became of each.
 * @throws Refused importForbidden, fileNotFound
 */
export async function importFiles(
  deps: { database: Database; log: Pick<Log, 'info' | 'warn'> },
  path: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  try {
    return await importPath(deps, path, options)
  } catch (error) {
    if (error instanceof ImportForbidden) throw new Refused('importForbidden', { person: error.by ?? '' })
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (MISSING.includes(code)) throw new Refused('fileNotFound', { path })
    throw error
  }
}
