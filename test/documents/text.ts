import { composeSheet } from '../../documents/compose.ts'
import { drawSvg } from '../../documents/draw.ts'
import type { PaperDocument } from '../../schema/contracts/papers.ts'

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Every piece of text Typst has drawn for a paper, in reading order, as it can be selected and searched. */
export function drawnText(paper: PaperDocument): string {
  return selectable(drawSvg(composeSheet(paper)))
}

function selectable(svg: string): string {
  return [...svg.matchAll(/class="tsel"[^>]*>([^<]*)</g)]
    .map(([, text = '']) => text)
    .join(' ')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
      return ENTITIES[name] ?? ''
    })
}

/** The drawn text page by page. */
export function drawnPages(paper: PaperDocument): string[] {
  return drawSvg(composeSheet(paper)).split('class="typst-page"').slice(1).map(selectable)
}

/** Line breaks, hyphenation and capitals of headings apart: only the letters, figures and signs. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[\s\u00AD\u200B-]/gu, '')
}
