import { isNativeError } from 'node:util/types'
import { CommanderError } from 'commander'
import { refusalOf } from '../client/trouble.ts'
import { describeError } from '../messages/errors.ts'
import type { Language } from '../messages/index.ts'
import { isErrorCode } from '../schema/contracts/errors.ts'
import type { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'
import type { Words } from './words.ts'

/** What a script learns from the end of a command. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, broken: 4 } as const

const UNREACHABLE: readonly string[] = [
  'stackNotRunning',
  'databaseUnprepared',
  'databaseUnreachable',
  'engineBehind',
  'engineUnreachable',
  'workerSilent',
]
const BROKEN: readonly string[] = ['auditBroken', 'internal', 'unexpected']
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
  /** The command line that shows the help of the command at hand. */
  help?: string
  task?: string
  process?: string
  /** The key under which the command was sent. */
  key?: string
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
  if (error instanceof UsageError) return usage(words, hint, `usage.${error.key}`, error.params)
  if (error instanceof CommanderError) return usage(words, hint, ...understood(error))
  const refused = refusalOf(error)
  const fault = refusal(refused, language, words, hint)
  if (error === refused || refused.code !== 'internal') return fault
  return { ...fault, params: { reason: isNativeError(error) ? error.message : String(error) } }
}

function usage(words: Words, { help }: Hint, key: string, params: Record<string, string | number>): Fault {
  const command = NEXT_OF_USAGE[key] ?? help ?? 'bitim --help'
  const message = words(key, params)
  return {
    exit: EXIT.usage,
    code: 'usage',
    message,
    advice: words('usage.next', { command }),
    command,
    params,
  }
}

/** Where more is to be seen than the help tells. */
const NEXT_OF_USAGE: Readonly<Record<string, string>> = {
  'usage.noLetter': 'bitim inbox',
  'usage.notAPartnership': 'bitim partnership list',
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
  const better = nextCommand(known, { ...hint, ...processIn(params) })
  return {
    exit: UNREACHABLE.includes(known)
      ? EXIT.unreachable
      : BROKEN.includes(known)
        ? EXIT.broken
        : EXIT.refused,
    code: known,
    message: [what, ...culpritIn(known, params, words), ...keyIn(known, hint, words)].join(' '),
    advice: known === 'invalidInput' && better !== null ? words('error.fields', { command: better }) : next,
    command: better ?? command,
    // A code that is not in the catalogue is a fault of ours; whoever looks into it wants to know it.
    params: {
      ...params,
      ...(known === code ? {} : { reason: code }),
      ...(known === 'workerSilent' ? keyParam(hint) : {}),
    },
  }
}

/** What exactly was wrong, where the catalogue's sentence cannot say it. */
function culpritIn(code: string, params: Record<string, unknown>, words: Words): string[] {
  const { field, path, person } = params
  if (typeof field === 'string' && field !== '') return [words('error.field', { field })]
  if (typeof path === 'string') return [words('error.path', { path })]
  if (code === 'unknownPerson' && typeof person === 'string') return [words('error.person', { person })]
  return []
}

/** Whoever sends the command again needs the key it was sent with. */
const keyIn = (code: string, { key }: Hint, words: Words): string[] =>
  code === 'workerSilent' && key !== undefined ? [words('error.key', { key })] : []

const keyParam = ({ key }: Hint): { key?: string } => (key === undefined ? {} : { key })

const processIn = ({ process }: Record<string, unknown>): Hint =>
  typeof process === 'string' ? { process } : {}

/** A better next step than the catalogue's where we know what the command was about. */
function nextCommand(code: string, { task, process, help }: Hint): string | null {
  switch (code) {
    case 'commandUnknown':
      return help ?? null
    case 'unknownDocument':
      return 'bitim document list'
    case 'unknownPartner':
      return 'bitim import <folder>'
    case 'invalidInput':
      return task === undefined ? (help ?? null) : `bitim task show ${task}`
    case 'decisionUnknown':
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
