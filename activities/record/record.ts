import { ApplicationFailure } from '@temporalio/common'
import { DatabaseError, type PoolClient } from 'pg'
import { ZodError } from 'zod'
import type { Database } from '../../database/database.ts'
import type { Log } from '../../logging/log.ts'
import { recordInput } from '../../schema/contracts/activities.ts'
import type { RecordInput, RecordResult, RecordWritten } from '../../workflows/durable/port.ts'
import type { InstitutionFacts, InstitutionReader } from './institution.ts'
import { resolveOwners } from './owners.ts'
import { ahead, claim, hashesOf, insertEvents, writeRow } from './process.ts'
import { projectionsOf } from './projections.ts'
import { writeClaimed } from './statement.ts'
import { TaskBatch } from './tasks.ts'

export interface Post {
  person: string
  message: string
}

export interface RecordDeps {
  database: Database
  reader: InstitutionReader
  log: Log
  /** Hands new messages to their mailboxes, idempotent by message id, without being waited for. */
  post(posts: Post[]): void
}

/**
 * The record step: one transaction for the facts, the process row, tasks, contacts, messages and lists.
 * Idempotent by process and sequence: where the record is ahead of the facts offered, nothing is written and what is
 * recorded beyond them is the answer.
 * @throws ApplicationFailure `recordImpossible`, for good, where no repetition could record these facts.
 */
export function createRecordActivities(deps: RecordDeps) {
  return {
    async record(input: RecordInput): Promise<RecordResult> {
      try {
        return await record(deps, input)
      } catch (error) {
        if (!isImpossible(error)) throw error
        deps.log.error({ process: input.id, seq: input.fromSeq, err: error }, 'facts cannot be recorded')
        throw ApplicationFailure.nonRetryable('facts cannot be recorded', 'recordImpossible')
      }
    },
  }
}

/** SQLSTATE classes of data that no repetition makes right: wrong values and broken constraints. */
const WRONG_DATA: readonly string[] = ['22', '23']

/** Facts that break a contract, a constraint or the calendar. Whatever else fails may pass. */
function isImpossible(error: unknown): boolean {
  if (error instanceof DatabaseError) return WRONG_DATA.includes(error.code?.slice(0, 2) ?? '')
  return error instanceof ZodError || error instanceof RangeError
}

async function record(deps: RecordDeps, input: RecordInput): Promise<RecordResult> {
  recordInput.parse(input)
  const institution = await deps.reader.read(input.institution, input.policy)
  const zone = institution.calendar.zoneAt(input.at)
  const sql = await deps.database.of(input.institution).connect()
  try {
    const done = await write(sql, input, institution)
    if (done === null) return { ...(await ahead(sql, input)), zone }
    deps.post(done.posts)
    logRecorded(deps.log, input, done.posts)
    return { ...done.result, zone }
  } finally {
    sql.release()
  }
}

/** Everything is computed before the transaction begins: it holds its locks while it writes, and no longer. */
async function write(
  sql: PoolClient,
  input: RecordInput,
  institution: InstitutionFacts,
): Promise<{ result: Omit<RecordWritten, 'zone'>; posts: Post[] } | null> {
  const owners = await resolveOwners(
    sql,
    input.institution,
    institution,
    input.opened.map((wait) => (wait.wait === 'task' ? wait : null)),
  )
  const tasks = new TaskBatch(input, institution, owners)
  const hashes = hashesOf(input)
  const head = hashes.at(-1) ?? input.head
  const answers = await writeClaimed(sql, claim(input, head, tasks.bookings), [
    ...(input.facts.length > 0 ? [insertEvents(input, hashes)] : []),
    ...projectionsOf(input).map(writeRow),
    ...tasks.statements,
  ])
  if (answers === null) return null
  const waiting = new Set(answers.at(-1)?.rows.map(({ message }: Post) => message))
  const letters = tasks.letters.filter(({ id }) => waiting.has(id))
  const posts = letters.map(({ id, person }) => ({ person, message: id }))
  return { result: { head, bookings: tasks.bookings }, posts }
}

/** One line a fact: what a person can follow without the database. */
function logRecorded(log: Log, input: RecordInput, posts: Post[]): void {
  const { id: process, situation, fromSeq } = input
  for (const [n, { type, command: request, data }] of input.facts.entries()) {
    const task = typeof data.task === 'string' ? { task: data.task } : {}
    log.info(
      { process, seq: fromSeq + n + 1, event: type, stage: situation.stage, request, ...task },
      'recorded',
    )
  }
  for (const { message } of posts) log.info({ process, message }, 'contact')
}
