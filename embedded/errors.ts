import { isNativeError } from 'node:util/types'

export type StackErrorCode =
  | 'diskFull'
  | 'folderInUse'
  | 'folderUnusable'
  | 'payloadKeysMissing'
  | 'portTaken'
  | 'postgresBinaryMissing'
  | 'postgresVersionMismatch'
  | 'postgresUnreachableFolder'
  | 'postgresInitFailed'
  | 'schemaMismatch'
  | 'temporalBinaryMissing'
  | 'temporalUnreachable'
  | 'serviceDidNotStart'
  | 'serviceKeepsDying'

/** Why the embedded stack cannot run, with the words for a person and the details for a program. */
export class StackError extends Error {
  constructor(
    readonly code: StackErrorCode,
    message: string,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'StackError'
  }
}

/** The words of anything thrown; of a program that failed, what it said. */
export function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error)
  return 'stderr' in error && error.stderr ? String(error.stderr).trim() : error.message
}

/** The code of a system, database or child process error. */
export function codeOf(error: unknown): string | undefined {
  return isNativeError(error) && 'code' in error ? String(error.code) : undefined
}
