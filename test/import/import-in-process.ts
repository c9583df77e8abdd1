// Child process of the memory test: imports one file and prints the report's counts and its own peak of memory.
import { readFileSync } from 'node:fs'
import { Database } from '../../database/database.ts'
import { importPath } from '../../registers/import/import.ts'

/** Of this program alone: on Linux the resource usage also counts the process it was forked from. */
function peakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}

async function main(): Promise<void> {
  const [databaseUrl = '', path = ''] = process.argv.slice(2)
  const database = new Database(databaseUrl, { most: 2 })
  const report = await importPath({ database, log: { info: () => {}, warn: () => {} } }, path, { by: 'S004' })
  await database.end()
  const inserted = report.files.reduce((sum, file) => sum + file.inserted, 0)
  const unchanged = report.files.reduce((sum, file) => sum + file.unchanged, 0)
  const peak = peakKilobytes() * 1024
  process.stdout.write(JSON.stringify({ ok: report.ok, inserted, unchanged, peak }))
}

void main()
