import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { institutionOf } from '../../client/institution.ts'
import type { Bound, Database } from '../../database/database.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { importPath } from '../../registers/import/import.ts'

const QUIET = { info: () => undefined, warn: () => undefined }
const FILE = 'institution.json'

/** A second institution with the same people, partners, sites, programmes and lines, all of equal codes. */
export async function addTwin(database: Database): Promise<Bound> {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-twin-'))
  try {
    await cp(join(projectRoot(), 'samples'), folder, { recursive: true })
    const own = JSON.parse(await readFile(join(folder, FILE), 'utf8'))
    await writeFile(join(folder, FILE), JSON.stringify({ ...own, code: 'TWIN' }))
    const report = await importPath({ database, log: QUIET }, folder, { by: 'S004' })
    if (!report.ok) throw new Error('the twin was refused')
  } finally {
    await rm(folder, { recursive: true })
  }
  return institutionOf(database, 'TWIN')
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Every id that stands in a value, however deep. */
export const idsIn = (value: unknown): string[] => JSON.stringify(value ?? null).match(UUID) ?? []

/** The tables of a database that hold rows of institutions. */
export async function tablesOf(database: Database): Promise<string[]> {
  const { rows } = await database.all.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'institution_id' ORDER BY table_name`,
  )
  return rows.map(({ name }) => name)
}
