import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { exportAll, exportedTables } from '../../client/reads/export.ts'
import type { Bound } from '../../database/database.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context } from '../program.ts'

/** Personal data: for the owner's eyes only. */
const FILE_MODE = 0o600
const FOLDER_MODE = 0o700
/** Bytes kept back before they are written. */
const CHUNK = 256 * 1024

export function addExport(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'export <folder>',
    key: 'export',
    async run(context, [folder = '']) {
      const pool = (await context.session.scope()).pool
      return folder === '-' ? toOutput(context, pool) : toFolder(context, pool, folder)
    },
  })
}

/** Everything as one stream, each line naming its table. */
async function toOutput({ out }: Context, pool: Bound): Promise<undefined> {
  let lines = ''
  for await (const { table, json } of exportAll(pool)) {
    lines += `{"table":${JSON.stringify(table)},"row":${json}}\n`
    if (lines.length < CHUNK) continue
    await out.drain(lines)
    lines = ''
  }
  await out.drain(lines)
  return undefined
}

/** A file for each table, empty ones included, in a folder that holds nothing else. */
async function toFolder({ out, words }: Context, pool: Bound, folder: string): Promise<undefined> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE })
  if ((await readdir(folder)).length > 0) throw new UsageError('folderNotEmpty', { name: folder })
  const counts: Record<string, number> = {}
  for (const table of await exportedTables(pool)) {
    counts[table] = 0
    await append(folder, table, '')
  }
  let [current, lines] = ['', '']
  for await (const { table, json } of exportAll(pool)) {
    if (table !== current || lines.length >= CHUNK) {
      if (lines !== '') await append(folder, current, lines)
      current = table
      lines = ''
    }
    lines += `${json}\n`
    const count = (counts[table] ?? 0) + 1
    counts[table] = count
    if (count % 1000 === 0) out.progress(words('export.progress', { table, count }))
  }
  if (lines !== '') await append(folder, current, lines)
  out.endProgress()
  if (out.json) return out.document({ folder, tables: counts })
  out.table(
    [{ title: words('column.table') }, { title: words('column.rows'), right: true }],
    Object.entries(counts).map(([table, count]) => [table, String(count)]),
  )
  out.say(words('export.personal', { folder }))
  return undefined
}

async function append(folder: string, table: string, lines: string): Promise<void> {
  const file = await open(join(folder, `${table}.jsonl`), 'a', FILE_MODE)
  try {
    await file.writeFile(lines)
  } finally {
    await file.close()
  }
}
