import { linesOf, POINT, roomsOf, WIDTH } from './measures.ts'
import type { Block, Part, PartyBlock, Sheet, SignatureRow } from './sheet.ts'

/**
 * What is kept together on a page: a row, a signature with what is signed. What might be taller than a page is marked,
 * so that it goes on on the next page instead of running over the edge.
 */

/** Millimetres that fit on every page, under the head of a table too. */
const MOST = { portrait: 220, landscape: 140 }
/** Height of a line in em, with what stands between two of them. */
const LEADING = 1.25

type TableBlock = Extract<Block, { block: 'table' }>
type Kept = Extract<Block, { block: 'signatures' | 'parties' | 'acknowledgement' | 'coupon' }>

const isKept = (block: Block): block is Kept =>
  ['signatures', 'parties', 'acknowledgement', 'coupon'].includes(block.block)

const millimetres = (em: number, size: number): number => em * size * POINT
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

export function keepTogether(sheet: Sheet): Sheet {
  return { ...sheet, parts: sheet.parts.map((part) => partTogether(part, sheet.size)) }
}

function partTogether(part: Part, size: number): Part {
  const page = part.landscape ? WIDTH.landscape : WIDTH.portrait
  const most = part.landscape ? MOST.landscape : MOST.portrait
  const whole = part.blocks.flatMap(pairs)
  const blocks = whole.map((block, i) => {
    if (isKept(block)) return { ...block, tall: heightOf(block, page, size) > most }
    if (block.block !== 'table') return block
    const next = whole[i + 1]
    const isSigned = next?.block === 'signatures' || next?.block === 'parties'
    return tableTogether(block, page, most, isSigned ? heightOf(next, page, size) : 0)
  })
  return { ...part, blocks }
}

/** Parties sign in rows of two: only the first of them must stay with what is signed. */
const pairs = (block: Block): Block[] =>
  block.block === 'parties'
    ? block.parties.flatMap((_, i, all) => (i % 2 === 0 ? [{ ...block, parties: all.slice(i, i + 2) }] : []))
    : [block]

/** Height of what a block keeps together, in millimetres. */
function heightOf(block: Kept, page: number, size: number): number {
  const text = (value: string, width: number) => LEADING * linesOf(value, width / (size * POINT))
  switch (block.block) {
    case 'signatures': {
      const row = ({ label, post, name }: SignatureRow) =>
        (label === '' ? 0 : 2) + 1.2 + Math.max(text(post, WIDTH.post), text(name, WIDTH.name))
      return millimetres(4 + sum(block.rows.map(row)), size)
    }
    case 'parties': {
      const party = ({ role, lines, post, name, seal, date }: PartyBlock) =>
        sum([role, ...lines, post].map((line) => text(line, WIDTH.party) + 0.3)) +
        Math.max(text(name, WIDTH.name), LEADING) +
        [seal, date].filter(Boolean).length * 2 +
        4
      return millimetres(Math.max(...block.parties.map(party)), size)
    }
    case 'acknowledgement':
      return millimetres(3 + sum(block.rows.map(({ name }) => 0.9 + text(name, WIDTH.name))), size)
    case 'coupon':
      return millimetres(3 + sum(block.lines.map((line) => text(line, page) + 1)), size)
  }
}

/** Rows too tall for a page are divided, the last one so that what it is signed with (`signed` millimetres) fits too. */
function tableTogether(table: TableBlock, page: number, most: number, signed: number): TableBlock {
  const rooms = roomsOf(table.columns, page, table.size)
  const room = (i: number) => rooms[i] ?? page
  const lines = (row: readonly string[]) => Math.max(...row.map((cell, i) => linesOf(cell, room(i))))
  const linesIn = (height: number) => Math.max(3, Math.floor((height / (table.size * POINT) - 0.8) / LEADING))
  const rows = table.rows.flatMap((row, i) => {
    const isSigned = i === table.rows.length - 1 && signed < most
    if (lines(row) <= linesIn(isSigned ? most - signed : most)) return [row]
    return divided(row, room, linesIn(isSigned ? (most - signed) / 2 : most / 2))
  })
  const last = rows.at(-1) ?? []
  return { ...table, rows, tall: lines(last) > linesIn(Math.max(0, most - signed)) }
}

/** A row whose cells go on in further rows, each of at most so many lines. */
function divided(row: readonly string[], room: (column: number) => number, most: number): string[][] {
  const pieces = row.map((cell, i) => piecesOf(cell, room(i), most))
  const count = Math.max(...pieces.map((list) => list.length))
  return Array.from({ length: count }, (_, n) => pieces.map((list) => list[n]?.trim() ?? ''))
}

function piecesOf(cell: string, room: number, most: number): string[] {
  const pieces: string[] = []
  for (const word of cell.split(/(?<=[ \n])/)) {
    const longer = `${pieces.at(-1) ?? ''}${word}`
    if (pieces.length > 0 && linesOf(longer.trim(), room) <= most) pieces.splice(-1, 1, longer)
    else pieces.push(word)
  }
  return pieces
}
