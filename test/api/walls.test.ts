import type { FastifyInstance, InjectOptions } from 'fastify'
import { MAY } from '../../access/may.ts'
import { openApi } from '../../api/description.ts'
import { exampleOf, type JsonSchema } from '../../api/example.ts'
import { ROUTES } from '../../api/resources/index.ts'
import { Facade } from '../../client/facade.ts'
import { institutionOf } from '../../client/institution.ts'
import type { Bound } from '../../database/database.ts'
import { STAFF_ROLES } from '../../schema/contracts/lists.ts'
import { Refused } from '../../schema/refused.ts'
import { addTwin } from '../support/twin.ts'
import { openWorld, type World } from '../support/world.ts'
import { callerIn, serverFor } from './door.ts'

/** Where the ids of a resource come from: the first part of its address names its table. */
const TABLES: Readonly<Record<string, string>> = {
  tasks: 'task',
  partnerships: 'partnership',
  agreements: 'agreement',
  cycles: 'practice_cycle',
  placements: 'placement',
  sessions: 'attestation_session',
  documents: 'document',
  letters: 'message',
  people: 'person',
  partners: 'partner',
  sites: 'site',
  programmes: 'programme',
  imports: 'import_run',
  operations: 'operation',
  uploads: 'upload',
}

const SCHEMAS = (
  JSON.parse(JSON.stringify(openApi())) as { components: { schemas: Record<string, JsonSchema> } }
).components.schemas
const BODIES = JSON.parse(JSON.stringify(openApi())) as {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>>
}

let world: World
let server: FastifyInstance

beforeAll(async () => {
  world = await openWorld()
  const own = world.scope.pool
  const twin = await addTwin(world.database)
  await oneOfEach(own)
  const people = { own: await callerIn(own, 'S004'), twin: await callerIn(twin, 'S004') }
  const partner = { ...(await callerIn(own, 'C001')) }
  const { database } = world
  // Nobody gets as far as the engine.
  const away = async (): Promise<never> => {
    throw new Refused('engineUnreachable')
  }
  const facadeIn = async (institution?: string) =>
    new Facade(await institutionOf(database, institution), { begin: away, command: away })
  const roles = Object.fromEntries(STAFF_ROLES.map((role) => [role, { ...people.own, roles: [role] }]))
  const letter = { ...people.own, door: { kind: 'link' as const, id: 'x' } }
  server = await serverFor({ database, facadeIn }, { ...people, ...roles, partner, letter })
}, 120_000)

afterAll(async () => {
  await server.close()
  await world.stop()
})

