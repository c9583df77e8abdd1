import { createHash } from 'node:crypto'
import { type PaperDocument, parsePaper } from '../schema/contracts/papers.ts'
import { composeSheet } from './compose.ts'
import { drawPdf } from './draw.ts'

export interface Rendered {
  pdf: Buffer
  pages: number
  /** Of the PDF, in hexadecimal. */
  sha256: string
}

/** Written into a paper that has no date yet: the same draft must give the same bytes. */
const UNDATED = Date.UTC(2000, 0, 1) / 1000

/**
 * Renders on this thread. The time of creation in the PDF is midnight UTC of the paper's own day, not now: the same
 * paper gives the same bytes. Throws ZodError for a wrong paper, DrawingError for one that cannot be drawn.
 */
export function renderHere(input: PaperDocument): Rendered {
  const paper = parsePaper(input)
  const createdAt = paper.date === null ? UNDATED : Date.parse(`${paper.date}T00:00:00Z`) / 1000
  const { pdf, pages } = drawPdf(composeSheet(paper), createdAt)
  return { pdf, pages, sha256: createHash('sha256').update(pdf).digest('hex') }
}
