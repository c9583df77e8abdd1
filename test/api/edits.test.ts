import type { FastifyInstance } from 'fastify'
import { linkOf, mintLink } from '../../access/links.ts'
import { openWorld, type World } from '../support/world.ts'
import { callerIn, serverFor } from './door.ts'

let world: World
let server: FastifyInstance

interface Answered {
  status: number
  tag: string
  // biome-ignore lint/suspicious/noExplicitAny: what each test looks at differs
  body: any
}

async function call(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const answer = await server.inject({
    method,
    url: `/api/v1${url}`,
    headers: { host: '127.0.0.1', authorization: 'Bearer S004', ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: answer.statusCode, tag: String(answer.headers.etag), body: answer.json() }
}

beforeAll(async () => {
  world = await openWorld()
  const pool = world.scope.pool
  server = await serverFor(world, { S004: await callerIn(pool, 'S004'), S006: await callerIn(pool, 'S006') })
}, 60_000)

afterAll(async () => {
  await server.close()
  await world.stop()
})

const CONTACT = {
  partnerCode: 'ZKM',
  fullName: 'Karimova Dilnoza Anvarovna',
  post: 'Mutaxassis',
  rank: '3',
  email: 'd.karimova@zkm.example',
  phone: '+998 79 223-40-51',
  language: 'uz-Latn',
  roles: 'hrOfficer',
  maxTrainees: '',
}

describe('a record by hand', () => {
  test('is created under the rules of its import file, and every wrong field is named', async () => {
    const wrong = { ...CONTACT, rank: '9', email: 'nobody', roles: 'king', partnerCode: 'NOBODY' }
    const refused = await call('POST', '/people', { kind: 'contact', code: 'C990', fields: wrong })
    expect(refused.status).toBe(422)
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
      ['/fields/email', '/fields/rank', '/fields/roles'].sort(),
    )
    const made = await call('POST', '/people', { kind: 'contact', code: 'C990', fields: CONTACT })
    expect(made).toMatchObject({ status: 201, body: { code: 'C990', created: true } })
    const again = await call('POST', '/people', { kind: 'contact', code: 'C990', fields: CONTACT })
    expect(again).toMatchObject({ status: 409, body: { code: 'recordTaken' } })
    expect((await call('GET', '/people/C990')).body).toMatchObject({
      fullName: CONTACT.fullName,
      partner: 'ZKM',
      roles: ['hrOfficer'],
      email: CONTACT.email,
    })
  })

  test('is corrected field by field, and who changed what from what is kept with the door', async () => {
    const { body } = await call('PATCH', '/people/C990', { fields: { email: 'dilnoza@zkm.example' } })
    expect(body.changes).toEqual([{ field: 'email', was: CONTACT.email, is: 'dilnoza@zkm.example' }])
    const kept = await call('GET', '/changes?record=C990')
    expect(kept.body.items).toEqual([
      expect.objectContaining({ by: 'S004', door: 'key/test', field: 'email', was: CONTACT.email }),
    ])
    const nothing = await call('PATCH', '/people/C990', { fields: { email: 'dilnoza@zkm.example' } })
    expect(nothing.body.changes).toEqual([])
    expect((await call('GET', '/people/C990')).body).toMatchObject({
      post: 'Mutaxassis',
      rank: 3,
      partner: 'ZKM',
    })
  })

  test('of somebody else’s code is never taken over', async () => {
    const fields = { ...CONTACT, email: 'x@zkm.example' }
    const { status, body } = await call('POST', '/people', { kind: 'contact', code: 'S001', fields })
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/fields/contactId'])
  })

  test('that changed meanwhile is not overwritten unseen', async () => {
    const { tag } = await call('GET', '/partners/ZKM')
    const first = await call(
      'PATCH',
      '/partners/ZKM',
      { fields: { sector: 'Konchilik' } },
      { 'if-match': tag },
    )
    expect(first.status).toBe(200)
    const second = await call(
      'PATCH',
      '/partners/ZKM',
      { fields: { sector: 'Metallurgiya' } },
      { 'if-match': tag },
    )
    expect(second).toMatchObject({ status: 412, body: { code: 'changedMeanwhile' } })
    const fresh = (await call('GET', '/partners/ZKM')).tag
    const third = await call(
      'PATCH',
      '/partners/ZKM',
      { fields: { sector: 'Metallurgiya' } },
      { 'if-match': fresh },
    )
    expect(third.body.changes).toEqual([{ field: 'sector', was: 'Konchilik', is: 'Metallurgiya' }])
  })

  test('is edited by administrators alone', async () => {
    const as = { authorization: 'Bearer S006' }
    const { status, body } = await call('PATCH', '/partners/ZKM', { fields: { sector: 'X' } }, as)
    expect([status, ['importForbidden', 'notAllowed'].includes(body.code)]).toEqual([403, true])
  })

  test.each([
    [
      'sites',
      'Z-NEW',
      {
        partnerCode: 'ZKM',
        kind: 'office',
        name: 'Yangi idora',
        address: 'Navoiy',
        professionsServed: 'Elektrik',
        capacity: '5',
        hazards: '',
        safetyOfficerContactId: '',
      },
      { capacity: '7' },
    ],
    [
      'programmes',
      'P-NEW',
      {
        nameUzLatn: 'Yangi',
        nameRu: 'Новая',
        nameEn: 'New',
        departmentCode: '',
        level: 'bachelor',
        profession: 'Elektrik',
        finalYearCourse: '4',
      },
      { finalYearCourse: '5' },
    ],
  ])('of %s is created and corrected', async (path, code, given, correction) => {
    const fields =
      path === 'programmes'
        ? { ...given, departmentCode: (await call('GET', '/programmes')).body.items[0].department }
        : given
    const made = await call('POST', `/${path}`, { code, fields })
    expect([made.body, made.status]).toEqual([expect.objectContaining({ created: true }), 201])
    expect((await call('PATCH', `/${path}/${code}`, { fields: correction })).body.changes).toHaveLength(1)
  })
})

test('a link that went to an address that is corrected opens nothing any more', async () => {
  const { pool, institution } = world.scope
  const { rows } = await world.pool.query<{ id: string; email: string }>(
    `SELECT id, email FROM person WHERE code = 'C001'`,
  )
  const [{ id, email } = { id: '', email: '' }] = rows
  await world.pool.query(
    `INSERT INTO message (id, institution_id, person_id, template, data, language, at, state)
     VALUES ('m1', $1, $2, 'invitation', '{}', 'ru', now(), 'sent')`,
    [institution, id],
  )
  const token = await mintLink(pool, { institution, person: id, task: null, message: 'm1', address: email })
  expect((await linkOf(pool, token))?.state).toBe('good')
  await call('PATCH', '/people/C001', { fields: { email: 'corrected@zkm.example' } })
  expect((await linkOf(pool, token))?.state).toBe('void')
})

test('whoever has left is known as gone, and can come back', async () => {
  const { body } = await call('PATCH', '/people/C990', { active: false })
  expect(body).toMatchObject({ openTasks: 0, changes: [{ field: 'active', was: 'true', is: 'false' }] })
  expect((await call('GET', '/people?active=false&q=Karimova D')).body.items).toHaveLength(1)
  expect((await call('PATCH', '/people/C990', { active: true })).body.changes).toHaveLength(1)
})

test('an institution keeps an administrator', async () => {
  const { rows } = await world.pool.query<{ code: string }>(
    `SELECT code FROM person WHERE 'administrator' = ANY(roles) AND code <> 'S004'`,
  )
  for (const { code } of rows) await call('PATCH', `/people/${code}`, { active: false })
  expect(await call('PATCH', '/people/S004', { active: false })).toMatchObject({
    status: 409,
    body: { code: 'lastAdministrator' },
  })
  expect(await call('PATCH', '/people/S004', { fields: { roles: '' } })).toMatchObject({
    status: 409,
    body: { code: 'lastAdministrator' },
  })
})
