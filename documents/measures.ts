import type { Column } from './sheet.ts'

/** How much room text takes and has: upper bounds, for what must not fail to fit. */

/** Millimetres of a point. */
export const POINT = 0.3528

/** Widths of the templates, in millimetres. */
export const WIDTH = {
  portrait: 165,
  landscape: 262,
  addressee: 80,
  heading: 100,
  label: 56,
  stamp: 72,
  post: 76,
  name: 46,
  party: 78,
  annex: 95,
  counter: 10,
  inset: 2.5,
} as const

/** Widths of the papers' font in em, none less than what its letters have. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[.,;:/ \u00A0ijltfrʻʼ()-]/u, 0.34],
  [/[0-9_–«»“”aceszаеёзсгэ]/u, 0.5],
  [/[MWŒÆШЩЖЮФЫЊЉ№@%‰—…⅓⅔℃]/u, 1.03],
  [/\p{Lu}/u, 0.73],
  [/[mwœæшщжюфыњљ]/u, 0.79],
  [/[\p{Ll}\p{P}\p{Zs}\p{Lm}]/u, 0.56],
]
export const WIDEST = 1.1

const known = new Map<string, number>()

function widthOfOne(character: string): number {
  const width = known.get(character) ?? WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? WIDEST
  known.set(character, width)
  return width
}

/** In em, at most. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += widthOfOne(character)
  return width
}

/** Lines a text takes at most in a room of so many em. */
export function linesOf(text: string, room: number): number {
  if (text.length * WIDEST <= room && !text.includes('\n')) return 1
  return text.split('\n').reduce((sum, line) => sum + Math.ceil((widthOf(line) * 1.1) / room), 0)
}

/** Room of each column of a table in em; a column without a share is as wide as its text. */
export function roomsOf(columns: readonly Column[], page: number, size: number): number[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const shared = page - WIDTH.counter * columns.filter(({ share }) => share === 0).length
  return columns.map(({ share }) =>
    share === 0 ? page : ((shared * share) / shares - WIDTH.inset) / (size * POINT),
  )
}
