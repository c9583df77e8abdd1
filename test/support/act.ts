import type { Client } from '@temporalio/client'
import type { Sql } from '../../database/database.ts'
import { type OpenTask, openTasks } from '../../demo/tasks.ts'
import { Refused } from '../../schema/refused.ts'

/** The first open task of a kind, of one process where it is given; there must be one. */
export async function taskOf(pool: Sql, kind: string, process?: string): Promise<OpenTask> {
  const found = (await openTasks(pool)).find(
    (task) => task.kind === kind && (process === undefined || task.process === process),
  )
  if (found === undefined) throw new Error(`nobody is asked to ${kind}`)
  return found
}

export const isAsked = async (pool: Sql, kind: string): Promise<boolean> =>
  (await openTasks(pool)).some((task) => task.kind === kind)

/** The code and the parameters of a refusal; anything else that happens is passed on. */
export async function refusalOf(attempt: Promise<unknown>): Promise<{ code: string; params: object }> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, params: error.params }
    throw error
  }
  return { code: 'nothing', params: {} }
}

const TABLES = [
  'event',
  'process',
  'task',
  'contact',
  'message',
  'document',
  'reservation',
  'number_series',
] as const

/** One text for everything that is recorded: equal texts, nothing changed. */
export async function traceOf(pool: Sql): Promise<string> {
  const parts = await Promise.all(
    TABLES.map(async (table) => {
      const { rows } = await pool.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(row::text, '' ORDER BY row::text)), '') AS digest
         FROM (SELECT * FROM ${table}) AS row`,
      )
      return `${table} ${rows[0]?.digest}`
    }),
  )
  return parts.join('\n')
}

/** Workflow tasks that failed or that nobody finished in time: a process that stood still. */
export async function blockedTasks(client: Client, processes: string[]): Promise<string[]> {
  const found = await Promise.all(
    processes.map(async (id) => {
      const { events } = await client.workflow.getHandle(id).fetchHistory()
      const bad = (events ?? []).filter(
        (event) => event.workflowTaskFailedEventAttributes ?? event.workflowTaskTimedOutEventAttributes,
      )
      return bad.map((event) => `${id} ${event.eventId}`)
    }),
  )
  return found.flat()
}
