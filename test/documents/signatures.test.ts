import { composeSheet } from '../../documents/compose.ts'
import { examplePaper } from '../../documents/examples.ts'
import type { Block, Sheet } from '../../documents/sheet.ts'
import { PAPER_KINDS, type PaperKind } from '../../schema/contracts/papers.ts'
import { drawnSheet } from './boxes.ts'
import { longestPaper } from './longest.ts'

const SIGNED = '§'
const SAID = '¶'

/** The block with a mark at the end of its text. */
function ending(block: Block | undefined): Block | undefined {
  switch (block?.block) {
    case 'text':
    case 'plain':
    case 'point':
    case 'section':
      return { ...block, text: `${block.text} ${SAID}` }
    case 'facts':
      return { ...block, rows: block.rows.map((row) => ({ ...row, value: `${row.value} ${SAID}` })) }
    case 'table':
      return { ...block, rows: block.rows.map((row) => [...row.slice(0, -1), `${row.at(-1) ?? ''} ${SAID}`]) }
    default:
      return undefined
  }
}

function signing(block: Block): Block | undefined {
  switch (block.block) {
    case 'signatures':
      return { ...block, rows: block.rows.map((row) => ({ ...row, post: SIGNED })) }
    case 'parties':
      return { ...block, parties: block.parties.map((party) => ({ ...party, role: SIGNED })) }
    default:
      return undefined
  }
}

/**
 * Each part that is signed as a paper of its own, with `lines` more lines at its beginning; what is signed and the text
 * before it are marked.
 */
function signedParts(sheet: Sheet, lines: number): Sheet[] {
  const filler: Block = { block: 'small', lines: Array.from({ length: lines }, () => '…') }
  return sheet.parts.flatMap((part) => {
    const at = part.blocks.findIndex((block) => signing(block) !== undefined)
    const signed = part.blocks[at] && signing(part.blocks[at])
    if (signed === undefined) return []
    const said = ending(part.blocks[at - 1])
    if (said === undefined) throw new Error(`nothing is signed with ${part.blocks[at - 1]?.block}`)
    const blocks = [filler, ...part.blocks.slice(0, at - 1), said, signed, ...part.blocks.slice(at + 1)]
    return [{ ...sheet, parts: [{ ...part, blocks }] }]
  })
}

const pagesWith = (sheet: Sheet, mark: string): number[] => {
  const pages = drawnSheet(sheet).flatMap(({ boxes }, page) =>
    boxes.some(({ text }) => text.includes(mark)) ? [page] : [],
  )
  return pages
}

/** Signed row by row. */
const SIGNED_KINDS = PAPER_KINDS.filter((kind) => kind !== 'safetyBriefingRecord')

const PAPERS = {
  usual: (kind: PaperKind) => examplePaper(kind, 'uz-Latn'),
  longest: (kind: PaperKind) => longestPaper(kind, 'ru', 'words'),
}

describe.each(Object.entries(PAPERS))('the %s', (_, paperOf) => {
  test.each(SIGNED_KINDS)('%s is signed on the page where its text ends, wherever the page turns', (kind) => {
    const sheet = composeSheet(paperOf(kind))
    for (let lines = 1; lines <= 46; lines += 5) {
      const parts = signedParts(sheet, lines)
      expect(parts.length).toBeGreaterThan(0)
      for (const [n, part] of parts.entries()) {
        // A commission or parties larger than a page go on on the next one.
        const [signed] = pagesWith(part, SIGNED)
        expect([n, lines, pagesWith(part, SAID)]).toEqual([n, lines, expect.arrayContaining([signed])])
      }
    }
  })
})
