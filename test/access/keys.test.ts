import { hashOf } from '../../access/tokens.ts'
import type { AccessWorld } from './support.ts'
import { GOOD, openAccess, refusal, visit } from './support.ts'

let world: AccessWorld
let person: string

beforeAll(async () => {
  world = await openAccess()
  ;({ person } = await world.staff(['administrator', 'legalOfficer']))
}, 60_000)
afterAll(() => world.stop())

async function signedIn() {
  const setUp = await world.access.firstAdministrator()
  const { rows } = await world.pool.query('SELECT email FROM person WHERE id = $1', [person])
  const { token } =
    setUp === null
      ? await world.access.signIn({ email: rows[0].email, password: GOOD, ...visit() })
      : await world.access.redeem(setUp, GOOD, visit())
  const known = await world.access.callerOfSession(token)
  if (known === null) throw new Error('nobody signed in')
  return known
}

test('a key is shown once, acts for its person by its own door, and is kept as a hash', async () => {
  const { caller, session } = await signedIn()
  const { id, key } = await world.access.makeKey(caller, session, { name: 'timetable', days: 30 })
  expect(await world.access.callerOfKey(key)).toMatchObject({
    person,
    roles: ['administrator', 'legalOfficer'],
    door: { kind: 'key', id },
  })
  expect(await world.access.callerOfKey(`${key}x`)).toBeNull()
  const { rows } = await world.pool.query('SELECT json_agg(api_key)::text AS kept FROM api_key')
  expect(rows[0].kept).toContain(hashOf(key))
  expect(rows[0].kept).not.toContain(key)
  expect(world.lines.join()).not.toContain(key)
  expect(JSON.stringify(await world.access.keysOf(caller))).not.toContain(hashOf(key))
})

test('a key has never more roles than its person, when it is made and at any time after', async () => {
  const { caller, session } = await signedIn()
  const more = { name: 'more', roles: ['financeOfficer'], days: 1 }
  expect(await refusal(world.access.makeKey(caller, session, more))).toBe('notAllowed')
  const { key } = await world.access.makeKey(caller, session, { name: 'x', roles: ['legalOfficer'], days: 1 })
  expect((await world.access.callerOfKey(key))?.roles).toEqual(['legalOfficer'])
  await world.pool.query(`UPDATE person SET roles = '{administrator}' WHERE id = $1`, [person])
  expect((await world.access.callerOfKey(key))?.roles).toEqual([])
  await world.pool.query(`UPDATE person SET active = false WHERE id = $1`, [person])
  expect(await world.access.callerOfKey(key)).toBeNull()
  await world.pool.query(`UPDATE person SET active = true WHERE id = $1`, [person])
})

test('making one asks for the password of some minutes ago, a name and an end', async () => {
  const { caller, session } = await signedIn()
  for (const days of [0, 1.5, 367])
    expect(await refusal(world.access.makeKey(caller, session, { name: 'x', days }))).toBe('invalidInput')
  expect(await refusal(world.access.makeKey(caller, session, { name: ' ', days: 1 }))).toBe('invalidInput')
  await world.pool.query(`UPDATE session SET authenticated_at = now() - interval '1 hour'`)
  expect(await refusal(world.access.makeKey(caller, session, { name: 'x', days: 1 }))).toBe('signInAgain')
})

test('a key ends on its day, or when its own person takes it back', async () => {
  const { caller, session } = await signedIn()
  const [one, two] = [
    await world.access.makeKey(caller, session, { name: 'one', days: 1 }),
    await world.access.makeKey(caller, session, { name: 'two', days: 1 }),
  ]
  const stranger = { ...caller, person: 'somebody else' }
  expect(await refusal(world.access.revokeKey(stranger, one.id))).toBe('keyUnknown')
  await world.access.revokeKey(caller, one.id)
  expect(await world.access.callerOfKey(one.key)).toBeNull()
  expect(await refusal(world.access.revokeKey(caller, one.id))).toBe('keyUnknown')
  await world.pool.query(`UPDATE api_key SET expires_at = now() WHERE id = $1`, [two.id])
  expect(await world.access.callerOfKey(two.key)).toBeNull()
})
