import { setTimeout as pause } from 'node:timers/promises'
import { isGrpcServiceError } from '@temporalio/client'
import { ERRORS, isErrorCode } from '../schema/contracts/errors.ts'
import { Refused } from '../schema/refused.ts'

const PATIENCE_MS = 90_000
const PAUSE_MS = 500
/** PostgreSQL is going down, or coming up; the connection was lost. */
const LOST: readonly string[] = ['57P01', '57P02', '57P03', '08006', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']
/** gRPC: unavailable, cancelled, deadline exceeded. */
const ENGINE_AWAY: readonly number[] = [14, 1, 4]

/** Does what a person does when a part of the machine is away for a moment: tries the very same again. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || Date.now() > end) throw error
      await pause(PAUSE_MS)
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof Refused) return isErrorCode(error.code) && ERRORS[error.code].retryable
  if (isGrpcServiceError(error)) return ENGINE_AWAY.includes(error.code)
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return LOST.includes(code) || /connection terminated|connection error/i.test(error.message)
}
