import type { Language } from '../schema/contracts/lists.ts'
import { inWords } from './numerals.ts'

/**
 * Days, periods, numbers and money as each language writes them. Months are own tables: what the machine's locale
 * has is never asked. Spaces inside a date, a number or a sum do not break.
 */

const NBSP = '\u00A0'

const UZ = [
  'yanvar',
  'fevral',
  'mart',
  'aprel',
  'may',
  'iyun',
  'iyul',
  'avgust',
  'sentabr',
  'oktabr',
  'noyabr',
  'dekabr',
]
/** The form that takes suffixes; alone, a month of the second list has a soft sign at its end. */
const UZ_CYRILLIC = [
  'январ',
  'феврал',
  'март',
  'апрел',
  'май',
  'июн',
  'июл',
  'август',
  'сентябр',
  'октябр',
  'ноябр',
  'декабр',
]
const WITHOUT_SOFT_SIGN = new Set(['март', 'май', 'август'])
const RU_GENITIVE = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
]
const EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

interface Day {
  year: string
  month: number
  day: number
}

function dayOf(iso: string): Day {
  const [year = '', month = '', day = ''] = iso.split('-')
  return { year, month: Number(month) - 1, day: Number(day) }
}

/** Uzbek day and month with a case suffix; the soft sign falls before it. */
function uzbek(
  language: 'uz-Latn' | 'uz-Cyrl',
  { month, day }: Day,
  latin: string,
  cyrillic: string,
): string {
  if (language === 'uz-Latn') return `${day}-${UZ[month] ?? ''}${latin}`
  const name = UZ_CYRILLIC[month] ?? ''
  const alone = WITHOUT_SOFT_SIGN.has(name) ? name : `${name}ь`
  return `${day}${NBSP}${cyrillic === '' ? alone : name}${cyrillic}`
}

function uzbekYear(language: 'uz-Latn' | 'uz-Cyrl', year: string): string {
  return language === 'uz-Latn' ? `${year}-yil` : `${year}${NBSP}йил`
}

function uzbekDate(language: 'uz-Latn' | 'uz-Cyrl', iso: string, latin = '', cyrillic = ''): string {
  const day = dayOf(iso)
  return `${uzbekYear(language, day.year)}${NBSP}${uzbek(language, day, latin, cyrillic)}`
}

/** 15.01.2027, for table cells; English 15 Jan 2027. */
export function shortDate(language: Language, iso: string): string {
  const { year, month, day } = dayOf(iso)
  if (language === 'en') return `${day}${NBSP}${(EN[month] ?? '').slice(0, 3)}${NBSP}${year}`
  return `${String(day).padStart(2, '0')}.${String(month + 1).padStart(2, '0')}.${year}`
}

/** 2027-yil 15-yanvar · 2027 йил 15 январь · 15 января 2027 г. · 15 January 2027 */
export function formatDate(language: Language, iso: string): string {
  const { year, month, day } = dayOf(iso)
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return uzbekDate(language, iso)
    case 'ru':
      return `${day}${NBSP}${RU_GENITIVE[month] ?? ''}${NBSP}${year}${NBSP}г.`
    case 'en':
      return `${day}${NBSP}${EN[month] ?? ''}${NBSP}${year}`
  }
}

/** The date of another thing: 2027-yil 15-yanvardagi · от 15.01.2027 · of 15 January 2027 */
export function dateOf(language: Language, iso: string): string {
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return uzbekDate(language, iso, 'dagi', 'даги')
    case 'ru':
      return `от${NBSP}${shortDate(language, iso)}`
    case 'en':
      return `of ${formatDate(language, iso)}`
  }
}

/** A last day: 2027-yil 15-yanvargacha · до 15 января 2027 г. · by 15 January 2027 */
export function untilDate(language: Language, iso: string): string {
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return uzbekDate(language, iso, 'gacha', 'гача')
    case 'ru':
      return `до ${formatDate(language, iso)}`
    case 'en':
      return `by ${formatDate(language, iso)}`
  }
}

/** A first day: 2027-yil 15-yanvardan · с 15 января 2027 г. · from 15 January 2027 */
export function sinceDate(language: Language, iso: string): string {
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return uzbekDate(language, iso, 'dan', 'дан')
    case 'ru':
      return `с${NBSP}${formatDate(language, iso)}`
    case 'en':
      return `from ${formatDate(language, iso)}`
  }
}

