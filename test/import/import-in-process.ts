// Child process of the memory test: imports one file and prints the report's counts and its own peak of memory.
import { Pool } from 'pg'
import { importPath } from '../../activities/import/import.ts'

async function main(): Promise<void> {
  const [databaseUrl = '', path = ''] = process.argv.slice(2)
  const pool = new Pool({ connectionString: databaseUrl, max: 2 })
  const report = await importPath({ pool, log: { info: () => {}, warn: () => {} } }, path)
  await pool.end()
  const inserted = report.files.reduce((sum, file) => sum + file.inserted, 0)
  const unchanged = report.files.reduce((sum, file) => sum + file.unchanged, 0)
  // maxRSS is in kilobytes.
  const peak = process.resourceUsage().maxRSS * 1024
  process.stdout.write(JSON.stringify({ ok: report.ok, inserted, unchanged, peak }))
}

void main()
