import fc from 'fast-check'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { openApi } from '../../api/description.ts'
import type { JsonSchema } from '../../api/example.ts'
import { PROBLEM_SHAPE } from '../../api/problem.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { callerIn, serverFor } from './door.ts'
import { type Described, requestsTo } from './requests.ts'

/** As many as are asked for; a script asks for 20,000. */
const REQUESTS = Number(process.env.REQUESTS ?? 300)

const description = JSON.parse(JSON.stringify(openApi())) as {
  paths: Record<string, Record<string, Omit<Described, 'method' | 'path'>>>
  components: { schemas: Record<string, JsonSchema> }
}
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]): Described => ({ ...operation, path, method: method.toUpperCase() }),
  ),
)
/** A stream does not end by itself. */
const ending = operations.filter(({ path }) => path !== '/live')

let engine: TestEngine
let server: FastifyInstance
let ids: string[]

beforeAll(async () => {
  engine = await startEngine()
  const pool = engine.facade.pool
  const callers = { S004: await callerIn(pool, 'S004'), S006: await callerIn(pool, 'S006') }
  server = await serverFor(engine.connected, callers, { documentsDir: engine.filesDir })
  const begin = { partner: 'ZKM' }
  const { body } = await server.inject({
    method: 'POST',
    url: '/api/v1/partnerships',
    headers: as('S004'),
    payload: begin,
  })
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM task')
  ids = [...rows.map(({ id }) => id), JSON.parse(body).process, 'ZKM', 'S004', 'C001', 'ZTU26000001']
}, 120_000)

afterAll(async () => {
  await server.close()
  await engine.stop()
})

const as = (name: string) => ({ host: '127.0.0.1', authorization: `Bearer ${name}` })

test(
  'whatever is asked, the answer is one that is documented, and never a fault of ours',
  async () => {
    const statuses = new Map<number, number>()
    const property = fc.asyncProperty(
      requestsTo(ending, description.components.schemas, ids).map(({ operation, ...rest }) => ({
        ...rest,
        operation: { responses: operation.responses, toJSON: () => operation.operationId },
      })),
      fc.constantFrom('S004', 'S004', 'S006', 'nobody'),
      async ({ operation, method, url, headers, payload }, who) => {
        const answer = await server.inject({
          method: method as NonNullable<InjectOptions['method']>,
          url,
          headers: { ...headers, ...as(who) },
          ...(payload === undefined ? {} : { payload }),
        })
        const { statusCode: status, headers: told, body } = answer
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const documented = Object.hasOwn(operation.responses, String(status))
        expect({ method, url, payload, status, documented, body: status < 500 ? '' : body }).toMatchObject({
          documented: true,
        })
        expect(status).toBeLessThan(500)
        if (status < 400) return
        expect(told['content-type']).toContain('application/problem+json')
        expect(PROBLEM_SHAPE.parse(JSON.parse(body)).status).toBe(status)
      },
    )
    await fc.assert(property, { numRuns: REQUESTS, endOnFailure: REQUESTS > 1_000 })
    // It was no row of refusals.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 401, 404, 422]))
  },
  Math.max(120_000, REQUESTS * 100),
)

test('no answer carries a header that somebody sent, nor repeats what would be run in a page', async () => {
  const evil = '<script>alert(1)</script>'
  for (const { path, method } of ending) {
    const url = `/api/v1${path.replaceAll(/\{\w+\}/g, encodeURIComponent(evil))}?x=${encodeURIComponent(evil)}`
    const headers = { ...as('S004'), 'x-forwarded-host': 'evil.example', 'x-evil': evil }
    const answer = await server.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url,
      headers,
      ...(method === 'GET' ? {} : { payload: { [evil]: evil } }),
    })
    expect(JSON.stringify(answer.headers)).not.toContain('evil')
    if (String(answer.headers['content-type']).includes('html'))
      throw new Error(`${method} ${path} answers a page`)
  }
})
