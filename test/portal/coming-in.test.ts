import type { FastifyInstance } from 'fastify'
import { Access } from '../../access/access.ts'
import { createLog } from '../../logging/log.ts'
import { ORIGIN, serverFor } from '../api/door.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let server: FastifyInstance
let token: string
const HOST = new URL(ORIGIN).host

beforeAll(async () => {
  world = await openWorld()
  server = await serverFor(world, {})
  await server.ready()
  const access = new Access({ database: world.database, log: createLog({ name: 'test', level: 'fatal' }) })
  token = (await access.firstAdministrator()) ?? ''
}, 60_000)

afterAll(async () => {
  await server.close()
  await world.stop()
})

const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host: HOST, ...headers } })
const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  server.inject({
    method: 'POST',
    url,
    headers: { host: HOST, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  })

const PASSWORD = 'toʻrtta soʻz ketma-ket yozilgan'

it('a set-up link opened twice by a scanner is still good, then sets the password and signs in, once', async () => {
  for (let look = 0; look < 2; look += 1) expect((await get(`/setup/${token}`)).statusCode).toBe(200)
  const differing = await post(`/setup/${token}`, { password: PASSWORD, again: 'something else entirely' })
  expect([differing.statusCode, differing.body.includes(PASSWORD)]).toEqual([422, false])
  const done = await post(`/setup/${token}`, { password: PASSWORD, again: PASSWORD })
  expect([done.statusCode, done.headers.location]).toEqual([303, '/my'])
  expect(String(done.headers['set-cookie'])).toMatch(/^bitim=[\w-]{43}; .*HttpOnly; SameSite=Lax/)
  expect((await get(`/setup/${token}`)).statusCode).toBe(410)
})

it('staff sign in with address and password, and out again', async () => {
  const { rows } = await world.pool.query<{ email: string }>(
    'SELECT email FROM person JOIN account ON account.person_id = person.id',
  )
  const email = rows[0]?.email ?? ''
  const wrong = await post('/sign-in', { email, password: 'not this one at all' })
  expect([wrong.statusCode, wrong.body.includes('role="alert"'), wrong.body.includes(email)]).toEqual([
    401,
    true,
    true,
  ])
  const signed = await post('/sign-in', { email, password: PASSWORD, to: 'https://evil.example/' })
  expect([signed.statusCode, signed.headers.location]).toEqual([303, '/my'])
  const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? ''
  expect((await get('/my', { cookie })).statusCode).toBe(200)
  expect((await post('/sign-out', {}, { cookie })).headers.location).toBe('/sign-in')
  expect((await get('/my', { cookie })).statusCode).toBe(401)
})

it('a page and its styles weigh less than thirty kilobytes and need nothing else', async () => {
  const page = await get('/sign-in')
  const styles = /href="(\/assets\/[\w-]+\.css)"/.exec(page.body)?.[1] ?? ''
  const sheet = await get(styles)
  expect(sheet.headers['content-type']).toBe('text/css; charset=utf-8')
  expect(page.body.length + sheet.body.length).toBeLessThan(30_000)
  expect(page.body).not.toMatch(/<script|<img|style=|https?:/)
})

it('a chosen language is kept, and is no part of the address any more', async () => {
  const chosen = await get('/sign-in?to=/my&language=ru')
  expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/sign-in?to=%2Fmy'])
  const cookie = String(chosen.headers['set-cookie']).split(';')[0] ?? ''
  expect((await get('/sign-in', { cookie })).body).toContain('<html lang="ru">')
})

it('a code that no paper has says so, and who tries too many waits', async () => {
  const answers: number[] = []
  for (let n = 0; n < 62; n += 1) answers.push((await get(`/verify/AAAA-${1000 + n}`)).statusCode)
  expect([answers[0], answers.at(-1)]).toEqual([404, 429])
})
