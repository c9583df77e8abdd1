import { describeError } from '../messages/errors.ts'
import type { ErrorCode } from '../schema/contracts/errors.ts'
import { StackError } from './errors.ts'

/** One sentence with its code, and what can be done. */
export function refuse(sentence: string, code: ErrorCode): void {
  const { next, command } = describeError(code, {}, { language: 'en', timeZone: 'UTC', names: {} })
  process.stderr.write(`${sentence} (${code})\nNext: ${command ?? next}\n`)
}

/** Says why the stack does not run; anything else is thrown on. */
export function refuseStart(error: unknown): void {
  if (!(error instanceof StackError)) throw error
  refuse(error.message, error.code)
}
