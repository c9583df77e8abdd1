import fc from 'fast-check'
import type { z } from 'zod'
import { identifier } from '../../schema/contracts/cells.ts'
import { isDamaged, mixedScripts, normaliseUzbek } from '../../schema/contracts/characters.ts'
import {
  characterIn,
  code,
  email,
  instant,
  isoDay,
  line,
  paragraph,
  uzbekLine,
} from '../../schema/contracts/text.ts'

function reasonFor(contract: z.ZodType, value: unknown): string {
  const parsed = contract.safeParse(value)
  return parsed.success ? 'accepted' : (parsed.error.issues[0]?.message ?? '')
}

const LOOK_ALIKES = [
  "'",
  '`',
  '\u00B4',
  '\u02B9',
  '\u02BB',
  '\u02BC',
  '\u02BD',
  '\u2018',
  '\u2019',
  '\u201B',
  '\u2032',
]

test.each(LOOK_ALIKES)('the mark %j becomes the one that Uzbek Latin has at its place', (mark) => {
  const typed = `O${mark}zbekiston, g${mark}alaba, tog${mark}, ma${mark}no, Ra${mark}no`
  expect(normaliseUzbek(typed)).toBe('O\u02BBzbekiston, g\u02BBalaba, tog\u02BB, ma\u02BCno, Ra\u02BCno')
})

test('quotation marks that stand outside words stay', () => {
  expect(normaliseUzbek("'Mash'al' \u2018zavodi\u2019")).toBe("'Mash\u02BCal' \u2018zavodi\u2019")
})

test('text that is right already never changes again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = normaliseUzbek(text)
      expect(normaliseUzbek(once)).toBe(once)
    }),
  )
})

test('a line is trimmed, composed, bounded and free of what a reader cannot see', () => {
  expect(line(10).parse('  Й \u0438\u0306 ')).toBe('Й й')
  expect(reasonFor(line(3), 'abcd')).toBe('tooLong')
  expect(reasonFor(line(3), ' \t ')).toBe('required')
  expect(reasonFor(line(3), undefined)).toBe('required')
  for (const hidden of [
    '\n',
    '\t',
    '\0',
    '\u007F',
    '\u0085',
    '\u2028',
    '\u202E',
    '\u2066',
    '\u200E',
    '\uD800',
  ]) {
    expect([hidden, reasonFor(line(9), `a${hidden}b`)]).toEqual([hidden, 'controlCharacter'])
  }
})

test('a paragraph keeps its lines and nothing else of that sort', () => {
  expect(paragraph(20).parse(' one\r\ntwo\n\nthree ')).toBe('one\ntwo\n\nthree')
  expect(reasonFor(paragraph(20), 'one\ttwo')).toBe('controlCharacter')
  expect(reasonFor(paragraph(20), 'one\rtwo')).toBe('controlCharacter')
})

test('an accepted line is accepted again unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const parsed = uzbekLine(100).safeParse(text)
      if (parsed.success) expect(uzbekLine(100).parse(parsed.data)).toBe(parsed.data)
    }),
  )
})

test('a day is one that exists', () => {
  expect(isoDay.parse(' 2028-02-29 ')).toBe('2028-02-29')
  for (const wrong of ['2027-02-29', '2027-13-01', '27-01-01', '01.02.2027', '2027-1-1', '']) {
    expect([wrong, reasonFor(isoDay, wrong)]).toEqual([wrong, 'notADay'])
  }
})

test('an instant names its offset and comes out in UTC', () => {
  expect(instant.parse('2027-02-08T09:00:00+05:00')).toBe('2027-02-08T04:00:00.000Z')
  expect(reasonFor(instant, '2027-02-08T09:00:00')).toBe('notAnInstant')
  expect(reasonFor(instant, '2027-02-30T09:00:00Z')).toBe('notAnInstant')
})

test('a mail address cannot carry a second header', () => {
  expect(email.parse(' Umid@ZTU.example ')).toBe('umid@ztu.example')
  for (const wrong of [
    'umid',
    'umid@',
    'a@b.example\r\nBcc: c@d.example',
    'a b@c.example',
    '<a@b.example>',
  ]) {
    expect([wrong, reasonFor(email, wrong)]).toEqual([wrong, 'notAnEmail'])
  }
  expect(reasonFor(email, `${'a'.repeat(250)}@b.example`)).toBe('tooLong')
})

test('a code keeps its zeros and its length', () => {
  expect(code(5).parse('00014')).toBe('00014')
  for (const wrong of ['14', '000140', '0001x', '٠٠٠١٤']) {
    expect([wrong, reasonFor(code(5), wrong)]).toEqual([wrong, 'notACode'])
  }
})

test('what nobody sees is taken out of a text, so that two names that look alike are alike', () => {
  const seen = 'Zarafshon kombinati'
  for (const hidden of [
    '\u00AD',
    '\u034F',
    '\u200B',
    '\u200C',
    '\u200D',
    '\u2060',
    '\uFE0F',
    '\uFEFF',
    '\u3164',
  ]) {
    expect(line(40).parse(`Zaraf${hidden}shon ${hidden}kombinati${hidden}`)).toBe(seen)
    expect(uzbekLine(40).parse(`${hidden} ${seen}`)).toBe(seen)
    expect(paragraph(40).parse(`${seen}${hidden}`)).toBe(seen)
    expect([hidden, reasonFor(line(40), hidden)]).toEqual([hidden, 'required'])
  }
})

test.each([
  ['✓', '✓ (U+2713)'],
  ['☎', '☎ (U+260E)'],
  ['😀', '😀 (U+1F600)'],
  ['م', 'م (U+0645)'],
  ['企', '企 (U+4F01)'],
  ['\u{E000}', '\u{E000} (U+E000)'],
])('%s, which no paper can show, is refused by its name wherever text is taken', (character, name) => {
  for (const contract of [line(40), uzbekLine(40), paragraph(40)]) {
    const { error } = contract.safeParse(`kelishildi ${character} 2027`)
    expect(error?.issues.map(({ message }) => message)).toEqual(['unwritable'])
    expect(error?.issues.map(characterIn)).toEqual([name])
  }
})

test('what people type innocently can be written', () => {
  for (const text of [
    '№ 5 – «Олмалиқ» “Navoiy” ‘a’ … — • → ← ↑ ↓ × ± ° § ² ³ µ ½ ≤ ≥ ≈ ∞ √ ■ □ ● ○ © ® ™ € $ ₽ ₸ £',
    'Қарақалпақстан, Нөкис, Ә ғ ң ө ү ұ һ і; Ӣ ӣ Ӯ ӯ Ҷ ҷ Ҳ ҳ Қ қ; Á á Ǵ ǵ Ń ń Ó ó Ú ú Í ı; Ö ö Ü ü Ş ş Ç ç Ğ ğ',
  ]) {
    expect(line(200).parse(text)).toBe(text)
  }
})

test.each([
  'Yo\uFFFDldosheva',
  'Рћ‘Р·Р±РµРєРёСЃС‚Р°РЅ',
  'ÐžÐ»Ð¸Ð¼Ð¾Ð²',
  'oК»quv',
  'OÊ»zbekiston',
  'â€œZarafshonâ€\u009D',
  'вЂњNavoiyвЂќ',
  'SociÃ©tÃ©',
])('%s is damaged and refused', (text) => {
  expect(isDamaged(text)).toBe(true)
  expect(reasonFor(line(80), text)).not.toBe('accepted')
})

test.each([
  'Рўмол',
  'РЎМОЛ',
  'Сёмин',
  'С.Р. Юлдашева',
  'ÑANDÚ',
  'São',
  'Сўз',
  'Ким? Нега?',
  'FORÊT',
  'РЎЗНОМА',
])('%s is a text like any other', (text) => {
  expect(isDamaged(text)).toBe(false)
  expect(line(80).parse(text)).toBe(text)
})

test('a mark that became a question mark is a lost letter of a name', () => {
  expect(reasonFor(uzbekLine(80), 'Yo?ldosheva Sevara')).toBe('damaged')
  expect(reasonFor(paragraph(80), 'Kim?Nega?')).toBe('accepted')
})

test('a code has no letter that looks like one of another script', () => {
  expect(identifier.parse(' 401-23.MT_2/1 ')).toBe('401-23.MT_2/1')
  for (const wrong of ['ZКМ', 'ЗКМ', '٣٤', 'Oʻ1', 'é1', '１２', '_a', '']) {
    expect([wrong, reasonFor(identifier, wrong)]).toEqual([
      wrong,
      wrong === '' ? 'required' : 'notAnIdentifier',
    ])
  }
})

test('a word of two scripts is told, words of different scripts side by side are not', () => {
  expect(mixedScripts('Zarafshon kombinаti')).toBe('kombinаti')
  expect(mixedScripts('ZКМ AJ')).toBe('ZКМ')
  for (const text of ['IT-компания Navoiy', 'Oʻzbekiston', 'Ўзбекистон 2027', 'Маъмурий bino']) {
    expect(mixedScripts(text)).toBeUndefined()
  }
})

test('a text that is accepted is accepted again as it is, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      for (const contract of [line(100), uzbekLine(100), paragraph(100)]) {
        const parsed = contract.safeParse(text)
        if (parsed.success) expect(contract.parse(parsed.data)).toBe(parsed.data)
      }
    }),
  )
})
