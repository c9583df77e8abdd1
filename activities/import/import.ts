import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileReport, ImportReport } from './report.ts'
import { fileDefinitions, type ImportDeps, type ImportOptions, ImportRun, INSTITUTION_FILE } from './run.ts'
import { fileSource, type Source, textSource } from './source.ts'

const isKnown = (name: string): boolean =>
  name === INSTITUTION_FILE || fileDefinitions.some((definition) => definition.pattern.test(name))

async function importSources(
  deps: ImportDeps,
  sources: readonly Source[],
  options: ImportOptions,
): Promise<ImportReport> {
  const run = new ImportRun(deps, options)
  for (const step of run.steps(sources.filter((source) => isKnown(source.name)))) await run.perform(step)
  return {
    ok: run.files.every((file) => file.outcome !== 'refused'),
    institution: run.institutionCode,
    files: run.files,
    ignored: sources.filter((source) => !isKnown(source.name)).map((source) => source.name),
  }
}

function unknownFile(file: string): ImportReport {
  const report: FileReport = {
    file,
    kind: 'unknown',
    outcome: 'refused',
    inserted: 0,
    changed: 0,
    unchanged: 0,
    errors: [{ file, row: null, column: null, reason: 'unknownFile' }],
    more: false,
    waitsFor: [],
  }
  return { ok: false, institution: null, files: [report], ignored: [] }
}

/**
 * Imports a folder of files or one file, recognised by name. One transaction a file: a file is in whole or not at
 * all, and a second run of the same file changes nothing. Files that refer to a refused one are not tried.
 * @throws when the path cannot be read or the database fails.
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
  return isKnown(source.name) ? importSources(deps, [source], options) : unknownFile(source.name)
}

/** The same for text that is in memory already; the name tells what it is. */
export async function importText(
  deps: ImportDeps,
  name: string,
  text: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  return isKnown(name) ? importSources(deps, [textSource(name, text)], options) : unknownFile(name)
}
