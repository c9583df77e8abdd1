import { examplePaper } from '../../documents/examples.ts'
import { LANGUAGES, type Language } from '../../schema/contracts/lists.ts'
import { PAPER_KINDS, type PaperDocument, type PaperKind } from '../../schema/contracts/papers.ts'
import { type DrawnPage, drawnBoxes, type TextBox } from './boxes.ts'
import { FILLINGS, longestPaper } from './longest.ts'

const MILLIMETRE = 72 / 25.4
/** Numbers of pages and the mark of verification stand below the text. */
const BELOW = /^\d+(?: \/ \d+)?$|7KQ4-M2XD/

function margins({ width, height }: DrawnPage) {
  return width > height
    ? { left: 20 * MILLIMETRE, right: width - 15 * MILLIMETRE, bottom: height - 18 * MILLIMETRE }
    : { left: 30 * MILLIMETRE, right: width - 15 * MILLIMETRE, bottom: height - 20 * MILLIMETRE }
}

/** Hyphens and the spaces at the end of a line hang into the margin by half a letter. */
function isOutside(page: DrawnPage, { left, right, base, size, text }: TextBox): boolean {
  const margin = margins(page)
  const hangs = 0.55 * size
  const below = BELOW.test(text) || base < page.height - 10 * MILLIMETRE
  return (
    left < margin.left - hangs ||
    right > margin.right + hangs ||
    base < 20 * MILLIMETRE ||
    (base > margin.bottom + 1 && !below)
  )
}

/** Two pieces of text on one line that run into each other: one has left its column. */
function overlaps(one: TextBox, other: TextBox): boolean {
  const sameLine = Math.abs(one.base - other.base) < 0.4 * one.size
  return sameLine && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.6 * one.size
}

function faults(paper: PaperDocument): string[] {
  return drawnBoxes(paper).flatMap((page, n) => {
    const inked = page.boxes.filter(({ text }) => text.trim() !== '')
    const outside = inked.filter((box) => isOutside(page, box)).map(({ text }) => `${n + 1} outside: ${text}`)
    const run = inked.flatMap((one, i) =>
      inked
        .slice(i + 1)
        .flatMap((other) => (overlaps(one, other) ? [`${n + 1}: ${one.text} × ${other.text}`] : [])),
    )
    return [...outside, ...run].slice(0, 3)
  })
}

const PAPERS: Record<string, (kind: PaperKind, language: Language) => PaperDocument> = {
  'a usual one': examplePaper,
  ...Object.fromEntries(
    FILLINGS.map((filling) => [
      `with ${filling} of the greatest length in every field`,
      (kind: PaperKind, language: Language) => longestPaper(kind, language, filling),
    ]),
  ),
}

describe.each(Object.entries(PAPERS))('a paper, %s,', (_, paperOf) => {
  test.each(PAPER_KINDS)('keeps %s within its margins and its columns in every language', (kind) => {
    for (const language of LANGUAGES)
      expect([language, faults(paperOf(kind, language))]).toEqual([language, []])
  })
})
