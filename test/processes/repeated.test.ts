import type { BatchInput } from '../../workflows/durable/port.ts'
import type { Effect } from '../../workflows/durable/types.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

let engine: TestEngine
let process: string
let institution: string

beforeAll(async () => {
  engine = await startEngine()
  process = (await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })).process
  const { rows } = await engine.pool.query<{ id: string }>('SELECT id FROM institution')
  institution = rows[0]?.id ?? ''
})

afterAll(() => engine.stop())

const batch = (effects: Effect[]): BatchInput => ({
  process,
  institution,
  policy: { id: 'generic', version: 1 },
  at: '2026-11-23T05:00:00.000Z',
  effects,
})

test('what people are told is written and sent once, however often the activity runs', async () => {
  const told = batch([
    {
      key: '90.0',
      type: 'inform',
      persons: [
        { role: 'hrOfficer', partner: 'nobody has this' },
        { role: 'legalOfficer' },
        { role: 'administrator' },
      ],
      template: 'attendanceMissing',
      data: { line: 'L01', week: 2 },
    },
  ])
  const first = await engine.activities.perform(told)
  expect(await engine.activities.perform(told)).toEqual(first)
  const letters = `message WHERE template = 'attendanceMissing'`
  expect(await countOf(engine.pool, letters)).toBe(2)
  await eventually(async () => (await countOf(engine.pool, `${letters} AND state = 'sent'`)) === 2)
  const { rows } = await engine.pool.query<{ id: string }>(`SELECT id FROM ${letters}`)
  const before = engine.inbox.counts()
  for (const { id } of rows) await engine.activities.send([id])
  expect(engine.inbox.counts()).toEqual(before)
})

test('a question asked twice has one answer and claims its places once', async () => {
  const cycle = process.replace('partnership/', '')
  const { rows } = await engine.pool.query<{ id: string }>(`SELECT id FROM partner WHERE code = 'ZKM'`)
  await engine.pool.query(
    `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
     VALUES ($1, $2, 'practiceCycle', 1, '', 'planning', true, $3, 'generic', 1, now(), now())`,
    [`practice-cycle/${cycle}`, institution, { stage: 'planning', loading: true, plan: 1, lines: [] }],
  )
  const data = { partner: rows[0]?.id ?? '', academicYear: '2026-2027', cycle, plan: 1 }
  const asked = batch([{ key: '91.0', type: 'ask', question: 'planLines', data }])
  const first = await engine.activities.perform(asked)
  expect(await engine.activities.perform(asked)).toEqual(first)
  expect(await countOf(engine.pool, 'reservation')).toBe(6)
})
