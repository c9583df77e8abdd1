import type { Pool, PoolClient } from 'pg'
import { takeNumber } from '../../activities/documents/numbers.ts'
import { openWorld, type World } from '../support/world.ts'

const ORDERS = { register: 'T', form: null }

let world: World
let pool: Pool
let institution: string

beforeAll(async () => {
  world = await openWorld(12)
  pool = world.pool
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM institution')
  institution = rows[0]?.id ?? ''
})

beforeEach(async () => {
  await pool.query('DELETE FROM number_series')
})

afterAll(() => world.stop())

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

const take = (client: PoolClient, date = '2027-01-04') =>
  takeNumber(client, institution, ORDERS, date, { of: null, n: 1 }).then(({ number }) => number ?? '')

const counted = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n + 1}-T`)
const byNumber = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10)

test('two orders asked for at once get consecutive numbers', async () => {
  const numbers = await Promise.all([inTransaction(take), inTransaction(take)])
  expect(numbers.sort(byNumber)).toEqual(counted(2))
})

test('twenty papers issued at once are numbered without a gap, also where one fails', async () => {
  const attempts = Array.from({ length: 20 }, (_, n) =>
    inTransaction(async (client) => {
      const number = await take(client)
      if (n % 5 === 0) throw new Error('could not be rendered')
      return number
    }),
  )
  const settled = await Promise.allSettled(attempts)
  const numbers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(numbers.sort(byNumber)).toEqual(counted(16))
})

test('a calendar year begins again with one, and a register does not know another', async () => {
  await inTransaction((client) => take(client, '2026-12-31'))
  expect(await inTransaction((client) => take(client, '2027-01-01'))).toBe('1-T')
  const letters = { register: 'letters', form: '05-12/{n}' }
  const letter = await inTransaction((client) =>
    takeNumber(client, institution, letters, '2027-01-01', { of: null, n: 1 }),
  )
  expect(letter.number).toBe('05-12/1')
})

test('a number derived from an order takes none of its own', async () => {
  const referral = { register: null, form: '{of}/{nn}', of: 'orderSendingStudents' }
  const derived = await inTransaction((client) =>
    takeNumber(client, institution, referral, '2027-01-04', { of: '7-T', n: 3 }),
  )
  expect(derived).toEqual({ register: null, number: '7-T/03' })
  const { rowCount } = await pool.query('SELECT FROM number_series')
  expect(rowCount).toBe(0)
})
