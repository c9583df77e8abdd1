import { InstitutionReader } from '../../activities/record/institution.ts'
import { resolveOwners } from '../../activities/record/owners.ts'
import type { Holders, Owner } from '../../workflows/durable/types.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let codes: Map<string, string>
let ids: Map<string, string>

beforeAll(async () => {
  world = await openWorld()
  const { rows } = await world.pool.query<{ id: string; code: string }>('SELECT id, code FROM person')
  codes = new Map(rows.map(({ id, code }) => [id, code]))
  ids = new Map(rows.map(({ id, code }) => [code, id]))
})

afterAll(() => world.stop())

/** Codes of the persons whose turn it is. */
async function turns(
  owners: Owner[],
  notBy: string[] = [],
  holders: Holders | null = null,
  kind = 'approveException',
): Promise<(string | undefined)[]> {
  const policy = { id: 'generic', version: 1 }
  const facts = await new InstitutionReader(world.database).read(world.scope.institution, policy)
  const sql = await world.pool.connect()
  try {
    const asked = owners.map((owner) => ({ owner, kind, notBy, holders }))
    const found = await resolveOwners(sql, world.scope.institution, facts, asked)
    return found.map((id) => codes.get(id ?? ''))
  } finally {
    sql.release()
  }
}

const idOf = (code: string): string => ids.get(code) ?? ''

test('roles, persons and superiors are found together, each in its place', async () => {
  const { rows } = await world.pool.query<{ code: string }>(
    `SELECT superior.code FROM person late JOIN person superior ON superior.id = late.superior_person_id
     WHERE late.code = 'S009'`,
  )
  const found = await turns([
    { role: 'legalOfficer' },
    { person: idOf('C001') },
    { superiorOf: idOf('S009') },
    { role: 'rector' },
  ])
  expect(found).toEqual(['S006', 'C001', rows[0]?.code, expect.any(String)])
  expect(found[2]).not.toBe('S009')
})

test('a role nobody has is nobody’s, so that somebody is named', async () => {
  expect(await turns([{ role: 'nobodyHasThis' }, { role: 'legalOfficer', partner: 'nobody' }])).toEqual([
    undefined,
    undefined,
  ])
})

test('who may not decide is passed over', async () => {
  expect(await turns([{ role: 'legalOfficer' }], [idOf('S006')])).not.toContain('S006')
})

test('nobody decides about their own delay: without a superior it goes to the office, from the office to the rector', async () => {
  const { rows } = await world.pool.query<{ office: string; rector: string }>(
    'SELECT practice_office_person_id AS office, rector_person_id AS rector FROM institution',
  )
  const { office = '', rector = '' } = rows[0] ?? {}
  await world.pool.query(`UPDATE person SET superior_person_id = NULL WHERE id = ANY($1) OR code = 'C001'`, [
    [office, rector],
  ])
  expect(await turns([{ superiorOf: idOf('C001') }, { superiorOf: office }, { superiorOf: rector }])).toEqual(
    [codes.get(office), codes.get(rector), codes.get(office)],
  )
})

test('a superior who has left is none', async () => {
  await world.pool.query(
    `UPDATE person SET active = false WHERE id = (SELECT superior_person_id FROM person WHERE code = 'S009')`,
  )
  const [left] = await turns([{ superiorOf: idOf('S009') }])
  const { rows } = await world.pool.query<{ active: boolean }>('SELECT active FROM person WHERE code = $1', [
    left,
  ])
  expect(rows).toEqual([{ active: true }])
})

test('who has left is given no new task but what is nobody else’s, and no office of his decides', async () => {
  const mentor = { roles: ['mentor'], side: null }
  await world.pool.query(`UPDATE person SET active = false WHERE code = 'C002'`)
  expect(await turns([{ person: idOf('C002') }, { person: idOf('C003') }], [], mentor)).toEqual([
    undefined,
    'C003',
  ])
  expect(await turns([{ person: idOf('C002') }])).toEqual(['C002'])
  await world.pool.query(
    'UPDATE person SET active = false WHERE id = (SELECT practice_office_person_id FROM institution)',
  )
  const { rows } = await world.pool.query<{ active: boolean }>('SELECT active FROM person WHERE code = $1', [
    (await turns([{ superiorOf: idOf('C001') }]))[0],
  ])
  expect(rows).toEqual([{ active: true }])
})

test('about a delay the superior is asked or nobody, and then the institution, but never whoever is late', async () => {
  const { rows } = await world.pool.query<{ office: string; rector: string }>(
    'SELECT practice_office_person_id AS office, rector_person_id AS rector FROM institution',
  )
  const { office = '', rector = '' } = rows[0] ?? {}
  await world.pool.query(`UPDATE person SET superior_person_id = NULL WHERE code = 'C001'`)
  await world.pool.query('UPDATE person SET active = true WHERE id = ANY($1)', [[office, rector]])
  const director = idOf('C001')
  expect(await turns([{ superiorOf: director }], [], null, 'decideEscalation')).toEqual([undefined])
  const institution = [{ officeBeside: director }, { officeBeside: office }]
  const [first, second] = [codes.get(office), codes.get(rector)]
  expect(await turns(institution, [], null, 'decideOverdue')).toEqual([first, second])
  // Whoever is barred from the late task decides about it only where nobody else is left.
  expect(await turns([{ officeBeside: director }], [office], null, 'decideOverdue')).toEqual([second])
})
