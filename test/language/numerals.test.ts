import fc from 'fast-check'
import { formatMoney } from '../../language/format.ts'
import { inWords, WITHOUT_WORDS } from '../../language/numerals.ts'
import { toCyrillic } from '../../language/transliterate.ts'
import { LANGUAGES, type Language } from '../../schema/contracts/lists.ts'
import { soums } from '../../schema/contracts/money.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'

const plain = (text: string) => text.replaceAll('\u00A0', ' ')

const UZBEK: Record<string, number> = {
  ...numbered('nol bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz', 0, 1),
  ...numbered('oʻn yigirma oʻttiz qirq ellik oltmish yetmish sakson toʻqson', 10, 10),
}
/** What a listener makes of the words; scales multiply what was heard before them. */
const HEARD: Record<Language, { words: Record<string, number>; hundred?: string; scales: RegExp[] }> = {
  'uz-Latn': { words: UZBEK, hundred: 'yuz', scales: [/^ming$/, /^million$/, /^milliard$/, /^trillion$/] },
  'uz-Cyrl': {
    words: Object.fromEntries(Object.entries(UZBEK).map(([word, n]) => [toCyrillic(word), n])),
    hundred: 'юз',
    scales: [/^минг$/, /^миллион$/, /^миллиард$/, /^триллион$/],
  },
  ru: {
    words: {
      ...numbered('ноль один два три четыре пять шесть семь восемь девять', 0, 1),
      ...numbered('десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать', 10, 1),
      ...numbered('семнадцать восемнадцать девятнадцать', 17, 1),
      ...numbered('двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто', 20, 10),
      ...numbered('сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот', 100, 100),
      ...{ одна: 1, две: 2 },
    },
    scales: [/^тысяч[аи]?$/, /^миллион(?:а|ов)?$/, /^миллиард(?:а|ов)?$/, /^триллион(?:а|ов)?$/],
  },
  en: {
    words: {
      ...numbered('zero one two three four five six seven eight nine ten eleven twelve thirteen', 0, 1),
      ...numbered('fourteen fifteen sixteen seventeen eighteen nineteen', 14, 1),
      ...numbered('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10),
    },
    hundred: 'hundred',
    scales: [/^thousand$/, /^million$/, /^billion$/, /^trillion$/],
  },
}

function numbered(words: string, from: number, step: number): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, i) => [word, from + step * i]))
}

function heard(language: Language, text: string): number {
  const { words, hundred, scales } = HEARD[language]
  let total = 0
  let group = 0
  for (const word of text.split(/[ -]/).filter((one) => one !== 'and')) {
    const scale = scales.findIndex((pattern) => pattern.test(word))
    const value = words[word]
    if (value !== undefined) group += value
    else if (word === hundred) group *= 100
    else if (scale >= 0) {
      total += group * 1000 ** (scale + 1)
      group = 0
    } else throw new Error(`nobody knows ${word}`)
  }
  return total + group
}

const amount = fc.oneof(
  fc.integer({ min: 0, max: WITHOUT_WORDS - 1 }),
  fc.integer({ min: 0, max: 999_999 }),
  fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 4 }))
    .map(([n, power]) => n * 1000 ** power),
)

describe.each(LANGUAGES)('a number in words in %s', (language) => {
  test('is the number, whoever hears it', () => {
    fc.assert(fc.property(amount, (n) => expect(heard(language, inWords(language, n))).toBe(n)))
  })

  test('is never empty and never given for what has no words', () => {
    for (const n of [-1, 1.5, Number.NaN, WITHOUT_WORDS, Number.POSITIVE_INFINITY]) {
      expect(() => inWords(language, n)).toThrow(RangeError)
    }
  })

  test('says of a sum with tiyin what it says of its soums, and the tiyin in two digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999_999_999 }),
        fc.integer({ min: 1, max: 99 }),
        (n, tiyin) => {
          const text = plain(formatMoney(language, Number(`${n}.${String(tiyin).padStart(2, '0')}`)))
          expect(text).toContain(`(${inWords(language, n)}`)
          expect(text).toMatch(new RegExp(` ${String(tiyin).padStart(2, '0')} (?:tiyin|тийин)\\)?$`))
        },
      ),
    )
  })
})

test('nothing and a trillion have words of their own', () => {
  expect(LANGUAGES.map((language) => inWords(language, 0))).toEqual(['nol', 'ноль', 'ноль', 'zero'])
  expect(LANGUAGES.map((language) => inWords(language, 10 ** 12))).toEqual([
    'bir trillion',
    'бир триллион',
    'один триллион',
    'one trillion',
  ])
})

test.each([
  ['uz-Latn', '1 (bir) soʻm 50 tiyin'],
  ['uz-Cyrl', '1 (бир) сўм 50 тийин'],
  ['ru', '1 (один) сум 50 тийин'],
  ['en', 'UZS 1.50 (one soum 50 tiyin)'],
] as const)('a sum with tiyin in %s', (language, expected) => {
  expect(plain(formatMoney(language, 1.5))).toBe(expected)
})

test('a sum that papers cannot write is refused where it is typed', () => {
  for (const right of [1, 1.5, 0.1 + 0.7 + 0.2 + 1, 12_500_000, 10 ** 12, 9_999_999_999_999.99]) {
    expect([right, soums.safeParse(right).success]).toEqual([right, true])
  }
  for (const wrong of [0, -5, 1.005, 10 ** 13, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([wrong, soums.safeParse(wrong).success]).toEqual([wrong, false])
  }
})

test('an agreement that is paid for says how much before its paper is made', () => {
  const payment = contractOf('draftAgreement', 'submit')?.data.shape.payment
  expect(payment).toBeDefined()
  const terms = {
    ...{ validFrom: '2027-01-01', validTo: '2027-12-31', renewal: 'fixed', terminationNoticeDays: 10 },
    ...{ coordinatorInstitution: 'S004', coordinatorPartner: 'C002', signatory: 'S001' },
    signatoryAuthority: { basis: 'charter' },
  }
  const fields = (data: object) =>
    contractOf('draftAgreement', 'submit')
      ?.data.safeParse({ ...terms, ...data })
      .error?.issues.map(({ path }) => path.join('.'))
  expect(fields({ paid: true })).toEqual(['payment'])
  expect(fields({ paid: true, payment: 10 ** 14 })).toEqual(['payment'])
  expect(fields({ paid: true, payment: 1_500_000.5 })).toBeUndefined()
  expect(fields({ paid: false })).toBeUndefined()
})
