/**
 * Characters that do something to a screen instead of standing on it: controls (a terminal obeys them), bidirectional
 * marks (they reorder what stands there), invisible ones, halves of pairs, tags.
 */
const ACTING =
  '\\p{Cc}\\p{Cs}\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB\\u{E0000}-\\u{E007F}'
const EVERY_ACTING = new RegExp(`(?!\\t)[${ACTING}]`, 'gu')
const EVERY_UNLIKE = new RegExp(`[${ACTING}]|(?! )\\p{Zs}`, 'gu')

const named = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** The text with everything that would act on a screen written out: U+001B becomes `\u{1b}`. A tab may stay. */
export const harmless = (text: string): string => text.replace(EVERY_ACTING, named)

/** The same inside JSON text, which stays the same JSON: what JSON itself does not escape is escaped. */
export const harmlessJson = (json: string): string =>
  json.replace(EVERY_ACTING, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, n) => unit(character.charCodeAt(n))).join(''),
  )

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

/** Characters shown of a value. */
const MOST_SHOWN = 60

/** A value of a file as a report shows it: short, harmless, and blanks that are no blanks written out. */
export function shown(value: string, most = MOST_SHOWN): string {
  const characters = [...value.slice(0, 2 * most + 2)]
  const short = characters.length > most ? [...characters.slice(0, most), '…'] : characters
  return short.join('').replace(EVERY_UNLIKE, named)
}
