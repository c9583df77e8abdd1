import { isUtf8 } from 'node:buffer'
import { Unreadable } from './report.ts'

/** What a file may be said to be written in; the first three are also recognised, and the last but these never guessed. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252', 'ibm866'] as const
export type Encoding = (typeof ENCODINGS)[number]

export interface Decoded {
  text: string
  encoding: Encoding
}

/** Bytes looked at for the zeros of UTF-16. */
const LOOKED_AT = 4096
/** Cyrillic letters below which nothing is said about an encoding. */
const FEWEST_LETTERS = 12
/** The commonest letters of Russian and of Uzbek in Cyrillic; any text of theirs is mostly made of them. */
const COMMON = /[аеионртслкмда]/gu
const COMMON_SHARE = 0.45

/**
 * The text of a file, without a byte order mark. UTF-8 and UTF-16 are recognised by their marks or their shape,
 * Windows-1251 where its letters make words; a single-byte encoding that is not told is not guessed otherwise. A
 * character of UTF-8 that was cut off becomes U+FFFD, for its cell to be named.
 * @throws Unreadable when it cannot be said what the file is written in.
 */
export function decode(bytes: Buffer, told: Encoding | null): Decoded {
  const encoding = told ?? recognise(bytes)
  if (encoding === null) throw new Unreadable('encodingUnknown', rowOfFirst(bytes))
  return { text: new TextDecoder(encoding).decode(bytes), encoding }
}

function recognise(bytes: Buffer): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const wide = recogniseWide(bytes)
  if (wide !== null) return wide
  if (isUtf8(bytes)) return 'utf-8'
  if (isMostlyUtf8(bytes)) return 'utf-8'
  return readsAs1251(bytes) ? 'windows-1251' : null
}

/** Text of a table is full of blanks, commas and digits, which UTF-16 writes with a zero byte on one side. */
function recogniseWide(bytes: Buffer): Encoding | null {
  const looked = bytes.subarray(0, LOOKED_AT - (LOOKED_AT % 2))
  if (looked.length < 4 || bytes.length % 2 !== 0) return null
  let [even, odd] = [0, 0]
  for (const [place, byte] of looked.entries()) {
    if (byte !== 0) continue
    if (place % 2 === 0) even += 1
    else odd += 1
  }
  const many = looked.length / 10
  if (odd > many && even === 0) return 'utf-16le'
  return even > many && odd === 0 ? 'utf-16be' : null
}

/** UTF-8 in which something was cut: far more of its longer characters are whole than are not. */
function isMostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  const broken = text.split('\uFFFD').length - 1
  const whole = text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0
  return whole > 3 * broken
}

/** Letters that Windows-1251 has and our languages use, and the marks it shares with Windows-1252. */
const EXPECTED = /^[\p{ASCII}А-яЁёЎў«»“”‘’„–—•…№§°±©®\u00A0]*$/u
const SHARED_ONLY = /^[\p{ASCII}«»“”‘’„–—•…§°±©®\u00A0]*$/u

function readsAs1251(bytes: Buffer): boolean {
  const text = new TextDecoder('windows-1251').decode(bytes)
  if (!EXPECTED.test(text)) return false
  // Quotes and dashes alone stand at the same places in Windows-1252: either way the same text. Three in a row would
  // be a word in something else.
  if (SHARED_ONLY.test(text)) return !/[^\p{ASCII}]{3}/u.test(text)
  const words = text.match(/[\p{L}‘’]+/gu) ?? []
  const cyrillic = words.filter((word) => /[А-яЁёЎў]/u.test(word))
  // In another encoding's text letters of both alphabets meet in a word, or capitals follow small letters.
  if (cyrillic.some((word) => /[A-Za-z]/.test(word) || /[а-яёў][А-ЯЁЎ]/u.test(word))) return false
  const letters = cyrillic.join('').toLowerCase()
  return (
    letters.length >= FEWEST_LETTERS && (letters.match(COMMON)?.length ?? 0) >= COMMON_SHARE * letters.length
  )
}

/** The row of the first byte that UTF-8 does not have. */
function rowOfFirst(bytes: Buffer): number {
  const before = bytes.toString('utf8').split('\uFFFD', 1)[0] ?? ''
  return before.split('\n').length
}
