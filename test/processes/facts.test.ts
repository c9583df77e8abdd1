import type { Pool } from 'pg'
import { Facade } from '../../client/facade.ts'
import type { Command } from '../../workflows/durable/types.ts'
import { by } from '../support/by.ts'
import { openWorld, type World } from '../support/world.ts'

const PROCESS = 'placement/facts'

let world: World
let pool: Pool
let facade: Facade
let sent: Command[] = []
const idOf = new Map<string, string>()

beforeAll(async () => {
  world = await openWorld()
  pool = world.pool
  const people = await pool.query<{ id: string; code: string; institution: string }>(
    'SELECT id, code, institution_id AS institution FROM person',
  )
  for (const { id, code } of people.rows) idOf.set(code, id)
  const institution = people.rows[0]?.institution
  await pool.query(
    `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
     VALUES ($1, $2, 'placement', 1, '', 'running', true, '{}', 'generic', 1, now(), now())`,
    [PROCESS, institution],
  )
  await pool.query(
    `INSERT INTO task (process_id, institution_id, id, key, kind, owner_id, state, opened_at, due_at, data)
     VALUES ($1, $2, 'tmentor', 'confirm.1.1', 'confirmDiary', $3, 'open', now(), now(), '{}'),
            ($1, $2, 'tlate', 'escalation:confirm.1.1.0', 'decideEscalation', $4, 'open', now(), now(), $5)`,
    [PROCESS, institution, idOf.get('C004'), idOf.get('C001'), { person: idOf.get('C004') }],
  )
  const command = async (_: string, given: Command) => {
    sent.push(given)
    return { seq: 1 }
  }
  const begin = () => Promise.reject(new Error('nothing begins here'))
  facade = new Facade(world.scope.pool, { command, begin })
})

beforeEach(() => {
  sent = []
})

afterAll(() => world.stop())

const partners = (): Record<string, string | null> =>
  Object.fromEntries(Object.entries(sent[0]?.facts?.persons ?? {}).map(([id, { partner }]) => [id, partner]))

describe('with a task that passes to somebody else', () => {
  const data = { to: 'S013', reason: 'ill' }

  test('the process is told whose turn it was and who receives it, each with the side', async () => {
    await facade.completeTask(by('S004'), {
      task: 'tmentor',
      decision: 'delegate',
      data,
      onBehalf: 'told by telephone',
    })
    expect(partners()).toEqual({
      [idOf.get('S013') ?? '']: null,
      [idOf.get('C004') ?? '']: expect.any(String),
    })
  })

  test('by an escalation it is told of who was late', async () => {
    await facade.completeTask(by('C001'), { task: 'tlate', decision: 'reassign', data })
    expect(Object.keys(partners())).toContain(idOf.get('C004'))
  })
})

test('with requisites that are corrected the process is told whose side corrects them', async () => {
  const data = {
    legalName: 'ZKM',
    address: 'Navoiy',
    taxId: '302841190',
    bankAccount: '20208000400100112001',
    bankName: 'Bank',
    bankMfo: '00205',
    phone: '+998 79 223-40-50',
    email: 'office@zkm.example',
    signatory: 'C001',
    authority: { basis: 'charter' },
  }
  await facade.send(by('C002'), PROCESS, 'giveRequisites', data)
  const own = partners()[idOf.get('C002') ?? '']
  expect(own).toEqual(expect.any(String))
  expect(sent[0]?.by.roles).toContain('hrOfficer')
  expect(partners()[idOf.get('C001') ?? '']).toBe(own)
})
