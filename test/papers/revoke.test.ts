import { createRevokeActivities } from '../../activities/documents/revoke.ts'
import { InstitutionReader } from '../../activities/record/institution.ts'
import { Database } from '../../database/database.ts'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Revocation } from '../../workflows/durable/types.ts'
import { createWorld, type World } from './world.ts'

const CYCLE = 'practice-cycle/a1/2026-2027'
const ORDER = 'orderSendingStudents@2027-02-08'
const LETTER = 'referralLetter@2027-02-08'

let world: World
let database: Database

beforeAll(async () => {
  world = await createWorld()
  database = new Database(world.url, { most: 4 })
  await world.insertProcess(CYCLE, 'practiceCycle', { stage: 'ordering' })
}, 60_000)

afterAll(async () => {
  await database.end()
  await world.stop()
})

async function revoke(paper: Revocation, reason: string): Promise<void> {
  const { revoke } = createRevokeActivities({ database, reader: new InstitutionReader(database) })
  const input: EffectInput = {
    ...{ process: CYCLE, institution: world.institution, policy: { id: 'generic', version: 1 } },
    ...{ at: '2027-02-01T04:00:00.000Z', effect: { type: 'revoke', key: '7.0', papers: [paper], reason } },
  }
  await revoke(input)
}

async function stateOf(id: string) {
  const { rows } = await world.pool.query('SELECT state, revocations FROM document WHERE id = $1', [id])
  return rows[0]
}

const on = '2027-02-01'

test('a paper is out of force for the lines it no longer speaks of, and as a whole when none is left', async () => {
  const paper = { kind: 'orderSendingStudents', number: '200-T', date: '2027-01-20', instance: ORDER }
  const order = await world.insertPaper(CYCLE, { ...paper, lines: ['L01', 'L02'] })
  const of = { instance: ORDER, edition: 1 }
  await revoke({ ...of, lines: ['L01'], whole: false }, 'roof')
  expect(await stateOf(order)).toEqual({
    state: 'issued',
    revocations: [{ line: 'L01', on, reason: 'roof', replacedBy: null }],
  })
  const next = await world.insertPaper(CYCLE, { ...paper, number: '201-T', lines: ['L01'], edition: 2 })
  await Promise.all([1, 2, 3].map(() => revoke({ ...of, lines: ['L01', 'L02'], whole: true }, 'later')))
  expect(await stateOf(order)).toEqual({
    state: 'revoked',
    revocations: [
      { line: 'L01', on, reason: 'roof', replacedBy: next },
      { line: 'L02', on, reason: 'later', replacedBy: null },
    ],
  })
  expect(await stateOf(next)).toEqual({ state: 'issued', revocations: [] })
})

test('the letter of one person is revoked alone', async () => {
  const letter = { kind: 'referralLetter', number: '5', date: '2027-01-25', instance: LETTER, line: 'L01' }
  const of = (code: string) =>
    world.insertPaper(CYCLE, { ...letter, lines: ['L01'], subject: world.person(code) })
  const [gone, stays] = [await of('ZTU26000001'), await of('ZTU26000002')]
  const subject = world.person('ZTU26000001')
  await revoke({ instance: LETTER, edition: 1, lines: ['L01'], whole: false, subject }, 'ill')
  expect(await stateOf(gone)).toMatchObject({ state: 'revoked', revocations: [{ reason: 'ill' }] })
  expect(await stateOf(stays)).toEqual({ state: 'issued', revocations: [] })
})

test('a draft, another process’s paper and what is not there change nothing', async () => {
  const other = 'practice-cycle/a2/2026-2027'
  await world.insertProcess(other, 'practiceCycle', { stage: 'ordering' })
  const paper = {
    kind: 'orderSendingStudents',
    number: '9',
    date: '2027-01-20',
    instance: ORDER,
    lines: ['L01'],
  }
  const theirs = await world.insertPaper(other, { ...paper, edition: 5 })
  const draft = await world.insertPaper(CYCLE, { ...paper, edition: 5, state: 'draft' })
  await revoke({ instance: ORDER, edition: 5, lines: ['L01'], whole: true }, 'roof')
  expect(await stateOf(theirs)).toEqual({ state: 'issued', revocations: [] })
  expect(await stateOf(draft)).toEqual({ state: 'draft', revocations: [] })
})
