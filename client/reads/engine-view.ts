import type { Client } from '@temporalio/client'
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client'
import type { Booking, Running } from '../../workflows/durable/ledger.ts'
import type { Attempts } from './engine-failure.ts'
import { lastFailure } from './engine-failure.ts'

/** What only the engine knows of a process. */
export interface EngineView {
  /** lost: the process is open in the database, and the engine does not run it. */
  status: 'running' | 'lost'
  attempts: Attempts[]
  /** The process itself cannot go on: its code fails, or what it decides cannot be recorded. Null where it can. */
  failing: Attempts | null
  /** The instants of everything awaited; null when no worker answers. */
  book: Record<string, Booking> | null
}

const PATIENCE_MS = 4_000

interface Pending {
  attempt?: number | null
  lastFailure?: { message?: string | null; applicationFailureInfo?: { type?: string | null } | null } | null
}

const LOST: EngineView = { status: 'lost', attempts: [], failing: null, book: null }

/** Asks the engine about a process recorded up to `seq`; null when it cannot be reached: there is nothing to add then. */
export async function engineView(client: Client, process: string, seq: number): Promise<EngineView | null> {
  const handle = client.workflow.getHandle(process)
  const soon = (): number => Date.now() + PATIENCE_MS
  try {
    const { status, raw } = await client.withDeadline(soon(), () => handle.describe())
    if (status.name !== 'RUNNING') return LOST
    const attempts = (raw.pendingActivities ?? []).map(attemptsOf)
    const running = await client
      .withDeadline(soon(), () => handle.query<Running<unknown>>('running'))
      .catch(() => null) // no worker: the instants stay unknown, and the rest is still worth saying
    const repeated = (raw.pendingWorkflowTask?.attempt ?? 1) - 1
    const unrecorded = running !== null && running.seq > seq
    const failing =
      repeated > 0 || unrecorded
        ? await client.withDeadline(soon(), () => lastFailure(client, process, repeated))
        : null
    return { status: 'running', attempts, failing, book: running?.book ?? null }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return LOST
    if (isGrpcServiceError(error)) return null
    throw error
  }
}

function attemptsOf({ attempt, lastFailure: failure }: Pending): Attempts {
  const type = failure?.applicationFailureInfo?.type
  return {
    failed: Math.max(0, (attempt ?? 1) - 1),
    failure: (type === undefined || type === null || type === 'Error' ? failure?.message : type) ?? '',
  }
}
