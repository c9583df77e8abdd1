import type { FastifyInstance } from 'fastify'
import type { QueryConfig } from 'pg'
import { ROUTES } from '../../api/resources/index.ts'
import { listChildren } from '../../client/reads/processes.ts'
import { Bound } from '../../database/database.ts'
import { openWorld, type World } from '../support/world.ts'
import { callerIn, serverFor } from './door.ts'

const [TASKS, PLACEMENTS, EVENTS, PARTNERSHIPS] = [100_000, 20_000, 50_000, 200]
/** Rows that may be looked at for a page of fifty: more would be a table read to its end. */
const MOST_ROWS = 2_000

let world: World
let server: FastifyInstance

beforeAll(async () => {
  world = await openWorld()
  await fill()
  server = await serverFor(world, { S004: await callerIn(world.scope.pool, 'S004') })
}, 180_000)

afterAll(async () => {
  await server.close()
  await world.stop()
})

/** An institution after years of work: what its lists read, as far as they read it. */
async function fill(): Promise<void> {
  const { institution } = world.scope
  const sql = (text: string) => world.pool.query(text.replaceAll(':institution', `'${institution}'`))
  const process = (prefix: string, kind: string, count: number, open = 'n % 4 = 0') =>
    sql(`INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
         SELECT '${prefix}/' || n, :institution, '${kind}', 1, '', 'closed', ${open}, '{}', 'generic', 1,
                now() - n * interval '1 hour', now() FROM generate_series(1, ${count}) n`)
  await sql(`CREATE TEMP TABLE someone AS SELECT row_number() OVER () AS n, id FROM person`)
  const somebody = '(SELECT id FROM someone WHERE someone.n = 1 + g.n % 300)'
  await process('partnership', 'partnership', PARTNERSHIPS)
  await process('agreement', 'agreement', PARTNERSHIPS)
  await process('practice-cycle', 'practiceCycle', PARTNERSHIPS)
  await process('placement', 'placement', PLACEMENTS)
  await sql(`INSERT INTO partnership (id, institution_id, partner_id, stage)
             SELECT n, :institution, (SELECT min(id) FROM partner), 'closed' FROM generate_series(1, ${PARTNERSHIPS}) n`)
  await sql(`INSERT INTO agreement (id, institution_id, partnership_id, kind, stage, language)
             SELECT n, :institution, n::text, 'practiceContract', 'ended', 'ru' FROM generate_series(1, ${PARTNERSHIPS}) n`)
  await sql(`INSERT INTO practice_cycle (id, institution_id, agreement_id, academic_year, stage)
             SELECT n, :institution, n::text, '2026-2027', 'closed' FROM generate_series(1, ${PARTNERSHIPS}) n`)
  await sql(`INSERT INTO placement (id, institution_id, cycle_id, code, trainee_id, stage)
             SELECT g.n, :institution, (1 + g.n % ${PARTNERSHIPS})::text, 'P-' || g.n, ${somebody}, 'completed'
             FROM generate_series(1, ${PLACEMENTS}) g (n)`)
  await sql(`INSERT INTO task (id, institution_id, process_id, key, kind, owner_id, state, opened_at, due_at, closed_at, data)
             SELECT 't' || g.n, :institution, 'placement/' || (1 + g.n % ${PLACEMENTS}), 'k', 'writeDiary', ${somebody},
                    CASE WHEN g.n % 10 = 0 THEN 'open' ELSE 'done' END, now() - g.n * interval '1 minute',
                    now() - g.n * interval '1 minute' + interval '9 days',
                    CASE WHEN g.n % 10 = 0 THEN NULL ELSE now() END, '{}'
             FROM generate_series(1, ${TASKS}) g (n)`)
  await sql(`INSERT INTO event (process_id, seq, institution_id, type, data, command_id, at, prev_hash, hash, recorded_at)
             SELECT 'placement/' || (1 + n % ${PLACEMENTS}), 1 + n / ${PLACEMENTS}, :institution, 'begun', '{}', 'c', now(), '', '',
                    now() - n * interval '1 second' FROM generate_series(1, ${EVENTS}) n`)
  await sql(`INSERT INTO message (id, institution_id, person_id, process_id, template, data, language, at, state)
             SELECT 'm' || g.n, :institution, ${somebody}, 'placement/' || (1 + g.n % ${PLACEMENTS}), 'taskOpened', '{}', 'ru',
                    now() - g.n * interval '1 minute', 'sent' FROM generate_series(1, ${EVENTS}) g (n)`)
  await sql(`INSERT INTO document (id, institution_id, process_id, effect_key, kind, language, side, version, state, title, pages, bytes, sha256, file, data, at)
             SELECT 'd' || n, :institution, 'placement/' || (1 + n % ${PLACEMENTS}), 'k' || n, 'referralLetter', 'ru', 'both', 1, 'draft',
                    'x', 1, 1, repeat('a', 64), 'x.pdf', '{}', now() - n * interval '1 minute' FROM generate_series(1, ${PLACEMENTS}) n`)
  await sql('ANALYZE')
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

/** The most rows that any step of a plan looked at, and which step it was. */
function heaviest(plan: Plan): { rows: number; step: string } {
  const own = {
    rows: (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'],
    step: `${plan['Node Type']} ${plan['Relation Name'] ?? ''}`,
  }
  return [own, ...(plan.Plans ?? []).map(heaviest)].reduce((most, one) => (one.rows > most.rows ? one : most))
}

/** The statements that the processes a process began are found by. */
async function childrenOf(process: string): Promise<{ rows: number; step: string }[]> {
  const asked = jest.spyOn(Bound.prototype, 'query')
  expect((await listChildren(world.scope, process)).length).toBe(30)
  return plansOf(asked)
}

/** The statements a request needs, with what was looked at for each. */
async function statementsOf(url: string): Promise<{ rows: number; step: string }[]> {
  const asked = jest.spyOn(Bound.prototype, 'query')
  const { statusCode } = await server.inject({
    url: `/api/v1${url}`,
    headers: { host: '127.0.0.1', authorization: 'Bearer S004' },
  })
  expect([url, statusCode]).toEqual([url, 200])
  return plansOf(asked)
}

async function plansOf(asked: jest.SpyInstance): Promise<{ rows: number; step: string }[]> {
  const calls = asked.mock.calls.map(([statement, values]) =>
    typeof statement === 'string' ? { text: statement, values } : (statement as QueryConfig),
  )
  asked.mockRestore()
  const reads = calls.filter(({ text }) => !text.includes('business_clock'))
  return Promise.all(
    reads.map(async ({ text, values }) => {
      const { rows } = await world.scope.pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      )
      const [found] = rows[0]?.['QUERY PLAN'] ?? []
      if (found === undefined) throw new Error('a statement has a plan')
      return heaviest(found.Plan)
    }),
  )
}

const lists = ROUTES.filter(({ path, operation }) => operation.startsWith('list') && path !== '/live')

test.each(
  lists.flatMap(({ path, query }) => {
    const sorts =
      (query?.shape.sort as { unwrap?(): { options: string[] } } | undefined)?.unwrap?.().options ?? []
    return sorts.map((sort) => [`${path}?sort=${sort}`] as const)
  }),
)('a page of %s is one statement that looks at no more than it shows', async (url) => {
  const [statement, ...others] = await statementsOf(url)
  expect(others).toEqual([])
  expect([statement, (statement?.rows ?? 0) < MOST_ROWS]).toEqual([statement, true])
})

test.each([
  '/tasks?state=open',
  '/tasks?state=open&sort=opened',
  '/tasks?state=open&overdue=true',
  '/tasks?owner=S004&state=open',
  '/tasks?process=placement/77',
  '/placements?trainee=S004',
  '/placements?cycle=7',
  '/events?process=placement/77',
  '/letters?process=placement/77',
  '/documents?process=placement/77',
  '/people?q=kar',
])('with a filter too: %s', async (url) => {
  const [statement, ...others] = await statementsOf(url)
  expect(others).toEqual([])
  expect([statement, (statement?.rows ?? 0) < MOST_ROWS]).toEqual([statement, true])
})

test('what a process began is found without reading a table to its end', async () => {
  await world.pool.query(
    `UPDATE process SET parent_id = 'practice-cycle/5', open = true WHERE id IN (SELECT 'placement/' || n FROM generate_series(1, 30) n)`,
  )
  const statements = await childrenOf('practice-cycle/5')
  expect([statements, statements.every(({ rows }) => rows < MOST_ROWS)]).toEqual([statements, true])
})
