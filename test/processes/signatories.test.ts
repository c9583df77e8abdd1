import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openTasks } from '../../demo/tasks.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { eventsOf, isTrue, makeSmall, playUntil } from '../support/story.ts'

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: 2, end: '2027-02-20' })
}, 120_000)

afterAll(() => engine.stop())

async function printed(): Promise<string> {
  const { rows } = await engine.pool.query<{ file: string }>(
    `SELECT file FROM document WHERE kind = 'cooperationAgreement' AND state = 'issued'`,
  )
  const file = join(engine.filesDir, rows[0]?.file ?? '')
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', file, '-'])
  return stdout
}

const signing = async (): Promise<string[]> =>
  (await openTasks(engine.pool)).flatMap(({ kind, owner }) => (kind === 'signAgreement' ? [owner] : []))

test('a signed agreement names who signed it, on the new authority, where the first signatories were replaced', async () => {
  const { pool, facade } = engine
  await facade.startPartnership(by('S004'), { partner: 'ZKM' })
  await playUntil(engine, async () => (await signing()).includes('C001'))
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM process WHERE kind = 'agreement'`)
  const agreement = rows[0]?.id ?? ''
  const replace = (person: string, other: string, number: string) =>
    facade.send(by('S004'), agreement, 'replaceSignatory', {
      person,
      by: other,
      authority: { basis: 'powerOfAttorney', number, date: '2026-12-01', validTo: '2027-12-31' },
    })
  await replace('C001', 'C002', '77-D')
  await replace('S001', 'S002', '78-D')
  const registered = `SELECT count(*) = 1 FROM document WHERE kind = 'cooperationAgreement' AND state = 'issued'`
  await playUntil(engine, () => isTrue(pool, registered))
  const text = await printed()
  for (const words of ['Jumayeva', '77-D', 'Oʻroqov', '78-D']) expect(text).toContain(words)
  for (const words of ['S. Olimov', 'Olimov Sunnat', 'F. Jumayev\n', 'Jumayev Farrux'])
    expect(text).not.toContain(words)
  const events = await eventsOf(pool, agreement)
  const approved = events.findLast(({ type }) => type === 'approved')?.data.hash
  const issued = await pool.query<{ hash: string }>(
    `SELECT data ->> 'contentHash' AS hash FROM document WHERE kind = 'cooperationAgreement' AND state = 'issued'`,
  )
  expect(issued.rows).toEqual([{ hash: approved }])
}, 120_000)
