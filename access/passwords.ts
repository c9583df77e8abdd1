import { hash, verify } from '@node-rs/argon2'
import { Refused } from '../schema/refused.ts'
import { COMMON_WORDS } from './common-passwords.ts'

/** Characters. */
const LEAST = 12
/** Characters; hashing more would only cost time. */
const MOST = 128
/** Different characters that a password has at least. */
const LEAST_DIFFERENT = 5
/** Letters that must be left of it without its common words. */
const LEAST_OWN = 4

/** argon2id; memory in KiB. Source: OWASP password storage cheat sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** How a typed password is taken: composed letters are the same however a keyboard sends them. */
const taken = (password: string): string => password.normalize('NFC')

const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '0': 'o',
  '3': 'e',
  $: 's',
  '!': 'i',
  '4': 'a',
}

/**
 * @param own words that belong to the person: names, the address, the institution.
 * @throws Refused passwordTooShort, passwordTooLong, passwordCommon
 */
export function requireGoodPassword(password: string, own: readonly string[]): void {
  const characters = [...taken(password)]
  if (characters.length < LEAST) throw new Refused('passwordTooShort', { least: LEAST })
  if (characters.length > MOST) throw new Refused('passwordTooLong', { most: MOST })
  if (isCommon(taken(password), own)) throw new Refused('passwordCommon')
}

function isCommon(password: string, own: readonly string[]): boolean {
  const lower = password.toLowerCase()
  if (new Set(lower).size < LEAST_DIFFERENT || isSequence(lower)) return true
  const words = own
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
    .concat(COMMON_WORDS)
  const read = [...lower].map((sign) => LOOKALIKES[sign] ?? sign).join('')
  return [lower, read].some((form) => ownLetters(form, words) < LEAST_OWN)
}

/** Signs that follow one another, up or down, for more than half of it. */
function isSequence(password: string): boolean {
  const codes = [...password].map((sign) => sign.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, n) => code - (codes[n] ?? 0))
  const steady = steps.filter((step, n) => Math.abs(step) <= 1 && step === (steps[n - 1] ?? step))
  return steady.length > steps.length / 2
}

function ownLetters(password: string, words: readonly string[]): number {
  const rest = words.reduce((left, word) => left.replaceAll(word, ' '), password)
  return new Set(rest.replace(/[^\p{L}]/gu, '')).size
}

export const hashPassword = (password: string): Promise<string> => hash(taken(password), COST)

let nobodys: Promise<string> | undefined

/**
 * Takes as long where there is no such account: the time of an answer tells nobody who has one. What is longer than any
 * password is not hashed at all, for every account alike.
 */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  if ([...password].length > MOST) return false
  nobodys ??= hashPassword('nobody has this password')
  const right = await verify(kept ?? (await nobodys), taken(password))
  return right && kept !== null
}
