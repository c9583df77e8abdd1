import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { Database } from '../../database/database.ts'
import { importPath } from '../../registers/import/import.ts'
import type { FileReport, ImportReport } from '../../registers/import/report.ts'
import type { ImportOptions } from '../../registers/import/run.ts'
import type { Severity } from '../../schema/contracts/findings.ts'
import { createTestDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.ts'

export const SAMPLES = join(__dirname, '..', '..', 'samples')

export const sample = (name: string): Promise<string> => readFile(join(SAMPLES, name), 'utf8')

export interface Desk {
  /** Of the tables' owner. */
  pool: Pool
  database: Database
  /** Everything the import logged. */
  logged: unknown[]
  importSamples(): Promise<ImportReport>
  /** Imports a folder with these files. */
  importFiles(files: Record<string, string | Buffer>, options?: ImportOptions): Promise<ImportReport>
  /** Imports one file and gives its report. */
  importFile(name: string, content: string | Buffer, options?: ImportOptions): Promise<FileReport>
  count(table: string): Promise<number>
  close(): Promise<void>
}

/** A practice office with an empty database, on the server given or on one of its own. */
export async function openDesk(shared?: TestPostgres): Promise<Desk> {
  const server = shared ?? (await startTestPostgres())
  const own = await createTestDatabase(server)
  const database = new Database(own.url, { most: 8 })
  const pool = new Pool({ connectionString: own.url, max: 8 })
  const logged: unknown[] = []
  const note = (...line: unknown[]) => logged.push(line)
  const deps = { database, log: { info: note, warn: note } }
  const importFiles: Desk['importFiles'] = async (files, options) => {
    const folder = await mkdtemp(join(tmpdir(), 'bitim-import-'))
    try {
      for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
      return await importPath(deps, folder, { by: 'S004', ...options })
    } finally {
      await rm(folder, { recursive: true })
    }
  }
  return {
    pool,
    database,
    logged,
    importSamples: () => importPath(deps, SAMPLES, { by: 'S004' }),
    importFiles,
    importFile: async (name, content, options) => {
      const report = await importFiles({ [name]: content }, options)
      const file = report.files[0]
      if (file === undefined) throw new Error(`${name} was not imported: ${report.ignored}`)
      return file
    },
    count: async (table) => {
      const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)
      return rows[0]?.n ?? -1
    },
    close: async () => {
      await Promise.all([pool.end(), database.end()])
      await own.drop()
      if (shared === undefined) await server.stop()
    },
  }
}

/** A CSV text from rows; the first is the header. */
export const csv = (...rows: string[]): string => `${rows.join('\n')}\n`

const inShort = (report: FileReport, severity: Severity): string[] =>
  report.findings
    .filter((finding) => finding.severity === severity)
    .map(({ row, column, reason, value, params }) =>
      [row, column, reason, reason === 'unknownReference' ? value : null, params.near ?? null]
        .filter((part) => part !== null)
        .join(' '),
    )

/** What is wrong, as "row column reason". */
export const mistakesOf = (report: FileReport): string[] => inShort(report, 'error')
export const questionsOf = (report: FileReport): string[] => inShort(report, 'question')
export const warningsOf = (report: FileReport): string[] => inShort(report, 'warning')
/** What was put right, as "row column from → to". */
export const forgivenOf = (report: FileReport): string[] =>
  report.findings
    .filter(({ severity }) => severity === 'forgiven')
    .map(({ row, column, value, params }) => `${row} ${column} ${value} → ${params.to}`)
