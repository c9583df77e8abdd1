import { ERRORS, isErrorCode } from '../schema/contracts/errors.ts'
import type { Data } from '../workflows/durable/types.ts'
import { message } from './index.ts'
import type { Reader } from './readable.ts'
import { readable } from './readable.ts'

export interface ErrorWords {
  code: string
  /** What happened and why. */
  what: string
  /** What the reader can do. */
  next: string
  /** A command that helps, to be shown as it stands. */
  command: string | null
}

/** A refusal or a fault for a person; a code outside the catalogue is a fault of our own. */
export function describeError(code: string, params: Data, reader: Reader): ErrorWords {
  const known = isErrorCode(code) ? code : 'internal'
  const words = readable(params, reader)
  return {
    code: known,
    what: message(reader.language, `error.${known}.what`, words),
    next: message(reader.language, `error.${known}.next`, words),
    command: ERRORS[known].next,
  }
}
