import { harmless } from '../schema/contracts/harmless.ts'

const NOTHING = /[\p{Mn}\p{Me}\p{Cf}]/u
/** East Asian wide characters and pictures take two columns. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu

/** One line: what comes from a database or a file never moves the cursor of a terminal. */
export const oneLine = (text: string): string => harmless(text.replace(BREAKS, ' ')).trim()

const widthOf = (character: string): number => (NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1)

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** The text in at most `width` columns, ending in … where something was left out. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += widthOf(character)
    if (used > width - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)))
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - displayWidth(text))) + text

/** Lines of at most `width` columns, broken between words. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/[ \n]+/)) {
    const longer = line === indent ? `${indent}${word}` : `${line} ${word}`
    if (displayWidth(longer) > width && line !== indent) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = longer
  }
  return [...lines, line]
}
