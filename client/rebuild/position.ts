import type { Client } from '@temporalio/client'
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client'
import { Refused } from '../../schema/refused.ts'
import type { Running } from '../../workflows/durable/ledger.ts'

/** Where the engine is with a process; silent: it runs it, and no worker says how far it is. */
export type Position = Pick<Running<unknown>, 'seq' | 'clockOffset' | 'institution'> | 'missing' | 'silent'

const PATIENCE_MS = 4_000
/** gRPC status code. */
const UNAVAILABLE = 14

/** @throws Refused engineUnreachable: then nothing can be said of any process. */
export async function positionOf(client: Client, process: string): Promise<Position> {
  const handle = client.workflow.getHandle(process)
  const soon = <T>(ask: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + PATIENCE_MS, ask)
  try {
    const { status } = await soon(() => handle.describe())
    if (status.name !== 'RUNNING') return 'missing'
    const { seq, clockOffset, institution } = await soon(() => handle.query<Running<unknown>>('running'))
    return { seq, clockOffset, institution }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'missing'
    if (isGrpcServiceError(error) && error.code === UNAVAILABLE) throw new Refused('engineUnreachable')
    return 'silent'
  }
}
