import { importPath } from '../activities/import/import.ts'
import type { ImportReport } from '../activities/import/report.ts'
import type { Log } from '../logging/log.ts'
import type { Database } from './database.ts'
import { Refused } from './refused.ts'

export type { FileReport, ImportReport } from '../activities/import/report.ts'

const MISSING: readonly string[] = ['ENOENT', 'ENOTDIR', 'EACCES']

/** Brings an institution's files in, a transaction a file; the report says what became of each. */
export async function importFiles(
  deps: { database: Database; log: Pick<Log, 'info' | 'warn'> },
  path: string,
  institutionCode?: string,
): Promise<ImportReport> {
  try {
    return await importPath(deps, path, institutionCode === undefined ? {} : { institutionCode })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (MISSING.includes(code)) throw new Refused('fileNotFound', { path })
    throw error
  }
}
