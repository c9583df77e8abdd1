import { isDate, isNativeError, isUint8Array } from 'node:util/types'

const CENSORED = '[redacted]'
/** Deeper structures are cut: a log line is a sentence, not a dump. */
const MAX_DEPTH = 6

/** Keys, in lower case without separators, whose values are personal data, secrets or free text. */
const PRIVATE_KEYS: ReadonlySet<string> = new Set([
  'email',
  'emails',
  'mail',
  'phone',
  'phones',
  'name',
  'names',
  'fullname',
  'firstname',
  'lastname',
  'middlename',
  'patronymic',
  'givenname',
  'familyname',
  'displayname',
  'legalname',
  'personname',
  'taxid',
  'bankaccount',
  'token',
  'accesstoken',
  'refreshtoken',
  'linktoken',
  'password',
  'secret',
  'authorization',
  'cookie',
  'setcookie',
  'text',
  'body',
  'payload',
  'databaseurl',
  'connectionstring',
  'payloadkeys',
  'bitimpayloadkeys',
  'smtppassword',
])

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu
/** The password part of a URL such as postgresql://user:password@host. */
const URL_PASSWORD = /(:\/\/[^\s:/@]+:)[^\s@]+(?=@)/g

/** A copy that is safe to log: values under private keys are replaced, addresses inside strings are masked. */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0)
}

/** Masks passwords in URLs and e-mail addresses in a free string, such as an error's message. */
function maskString(value: string): string {
  if (!value.includes('@')) return value
  return value.replace(URL_PASSWORD, `$1${CENSORED}`).replace(EMAIL, CENSORED)
}

/**
 * What may be logged of an error. Further own properties stay out: a database error carries the row's values
 * in `detail`, a mail error the recipient.
 */
export function serializeError(error: unknown): Record<string, unknown> {
  if (!isNativeError(error)) return { message: maskString(String(error)) }
  return {
    type: error.name,
    message: maskString(error.message),
    ...('code' in error ? { code: error.code } : {}),
    stack: maskString(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  }
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      isPrivate(key) ? censor(value) : redactValue(value, depth),
    ]),
  )
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskString(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || isDate(value)) return value
  if (isNativeError(value)) return serializeError(value)
  if (depth >= MAX_DEPTH || isUint8Array(value)) return CENSORED
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  return redactObject(value, depth + 1)
}

function isPrivate(key: string): boolean {
  return PRIVATE_KEYS.has(key.replaceAll(/[-_]/g, '').toLowerCase())
}

function censor(value: unknown): unknown {
  return value === null || value === undefined ? value : CENSORED
}
