import { isPassword } from '../../access/passwords.ts'
import { hashOf } from '../../access/tokens.ts'
import type { AccessWorld } from './support.ts'
import { GOOD, openAccess, refusal, visit } from './support.ts'

let world: AccessWorld
let person: string
let email: string
let setUp: string

beforeAll(async () => {
  world = await openAccess()
  ;({ person, email } = await world.staff(['administrator'], 'akmal@ztu.example'))
}, 60_000)
afterAll(() => world.stop())

const signIn = (given: Partial<Parameters<AccessWorld['access']['signIn']>[0]> = {}) =>
  world.access.signIn({ email, password: GOOD, ...visit(), ...given })

describe('the first administrator', () => {
  test('nobody can sign in before: there is no default account', async () => {
    expect(await refusal(signIn({ password: 'admin' }))).toBe('signInFailed')
  })

  test('only the set-up link that was printed last works', async () => {
    const earlier = await world.access.firstAdministrator()
    setUp = (await world.access.firstAdministrator()) ?? ''
    expect(await refusal(world.access.oneTime(earlier ?? '', visit()))).toBe('tokenSpent')
    expect(await world.access.oneTime(setUp, visit())).toMatchObject({ person, purpose: 'setUp', email })
  })

  test('a page that was looked at, also twice, consumes nothing; a weak password neither', async () => {
    for (const weak of [
      'short',
      'password12345678',
      'Parol2026Parol!',
      'akmalakmal2026',
      '123456789012345',
      'йцукенйцукен',
      'aaaaaaaaaaaaaaaa',
      'x'.repeat(129),
    ])
      expect([weak, String(await refusal(world.access.redeem(setUp, weak, visit())))]).toEqual([
        weak,
        expect.stringMatching(/^password(TooShort|TooLong|Common)$/),
      ])
    expect(await world.access.oneTime(setUp, visit())).toMatchObject({ person })
  })

  test('the set-up link sets the password once, signs in, and is never made again', async () => {
    const both = await Promise.allSettled([1, 2].map(() => world.access.redeem(setUp, GOOD, visit())))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const done = both.find((one) => one.status === 'fulfilled')
    const token = done?.status === 'fulfilled' ? done.value.token : ''
    const found = await world.access.callerOfSession(token)
    expect(found?.caller).toMatchObject({ person, roles: ['administrator'], partner: null, task: null })
    expect(found?.caller.door).toMatchObject({ kind: 'console', id: found?.session.id })
    expect(await world.access.firstAdministrator()).toBeNull()
  })
})

describe('a password', () => {
  test('is the same however the keyboard composes its letters', async () => {
    expect(await refusal(signIn({ password: GOOD.normalize('NFD') }))).toBeNull()
  })

  test('is kept as argon2id, and no token is kept at all', async () => {
    const { token } = await signIn()
    const { rows } = await world.pool.query(
      'SELECT (SELECT string_agg(password_hash, $1) FROM account) AS hashes, (SELECT json_agg(session)::text FROM session) AS sessions',
      [' '],
    )
    expect(rows[0].hashes).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(rows[0].sessions).toContain(hashOf(token))
    expect(rows[0].sessions).not.toContain(token)
    expect(world.lines.join()).not.toContain(token)
  })

  test('takes as much work where there is no such account', async () => {
    const { rows } = await world.pool.query('SELECT password_hash FROM account')
    const took = async (kept: string | null): Promise<number> => {
      const times: number[] = []
      for (let n = 0; n < 7; n++) {
        const start = process.hrtime.bigint()
        await isPassword(kept, 'not the password of anybody')
        times.push(Number(process.hrtime.bigint() - start))
      }
      return times.sort((a, b) => a - b)[3] ?? 0
    }
    await took(null)
    const [known, unknown] = [await took(rows[0].password_hash), await took(null)]
    expect(unknown).toBeGreaterThan(known / 3)
    expect(unknown).toBeLessThan(known * 3)
  })

  test('the answer is the same for a wrong password, an unknown address and no address', async () => {
    for (const given of [{ password: 'something else' }, { email: 'nobody@ztu.example' }, { email: 'x' }])
      expect(await refusal(signIn(given))).toBe('signInFailed')
  })

  test('is asked for a bounded number of times, on every replica together, and says how long to wait', async () => {
    const here = visit()
    const replicas = [world.access, world.with({})]
    for (let n = 0; n < 10; n++) {
      const replica = replicas[n % 2] ?? world.access
      expect(await refusal(replica.signIn({ email, password: 'guess', ...here }))).toBe('signInFailed')
    }
    const refused = await world.access.signIn({ email, password: GOOD, ...here }).catch((error) => error)
    expect(refused).toMatchObject({ code: 'tooManyTries', params: { retryAfter: expect.any(Number) } })
    expect(refused.params.retryAfter).toBeGreaterThan(800)
    // Whoever is somewhere else is not locked out by a guesser.
    expect(await refusal(signIn())).toBeNull()
    const { rows } = await world.pool.query('SELECT string_agg(key, $1) AS keys FROM rate_limit', [' '])
    expect(rows[0].keys).not.toContain(email)
    expect(rows[0].keys).not.toContain(here.address)
  })
})

