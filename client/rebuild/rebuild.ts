import type { Client } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/client'
import { atOnce } from '../at-once.ts'
import type { Bound } from '../database.ts'
import { putIntoMailbox } from '../mailbox.ts'
import { businessOffset } from '../reads/scope.ts'
import { inTransaction } from '../transaction.ts'
import type { Compared, Standing } from './compare.ts'
import { runOf } from './recorded.ts'
import type { Engines } from './strays.ts'

const AT_ONCE = 8
const AMISS: readonly Standing[] = ['missing', 'behind', 'ahead', 'stray']
const REASON = 'what is recorded holds'

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
): Promise<void> {
  let done = 0
  await atOnce(AT_ONCE, processes, async ({ process, standing }) => {
    if (standing === 'stray') await end(engines.client, process)
    else await startAgain(engines, bound, process)
    done += 1
    onDone?.(done)
  })
  await bringLetters(engines, bound)
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
 * Ends what the engine runs of a process and starts it where its record ends. A new execution begins at the server's
 * own time: it carries the offset at which business time is now, and its row says so too.
 */
async function startAgain({ client, taskQueue }: Engines, bound: Bound, process: string): Promise<void> {
  await inTransaction(bound, async (sql) => {
    // Nobody moves the process in time meanwhile.
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [process])
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
    await sql.query('UPDATE process SET clock_offset_ms = $2 WHERE id = $1', [process, offset])
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
