import { z } from 'zod'
import { isDamaged, LOST_LETTER, normaliseUzbek, SEVERAL_LINES, SINGLE_LINE, tidy } from './characters.ts'
import { named, unwritable } from './writable.ts'

/** Codes of what can be wrong with a piece of text; people read them through the message files. */
export const textReasons = [
  'required',
  'tooLong',
  'controlCharacter',
  'unwritable',
  'damaged',
  'notADay',
  'notAnInstant',
  'notAnEmail',
  'notACode',
] as const
export type TextReason = (typeof textReasons)[number]

const reason = (error: TextReason) => ({ error })
const reasonIs = (message: TextReason) => ({ message })

function text(max: number, pattern: RegExp, put: (text: string) => string) {
  return z
    .string(reason('required'))
    .overwrite(put)
    .min(1, reason('required'))
    .max(max, reason('tooLong'))
    .regex(pattern, reason('controlCharacter'))
    .superRefine((value, { addIssue }) => {
      const character = unwritable(value.replaceAll('\n', ''))
      if (isDamaged(value)) addIssue({ code: 'custom', ...reasonIs('damaged') })
      else if (character !== undefined)
        addIssue({ code: 'custom', ...reasonIs('unwritable'), params: { character: named(character) } })
    })
}

/** The character that made a text unwritable, for people to look for: ☎ (U+260E). */
export function characterIn(issue: z.core.$ZodIssue): string | undefined {
  const character: unknown = issue.code === 'custom' ? issue.params?.character : undefined
  return typeof character === 'string' ? character : undefined
}

/** One line of text, 1 … max UTF-16 units after trimming, in NFC, of characters that papers can show. */
export function line(max: number) {
  return text(max, SINGLE_LINE, tidy)
}

/** One line of Uzbek text: a line with the marks of the alphabet put right, and none of them lost. */
export function uzbekLine(max: number) {
  return text(max, SINGLE_LINE, (typed) => normaliseUzbek(tidy(typed))).refine(
    (value) => !LOST_LETTER.test(value),
    reason('damaged'),
  )
}

/** Several lines of such text, 1 … max UTF-16 units after trimming, lines divided by a line feed. */
export function paragraph(max: number) {
  return text(max, SEVERAL_LINES, tidy)
}

/** A day without a time zone: YYYY-MM-DD, and one that exists. */
export const isoDay = z
  .string(reason('required'))
  .trim()
  .pipe(z.iso.date(reason('notADay')))

/** An instant with Z or an offset; comes out in UTC with milliseconds. */
export const instant = z
  .string(reason('required'))
  .trim()
  .pipe(z.iso.datetime({ offset: true, ...reason('notAnInstant') }))
  .overwrite((value) => new Date(value).toISOString())

/** A mail address in lower case, at most 254 characters (RFC 5321). */
export const email = z
  .string(reason('required'))
  .trim()
  .toLowerCase()
  .max(254, reason('tooLong'))
  .pipe(z.email(reason('notAnEmail')))

/** Exactly n digits; kept as text, for leading zeros count. */
export function code(digits: number) {
  return z
    .string(reason('required'))
    .trim()
    .regex(new RegExp(`^[0-9]{${digits}}$`), reason('notACode'))
}