/** 2027-yil 1-fevraldan 27-martgacha · с 1 февраля по 27 марта 2027 г.; the year once when it is one year. */
export function formatPeriod(language: Language, period: { from: string; to: string }): string {
  const from = dayOf(period.from)
  const to = dayOf(period.to)
  const sameYear = from.year === to.year
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl': {
      const end = uzbek(language, to, 'gacha', 'гача')
      const year = sameYear ? '' : `${uzbekYear(language, to.year)}${NBSP}`
      return `${uzbekDate(language, period.from, 'dan', 'дан')} ${year}${end}`
    }
    case 'ru': {
      const start = `${from.day}${NBSP}${RU_GENITIVE[from.month] ?? ''}`
      const year = sameYear ? '' : `${NBSP}${from.year}${NBSP}г.`
      return `с${NBSP}${start}${year} по${NBSP}${formatDate(language, period.to)}`
    }
    case 'en': {
      const start = `${from.day}${NBSP}${EN[from.month] ?? ''}`
      const year = sameYear ? '' : `${NBSP}${from.year}`
      return `from ${start}${year} to ${formatDate(language, period.to)}`
    }
  }
}

/** Left open for a hand. */
export function dateBlank(language: Language): string {
  switch (language) {
    case 'uz-Latn':
      return `20__-yil${NBSP}“____”${NBSP}____________`
    case 'uz-Cyrl':
      return `20__${NBSP}йил${NBSP}“____”${NBSP}____________`
    case 'ru':
      return `«____»${NBSP}____________${NBSP}20__${NBSP}г.`
    case 'en':
      return `____${NBSP}____________${NBSP}20__`
  }
}

/** A phone number or another short text that stays on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', NBSP)
}

/** 118-son · 118-сон · № 118 · No. 118 */
export function formatNumber(language: Language, number: string): string {
  switch (language) {
    case 'uz-Latn':
      return `${number}-son`
    case 'uz-Cyrl':
      return `${number}-сон`
    case 'ru':
      return `№${NBSP}${number}`
    case 'en':
      return `No.${NBSP}${number}`
  }
}

/** Before a noun: 118-sonli · 118-сонли · № 118 · No. 118 */
export function numberOf(language: Language, number: string): string {
  const plain = formatNumber(language, number)
  if (language === 'uz-Latn') return `${plain}li`
  return language === 'uz-Cyrl' ? `${plain}ли` : plain
}

function grouped(n: number, by: string): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, by)
}

/** Soums with words, tiyin in two digits after them: 1 360 000 (bir million uch yuz oltmish ming) soʻm 50 tiyin */
export function formatMoney(language: Language, sum: number): string {
  const hundredths = Math.round(sum * 100)
  const soums = Math.floor(hundredths / 100)
  const tiyin = hundredths % 100 === 0 ? '' : String(hundredths % 100).padStart(2, '0')
  const words = inWords(language, soums)
  const rest = (name: string) => (tiyin === '' ? '' : `${NBSP}${tiyin}${NBSP}${name}`)
  switch (language) {
    case 'uz-Latn':
      return `${grouped(soums, NBSP)} (${words}) soʻm${rest('tiyin')}`
    case 'uz-Cyrl':
      return `${grouped(soums, NBSP)} (${words}) сўм${rest('тийин')}`
    case 'ru':
      return `${grouped(soums, NBSP)} (${words}) сум${rest('тийин')}`
    case 'en': {
      const whole = `UZS${NBSP}${grouped(soums, ',')}`
      return tiyin === ''
        ? `${whole} (${words})`
        : `${whole}.${tiyin} (${words} ${soums === 1 ? 'soum' : 'soums'}${rest('tiyin')})`
    }
  }
}

/** Points and hours: a comma in Uzbek and Russian, a point in English. */
export function formatDecimal(language: Language, value: number): string {
  const text = String(Math.round(value * 100) / 100)
  return language === 'en' ? text : text.replace('.', ',')
}

const RU_NOMINATIVE = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
]

/** The month of a day by its name. */
export function monthName(language: Language, iso: string): string {
  const { month } = dayOf(iso)
  switch (language) {
    case 'uz-Latn':
      return UZ[month] ?? ''
    case 'uz-Cyrl':
    case 'ru':
      return RU_NOMINATIVE[month] ?? ''
    case 'en':
      return EN[month] ?? ''
  }
}
