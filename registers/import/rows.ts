import type { PoolClient } from 'pg'
import type { FileDefinition, Numbered } from './definition.ts'
import { rowContext } from './definition.ts'
import { type ChangedRecord, differencesOf, keyOf } from './differences.ts'
import type { Encoding } from './encoding.ts'
import { findAlike } from './looks.ts'
import type { ChangeLog } from './record.ts'
import { References } from './references.ts'
import type { Findings, Recognised } from './report.ts'
import type { Source } from './source.ts'
import { readTable } from './table.ts'
import { type Counts, NOTHING, sum, upsert } from './upsert.ts'

/** Rows sent to the database in one statement. */
const BATCH = 1000

export interface FileAtHand {
  source: Source
  /** The file's name without its extension. */
  base: string
  /** What the file is written in, where somebody said so. */
  encoding: Encoding | null
  findings: Findings
  changes: ChangeLog
  recognise(recognised: Recognised): void
}

/**
 * Reads a table's file into its table inside the caller's transaction. Rows are read to the end so that one run names
 * everything there is to say; whoever calls keeps nothing where that includes an error.
 */
export async function importRows(
  client: PoolClient,
  institution: string,
  definition: FileDefinition,
  { source, base, encoding, findings, changes, recognise }: FileAtHand,
): Promise<Counts> {
  const { table, keyColumn } = definition
  const period = definition.pattern.exec(base)?.[1] ?? ''
  const references = await References.load(client, institution, definition.needs)
  const occurrences = new Map<string, number>()
  const seen = new Map<string, number>()
  const fresh: string[] = []
  let counts = NOTHING
  let batch: Numbered[] = []

  const rowOf = (key: readonly string[]): number | null => seen.get(key.join('\u001F')) ?? null

  const note = async (changed: readonly ChangedRecord[]): Promise<void> => {
    for (const record of changed) noteChange(definition, record, rowOf(record.key), changes, findings)
    await changes.flush(client)
  }

  const flush = async (): Promise<void> => {
    const full = batch
    batch = []
    const kept = definition.sieve ? await definition.sieve(client, institution, full, findings) : full
    const written = await upsert(
      client,
      institution,
      table,
      kept.map(({ values }) => values),
    )
    counts = sum(counts, written.counts)
    fresh.push(...written.touched.flatMap(({ was, is }) => (was === null ? [String(is.code)] : [])))
    await note(await differencesOf(client, table, written.touched))
  }

  const columns = {
    all: definition.columns,
    required: definition.columns.filter((column) => !definition.optional.includes(column)),
  }
  for await (const row of readTable(source, encoding, columns, findings, recognise)) {
    const before = findings.totals.error
    const values = definition.read(row, rowContext(row, period, references, occurrences, findings))
    if (values === null) continue
    const key = keyOf(table, values).join('\u001F')
    const first = seen.get(key)
    if (first !== undefined) {
      findings.add(row.row, keyColumn, 'twiceInFile', {
        value: row.cells[keyColumn] ?? null,
        params: { first },
      })
      continue
    }
    seen.set(key, row.row)
    // A row with an error is read, and not written: the database would say the same again in its own words.
    if (findings.totals.error === before) batch.push({ row: row.row, values })
    if (batch.length === BATCH) await flush()
  }
  await flush()
  const rows = new Map([...seen].map(([key, row]) => [key.slice(key.lastIndexOf('\u001F') + 1), row]))
  if (table.key.length === 1 && table.columns.code !== undefined)
    await findAlike(client, institution, table.name, keyColumn, fresh, rows, findings)
  await definition.examine?.({ client, institution, period, rows, findings })
  if (!findings.refuses && definition.finish) {
    const finished = await definition.finish(client, institution)
    // What belongs to a new record is no change of it.
    const isNew = new Set(fresh)
    await note(finished.filter(({ key }) => !isNew.has(key.at(-1) ?? '')))
  }
  if (seen.size === 0 && !findings.refuses) findings.add(null, null, 'headerOnly')
  return counts
}

const NAMES: readonly string[] = ['name', 'names', 'full_name']
const isInCapitals = (text: string): boolean => /\p{Lu}\p{Lu}/u.test(text) && text === text.toUpperCase()

/** Notes what changed in a record, and asks about what is not to change unseen. */
export function noteChange(
  { names, derived = {}, guarded }: Pick<FileDefinition, 'names' | 'derived' | 'guarded'>,
  { record, differences }: ChangedRecord,
  row: number | null,
  changes: ChangeLog,
  findings: Findings,
): void {
  const changed = new Set(differences.map(({ column }) => column))
  for (const { column, was, is } of differences) {
    if (changed.has(derived[column] ?? '')) continue
    const field = fieldOf(column, names)
    changes.add({ row, record, field, was, is })
    const [base = ''] = column.split('.')
    // What was not known before takes nothing from anybody.
    if (!guarded.includes(base) || was === '') continue
    const capitals = NAMES.includes(base) && isInCapitals(is) && !isInCapitals(was)
    findings.add(row, field, capitals ? 'nameInCapitals' : 'changesGuarded', {
      value: is,
      params: { was, record },
    })
  }
}

/** The name a file has for a column of the database: `full_name` is `fullName` unless the definition says otherwise. */
function fieldOf(column: string, names: Readonly<Record<string, string>>): string {
  const [base = '', ...part] = column.split('.')
  const camel = base.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return names[column] ?? [names[base] ?? camel, ...part].join('.')
}
