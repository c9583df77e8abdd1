import { z } from 'zod'

/** Codes of what can be wrong with a piece of text; people read them through the message files. */
export const textReasons = [
  'required',
  'tooLong',
  'controlCharacter',
  'notADay',
  'notAnInstant',
  'notAnEmail',
  'notACode',
] as const
export type TextReason = (typeof textReasons)[number]

const reason = (error: TextReason) => ({ error })

/** U+02BB: the mark of oʻ and gʻ. */
const TURNED_COMMA = '\u02BB'
/** U+02BC: the tutuq belgisi between letters. */
const APOSTROPHE = '\u02BC'

/** Everything that keyboards and word processors put where one of the two marks belongs. */
const MARKS =
  "['`\\u00B4\\u02B9\\u02BB-\\u02BF\\u02C8\\u02CA\\u02CB\\u055A\\u2018\\u2019\\u201B\\u2032\\u2035\\uA78C\\uFF07]"
const AFTER_O_OR_G = new RegExp(`(?<=[oOgG])${MARKS}`, 'gu')
const BETWEEN_OTHERS = new RegExp(`(?<=\\p{L})(?<![oOgG])${MARKS}(?=\\p{L})`, 'gu')

/**
 * The two marks of Uzbek Latin as the alphabet has them, whatever was typed. Only for Uzbek text: English
 * possessives would be taken for them.
 */
export function normaliseUzbek(text: string): string {
  return text.normalize('NFC').replace(AFTER_O_OR_G, TURNED_COMMA).replace(BETWEEN_OTHERS, APOSTROPHE)
}

/**
 * Characters that hide or reorder what a reader sees: controls, lone surrogates, line separators, zero-width and
 * bidirectional marks. They have no place in a name, a paper or a mail.
 */
const HIDDEN = '\\p{Cc}\\p{Cs}\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060\\u2066-\\u2069\\uFEFF'
const SINGLE_LINE = new RegExp(`^[^${HIDDEN}]*$`, 'u')
const SEVERAL_LINES = new RegExp(`^(?:\\n|[^${HIDDEN}])*$`, 'u')

const tidy = (text: string): string => text.replace(/\r\n/g, '\n').trim().normalize('NFC')

/** One line of text, 1 … max UTF-16 units after trimming, in NFC. */
export function line(max: number) {
  return z
    .string(reason('required'))
    .overwrite(tidy)
    .min(1, reason('required'))
    .max(max, reason('tooLong'))
    .regex(SINGLE_LINE, reason('controlCharacter'))
}

/** One line of Uzbek text: a line with the marks of the alphabet put right. */
export function uzbekLine(max: number) {
  return line(max).overwrite(normaliseUzbek)
}

/** Several lines of text, 1 … max UTF-16 units after trimming, in NFC, lines divided by a line feed. */
export function paragraph(max: number) {
  return z
    .string(reason('required'))
    .overwrite(tidy)
    .min(1, reason('required'))
    .max(max, reason('tooLong'))
    .regex(SEVERAL_LINES, reason('controlCharacter'))
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
