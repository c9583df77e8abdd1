import type { Pool } from 'pg'
import { claimPlaces, lockSites, promote } from '../../activities/ask/reserve.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let pool: Pool
let institution: string
let site: string
let line: string

beforeAll(async () => {
  world = await openWorld(12)
  pool = world.pool
  const { rows } = await pool.query<{ site: string; line: string; institution: string }>(
    `SELECT site.id AS site, line.id AS line, site.institution_id AS institution
     FROM site JOIN schedule_line line ON line.site_id = site.id WHERE site.code = 'ZKM-4' LIMIT 1`,
  )
  institution = rows[0]?.institution ?? ''
  site = rows[0]?.site ?? ''
  line = rows[0]?.line ?? ''
})

beforeEach(async () => {
  await pool.query('TRUNCATE reservation')
})

afterAll(() => world.stop())

/** One cycle asks for places, as the planning activity does: in a transaction, the site locked. */
async function claim(cycle: string, places = 1, start = '2027-02-08', end = '2027-04-03'): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
       VALUES ($1, $2, 'practiceCycle', 1, '', 'planning', true, '{}', 'generic', 1, now(), now()) ON CONFLICT DO NOTHING`,
      [cycle, institution],
    )
    const capacities = await lockSites(client, [site])
    const wanted = { line, site, start, end, places, trainees: [] }
    const at = '2027-01-04T05:00:00.000Z'
    const reserved = await claimPlaces(client, institution, cycle, wanted, capacities.get(site) ?? 0, at)
    await client.query('COMMIT')
    return reserved
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

async function free(cycle: string): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT FROM site WHERE id = $1 FOR UPDATE', [site])
    await client.query(`UPDATE reservation SET state = 'released' WHERE process_id = $1`, [cycle])
    const promoted = await promote(client, [site])
    await client.query('COMMIT')
    return promoted
  } finally {
    client.release()
  }
}

const cycles = (count: number): string[] => Array.from({ length: count }, (_, n) => `practice-cycle/${n + 1}`)

test('a hundred who ask at once for ten places get exactly ten', async () => {
  const answers = await Promise.all(cycles(100).map((cycle) => claim(cycle)))
  expect(answers.filter(Boolean)).toHaveLength(10)
  const { rows } = await pool.query<{ state: string; places: number }>(
    'SELECT state, sum(places)::int AS places FROM reservation GROUP BY state ORDER BY state',
  )
  expect(rows).toEqual([
    { state: 'reserved', places: 10 },
    { state: 'waitlisted', places: 90 },
  ])
})

test('places of groups of different sizes never add up to more than the site holds', async () => {
  await Promise.all(cycles(30).map((cycle, n) => claim(cycle, (n % 4) + 1)))
  const { rows } = await pool.query<{ places: number }>(
    `SELECT sum(places)::int AS places FROM reservation WHERE state = 'reserved'`,
  )
  expect(rows[0]?.places).toBeLessThanOrEqual(10)
  expect(rows[0]?.places).toBeGreaterThan(6)
})

test('groups that follow one another on a site do not take places from each other', async () => {
  expect(await claim('practice-cycle/a', 10, '2027-02-08', '2027-03-06')).toBe(true)
  expect(await claim('practice-cycle/b', 10, '2027-03-08', '2027-04-03')).toBe(true)
  expect(await claim('practice-cycle/c', 1, '2027-03-01', '2027-03-10')).toBe(false)
})

test('asking again keeps the place and takes no second one', async () => {
  expect(await claim('practice-cycle/a', 10)).toBe(true)
  expect(await claim('practice-cycle/a', 10)).toBe(true)
  expect(await claim('practice-cycle/b')).toBe(false)
})

test('a place that is given back goes to who waits, once', async () => {
  await claim('practice-cycle/a', 10)
  await claim('practice-cycle/b', 6)
  await claim('practice-cycle/c', 6)
  expect(await free('practice-cycle/a')).toEqual(['practice-cycle/b'])
  expect(await free('practice-cycle/a')).toEqual([])
})
