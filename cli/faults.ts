import { isNativeError } from 'node:util/types'
import { CommanderError } from 'commander'
import { Refused } from '../client/refused.ts'
import { describeError } from '../messages/errors.ts'
import type { Language } from '../messages/index.ts'
import { isErrorCode } from '../schema/contracts/errors.ts'
import type { Data } from '../workflows/durable/types.ts'
import type { Words } from './words.ts'

/** What a script learns from the end of a command. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, broken: 4 } as const

const UNREACHABLE: readonly string[] = [
  'stackNotRunning',
  'databaseUnreachable',
  'engineUnreachable',
  'workerSilent',
]
const BROKEN: readonly string[] = ['auditBroken', 'internal', 'unexpected']
/** Errors of the system and of PostgreSQL that say: nobody answers there, or not to us. */
const NO_DATABASE = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|08...|28...|3D000|57P0.)$/

/** A command line that cannot be understood; `key` names its words. */
export class UsageError extends Error {
  constructor(
    readonly key: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(key)
    this.name = 'UsageError'
  }
}

/** What the command was about, so that the next step can name it. */
export interface Hint {
  task?: string
  process?: string
}

export interface Fault {
  exit: number
  code: string
  message: string
  /** What can be done, in words. */
  advice: string
  /** A command that helps. */
  command: string | null
  params: Record<string, unknown>
}

export function faultOf(error: unknown, language: Language, words: Words, hint: Hint = {}): Fault {
  if (error instanceof UsageError) return usage(words, `usage.${error.key}`, error.params)
  if (error instanceof CommanderError) return usage(words, ...understood(error))
  if (error instanceof Refused) return refusal(error, language, words, hint)
  if (NO_DATABASE.test(codeOf(error)))
    return refusal(new Refused('databaseUnreachable'), language, words, hint)
  const fault = refusal(new Refused('internal'), language, words, hint)
  return { ...fault, params: { reason: isNativeError(error) ? error.message : String(error) } }
}

function usage(words: Words, key: string, params: Record<string, string | number>): Fault {
  const command = 'bitim --help'
  const message = words(key, params)
  return { exit: EXIT.usage, code: 'usage', message, advice: words('usage.next'), command, params }
}

/** What commander found wrong, in our own words; it names the culprit between quotes. */
function understood(error: CommanderError): [string, Record<string, string>] {
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'commander.unknownCommand':
      return ['usage.unknownCommand', { name }]
    case 'commander.unknownOption':
      return ['usage.unknownOption', { name }]
    case 'commander.missingArgument':
      return ['usage.missingArgument', { name }]
    case 'commander.optionMissingArgument':
    case 'commander.missingMandatoryOptionValue':
      return ['usage.missingValue', { name }]
    case 'commander.excessArguments':
      return ['usage.excessArguments', {}]
    default:
      return ['usage.other', {}]
  }
}

function refusal({ code, params }: Refused, language: Language, words: Words, hint: Hint): Fault {
  const known = isErrorCode(code) ? code : 'internal'
  const { what, next, command } = describeError(known, params as Data, {
    language,
    timeZone: 'UTC',
    names: {},
  })
  const field =
    typeof params.field === 'string' && params.field !== ''
      ? ` ${words('error.field', { field: params.field })}`
      : ''
  return {
    exit: UNREACHABLE.includes(known)
      ? EXIT.unreachable
      : BROKEN.includes(known)
        ? EXIT.broken
        : EXIT.refused,
    code: known,
    message: `${what}${field}`,
    advice: next,
    command: nextCommand(known, { ...hint, ...processIn(params) }) ?? command,
    // A code that is not in the catalogue is a fault of ours; whoever looks into it wants to know it.
    params: known === code ? params : { ...params, reason: code },
  }
}

const processIn = ({ process }: Record<string, unknown>): Hint =>
  typeof process === 'string' ? { process } : {}

/** A better next step than the catalogue's where we know what the command was about. */
function nextCommand(code: string, { task, process }: Hint): string | null {
  switch (code) {
    case 'decisionUnknown':
    case 'invalidInput':
    case 'numberRequired':
    case 'numberNotYours':
      return task === undefined ? null : `bitim task show ${task}`
    case 'partnershipExists':
    case 'processEnded':
    case 'taskClosed':
    case 'wrongStage':
    case 'staleVersion':
      return process === undefined ? null : `bitim why ${process}`
    default:
      return null
  }
}

function codeOf(error: unknown): string {
  return isNativeError(error) && 'code' in error ? String(error.code) : ''
}
