import { randomUUID } from 'node:crypto'
import type { Bound } from '../database/database.ts'
import type { Log } from '../logging/log.ts'
import type { Refused } from '../schema/refused.ts'
import type { Listing, Page, Part } from './lists/page.ts'
import { Conditions, pageOf } from './lists/page.ts'
import type { Scope } from './reads/scope.ts'
import { refusalOf } from './trouble.ts'

/** Work that takes longer than somebody waits. */
export interface OperationItem {
  id: string
  kind: string
  /** lost: the server that did it is gone; what it did was one transaction, so all of it is there or nothing. */
  state: 'running' | 'done' | 'failed' | 'lost'
  by: string
  started: Date
  ended: Date | null
  result: unknown
  /** Code of the catalogue. */
  error: string | null
}

/** Milliseconds between signs of life, and seconds without one after which it is lost. */
const BEAT = 10_000
const SILENT = 60

/** Begins work and answers its id at once; the promise tells when it has ended, for who stops the server. */
export async function beginOperation(
  pool: Bound,
  { person, kind }: { person: string; kind: string },
  log: Log,
  work: () => Promise<unknown>,
): Promise<{ id: string; ended: Promise<void> }> {
  const id = randomUUID()
  await pool.query({
    name: 'operation-begin',
    text: `INSERT INTO operation (id, institution_id, person_id, kind, state) VALUES ($1, $2, $3, $4, 'running')`,
    values: [id, pool.institution, person, kind],
  })
  const beat = setInterval(() => {
    pool
      .query({
        name: 'operation-seen',
        text: 'UPDATE operation SET seen_at = now() WHERE id = $1',
        values: [id],
      })
      .catch((err: unknown) => log.warn({ err }, 'an operation could not be seen'))
  }, BEAT)
  const ended = perform(pool, id, log, work).finally(() => clearInterval(beat))
  return { id, ended }
}

async function perform(pool: Bound, id: string, log: Log, work: () => Promise<unknown>): Promise<void> {
  try {
    const result = await work()
    await end(pool, id, 'done', result, null)
  } catch (error) {
    const refused: Refused = refusalOf(error)
    if (refused.code === 'internal') log.error({ err: error }, 'an operation failed')
    await end(pool, id, 'failed', null, refused.code).catch((err: unknown) =>
      log.error({ err }, 'the end of an operation was not kept'),
    )
  }
}

async function end(
  pool: Bound,
  id: string,
  state: string,
  result: unknown,
  error: string | null,
): Promise<void> {
  await pool.query({
    name: 'operation-end',
    text: `UPDATE operation SET state = $2, result = $3, error = $4, ended_at = now() WHERE id = $1`,
    values: [id, state, JSON.stringify(result), error],
  })
}

const OPERATIONS: Listing = {
  columns: `operation.id, operation.kind, person.code AS by, operation.started_at AS started, operation.ended_at AS ended,
    operation.result, operation.error,
    CASE WHEN operation.state = 'running' AND seen_at < now() - make_interval(secs => ${SILENT})
      THEN 'lost' ELSE operation.state END AS state`,
  from: 'operation JOIN person ON person.id = operation.person_id',
  orders: {
    '-started': {
      by: [
        { column: 'operation.started_at', type: 'timestamptz' },
        { column: 'operation.id', type: 'text' },
      ],
      descending: true,
    },
  },
}

export function pageOfOperations(scope: Scope, asked: Part): Promise<Page<OperationItem>> {
  const conditions = new Conditions(scope.institution)
    .add('operation.institution_id = $1')
    .when(asked.name, 'operation.id = ?')
  return pageOf(scope, OPERATIONS, conditions, asked)
}
