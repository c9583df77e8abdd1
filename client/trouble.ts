import { isNativeError } from 'node:util/types'
import { Refused } from '../schema/refused.ts'

/** Errors of the system and of PostgreSQL that say: the disk, or our share of it, is full. */
const NO_ROOM = /^(?:ENOSPC|EDQUOT|53100)$/
/** Errors of the system and of PostgreSQL that say: nobody answers there, or not to us. */
const NO_DATABASE = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|08...|28...|3D000|57P0.)$/
/** A table, a column or our role is missing: the database was not migrated, or not as far as this version. */
const UNPREPARED = /^(?:42P01|42703|22023)$/

/** What a caller is told of anything thrown: a refusal as it stands, a known trouble by its code, else a fault of ours. */
export function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error
  const code = isNativeError(error) && 'code' in error ? String(error.code) : ''
  if (NO_ROOM.test(code)) return new Refused('diskFull')
  if (NO_DATABASE.test(code)) return new Refused('databaseUnreachable')
  if (UNPREPARED.test(code)) return new Refused('databaseUnprepared')
  return new Refused('internal')
}
