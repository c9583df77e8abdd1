/**
 * What a composed paper is made of: every text is final, nothing is left to be computed. The Typst templates draw a
 * sheet and know neither languages nor kinds of papers.
 */

export interface Sheet {
  /** BCP 47 language of the text, for hyphenation and the PDF. */
  lang: 'uz' | 'ru' | 'en'
  title: string
  /** Points of the running text: 12 in contracts, 14 in orders and letters. */
  size: 12 | 13 | 14
  /** Page numbers stand from page 2; contracts show the total too. */
  totalPages: boolean
  /** Across every page of a draft. */
  watermark: string | null
  verification: Verification | null
  /** The paper and its annexes; each begins a page. */
  parts: Part[]
}

export interface Part {
  landscape: boolean
  blocks: Block[]
}

export interface Verification {
  label: string
  code: string
  /** Rows of the QR matrix, each a dashed line. */
  qr: { modules: number; rows: QrRow[] }
}

/** Where the first black run begins, then the lengths of black, white, black … up to the last black; in modules. */
export interface QrRow {
  from: number
  runs: number[]
}

export interface Column {
  head: string
  /** Share of the width; several columns divide the page by their shares, one of 0 is as wide as its text. */
  share: number
  align: 'left' | 'center' | 'right'
  /** Names of people are never hyphenated. */
  whole: boolean
}

export interface Stamp {
  word: string
  lines: string[]
  name: string
  date: string
}

export interface SignatureRow {
  /** Chair, members …; empty when the post says enough. */
  label: string
  post: string
  name: string
}

export interface PartyBlock {
  role: string
  lines: string[]
  post: string
  name: string
  seal: string
  date: string
}

export type Block =
  /** Names in capitals. */
  | { block: 'letterhead'; superior: string; name: string; contacts: string[] }
  /** The kind of the paper in capitals. */
  | { block: 'kind'; text: string; sub: string }
  | { block: 'dateline'; left: string; right: string; below: string }
  /** About what: short lines on the left. */
  | { block: 'heading'; text: string }
  | { block: 'title'; lines: string[] }
  | { block: 'addressee'; lines: string[] }
  /** A paragraph with an indented first line; `keep` holds it together with what follows. */
  | { block: 'text'; text: string; keep: boolean }
  | { block: 'plain'; text: string; bold: boolean; align: 'left' | 'center' | 'right'; keep: boolean }
  | { block: 'point'; no: string; text: string; keep: boolean }
  | { block: 'section'; no: string; text: string }
  | { block: 'facts'; rows: { label: string; value: string }[] }
  /** Tall when the last row and what it is signed with might not fit on a page. */
  | { block: 'table'; columns: Column[]; rows: string[][]; size: number; ruler: boolean; tall?: boolean }
  | { block: 'stamps'; left: Stamp | null; right: Stamp | null }
  | { block: 'signatures'; rows: SignatureRow[]; seal: string; date: string; tall?: boolean }
  | { block: 'parties'; parties: PartyBlock[]; tall?: boolean }
  | { block: 'annexLabel'; lines: string[] }
  | { block: 'acknowledgement'; title: string; rows: { name: string; date: string }[]; tall?: boolean }
  | { block: 'coupon'; title: string; lines: string[]; tall?: boolean }
  | { block: 'small'; lines: string[] }
