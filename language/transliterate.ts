import { normaliseUzbek } from '../schema/contracts/characters.ts'
import { ENDINGS, FOREIGN, FOREIGN_NAMES, PREFIXES, ROOTS, WORDS } from './loanwords.ts'

/**
 * Uzbek Latin to Uzbek Cyrillic by the two official alphabets. The table is regular; what borrowed words keep from
 * Russian spelling (ц, ь, ъ) cannot be derived and stands in the list of loan words.
 */

/** Digraphs and letters of the Latin alphabet; the longest match wins. Lower case only. */
const LETTERS: Readonly<Partial<Record<string, string>>> = {
  yoʻ: 'йў',
  sʼh: 'сҳ',
  oʻ: 'ў',
  gʻ: 'ғ',
  sh: 'ш',
  ch: 'ч',
  yo: 'ё',
  yu: 'ю',
  ya: 'я',
  ye: 'е',
  a: 'а',
  b: 'б',
  c: 'с',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'ҳ',
  i: 'и',
  j: 'ж',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'қ',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  w: 'в',
  x: 'х',
  y: 'й',
  z: 'з',
  ʼ: 'ъ',
}

const VOWELS = 'aeiouаеёиоуўэюя'
/** A word of the Latin alphabet with the two marks. */
const WORD = /[A-Za-z][A-Za-zʻʼ]*/gu
/** Left alone: mail and web addresses, placeholders of messages, roman numerals, foreign names. */
const KEPT = new RegExp(
  `\\S+@\\S+|https?://\\S+|\\{\\w+\\}|(?<![\\p{L}ʻʼ])[IVXLC]{2,}(?![\\p{L}ʻʼ])|(?<![\\p{L}ʻʼ])(?:${FOREIGN_NAMES.source})`,
  'gu',
)
/** W, and C outside Ch, are no letters of Uzbek: a word that has them is foreign. */
const NO_UZBEK = /w|c(?!h)/iu

/** Text in Uzbek Latin, written in Cyrillic; foreign words and other characters stay as they are. */
export function toCyrillic(text: string): string {
  const latin = normaliseUzbek(text)
  let result = ''
  let from = 0
  for (const kept of latin.matchAll(KEPT)) {
    result += latin.slice(from, kept.index).replace(WORD, word) + kept[0]
    from = kept.index + kept[0].length
  }
  return result + latin.slice(from).replace(WORD, word)
}

/** A personal name in Uzbek Latin, written in Cyrillic letter by letter: no name is a borrowed or a foreign word. */
export function nameToCyrillic(name: string): string {
  return normaliseUzbek(name).replace(WORD, (latin) => letters(latin))
}

function word(latin: string): string {
  if (FOREIGN.has(latin) || NO_UZBEK.test(latin)) return latin
  const lower = latin.toLowerCase()
  const before = borrowed(lower) === undefined ? (PREFIXES.exec(lower)?.[0] ?? '') : ''
  const known = borrowed(lower.slice(before.length))
  if (known === undefined) return letters(latin)
  const at = before.length + known.length
  return (
    letters(latin.slice(0, before.length)) +
    likeCase(latin, known.cyrillic, before === '') +
    letters(latin.slice(at), false)
  )
}

interface Borrowed {
  /** Of the Latin letters it stands for. */
  length: number
  cyrillic: string
}

/** The borrowed word that a word is made of, or the root it begins with. */
function borrowed(lower: string): Borrowed | undefined {
  for (let length = lower.length; length > 1; length -= 1) {
    const ending = lower.slice(length)
    const whole = WORDS.get(lower.slice(0, length))
    if (whole !== undefined && ENDINGS.test(ending)) {
      return { length, cyrillic: ending === '' ? whole : whole.replace(/ь$/u, '') }
    }
    const root = ROOTS.get(lower.slice(0, length))
    if (root !== undefined) return { length, cyrillic: root }
  }
  return undefined
}

/** Where a borrowed word has ц: attestatsiya, dotsent, aksiya, funksional; not in ketsin, muddatsiz, millatsevar. */
const AS_TS: readonly (readonly [RegExp, string])[] = [
  [/ts(?=e(?!v)|i(?!n(?:lar)?$|z|mon))/giu, 'ц'],
  [/(?<=[bknp])s(?=iy[aeo])/giu, 'ц'],
  [/(?<=[knp])s(?=ion)/giu, 'ц'],
]

/** Letter by letter: one word, or a part of one. */
function letters(latin: string, opensWord = true): string {
  const text = AS_TS.reduce(
    (part, [pattern, by]) =>
      part.replace(pattern, (s) => (s.charAt(0) === s.charAt(0).toLowerCase() ? by : by.toUpperCase())),
    latin,
  )
  const capitals = isCapital(text)
  let result = ''
  let at = 0
  while (at < text.length) {
    const length = [3, 2, 1].find((n) => LETTERS[text.slice(at, at + n).toLowerCase()] !== undefined)
    const piece = text.slice(at, at + (length ?? 1))
    const before = text[at - 1]?.toLowerCase()
    const opens = before === undefined ? opensWord : VOWELS.includes(before)
    const lower = piece.toLowerCase()
    const spelt = lower === 'e' && opens ? 'э' : LETTERS[lower]
    result += spelt === undefined ? piece : capitals ? spelt.toUpperCase() : likeCase(piece, spelt, true)
    at += piece.length
  }
  return result
}

/** More than one letter, and all of them capitals. */
function isCapital(text: string): boolean {
  const small = text.replace(/[ʻʼ]/gu, '')
  return small.length > 1 && small === small.toUpperCase()
}

/** TITLE, Title or lower case, as the Latin had it; only the beginning of a word takes a single capital. */
function likeCase(latin: string, cyrillic: string, begins: boolean): string {
  if (isCapital(latin)) return cyrillic.toUpperCase()
  const first = latin.charAt(0)
  if (begins && first !== first.toLowerCase()) return cyrillic.charAt(0).toUpperCase() + cyrillic.slice(1)
  return cyrillic
}

const RUSSIAN: readonly (readonly [RegExp, string])[] = [
  [/Йў/gu, 'Ю'],
  [/йў/gu, 'ю'],
  [/Ў/gu, 'У'],
  [/ў/gu, 'у'],
  [/Қ/gu, 'К'],
  [/қ/gu, 'к'],
  [/Ғ/gu, 'Г'],
  [/ғ/gu, 'г'],
  [/Ҳ/gu, 'Х'],
  [/ҳ/gu, 'х'],
  [/ъ/gu, ''],
]

/** A personal name in Russian letters; only where the person has not given an own spelling. */
export function toRussianName(text: string): string {
  return RUSSIAN.reduce((name, [pattern, by]) => name.replace(pattern, by), nameToCyrillic(text))
}
