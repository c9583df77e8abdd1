/** What is put right in every text at the border, and what is told apart there before any contract looks at it. */

/** U+02BB: the mark of oʻ and gʻ. */
const TURNED_COMMA = '\u02BB'
/** U+02BC: the tutuq belgisi between letters. */
const APOSTROPHE = '\u02BC'

/** Everything that keyboards and word processors put where one of the two marks belongs. */
const MARKS =
  "['`\\u00B4\\u02B9\\u02BB-\\u02BF\\u02C8\\u02CA\\u02CB\\u055A\\u2018\\u2019\\u201B\\u2032\\u2035\\uA78C\\uFF07]"
const AFTER_O_OR_G = new RegExp(`(?<=[oOgG])${MARKS}`, 'gu')
/** The marks belong to no script, so they are no such letter themselves; in Cyrillic ъ stands where the tutuq does. */
const LETTER = '\\p{Script=Latin}'
const BETWEEN_OTHERS = new RegExp(`(?<=${LETTER})(?<![oOgG])${MARKS}(?=${LETTER})`, 'gu')

/**
 * The two marks of Uzbek Latin as the alphabet has them, whatever was typed. Only for Uzbek text: English
 * possessives would be taken for them.
 */
export function normaliseUzbek(text: string): string {
  return text.normalize('NFC').replace(AFTER_O_OR_G, TURNED_COMMA).replace(BETWEEN_OTHERS, APOSTROPHE)
}

/** Marks that turn the direction of what follows: a text that needs them to be read is refused, not rewritten. */
const BIDIRECTIONAL = '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069'
/** Soft hyphens, zero-width characters, variation selectors and whatever else is shown as nothing at all. */
const INVISIBLE = new RegExp(`(?![${BIDIRECTIONAL}])\\p{Default_Ignorable_Code_Point}`, 'gu')

/** Without what nobody sees, trimmed, in NFC, lines divided by a line feed: two texts that look alike are alike. */
export const tidy = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(INVISIBLE, '').trim().normalize('NFC')

/** Controls, lone surrogates, line separators and marks of direction: they have no place in a paper or a mail. */
const HIDDEN = `\\p{Cc}\\p{Cs}\\u2028\\u2029${BIDIRECTIONAL}`
export const SINGLE_LINE = new RegExp(`^[^${HIDDEN}]*$`, 'u')
export const SEVERAL_LINES = new RegExp(`^(?:\\n|[^${HIDDEN}])*$`, 'u')

/** How the second byte of a UTF-8 letter looks to a reader of windows-1251 and of windows-1252. */
const AS_1251 =
  '[\\u00A0-\\u00BF\\u0402-\\u040F\\u0452-\\u045F\\u0490\\u0491\\u2013-\\u203A\\u20AC\\u2116\\u2122]'
const AS_1252 =
  '[\\u0080-\\u00BF\\u0152\\u0153\\u0160\\u0161\\u0178\\u017D\\u017E\\u0192\\u02C6\\u02DC\\u2013-\\u203A\\u20AC\\u2122]'
/** The replacement character, and UTF-8 that was read in another encoding: Рљ Р°, Ð° Ñ‚, â€™, oК», Ê». */
const DAMAGED = new RegExp(
  `\\uFFFD|(?:[РСТ]${AS_1251}){2}|(?:[ÐÑÒÓ]${AS_1252}){2}|[ÂÃ][\\u00A0-\\u00BF]|â€|вЂ|Ê[»¼]|[oOgG]К»|\\p{Script=Latin}Кј`,
  'u',
)

/** Text that was saved or read in a wrong encoding and has lost its letters. */
export const isDamaged = (text: string): boolean => DAMAGED.test(text)

/** Yo?ldosheva: what is left of a mark the encoding of the file did not have. */
export const LOST_LETTER = /\p{L}\?\p{L}/u

const WORDS = /[\p{L}\p{M}]+/gu

/** The first word of Latin and Cyrillic letters mixed: it looks like another word and is not the same. */
export function mixedScripts(text: string): string | undefined {
  return text
    .match(WORDS)
    ?.find((word) => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word))
}
