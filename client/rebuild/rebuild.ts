import type { Client } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/client'
import type { Bound, Sql } from '../../database/database.ts'
import { inTransaction } from '../../database/transaction.ts'
import { SHAPE } from '../../workflows/durable/shape.ts'
import { atOnce } from '../at-once.ts'
import { putIntoMailbox } from '../mailbox.ts'
import { businessOffset } from '../reads/scope.ts'
import { ALIVE } from './alive.ts'
import type { Compared, Standing } from './compare.ts'
import { runOf } from './recorded.ts'
import type { Engines } from './strays.ts'

const AT_ONCE = 8
const AMISS: readonly Standing[] = ['missing', 'behind', 'ahead', 'stray']
const REASON = 'what is recorded holds'

/** One that could not be: the others are none the worse for it. */
export interface Failed {
  process: string
  error: unknown
}

/** Those that are to be started again, or ended, so that the engine runs what is recorded. */
export const amiss = (compared: readonly Compared[]): Compared[] =>
  compared.filter(({ standing }) => AMISS.includes(standing))

/**
 * Makes the engine run what is recorded, process by process, and brings the letters that wait to their mailboxes. A
 * repetition, also after an interruption in the middle, finds those that are sound and leaves them alone.
 */
export async function rebuild(
  engines: Engines,
  bound: Bound,
  processes: readonly Compared[],
  onDone?: (done: number) => void,
): Promise<Failed[]> {
  const failed: Failed[] = []
  let done = 0
  await atOnce(AT_ONCE, processes, async ({ process, standing }) => {
    const work = standing === 'stray' ? end(engines.client, process) : startAgain(engines, bound, process)
    await work.catch((error: unknown) => failed.push({ process, error }))
    done += 1
    onDone?.(done)
  })
  await bringLetters(engines, bound)
  return failed
}

/** Mailboxes that were lost with their letters are opened again; for the others it is harmless. */
async function bringLetters(engines: Engines, bound: Bound): Promise<void> {
  const { rows } = await bound.query<{ person: string; messages: string[] }>(
    `SELECT person_id AS person, array_agg(id ORDER BY at, id) AS messages FROM message
     WHERE state = 'queued' GROUP BY person_id ORDER BY min(at)`,
  )
  await atOnce(AT_ONCE, rows, ({ person, messages }) => putIntoMailbox(engines, person, messages))
}

/**
 * Processes that an earlier version recorded go on with the code of this one, from what is recorded: no version replays
 * what another one did. Called before anybody works; several at once share the work.
 */
export async function carryOver(engines: Engines): Promise<{ carried: number; failed: Failed[] }> {
  const { all } = engines.database
  const { rows } = await all.query<{ id: string }>(
    `SELECT id FROM process WHERE ${ALIVE} AND shape < $1 ORDER BY id`,
    [SHAPE],
  )
  const failed: Failed[] = []
  await atOnce(AT_ONCE, rows, async ({ id: process }) => {
    await startAgain(engines, all, process, isOlder).catch((error: unknown) =>
      failed.push({ process, error }),
    )
  })
  return { carried: rows.length - failed.length, failed }
}

async function isOlder(sql: Sql, process: string): Promise<boolean> {
  const { rowCount } = await sql.query('SELECT FROM process WHERE id = $1 AND shape < $2', [process, SHAPE])
  return rowCount === 1
}

/**
 * Ends what the engine runs of a process and starts it where its record ends. A new execution begins at the server's
 * own time: it carries the offset at which business time is now. Its row says so, and shows the state as this version
 * reads it.
 */
async function startAgain(
  { client, taskQueue }: Engines,
  bound: Bound,
  process: string,
  isDue: (sql: Sql, process: string) => Promise<boolean> = async () => true,
): Promise<void> {
  await inTransaction(bound, async (sql) => {
    // Nobody moves the process in time meanwhile, and nobody else starts it again.
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [process])
    if (!(await isDue(sql, process))) return
    const offset = await businessOffset(sql)
    const run = await runOf(sql, process, offset)
    if (run === null) return end(client, process)
    await client.workflow.start(run.kind, {
      workflowId: process,
      taskQueue,
      args: [run.input],
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    })
    const { state, outbox } = run.running
    const shown = { ...(state as object), outbox: outbox.map(({ key, type }) => ({ key, type })) }
    await sql.query('UPDATE process SET clock_offset_ms = $2, state = $3, shape = $4 WHERE id = $1', [
      process,
      offset,
      JSON.stringify(shown),
      SHAPE,
    ])
  })
}

async function end(client: Client, process: string): Promise<void> {
  await client.workflow
    .getHandle(process)
    .terminate(REASON)
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error
    })
}
