import { join } from 'node:path'
import { Pool } from 'pg'
import { Database } from '../../database/database.ts'
import { importPath } from '../../registers/import/import.ts'
import type { Policy } from '../../schema/contracts/policy.ts'
import { seedPolicies } from '../../schema/policies/seed.ts'
import type { Data, Day, ProcessKind } from '../../workflows/durable/types.ts'
import { POLICY } from '../support/policy.ts'
import { createTestDatabase, startTestPostgres } from '../support/postgres.ts'

const ROOT = join(__dirname, '..', '..')

/** The sample institution in a database of its own, with the means to put processes and papers beside it. */
export interface World {
  pool: Pool
  /** Of the database. */
  url: string
  institution: string
  policy: Policy
  /** Id of a person by the code of the samples. */
  person(code: string): string
  /** Id of a partner by its code. */
  partner(code: string): string
  insertProcess(id: string, kind: ProcessKind, state: { stage: string }): Promise<void>
  insertEvents(
    process: string,
    events: { type: string; by: string | null; at: string; data: Data }[],
  ): Promise<void>
  /** Answers its id. */
  insertPaper(process: string, paper: IssuedPaper): Promise<string>
  stop(): Promise<void>
}

export interface IssuedPaper {
  kind: string
  number: string | null
  date: Day
  instance?: string
  line?: string
  /** The lines it speaks of. */
  lines?: string[]
  edition?: number
  /** Id of the person it is made out to. */
  subject?: string
  state?: 'draft' | 'issued' | 'revoked'
}

const silent = { info: () => undefined, warn: () => undefined }

export async function createWorld(): Promise<World> {
  const server = await startTestPostgres()
  const database = await createTestDatabase(server)
  const pool = new Pool({ connectionString: database.url, max: 4 })
  const acting = new Database(database.url, { most: 4 })
  const report = await importPath({ database: acting, log: silent }, join(ROOT, 'samples'))
  await acting.end()
  if (!report.ok) throw new Error('the samples were refused')
  await seedPolicies(pool)
  const ids = async (table: string): Promise<Map<string, string>> => {
    const { rows } = await pool.query<{ code: string; id: string }>(`SELECT code, id FROM ${table}`)
    return new Map(rows.map(({ code, id }) => [code, id]))
  }
  const found = (known: Map<string, string>) => (code: string) => {
    const id = known.get(code)
    if (id === undefined) throw new Error(`the samples have no ${code}`)
    return id
  }
  const institution = found(await ids('institution'))('ZTU')
  const world: World = {
    pool,
    url: database.url,
    institution,
    policy: POLICY,
    person: found(await ids('person')),
    partner: found(await ids('partner')),
    insertProcess: (id, kind, state) => insertProcess(world, id, kind, state),
    insertEvents: (process, events) => insertEvents(world, process, events),
    insertPaper: (process, paper) => insertPaper(world, process, paper),
    stop: async () => {
      await pool.end()
      await database.drop()
      await server.stop()
    },
  }
  return world
}

async function insertProcess(
  { pool, institution, policy }: World,
  id: string,
  kind: string,
  state: { stage: string },
) {
  await pool.query(
    `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
     VALUES ($1, $2, $3, 1, '', $4, true, $5, $6, $7, now(), now())`,
    [id, institution, kind, state.stage, JSON.stringify(state), policy.id, policy.version],
  )
}

async function insertEvents(
  { pool, institution }: World,
  process: string,
  events: { type: string; by: string | null; at: string; data: Data }[],
) {
  for (const [n, { type, by, at, data }] of events.entries()) {
    await pool.query(
      `INSERT INTO event (process_id, seq, institution_id, type, data, actor_id, door, command_id, at, prev_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'test', $8, '', '')`,
      [process, n + 1, institution, type, JSON.stringify(data), by, by && 'commandLine/test', at],
    )
  }
}

let papers = 0

async function insertPaper({ pool, institution }: World, process: string, paper: IssuedPaper) {
  papers += 1
  const { kind, number, date, instance, line, lines, edition, subject, state = 'issued' } = paper
  const data = { instance: instance ?? null, ...(lines && { lines }), ...(edition && { edition }) }
  await pool.query(
    `INSERT INTO document (id, institution_id, process_id, effect_key, kind, language, number, dated_on, side, version,
       state, title, pages, bytes, sha256, file, data, line_code, subject_person_id, at)
     VALUES ($1, $2, $3, $1, $4, 'uz-Latn', $5, $6, 'institution', 1, $7, $4, 1, 1, $8, '', $9, $10, $11, now())`,
    [
      `d${papers}`,
      institution,
      process,
      kind,
      state === 'draft' ? null : number,
      date,
      state,
      '0'.repeat(64),
      JSON.stringify(data),
      line ?? null,
      subject ?? null,
    ],
  )
  return `d${papers}`
}
