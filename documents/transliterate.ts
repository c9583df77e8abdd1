/**
 * Uzbek Latin to Uzbek Cyrillic by the two official alphabets. The table is regular; what borrowed words keep from
 * Russian spelling (ц, ь, ъ) cannot be derived and stands in the list of stems.
 */

/** Digraphs and letters of the Latin alphabet; the longest match wins. Lower case only. */
const LETTERS: Readonly<Record<string, string>> = {
  yoʻ: 'йў',
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

/** Beginnings of words whose Cyrillic spelling the letters do not give. */
const STEMS: Readonly<Record<string, string>> = {
  budjet: 'бюджет',
  dotsent: 'доцент',
  fakultet: 'факультет',
  isʼhoq: 'исҳоқ',
  koeffitsiyent: 'коэффициент',
  kompyuter: 'компьютер',
  konsepsiya: 'концепция',
  konsern: 'концерн',
  konsert: 'концерт',
  litsenziya: 'лицензия',
  litsey: 'лицей',
  neft: 'нефт',
  obyekt: 'объект',
  pensiya: 'пенсия',
  prinsip: 'принцип',
  protsent: 'процент',
  protsess: 'процесс',
  sement: 'цемент',
  sentralizatsiya: 'централизация',
  sex: 'цех',
  subyekt: 'субъект',
  tabel: 'табель',
}
const STEM_LIST = Object.keys(STEMS).sort((a, b) => b.length - a.length)

/** Word parts of borrowed words: attestatsiya, stansiya, aksiya. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/tsiy/gu, 'ций'],
  [/tsion/gu, 'цион'],
  [/(?<=[nk])siy(?=[aoe])/gu, 'ций'],
]

const VOWELS = 'aeiouаеёиоуўэюя'
/** A word of the Latin alphabet with the two marks. */
const WORD = /[A-Za-z][A-Za-zʻʼ]*/gu
/** Left alone: mail and web addresses, placeholders of messages, roman numerals. */
const KEPT = /\S+@\S+|https?:\/\/\S+|\{\w+\}|(?<![\p{L}ʻʼ])[IVXLC]{2,}(?![\p{L}ʻʼ])/gu

/** Text in Uzbek Latin, written in Cyrillic; other characters stay as they are. */
export function toCyrillic(text: string): string {
  let result = ''
  let from = 0
  for (const kept of text.matchAll(KEPT)) {
    result += text.slice(from, kept.index).replace(WORD, word) + kept[0]
    from = kept.index + kept[0].length
  }
  return result + text.slice(from).replace(WORD, word)
}

function word(latin: string): string {
  const lower = latin.toLowerCase()
  const stem = STEM_LIST.find((start) => lower.startsWith(start))
  const head = stem === undefined ? '' : (STEMS[stem] ?? '')
  const cyrillic = head + letters(lower.slice(stem?.length ?? 0), head === '')
  return likeCase(latin, cyrillic)
}

/** One lower-case word, or the rest of one after a stem. */
function letters(lower: string, atStart: boolean): string {
  const text = PARTS.reduce((part, [pattern, by]) => part.replace(pattern, by), lower).replaceAll('йa', 'я')
  let result = ''
  let at = 0
  while (at < text.length) {
    const length = [3, 2, 1].find((n) => LETTERS[text.slice(at, at + n)] !== undefined)
    const piece = text.slice(at, at + (length ?? 1))
    const before = text[at - 1]
    const opens = before === undefined ? atStart : VOWELS.includes(before)
    result += piece === 'e' && opens ? 'э' : (LETTERS[piece] ?? piece)
    at += piece.length
  }
  return result
}

/** TITLE, Title or lower case, as the Latin word had it. */
function likeCase(latin: string, cyrillic: string): string {
  const small = latin.replace(/[ʻʼ]/gu, '')
  if (small.length > 1 && small === small.toUpperCase()) return cyrillic.toUpperCase()
  if (small[0] === small[0]?.toUpperCase()) return cyrillic.charAt(0).toUpperCase() + cyrillic.slice(1)
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
  return RUSSIAN.reduce((name, [pattern, by]) => name.replace(pattern, by), toCyrillic(text))
}