/** A row of every table that nothing imports, as far as reading it needs. */
async function oneOfEach(own: Bound): Promise<void> {
  const id = async (table: string): Promise<string> => {
    const { rows } = await own.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE institution_id = $1 ORDER BY id LIMIT 1`,
      [own.institution],
    )
    return rows[0]?.id ?? ''
  }
  const [person, partner, session] = [
    await id('person'),
    await id('partner'),
    await id('attestation_session'),
  ]
  const kinds = {
    'partnership/p1': 'partnership',
    'agreement/a1': 'agreement',
    'practice-cycle/c1': 'practiceCycle',
    'placement/t1': 'placement',
    [`attestation/${session}`]: 'attestation',
  }
  const now = 'now(), now()'
  for (const [process, kind] of Object.entries(kinds)) {
    await own.query(
      `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
       VALUES ($1, $2, $3, 1, '', 'closed', false, '{}', 'generic', 1, ${now})`,
      [process, own.institution, kind],
    )
  }
  const rows: [string, unknown[]][] = [
    [`partnership (id, institution_id, partner_id, stage) VALUES ('p1', $1, $2, 'closed')`, [partner]],
    [
      `agreement (id, institution_id, partnership_id, kind, stage, language) VALUES ('a1', $1, 'p1', 'cooperationAgreement', 'ended', 'ru')`,
      [],
    ],
    [
      `practice_cycle (id, institution_id, agreement_id, academic_year, stage) VALUES ('c1', $1, 'a1', '2026-2027', 'closed')`,
      [],
    ],
    [
      `placement (id, institution_id, cycle_id, code, trainee_id, stage) VALUES ('t1', $1, 'c1', 'P-1', $2, 'completed')`,
      [person],
    ],
    [
      `task (id, institution_id, process_id, key, kind, owner_id, state, opened_at, due_at, closed_at, data)
       VALUES ('task1', $1, 'partnership/p1', 'k', 'clarifyGoals', $2, 'done', now(), now(), now(), '{}')`,
      [person],
    ],
    [
      `message (id, institution_id, person_id, process_id, template, data, language, at, state)
       VALUES ('letter1', $1, $2, 'partnership/p1', 'task', '{}', 'ru', now(), 'sent')`,
      [person],
    ],
    [
      `document (id, institution_id, process_id, effect_key, kind, language, side, version, state, title, pages, bytes, sha256, file, data, at)
       VALUES ('paper1', $1, 'partnership/p1', 'k', 'meetingRecord', 'ru', 'both', 1, 'draft', 'x', 1, 1, repeat('a', 64), 'x.pdf', '{}', now())`,
      [],
    ],
    [
      `upload (id, institution_id, person_id, door, name, media, bytes, sha256, file, at)
       VALUES ('upload1', $1, $2, 'key/x', 'x.pdf', 'application/pdf', 1, repeat('b', 64), 'x.pdf', now())`,
      [person],
    ],
    [
      `operation (id, institution_id, person_id, kind, state) VALUES ('work1', $1, $2, 'import', 'done')`,
      [person],
    ],
  ]
  for (const [text, values] of rows) await own.query(`INSERT INTO ${text}`, [own.institution, ...values])
}

async function ask(who: string, method: string, url: string, payload?: unknown) {
  const answer = await server.inject({
    method: method as NonNullable<InjectOptions['method']>,
    url: `/api/v1${url}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${who}` },
    ...(payload === undefined ? {} : { payload: payload as object }),
  })
  return { status: answer.statusCode, code: answer.statusCode < 400 ? '' : answer.json().code }
}

const bodyOf = (path: string, method: string): unknown => {
  const content =
    BODIES.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.requestBody?.content
  const [one] = Object.values(content ?? {})
  return one === undefined ? undefined : exampleOf(one.schema, SCHEMAS)
}

describe('another institution', () => {
  test.each(
    ROUTES.filter(({ path }) => path.includes('/:id')).map(({ method, path }) => [method, path] as const),
  )('meets nothing at %s %s', async (method, path) => {
    const table = TABLES[path.split('/')[1] ?? '']
    expect([path, table]).not.toEqual([path, undefined])
    const { rows } = await world.scope.pool.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE institution_id = $1 ORDER BY id LIMIT 1`,
      [world.scope.institution],
    )
    const url = path.replace(':id', rows[0]?.id ?? '')
    // What there is, is there for its own institution: only a file that lies nowhere is missing.
    if (method === 'GET') {
      const own = await ask('own', method, url)
      expect(own).toEqual(
        path.endsWith('/file') ? { status: 404, code: 'fileNotFound' } : { status: 200, code: '' },
      )
    }
    const foreign = await ask('twin', method, url, bodyOf(path, method))
    expect(foreign.status).toBe(404)
    expect(foreign.code).not.toBe('fileNotFound')
  })

  test.each([
    ['GET', '/explanation?process=partnership/p1', undefined, 'unknownProcess'],
    ['GET', '/explanation?process=task1', undefined, 'unknownProcess'],
  ])('is not told of a process by name: %s %s', async (method, url, payload, code) => {
    expect(await ask('twin', method, url, payload)).toEqual({ status: 404, code })
  })

  test('sees none of it in its lists', async () => {
    for (const { path, method } of ROUTES.filter(
      (one) => one.method === 'GET' && !one.path.includes(':') && one.answer,
    )) {
      if (path === '/explanation') continue
      const answer = await server.inject({
        method: method as 'GET',
        url: `/api/v1${path}?limit=500`,
        headers: { host: '127.0.0.1', authorization: 'Bearer twin' },
      })
      const ids =
        Object.keys(TABLES).length > 0
          ? ['p1', 'a1', 'c1', 't1', 'task1', 'letter1', 'paper1', 'upload1', 'work1']
          : []
      const { items } = answer.json()
      expect([path, items.filter(({ id }: { id: string }) => ids.includes(id))]).toEqual([path, []])
    }
  })
})

test.each(ROUTES.map(({ method, path }) => [method, path] as const))(
  'nobody unknown, nobody of a partner and no letter opens %s %s',
  async (method, path) => {
    const url = path.replace(':id', 'x')
    expect(await ask('nobody', method, url, bodyOf(path, method))).toEqual({
      status: 401,
      code: 'signInNeeded',
    })
    for (const who of ['partner', 'letter']) {
      const { status, code } = await ask(who, method, url, bodyOf(path, method))
      expect([who, status, code]).toEqual([who, 403, 'notAllowed'])
    }
  },
)

/** Every cell of route × role, as the table says and not otherwise. */
test.each(
  ROUTES.filter(({ path }) => path !== '/live').map((one) => [one.method, one.path, one.may] as const),
)('%s %s is for whom the table names under %s', async (method, path, action) => {
  const url = path.replace(':id', 'nobody-knows-this')
  for (const role of STAFF_ROLES) {
    const who: 'known' | readonly string[] = MAY[action]
    const allowed = who === 'known' || who.includes(role)
    const { code } = await ask(role, method, url, bodyOf(path, method))
    expect([role, code === 'notAllowed']).toEqual([role, !allowed])
  }
})

test('every action of the table is asked for somewhere', () => {
  const asked = ROUTES.map(({ may }) => may)
  expect(Object.keys(MAY).filter((action) => !asked.some((one) => one === action))).toEqual([])
})
