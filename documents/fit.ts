import { POINT, roomsOf, WIDEST, WIDTH, widthOf } from './measures.ts'
import type { Block, Part, PartyBlock, Sheet, Stamp } from './sheet.ts'

/**
 * Every word gets a place to break where it is wider than the room it stands in: a surname of a hundred letters, a code
 * without a hyphen. What fits stays as it is, so that it can be searched in the paper.
 */

const NBSP = '\u00A0'
const SOFT_HYPHEN = '\u00AD'
const ZERO_WIDTH_SPACE = '\u200B'
/** Before a consonant and a vowel, never within one of the letters of two signs. */
const SYLLABLE =
  /(?<=\p{L}{2})(?<![sc](?=h))(?=(?:sh|ch|gʻ|[^aeiouаеёиоуўэюяʻʼ\P{L}])[aeiouаеёиоуўэюя]\p{L})/giu
/** Letters in a row without a place to break. */
const STRETCH = /[^\u00AD\s]{6,}/gu

const breakable = (word: string): string =>
  word.replace(SYLLABLE, SOFT_HYPHEN).replace(STRETCH, (stretch) => [...stretch].join(ZERO_WIDTH_SPACE))

/** Texts with a word of so many characters or more; what has none needs no closer look. */
const long = new Map<number, RegExp>()

function hasLongWord(text: string, characters: number): boolean {
  const pattern = long.get(characters) ?? new RegExp(`[^ \\n]{${characters},}`)
  long.set(characters, pattern)
  return pattern.test(text)
}

/** The text with places to break in every word wider than the room; `room` in em. */
function fitted(text: string, room: number): string {
  if (!hasLongWord(text, Math.max(1, Math.floor(room / WIDEST)))) return text
  return text
    .split(/([ \n])/)
    .flatMap((word) => (widthOf(word) <= room ? [word] : unbound(word, room)))
    .join('')
}

/** A word of several parts that do not part falls into its parts before they break. */
const unbound = (word: string, room: number): string[] =>
  word.includes(NBSP)
    ? [
        word
          .split(NBSP)
          .map((part) => fitted(part, room))
          .join(' '),
      ]
    : [breakable(word)]

/** A sheet in which every word fits. */
export function fitSheet(sheet: Sheet): Sheet {
  return { ...sheet, parts: sheet.parts.map((part) => fitPart(part, sheet.size)) }
}

function fitPart(part: Part, size: number): Part {
  const page = part.landscape ? WIDTH.landscape : WIDTH.portrait
  return { ...part, blocks: part.blocks.map((block) => fitBlock(block, page, size)) }
}

function fitBlock(block: Block, page: number, size: number): Block {
  const into = (text: string, millimetres: number, points = size) =>
    fitted(text, millimetres / (points * POINT))
  const all = (lines: readonly string[], millimetres: number) => lines.map((line) => into(line, millimetres))
  switch (block.block) {
    case 'letterhead':
      return {
        ...block,
        superior: into(block.superior, page),
        name: into(block.name, page, size * 1.1),
        contacts: all(block.contacts, page),
      }
    case 'kind':
      return { ...block, text: into(block.text, page, size * 1.2), sub: into(block.sub, page) }
    case 'dateline':
      return {
        ...block,
        left: into(block.left, page / 2),
        right: into(block.right, page / 2),
        below: into(block.below, page),
      }
    case 'heading':
      return { ...block, text: into(block.text, WIDTH.heading, size * 1.1) }
    case 'title':
      return { ...block, lines: block.lines.map((line) => into(line, page, size * 1.1)) }
    case 'addressee':
      return { ...block, lines: all(block.lines, WIDTH.addressee) }
    case 'text':
    case 'plain':
    case 'point':
    case 'section':
      return { ...block, text: into(block.text, page - WIDTH.counter) }
    case 'facts':
      return {
        ...block,
        rows: block.rows.map(({ label, value }) => ({
          label: into(label, WIDTH.label),
          value: into(value, page - WIDTH.label - 4),
        })),
      }
    case 'table':
      return fitTable(block, page)
    case 'stamps':
      return {
        ...block,
        left: fitStamp(block.left, (text) => into(text, WIDTH.stamp)),
        right: fitStamp(block.right, (text) => into(text, WIDTH.stamp)),
      }
    case 'signatures':
      return {
        ...block,
        rows: block.rows.map(({ label, post, name }) => ({
          label: into(label, page),
          post: into(post, WIDTH.post),
          name: into(name, WIDTH.name),
        })),
      }
    case 'parties':
      return {
        ...block,
        parties: block.parties.map((party) => fitParty(party, into)),
      }
    case 'annexLabel':
      return { ...block, lines: all(block.lines, WIDTH.annex) }
    case 'acknowledgement':
      return {
        ...block,
        title: into(block.title, page),
        rows: block.rows.map(({ name, date }) => ({ name: into(name, WIDTH.name), date })),
      }
    case 'coupon':
      return {
        ...block,
        title: into(block.title, page),
        lines: all(block.lines, page),
      }
    case 'small':
      return { ...block, lines: all(block.lines, page) }
  }
}

function fitTable(table: Extract<Block, { block: 'table' }>, page: number): Block {
  const rooms = roomsOf(table.columns, page, table.size)
  const room = (i: number) => rooms[i] ?? page
  return {
    ...table,
    // Heads are bold.
    columns: table.columns.map((column, i) => ({ ...column, head: fitted(column.head, room(i) / 1.1) })),
    rows: table.rows.map((row) => row.map((cell, i) => fitted(cell, room(i)))),
  }
}

function fitStamp(stamp: Stamp | null, into: (text: string) => string): Stamp | null {
  return stamp === null ? null : { ...stamp, lines: stamp.lines.map(into), name: into(stamp.name) }
}

function fitParty(party: PartyBlock, into: (text: string, millimetres: number) => string): PartyBlock {
  const line = (text: string) => into(text, WIDTH.party)
  return {
    ...party,
    role: line(party.role),
    lines: party.lines.map(line),
    post: line(party.post),
    name: into(party.name, WIDTH.name),
  }
}
