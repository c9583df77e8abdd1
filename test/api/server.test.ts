import type { FastifyInstance } from 'fastify'
import type { Caller } from '../../access/caller.ts'
import { openWorld, type World } from '../support/world.ts'
import { callerIn, ORIGIN, serverFor } from './door.ts'

let world: World
let server: FastifyInstance
let staff: Caller
const HOST = new URL(ORIGIN).host

beforeAll(async () => {
  world = await openWorld()
  staff = await callerIn(world.scope.pool, 'S004')
  server = await serverFor(world, { S004: staff })
  await server.ready()
}, 60_000)

afterAll(async () => {
  await server.close()
  await world.stop()
})

const as = { authorization: 'Bearer S004', host: HOST }

describe('the door', () => {
  test('answers problems with a code, a sentence in the caller’s language and the request’s id', async () => {
    const asked = { host: HOST, 'accept-language': 'fr, ru-RU;q=0.8' }
    const { statusCode, headers, json } = await server.inject({ url: '/api/v1/tasks', headers: asked })
    expect(statusCode).toBe(401)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(json()).toMatchObject({
      code: 'signInNeeded',
      status: 401,
      title: expect.stringMatching(/Неизвестно/),
    })
    expect(json().instance).toBe(`urn:request:${headers['x-request-id']}`)
  })

  test('names a wrong field by its pointer', async () => {
    const { statusCode, json } = await server.inject({
      url: '/api/v1/tasks?limit=no&colour=red',
      headers: as,
    })
    expect(statusCode).toBe(422)
    expect(json().errors.map(({ pointer, code }: Record<string, string>) => [pointer, code])).toEqual([
      ['/query/limit', 'invalidInput'],
      ['/query/colour', 'invalidInput'],
    ])
  })

  test('takes nothing unsafe from a page of another origin, nor from a browser that does not say', async () => {
    const post = (headers: Record<string, string>) =>
      server.inject({ method: 'POST', url: '/api/v1/nothing', headers: { host: HOST, ...headers } })
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', authorization: 'Bearer S004' },
      { origin: 'https://evil.example', authorization: 'Bearer S004' },
    ]) {
      const { statusCode, json } = await post(headers)
      expect([headers, statusCode, json().code]).toEqual([headers, 403, 'foreignOrigin'])
    }
    for (const headers of [
      { origin: ORIGIN },
      { 'sec-fetch-site': 'same-origin' },
      { authorization: 'Bearer S004' },
    ])
      expect((await post(headers)).statusCode).toBe(404)
  })

  test('is not reached under a foreign name that leads to this machine', async () => {
    const { statusCode } = await server.inject({
      url: '/api/v1/tasks',
      headers: { ...as, host: 'evil.example' },
    })
    expect(statusCode).toBe(403)
  })

  test('lets no script of a page run', async () => {
    const { headers } = await server.inject({ url: '/api/v1/tasks', headers: as })
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';/)
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/)
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('does not start with a route that nobody said who may call', async () => {
    const open = await serverFor(world, {})
    open.get('/unguarded', () => 'secret')
    await expect(open.ready()).rejects.toThrow('no rule says who may call: GET /unguarded')
    await open.close()
  })

  test('takes no body that is too large, too deep, of another kind or meant for prototypes', async () => {
    const post = async (payload: string, type = 'application/json') => {
      const headers = { ...as, 'content-type': type }
      const { json } = await server.inject({
        method: 'POST',
        url: '/api/v1/tasks/x/decisions',
        headers,
        payload,
      })
      return json().code
    }
    expect(await post(`"${'x'.repeat(2 ** 20)}"`)).toBe('bodyTooLarge')
    expect(await post('['.repeat(100) + ']'.repeat(100))).toBe('jsonUnreadable')
    expect(await post('{"a":')).toBe('jsonUnreadable')
    expect(await post('{"__proto__": {"roles": ["administrator"]}}')).toBe('requestUnreadable')
    expect(await post('{"constructor": {"prototype": {"x": 1}}}')).toBe('requestUnreadable')
  })
})

test('a page of a list goes on where the last one ended', async () => {
  const { json } = await server.inject({ url: '/api/v1/tasks?limit=2', headers: as })
  expect(json()).toEqual({ items: [], next: null })
  for (const cursor of ['x', 'WyJkdWUiXQ', 'WyJkdWUiLCJhIiwiYiJd', 'WyJkdWUiLCJcdTAwMDAiLCJiIl0']) {
    const answer = await server.inject({ url: `/api/v1/tasks?cursor=${cursor}`, headers: as })
    expect([cursor, answer.statusCode]).toEqual([cursor, 422])
  }
})
