import {
  dateOf,
  formatDate,
  formatDecimal,
  formatMoney,
  formatNumber,
  formatPeriod,
  monthName,
  numberOf,
  shortDate,
  sinceDate,
  untilDate,
} from '../../language/format.ts'
import { inWords } from '../../language/numerals.ts'

/** Non-breaking spaces as plain ones, to be readable here. */
const plain = (text: string) => text.replaceAll('\u00A0', ' ')
const MONTHS = Array.from({ length: 12 }, (_, i) => `2027-${String(i + 1).padStart(2, '0')}-15`)

describe('a date', () => {
  test('has the month of the language in all twelve months', () => {
    expect(MONTHS.map((iso) => plain(formatDate('uz-Latn', iso)))).toEqual([
      '2027-yil 15-yanvar',
      '2027-yil 15-fevral',
      '2027-yil 15-mart',
      '2027-yil 15-aprel',
      '2027-yil 15-may',
      '2027-yil 15-iyun',
      '2027-yil 15-iyul',
      '2027-yil 15-avgust',
      '2027-yil 15-sentabr',
      '2027-yil 15-oktabr',
      '2027-yil 15-noyabr',
      '2027-yil 15-dekabr',
    ])
    expect(MONTHS.map((iso) => plain(formatDate('uz-Cyrl', iso)))).toEqual([
      '2027 йил 15 январь',
      '2027 йил 15 февраль',
      '2027 йил 15 март',
      '2027 йил 15 апрель',
      '2027 йил 15 май',
      '2027 йил 15 июнь',
      '2027 йил 15 июль',
      '2027 йил 15 август',
      '2027 йил 15 сентябрь',
      '2027 йил 15 октябрь',
      '2027 йил 15 ноябрь',
      '2027 йил 15 декабрь',
    ])
    expect(MONTHS.map((iso) => plain(formatDate('ru', iso)))).toEqual([
      '15 января 2027 г.',
      '15 февраля 2027 г.',
      '15 марта 2027 г.',
      '15 апреля 2027 г.',
      '15 мая 2027 г.',
      '15 июня 2027 г.',
      '15 июля 2027 г.',
      '15 августа 2027 г.',
      '15 сентября 2027 г.',
      '15 октября 2027 г.',
      '15 ноября 2027 г.',
      '15 декабря 2027 г.',
    ])
    expect(MONTHS.map((iso) => plain(formatDate('en', iso))).slice(0, 2)).toEqual([
      '15 January 2027',
      '15 February 2027',
    ])
  })

  test('takes the Uzbek suffixes in all twelve months, the soft sign falling before them', () => {
    const latin = 'yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr'.split(' ')
    const cyrillic = 'январ феврал март апрел май июн июл август сентябр октябр ноябр декабр'.split(' ')
    expect(MONTHS.map((iso) => plain(dateOf('uz-Latn', iso)))).toEqual(
      latin.map((m) => `2027-yil 15-${m}dagi`),
    )
    expect(MONTHS.map((iso) => plain(untilDate('uz-Latn', iso)))).toEqual(
      latin.map((m) => `2027-yil 15-${m}gacha`),
    )
    expect(MONTHS.map((iso) => plain(sinceDate('uz-Latn', iso)))).toEqual(
      latin.map((m) => `2027-yil 15-${m}dan`),
    )
    expect(MONTHS.map((iso) => plain(dateOf('uz-Cyrl', iso)))).toEqual(
      cyrillic.map((m) => `2027 йил 15 ${m}даги`),
    )
    expect(MONTHS.map((iso) => plain(untilDate('uz-Cyrl', iso)))).toEqual(
      cyrillic.map((m) => `2027 йил 15 ${m}гача`),
    )
    expect(MONTHS.map((iso) => plain(sinceDate('uz-Cyrl', iso)))).toEqual(
      cyrillic.map((m) => `2027 йил 15 ${m}дан`),
    )
  })

  test('of another paper is written as Russian and English offices write it', () => {
    expect(plain(dateOf('ru', '2027-01-15'))).toBe('от 15.01.2027')
    expect(plain(dateOf('en', '2027-01-15'))).toBe('of 15 January 2027')
    expect(plain(untilDate('ru', '2027-01-05'))).toBe('до 5 января 2027 г.')
    expect(plain(shortDate('uz-Latn', '2027-03-02'))).toBe('02.03.2027')
    expect(plain(shortDate('en', '2027-03-02'))).toBe('2 Mar 2027')
    expect(monthName('uz-Cyrl', '2027-02-01')).toBe('февраль')
  })

  test('never breaks over two lines', () => {
    for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const) {
      expect(formatDate(language, '2027-01-15')).not.toContain(' ')
      expect(shortDate(language, '2027-01-15')).not.toContain(' ')
    }
  })
})

