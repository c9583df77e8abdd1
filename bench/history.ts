import type { Client } from '@temporalio/client'

/** Workflow options updated, time skipping transitioned: only the movable clock of the embedded stack writes them. */
const CLOCK_EVENTS: readonly number[] = [55, 60]

export type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>

export const historyOf = (client: Client, workflow: string): Promise<History> =>
  client.workflow.getHandle(workflow).fetchHistory()

/** Events a process has in production, where nobody moves the clock. */
export function eventsIn(history: History): number {
  return (history.events ?? []).filter(({ eventType }) => !CLOCK_EVENTS.includes(Number(eventType))).length
}