describe('a session', () => {
  test('ends by signing out, by its owner from elsewhere, and nobody ends another one’s', async () => {
    const tokens = [(await signIn()).token, (await signIn()).token]
    const [one, two] = await Promise.all(tokens.map((token) => world.access.callerOfSession(token)))
    if (!one || !two) throw new Error('not signed in')
    const listed = await world.access.sessionsOf(one.caller)
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining([one.session.id, two.session.id]))
    const stranger = { ...one.caller, person: 'somebody else' }
    expect(await refusal(world.access.revokeSession(stranger, two.session.id))).toBe('sessionUnknown')
    await world.access.revokeSession(one.caller, two.session.id)
    expect(await world.access.callerOfSession(tokens[1] ?? '')).toBeNull()
    await world.access.signOut(one.session)
    expect(await world.access.callerOfSession(tokens[0] ?? '')).toBeNull()
  })

  test('ends when it was idle too long, and when it is too old however busy', async () => {
    const { token } = await signIn()
    const set = (what: string) =>
      world.pool.query(`UPDATE session SET ${what} WHERE token_hash = $1`, [hashOf(token)])
    await set(`seen_at = now() - interval '11 hours 59 minutes'`)
    expect(await world.access.callerOfSession(token)).not.toBeNull()
    const { rows } = await world.pool.query(
      `SELECT seen_at > now() - interval '1 minute' AS slid FROM session WHERE token_hash = $1`,
      [hashOf(token)],
    )
    expect(rows).toEqual([{ slid: true }])
    await set(`seen_at = now() - interval '12 hours 1 minute'`)
    expect(await world.access.callerOfSession(token)).toBeNull()
    await set(`seen_at = now(), expires_at = now() - interval '1 second'`)
    expect(await world.access.callerOfSession(token)).toBeNull()
  })

  test('is nobody’s once the person has left', async () => {
    const { token } = await signIn()
    await world.pool.query('UPDATE person SET active = false WHERE id = $1', [person])
    expect(await world.access.callerOfSession(token)).toBeNull()
    expect(await refusal(signIn())).toBe('signInFailed')
    await world.pool.query('UPDATE person SET active = true WHERE id = $1', [person])
    expect(await world.access.callerOfSession(token)).not.toBeNull()
  })

  test('asks for the password again before weighty things when some time has passed', async () => {
    const { token } = await signIn()
    const session = (await world.access.callerOfSession(token))?.session
    if (session === undefined) throw new Error('not signed in')
    await world.access.requireRecent(session)
    await world.pool.query(
      `UPDATE session SET authenticated_at = now() - interval '11 minutes' WHERE id = $1`,
      [session.id],
    )
    expect(await refusal(world.access.requireRecent(session))).toBe('signInAgain')
    expect(await refusal(world.access.signInAgain(session, 'wrong', visit()))).toBe('signInFailed')
    await world.access.signInAgain(session, GOOD, visit())
    await world.access.requireRecent(session)
  })
})
