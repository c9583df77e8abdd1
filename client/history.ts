import type { Client } from '@temporalio/client'

const SCHEDULED = 5
const STARTED = 6
const COMPLETED = 7
const TASK: readonly number[] = [SCHEDULED, STARTED, COMPLETED]
/** Workflow options updated, time skipping transitioned. */
const CLOCK: readonly number[] = [55, 60]

/**
 * Events in the history of a process's latest run, without what only the movable clock causes: its own events, and
 * workflow tasks they woke in which nothing happened.
 */
export async function countEvents(client: Client, process: string): Promise<number> {
  const { events } = await client.workflow.getHandle(process).fetchHistory()
  const types = (events ?? []).map(({ eventType }) => Number(eventType))
  let count = 0
  for (let n = 0; n < types.length; n += 1) {
    const type = types[n] ?? 0
    if (CLOCK.includes(type)) continue
    if (type === SCHEDULED && wokenInVain(types, n)) {
      n += 2
      continue
    }
    count += 1
  }
  return count
}

function wokenInVain(types: number[], n: number): boolean {
  const before = types[n - 1] ?? 0
  const woken = CLOCK.includes(before) && types[n + 1] === STARTED && types[n + 2] === COMPLETED
  const after = types[n + 3]
  return woken && (after === undefined || CLOCK.includes(after) || TASK.includes(after))
}
