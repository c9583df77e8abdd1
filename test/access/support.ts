import { Pool } from 'pg'
import pino from 'pino'
import { Access } from '../../access/access.ts'
import type { SessionLimits } from '../../access/sessions.ts'
import { Database } from '../../database/database.ts'
import { addPerson, seed } from '../mail/support.ts'
import { withDatabase } from '../support/postgres.ts'

export const GOOD = 'to‘rt xil soʻz bu yerda'

export interface AccessWorld {
  pool: Pool
  database: Database
  access: Access
  /** What was logged. */
  lines: string[]
  with(limits: Partial<SessionLimits>): Access
  /** A member of staff; without an account until one is made. */
  staff(roles: string[], email?: string): Promise<{ person: string; email: string }>
  stop(): Promise<void>
}

/** A browser at an address of the network that nobody else in the tests has. */
let visits = 0
export const visit = (address = `192.0.2.${visits++ % 250}`): { address: string; agent: string } => ({
  address,
  agent: 'Firefox on Linux',
})

export async function openAccess(): Promise<AccessWorld> {
  const postgres = await withDatabase()
  const pool = new Pool({ connectionString: postgres.url })
  const database = new Database(postgres.url, { most: 6 })
  await seed(pool)
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })
  return {
    pool,
    database,
    lines,
    access: new Access({ database, log }),
    with: (limits) => new Access({ database, log, limits }),
    async staff(roles, email) {
      const person = await addPerson(pool, { partner: null, ...(email === undefined ? {} : { email }) })
      await pool.query('UPDATE person SET roles = $2 WHERE id = $1', [person, roles])
      return { person, email: email ?? `${person}@zkm.example` }
    },
    async stop() {
      await database.end()
      await pool.end()
      await postgres.stop()
    },
  }
}

export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )
