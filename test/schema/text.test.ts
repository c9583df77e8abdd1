import fc from 'fast-check'
import type { z } from 'zod'
import {
  code,
  email,
  instant,
  isoDay,
  line,
  normaliseUzbek,
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
    '\u200B',
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
