import type { Client } from '@temporalio/client'

/** Work that the engine repeats until it succeeds. */
export interface Attempts {
  /** Attempts that failed. */
  failed: number
  /** What the last one failed of; may be a code of the error catalogue. */
  failure: string
}

/** Enough of the latest history to hold what was tried last. */
const LATEST_EVENTS = 20

interface Payload {
  data?: Uint8Array | null
}

/**
 * How the process's latest step failed, by its history; null where it did not. A record step that fails leaves a mark
 * each time it has to wait longer; a step of the process's own code leaves its first failure only, and the engine knows
 * how often that was `repeated`.
 */
export async function lastFailure(
  client: Client,
  process: string,
  repeated: number,
): Promise<Attempts | null> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId: process },
    maximumPageSize: LATEST_EVENTS,
  })
  for (const event of history?.events ?? []) {
    const { workflowTaskFailedEventAttributes: task, markerRecordedEventAttributes: mark } = event
    if (task) return { failed: repeated, failure: task.failure?.message ?? '' }
    if (mark) {
      const message = mark.failure?.message
      const tried = attemptIn(mark.details?.data?.payloads?.[0])
      return message ? { failed: tried, failure: message } : null
    }
  }
  return null
}

/** The engine's own note beside the mark: plain JSON. */
function attemptIn(note: Payload | undefined): number {
  const text = Buffer.from(note?.data ?? []).toString()
  const { attempt }: { attempt?: number } = text === '' ? {} : JSON.parse(text)
  return attempt ?? 1
}
