import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generateStudents, type StudentGroup } from '../../demo/generate-students.ts'
import { importText } from '../../registers/import/import.ts'
import { createTestDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { type Desk, openDesk, SAMPLES } from './harness.ts'

const MEGABYTE = 1024 * 1024
const GROUP: StudentGroup = {
  count: 500,
  seed: 7,
  programmeCode: '60711400',
  group: '491-23',
  course: 4,
  graduationYear: 2027,
}

let server: TestPostgres
let desk: Desk
beforeAll(async () => {
  server = await startTestPostgres()
  desk = await openDesk(server)
  await desk.importSamples()
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})

test('the same seed invents the same people, another seed others', () => {
  expect(generateStudents(GROUP)).toBe(generateStudents({ ...GROUP }))
  expect(generateStudents(GROUP)).not.toBe(generateStudents({ ...GROUP, seed: 8 }))
})

test('a generated group of 500 goes through the same import as a real one', async () => {
  const deps = { database: desk.database, log: { info: () => {}, warn: () => {} } }
  const report = await importText(deps, 'students.csv', generateStudents(GROUP), { by: 'S004' })
  expect(report.files).toMatchObject([{ outcome: 'imported', inserted: 500, findings: [] }])
  const { rows } = await desk.pool.query(
    `SELECT count(*)::int AS people, count(DISTINCT email)::int AS mailboxes,
       count(DISTINCT full_name)::int > 450 AS varied,
       bool_and((given_name LIKE '%a') OR patronymic LIKE '%oʻgʻli' OR patronymic LIKE '%qizi') AS plausible,
       bool_and((surname LIKE '%a') = (patronymic LIKE '%qizi')) AS agreeing
     FROM person WHERE study_group = '491-23'`,
  )
  expect(rows).toEqual([{ people: 500, mailboxes: 500, varied: true, plausible: true, agreeing: true }])
})

test('50,000 students are imported in less than 300 MB', async () => {
  const database = await createTestDatabase(server)
  const folder = await mkdtemp(join(tmpdir(), 'bitim-import-'))
  const run = async (path: string) => {
    const hook = join(__dirname, '..', 'support', 'typescript.cjs')
    const child = join(__dirname, 'import-in-process.ts')
    const { stdout } = await promisify(execFile)(process.execPath, ['-r', hook, child, database.url, path])
    return JSON.parse(stdout) as { ok: boolean; inserted: number; unchanged: number; peak: number }
  }
  try {
    expect(await run(SAMPLES)).toMatchObject({ ok: true })
    await writeFile(join(folder, 'students.csv'), generateStudents({ ...GROUP, count: 50_000 }))
    const first = await run(join(folder, 'students.csv'))
    expect(first).toMatchObject({ ok: true, inserted: 50_000 })
    expect(first.peak / MEGABYTE).toBeLessThan(300)
    const second = await run(join(folder, 'students.csv'))
    expect(second).toMatchObject({ ok: true, inserted: 0, unchanged: 50_000 })
  } finally {
    await rm(folder, { recursive: true })
    await database.drop()
  }
})
