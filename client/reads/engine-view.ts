import type { Client } from '@temporalio/client'
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client'
import type { Booking, Running } from '../../workflows/durable/ledger.ts'

/** Work that the engine repeats until it succeeds. */
export interface Attempts {
  /** Attempts that failed. */
  failed: number
  /** What the last one failed of; may be a code of the error catalogue. */
  failure: string
}

/** What only the engine knows of a process. */
export interface EngineView {
  /** lost: the process is open in the database, and the engine does not run it. */
  status: 'running' | 'lost'
  attempts: Attempts[]
  /** The instants of everything awaited; null when no worker answers. */
  book: Record<string, Booking> | null
}

const PATIENCE_MS = 4_000

interface Pending {
  attempt?: number | null
  lastFailure?: { message?: string | null; applicationFailureInfo?: { type?: string | null } | null } | null
}

/** Asks the engine; null when it cannot be reached, for then there is nothing to add. */
export async function engineView(client: Client, process: string): Promise<EngineView | null> {
  const handle = client.workflow.getHandle(process)
  const soon = (): number => Date.now() + PATIENCE_MS
  try {
    const { status, raw } = await client.withDeadline(soon(), () => handle.describe())
    if (status.name !== 'RUNNING') return { status: 'lost', attempts: [], book: null }
    const attempts = (raw.pendingActivities ?? []).map(attemptsOf)
    const running = await client
      .withDeadline(soon(), () => handle.query<Running<unknown>>('running'))
      .catch(() => null) // no worker: the instants stay unknown, and the rest is still worth saying
    return { status: 'running', attempts, book: running?.book ?? null }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { status: 'lost', attempts: [], book: null }
    if (isGrpcServiceError(error)) return null
    throw error
  }
}

function attemptsOf({ attempt, lastFailure }: Pending): Attempts {
  const type = lastFailure?.applicationFailureInfo?.type
  return {
    failed: Math.max(0, (attempt ?? 1) - 1),
    failure: (type === undefined || type === null || type === 'Error' ? lastFailure?.message : type) ?? '',
  }
}
