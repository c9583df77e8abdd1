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
      else if (character !== undefined && pattern.test(value))
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

/** The part before @ of an address, then labels of a domain, the last of letters or in punycode. */
const ADDRESS =
  /^(?!\.)(?!.*\.\.)[a-z0-9_'+.-]*[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/** A domain in letters of its own as mail carries it, почта.uz as xn--80a1acny.uz; anything else stays as it is. */
function inPunycode(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (at < 0 || !/^[\p{L}\p{M}\p{N}.-]*[^\p{ASCII}][\p{L}\p{M}\p{N}.-]*$/u.test(domain)) return address
  return URL.canParse(`http://${domain}`)
    ? address.slice(0, at + 1) + new URL(`http://${domain}`).hostname
    : address
}

/** A mail address in lower case, at most 254 characters (RFC 5321), its domain as mail carries it. */
export const email = z
  .string(reason('required'))
  .trim()
  .toLowerCase()
  .overwrite(inPunycode)
  .max(254, reason('tooLong'))
  .regex(ADDRESS, reason('notAnEmail'))

/** Exactly n digits; kept as text, for leading zeros count. */
export function code(digits: number) {
  return z
    .string(reason('required'))
    .trim()
    .regex(new RegExp(`^[0-9]{${digits}}$`), reason('notACode'))
}