describe('a period', () => {
  const within = { from: '2027-02-01', to: '2027-03-27' }
  const across = { from: '2026-12-28', to: '2027-01-16' }
  test.each([
    ['uz-Latn', '2027-yil 1-fevraldan 27-martgacha', '2026-yil 28-dekabrdan 2027-yil 16-yanvargacha'],
    ['uz-Cyrl', '2027 йил 1 февралдан 27 мартгача', '2026 йил 28 декабрдан 2027 йил 16 январгача'],
    ['ru', 'с 1 февраля по 27 марта 2027 г.', 'с 28 декабря 2026 г. по 16 января 2027 г.'],
    ['en', 'from 1 February to 27 March 2027', 'from 28 December 2026 to 16 January 2027'],
  ] as const)('in %s names the year once when it is one year', (language, one, two) => {
    expect(plain(formatPeriod(language, within))).toBe(one)
    expect(plain(formatPeriod(language, across))).toBe(two)
  })
})

describe('a number', () => {
  test.each([
    ['uz-Latn', '118-T-son', '118-T-sonli'],
    ['uz-Cyrl', '118-T-сон', '118-T-сонли'],
    ['ru', '№ 118-T', '№ 118-T'],
    ['en', 'No. 118-T', 'No. 118-T'],
  ] as const)('of a paper in %s', (language, alone, before) => {
    expect(plain(formatNumber(language, '118-T'))).toBe(alone)
    expect(plain(numberOf(language, '118-T'))).toBe(before)
  })

  test('of points has the decimal sign of the language', () => {
    expect(formatDecimal('ru', 88.5)).toBe('88,5')
    expect(formatDecimal('en', 88.5)).toBe('88.5')
    expect(formatDecimal('uz-Latn', 0.1 + 0.2)).toBe('0,3')
  })
})

describe('money', () => {
  test.each([
    ['uz-Latn', '1 360 000 (bir million uch yuz oltmish ming) soʻm'],
    ['uz-Cyrl', '1 360 000 (бир миллион уч юз олтмиш минг) сўм'],
    ['ru', '1 360 000 (один миллион триста шестьдесят тысяч) сум'],
    ['en', 'UZS 1,360,000 (one million three hundred and sixty thousand)'],
  ] as const)('in %s stands in figures and in words', (language, expected) => {
    expect(plain(formatMoney(language, 1_360_000))).toBe(expected)
  })

  test('in words agrees with its noun in Russian', () => {
    expect(inWords('ru', 1_001)).toBe('одна тысяча один')
    expect(inWords('ru', 2_002)).toBe('две тысячи два')
    expect(inWords('ru', 11_011)).toBe('одиннадцать тысяч одиннадцать')
    expect(inWords('ru', 21_000_000)).toBe('двадцать один миллион')
    expect(inWords('ru', 3_000_000_000)).toBe('три миллиарда')
  })

  test('in words leaves out the groups that are nothing', () => {
    expect(inWords('uz-Latn', 5_000_007)).toBe('besh million yetti')
    expect(inWords('uz-Latn', 100)).toBe('bir yuz')
    expect(inWords('en', 1_000_042)).toBe('one million forty-two')
    expect(inWords('en', 115)).toBe('one hundred and fifteen')
  })
})
