import type { Database } from '../database/database.ts'
import type { Log } from '../logging/log.ts'
import { importBytes, importPath } from '../registers/import/import.ts'
import { ImportForbidden } from '../registers/import/importer.ts'
import type { ImportReport } from '../registers/import/report.ts'
import type { ImportOptions } from '../registers/import/run.ts'
import { Refused } from '../schema/refused.ts'

export { ENCODINGS } from '../registers/import/encoding.ts'
export type { FileReport, Finding, ImportReport } from '../registers/import/report.ts'
export type { ImportOptions } from '../registers/import/run.ts'

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
    if (error instanceof ImportForbidden) throw forbidden(error)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (MISSING.includes(code)) throw new Refused('fileNotFound', { path })
    throw error
  }
}

/**
 * The same for files that were sent; the names tell what they are.
 * @throws Refused importForbidden
 */
export async function importSent(
  deps: { database: Database; log: Pick<Log, 'info' | 'warn'> },
  files: readonly { name: string; bytes: Buffer }[],
  options: ImportOptions,
): Promise<ImportReport> {
  try {
    return await importBytes(deps, files, options)
  } catch (error) {
    throw error instanceof ImportForbidden ? forbidden(error) : error
  }
}

const forbidden = ({ by }: ImportForbidden): Refused => new Refused('importForbidden', { person: by ?? '' })
