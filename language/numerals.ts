import type { Language } from '../schema/contracts/lists.ts'
import { toCyrillic } from './transliterate.ts'

/** Whole numbers below a thousand trillion in words, for sums of money. */

const ZERO: Record<Language, string> = { 'uz-Latn': 'nol', 'uz-Cyrl': 'ноль', ru: 'ноль', en: 'zero' }

const UZ_ONES = ['', 'bir', 'ikki', 'uch', 'toʻrt', 'besh', 'olti', 'yetti', 'sakkiz', 'toʻqqiz']
const UZ_TENS = ['', 'oʻn', 'yigirma', 'oʻttiz', 'qirq', 'ellik', 'oltmish', 'yetmish', 'sakson', 'toʻqson']
const UZ_SCALES = ['', 'ming', 'million', 'milliard', 'trillion']

function uzbekTriple(n: number): string[] {
  const hundreds = Math.floor(n / 100)
  return [
    ...(hundreds > 0 ? [UZ_ONES[hundreds], 'yuz'] : []),
    UZ_TENS[Math.floor(n / 10) % 10],
    UZ_ONES[n % 10],
  ].filter((word): word is string => word !== undefined && word !== '')
}

const RU_ONES = ['', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять']
const RU_TEENS = [
  'десять',
  'одиннадцать',
  'двенадцать',
  'тринадцать',
  'четырнадцать',
  'пятнадцать',
  'шестнадцать',
  'семнадцать',
  'восемнадцать',
  'девятнадцать',
]
const RU_TENS = [
  '',
  '',
  'двадцать',
  'тридцать',
  'сорок',
  'пятьдесят',
  'шестьдесят',
  'семьдесят',
  'восемьдесят',
  'девяносто',
]
const RU_HUNDREDS = [
  '',
  'сто',
  'двести',
  'триста',
  'четыреста',
  'пятьсот',
  'шестьсот',
  'семьсот',
  'восемьсот',
  'девятьсот',
]
/** For one, for two to four, for five and more. */
const RU_SCALES = [
  ['', '', ''],
  ['тысяча', 'тысячи', 'тысяч'],
  ['миллион', 'миллиона', 'миллионов'],
  ['миллиард', 'миллиарда', 'миллиардов'],
  ['триллион', 'триллиона', 'триллионов'],
] as const

/** Which of the three Russian plural forms goes with n. */
export function russianPlural(n: number): 0 | 1 | 2 {
  const tens = n % 100
  if (tens >= 11 && tens <= 14) return 2
  const ones = n % 10
  if (ones === 1) return 0
  return ones >= 2 && ones <= 4 ? 1 : 2
}

function russianTriple(n: number, feminine: boolean): string[] {
  const ones = n % 10
  const tens = Math.floor(n / 10) % 10
  const one = feminine && ones === 1 ? 'одна' : feminine && ones === 2 ? 'две' : RU_ONES[ones]
  const small = tens === 1 ? [RU_TEENS[ones]] : [RU_TENS[tens], one]
  return [RU_HUNDREDS[Math.floor(n / 100)], ...small].filter(
    (word): word is string => word !== undefined && word !== '',
  )
}

const EN_ONES =
  ' one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const EN_TENS = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const EN_SCALES = ['', 'thousand', 'million', 'billion', 'trillion']

function englishTriple(n: number): string[] {
  const hundreds = Math.floor(n / 100)
  const rest = n % 100
  const tens = EN_TENS[Math.floor(rest / 10)] ?? ''
  const ones = EN_ONES[rest % 10] ?? ''
  const small = rest < 20 ? (EN_ONES[rest] ?? '') : ones === '' ? tens : `${tens}-${ones}`
  return [
    ...(hundreds > 0 ? [EN_ONES[hundreds] ?? '', 'hundred'] : []),
    ...(hundreds > 0 && rest > 0 ? ['and'] : []),
    ...(small === '' ? [] : [small]),
  ]
}

/** Groups of three digits, the highest first, each with its power of a thousand. */
function triples(n: number): { value: number; scale: number }[] {
  const groups: { value: number; scale: number }[] = []
  for (let rest = n, scale = 0; rest > 0; rest = Math.floor(rest / 1000), scale += 1) {
    groups.unshift({ value: rest % 1000, scale })
  }
  return groups.filter(({ value }) => value > 0)
}

function tripleInWords(language: Language, { value, scale }: { value: number; scale: number }): string[] {
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return [...uzbekTriple(value), UZ_SCALES[scale] ?? '']
    case 'ru':
      return [...russianTriple(value, scale === 1), RU_SCALES[scale]?.[russianPlural(value)] ?? '']
    case 'en':
      return [...englishTriple(value), EN_SCALES[scale] ?? '']
  }
}

/** Least whole number that has no words here. */
export const WITHOUT_WORDS = 1_000_000_000_000_000

/** @throws RangeError unless n is a whole number, 0 ≤ n < 10¹⁵: a sum is never left without its words. */
export function inWords(language: Language, n: number): string {
  if (!Number.isInteger(n) || n < 0 || n >= WITHOUT_WORDS) throw new RangeError(`no words for ${n}`)
  if (n === 0) return ZERO[language]
  const words = triples(n).flatMap((group) => tripleInWords(language, group))
  const text = words.filter(Boolean).join(' ')
  return language === 'uz-Cyrl' ? toCyrillic(text) : text
}
