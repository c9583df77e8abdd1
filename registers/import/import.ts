import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PoolClient } from 'pg'
import type { Logger } from 'pino'
import type { Database } from '../../database/database.ts'
import { emptyReport, Findings, type ImportReport } from './report.ts'
import { type ImportOptions, ImportRun, isKnown } from './run.ts'
import { bytesSource, fileSource, type Source, textSource } from './source.ts'
import { oneAtATime } from './transaction.ts'

export interface ImportDeps {
  database: Database
  log: Pick<Logger, 'info' | 'warn'>
}

async function importSources(
  { database, log }: ImportDeps,
  sources: readonly Source[],
  options: ImportOptions,
): Promise<ImportReport> {
  const { dryRun = false } = options
  const work = async (client: PoolClient): Promise<ImportReport> => {
    const run = new ImportRun(client, log, options)
    for (const step of run.steps(sources.filter((source) => isKnown(source.name)))) await run.perform(step)
    return {
      ok: run.files.every(({ outcome }) => outcome !== 'refused' && (dryRun || outcome !== 'asked')),
      dryRun,
      institution: run.institutionCode,
      files: run.files,
      ignored: sources.filter((source) => !isKnown(source.name)).map((source) => source.name),
    }
  }
  return oneAtATime(database, work, !dryRun)
}

function unknownFile(file: string, { dryRun = false }: ImportOptions): ImportReport {
  const findings = new Findings(file)
  findings.add(null, null, 'unknownFile', { value: file })
  const { all, totals } = findings
  const report = { ...emptyReport(file, 'unknown'), outcome: 'refused' as const, findings: all, totals }
  return { ok: false, dryRun, institution: null, files: [report], ignored: [] }
}

/**
 * Imports a folder of files or one file, recognised by name, in one transaction. A file is in whole or not at all, and
 * a second run of the same file changes nothing. Files that refer to one that did not come in are not tried.
 * @throws ImportForbidden, and when the path cannot be read or the database fails: then nothing came in.
 */
export async function importPath(
  deps: ImportDeps,
  path: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  if ((await stat(path)).isDirectory()) {
    const entries = await readdir(path, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
    const sources = names.sort().map((name) => fileSource(join(path, name)))
    return importSources(deps, sources, options)
  }
  const source = fileSource(path)
  return isKnown(source.name) ? importSources(deps, [source], options) : unknownFile(source.name, options)
}

/** The same for files that are in memory already; the names tell what they are. */
export function importBytes(
  deps: ImportDeps,
  files: readonly { name: string; bytes: Buffer }[],
  options: ImportOptions = {},
): Promise<ImportReport> {
  return importSources(deps, files.map(bytesSource), options)
}

/** The same for text that is in memory already; the name tells what it is. */
export async function importText(
  deps: ImportDeps,
  name: string,
  text: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  return isKnown(name) ? importSources(deps, [textSource(name, text)], options) : unknownFile(name, options)
}
