import type { Client } from '@temporalio/client'
import type { Bound, Database } from '../../database/database.ts'
import { PROCESS_KINDS } from '../../workflows/durable/types.ts'
import { aliveRows } from './alive.ts'
import { positionOf } from './position.ts'

/** The engine, and the record of what it runs. */
export interface Engines {
  client: Client
  database: Database
  taskQueue: string
}

/** A process that has just begun is recorded within this time, or its first record fails again and again. */
const YOUNG_MS = 5_000

/** What the engine runs for the binding's institution although it is recorded as over, or not at all. */
export async function strays({ client, database, taskQueue }: Engines, bound: Bound): Promise<string[]> {
  const types = PROCESS_KINDS.map((kind) => `'${kind}'`).join(', ')
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running' AND WorkflowType IN (${types})`
  const running: string[] = []
  for await (const { workflowId, startTime } of client.workflow.list({ query })) {
    if (Date.now() - startTime.getTime() > YOUNG_MS) running.push(workflowId)
  }
  // Whatever institution it is of: another one's process is no stray.
  const alive = new Set((await aliveRows(database.all, running)).map(({ id }) => id))
  const found: string[] = []
  for (const process of running) {
    if (alive.has(process)) continue
    const position = await positionOf(client, process)
    if (typeof position === 'string') continue
    if (bound === database.all || position.institution === bound.institution) found.push(process)
  }
  return found
}
