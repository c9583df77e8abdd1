import type { PoolClient } from 'pg'
import { readCsv } from './csv.ts'
import { type FileDefinition, type Numbered, rowContext } from './definition.ts'
import { References } from './references.ts'
import type { Mistakes } from './report.ts'
import type { Source } from './source.ts'
import { type Counts, upsert } from './upsert.ts'

/** Rows sent to the database in one statement. */
const BATCH = 1000

/**
 * Reads a CSV file into its table inside the caller's transaction. Rows are read to the end (or to the limit of
 * mistakes) so that one run names them all; after the first mistake nothing more is written.
 */
export async function importRows(
  client: PoolClient,
  institution: string,
  definition: FileDefinition,
  source: Source,
  mistakes: Mistakes,
): Promise<Counts> {
  const period = definition.pattern.exec(source.name)?.[1] ?? ''
  const references = await References.load(client, institution, definition.needs)
  const occurrences = new Map<string, number>()
  const seen = new Set<string>()
  const counts: Counts = { inserted: 0, changed: 0, unchanged: 0 }
  let batch: Numbered[] = []

  const flush = async () => {
    const full = batch
    batch = []
    await definition.check?.(client, institution, full, mistakes)
    if (mistakes.errors.length > 0) return
    const rows = full.map(({ values }) => values)
    const written = await upsert(client, institution, definition.table, rows)
    counts.inserted += written.inserted
    counts.changed += written.changed
    counts.unchanged += written.unchanged
  }

  for await (const { row, cells } of readCsv(source, definition, mistakes)) {
    if (mistakes.more) break
    const values = definition.read(cells, rowContext(row, period, references, occurrences, mistakes))
    if (values === null) continue
    const key = definition.table.key.map((column) => String(values[column])).join('\u001F')
    if (seen.has(key)) {
      mistakes.add(row, definition.keyColumn, 'twiceInFile')
      continue
    }
    seen.add(key)
    batch.push({ row, values })
    if (batch.length === BATCH) await flush()
  }
  await flush()
  if (mistakes.errors.length === 0) await definition.finish?.(client, institution)
  return counts
}
