import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Database } from '../../database/database.ts'
import { importerOf } from '../import/importer.ts'
import { ImportRecord } from '../import/record.ts'
import { type Change, emptyReport, type FileReport } from '../import/report.ts'
import { fileDefinitions, ImportRun } from '../import/run.ts'
import { textSource } from '../import/source.ts'
import { oneAtATime } from '../import/transaction.ts'
import { type Cells, cellsOf, type RecordKind } from './cells.ts'

/** Who edits, by which door. */
export interface Editor {
  /** Id of the institution. */
  institution: string
  /** Id of the person. */
  person: string
  door: string
}

export interface Edit {
  kind: RecordKind
  code: string
  /** Columns of the kind's file with what they are to hold; the others stay. */
  fields: Cells
  /** Whether the record is to be there already. */
  is: 'new' | 'known'
  /** Asked while nobody else can edit: whether it is still what the editor saw. */
  unless?: () => Promise<void>
}

export type Edited = 'missing' | 'taken' | FileReport

const QUIET = { info: () => undefined, warn: () => undefined }
const NAME_PARTS = ['familyName', 'givenName', 'patronymic']

/**
 * Creates or corrects one record, by the very rules of an import: it is a file of one row, and is kept like one. What
 * an import would ask about is meant here, for somebody typed it.
 */
export async function editRecord(database: Database, editor: Editor, edit: Edit): Promise<Edited> {
  return oneAtATime(database, async (client) => {
    await edit.unless?.()
    const known = await cellsOf(client, editor.institution, edit.kind, edit.code)
    if ((known === null) !== (edit.is === 'new')) return known === null ? 'missing' : 'taken'
    const report = await importOne(client, editor, edit, known ?? {})
    await requireAdministrator(client, editor.institution)
    return report
  })
}

async function importOne(client: PoolClient, editor: Editor, edit: Edit, known: Cells): Promise<FileReport> {
  const { kind, code, fields } = edit
  const definition = fileDefinitions.find((one) => one.kind === kind)
  if (definition === undefined) throw new Error(`no file holds ${kind}`)
  const { rows } = await client.query<{ code: string }>('SELECT code FROM institution WHERE id = $1', [
    editor.institution,
  ])
  const run = new ImportRun(client, QUIET, {
    institutionCode: rows[0]?.code ?? '',
    by: editor.person,
    door: editor.door,
    meant: true,
  })
  const row = { ...known, ...renamed(fields), [definition.keyColumn]: code }
  const columns = definition.columns.filter((column) => row[column] !== undefined)
  const text = [columns, columns.map((column) => row[column] ?? '')].map(csvLine).join('')
  for (const step of run.steps([textSource(`${kind}.csv`, text)])) await run.perform(step)
  const [report] = run.files
  if (report === undefined) throw new Error('a row was not looked at')
  return report
}

/** A whole name takes the place of the parts that were known. */
const renamed = (fields: Cells): Cells =>
  fields.fullName === undefined
    ? fields
    : { ...Object.fromEntries(NAME_PARTS.map((part) => [part, ''])), ...fields }

const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`

/** What the three kinds of persons are called as files. */
const FILES: Readonly<Record<string, RecordKind>> = {
  staff: 'staff',
  contact: 'contacts',
  student: 'students',
}

/** Whether somebody is still there; nothing else of the record changes. Answers false where it was so already. */
export async function setActive(
  database: Database,
  editor: Editor,
  { code, active, unless }: Pick<Edit, 'code' | 'unless'> & { active: boolean },
): Promise<'missing' | boolean> {
  return oneAtATime(database, async (client) => {
    await unless?.()
    await importerOf(client, editor.institution, editor.person)
    const { rows } = await client.query<{ kind: string; was: boolean }>(
      'UPDATE person SET active = $3 WHERE institution_id = $1 AND code = $2 RETURNING kind, old.active AS was',
      [editor.institution, code, active],
    )
    const [row] = rows
    if (row === undefined) return 'missing'
    if (row.was === active) return false
    await requireAdministrator(client, editor.institution)
    const change = { row: null, record: code, field: 'active', was: String(row.was), is: String(active) }
    await keepChange(client, editor, FILES[row.kind] ?? 'staff', change)
    return true
  })
}

async function keepChange(
  client: PoolClient,
  editor: Editor,
  kind: RecordKind,
  change: Change,
): Promise<void> {
  const record = new ImportRecord()
  const file = `${kind}.csv`
  const sha256 = createHash('sha256').update(JSON.stringify(change)).digest('hex')
  await record.begin(client, editor.institution, editor)
  await record.file(client, { ...emptyReport(file, kind), outcome: 'imported', changed: 1 }, sha256, null)
  await record.change(client, file, [change])
}

/** Where nobody is administrator any more nobody could mend it. @throws LastAdministrator */
async function requireAdministrator(client: PoolClient, institution: string): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM person WHERE institution_id = $1 AND kind = 'staff' AND active AND 'administrator' = ANY(roles) LIMIT 1`,
    [institution],
  )
  if (rowCount === 0) throw new LastAdministrator()
}

/** Nobody would be left to administer the institution. */
export class LastAdministrator extends Error {
  constructor() {
    super('an institution has an administrator')
    this.name = 'LastAdministrator'
  }
}
