import { composeSheet } from '../../documents/compose.ts'
import { drawSvg } from '../../documents/draw.ts'
import type { Sheet } from '../../documents/sheet.ts'
import type { PaperDocument } from '../../schema/contracts/papers.ts'

/** A piece of drawn text with its place on its page; points, from the top left corner. */
export interface TextBox {
  page: number
  text: string
  left: number
  right: number
  /** Of the line the letters stand on. */
  base: number
  size: number
}

export interface DrawnPage {
  width: number
  height: number
  boxes: TextBox[]
}

interface Frame {
  x: number
  y: number
  scale: number
}

const TAG =
  /<(\/?)(?:g|foreignObject)\b([^>]*)>|<h5:div class="tsel" style="font-size: ([\d.]+)px">([^<]*)<\/h5:div>/g

/**
 * The pages of a paper with every piece of text in its place, read from the drawing of the same compiler that makes
 * the PDF. The watermark is turned and is left out.
 */
export const drawnBoxes = (paper: PaperDocument): DrawnPage[] => drawnSheet(composeSheet(paper))

export function drawnSheet(sheet: Sheet): DrawnPage[] {
  const svg = drawSvg(sheet)
  const pages: DrawnPage[] = []
  const stack: Frame[] = [{ x: 0, y: 0, scale: 1 }]
  let width = 0
  for (const [tag, closing, attributes = '', size, text] of svg.matchAll(TAG)) {
    const frame = stack.at(-1) ?? { x: 0, y: 0, scale: 1 }
    if (text !== undefined) {
      const left = frame.x
      const height = Number(size) * frame.scale
      pages.at(-1)?.boxes.push({
        page: pages.length,
        text,
        left,
        right: left + width * frame.scale,
        base: frame.y,
        size: height,
      })
    } else if (closing === '/') stack.pop()
    else {
      if (attributes.includes('typst-page')) {
        const side = (name: string) =>
          Number(new RegExp(`data-page-${name}="([\\d.]+)"`).exec(attributes)?.[1])
        pages.push({ width: side('width'), height: side('height'), boxes: [] })
        stack.push({ x: 0, y: 0, scale: 1 })
        continue
      }
      width = Number(/ width="([\d.]+)"/.exec(attributes)?.[1] ?? width)
      if (!tag.endsWith('/>')) stack.push(moved(frame, attributes))
    }
  }
  return pages
}

function moved(frame: Frame, attributes: string): Frame {
  const [, kind = '', values = ''] = /transform="(\w+)\(([^)]*)\)"/.exec(attributes) ?? []
  const [a = 0, b = 0, , , e = 0, f = 0] = values.split(/[ ,]+/).map(Number)
  switch (kind) {
    case 'translate':
      return { ...frame, x: frame.x + a * frame.scale, y: frame.y + b * frame.scale }
    case 'scale':
      return { ...frame, scale: frame.scale * Math.abs(a) }
    case 'matrix':
      return { ...frame, x: frame.x + e * frame.scale, y: frame.y + f * frame.scale }
    default:
      return frame
  }
}
