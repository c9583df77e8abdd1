import { dateBlank, dateOf, formatDate, formatNumber, unbroken } from '../language/format.ts'
import type { PaperOfficial, PaperRef, PaperSignatory } from '../schema/contracts/papers/groups.ts'
import type { PaperDocument, PaperKind } from '../schema/contracts/papers.ts'
import { lead, plain, points, text } from './blocks.ts'
import type { Block, Part, Sheet, SignatureRow, Stamp } from './sheet.ts'
import { capital, type Wording } from './wording.ts'

/** What a composer makes of its paper; the rest of the sheet is the same for all. */
export interface Composition {
  size: Sheet['size']
  totalPages: boolean
  parts: Part[]
}

export type Compose<Paper extends PaperDocument> = (paper: Paper, say: Wording) => Composition
export type PaperFor<K extends PaperKind> = Extract<PaperDocument, { kind: K }>

export const portrait = (...blocks: Block[]): Part => ({ landscape: false, blocks })
export const landscape = (...blocks: Block[]): Part => ({ landscape: true, blocks })

/** The day of the paper, or room for a hand. */
export function dateLine(paper: PaperDocument, w: Wording): string {
  return paper.date === null ? dateBlank(w.language) : formatDate(w.language, paper.date)
}

/** The number; a draft shows none, a paper of the partner leaves room for the partner's own. */
export function numberLine(paper: PaperDocument, w: Wording): string {
  if (paper.draft) return ''
  if (paper.number !== null) return formatNumber(w.language, paper.number)
  return paper.issuer.side === 'partner' ? w.say('frame.numberBlank') : ''
}

/** The head of the sheet; letters carry the address too. */
export function head(paper: PaperDocument, w: Wording, withContacts = false): Block {
  const { superiorBody, name, address, phone, email, taxId } = paper.issuer
  const reach = [
    phone === undefined ? '' : w.say('frame.phone', { phone: unbroken(phone) }),
    email ?? '',
    taxId === undefined ? '' : w.say('frame.taxId', { taxId }),
  ]
  const contacts = [address === undefined ? '' : w.own(address), reach.filter(Boolean).join(' · ')]
  return {
    block: 'letterhead',
    superior: superiorBody === undefined ? '' : w.own(superiorBody).toUpperCase(),
    name: w.own(name).toUpperCase(),
    contacts: withContacts ? contacts.filter(Boolean) : [],
  }
}

export const kindName = (name: string, sub = ''): Block => ({ block: 'kind', text: name, sub })
export const heading = (about: string): Block => ({ block: 'heading', text: capital(about) })

/** Date left, number right, town below; papers without a number of their own have none. */
export function dateline(paper: PaperDocument, w: Wording, { numbered = true } = {}): Block {
  const right = numbered ? numberLine(paper, w) : ''
  return { block: 'dateline', left: dateLine(paper, w), right, below: w.place(paper.place) }
}

/** The post as it stands on a signature line. */
export function signerPost(official: PaperOfficial | PaperSignatory, w: Wording): string {
  const post = w.post(official.post)
  return capital('acting' in official && official.acting === true ? w.say('frame.acting', { post }) : post)
}

export function signerRow(official: PaperOfficial, w: Wording, label = ''): SignatureRow {
  return { label, post: signerPost(official, w), name: w.short(official) }
}

export function signatures(rows: SignatureRow[], { seal = '', date = '' } = {}): Block {
  return { block: 'signatures', rows, seal, date }
}

/** The place of the seal, where the issuer has one. */
export function sealOf(paper: PaperDocument, w: Wording): string {
  return paper.issuer.hasSeal === true ? w.say('frame.seal') : ''
}

export function stamp(
  word: string,
  official: PaperOfficial,
  date: string | null,
  w: Wording,
  organisation = '',
): Stamp {
  const lines = [organisation === '' ? '' : w.own(organisation), signerPost(official, w)]
  return {
    word,
    lines: lines.filter(Boolean),
    name: w.short(official),
    date: date === null ? dateBlank(w.language) : formatDate(w.language, date),
  }
}

/** The label of annex n of an order, top right. */
export function orderAnnexLabel(paper: PaperDocument, signer: PaperOfficial, n: number, w: Wording): Block {
  const Post = capital(w.post(signer.post))
  const known = !paper.draft && paper.number !== null && paper.date !== null
  const to = known
    ? w.say('frame.annexToOrder', {
        Post,
        date: dateOf(w.language, paper.date ?? ''),
        number: formatNumber(w.language, paper.number ?? ''),
      })
    : w.say('frame.annexToDraftOrder', { Post })
  return annexLabel(to, n, w)
}

/** In Uzbek the paper comes first and the annex after it; in Russian and English the other way round. */
export function annexLabel(to: string, n: number, w: Wording): Block {
  const own = w.say('frame.annex', { n })
  const uzbek = w.language === 'uz-Latn' || w.language === 'uz-Cyrl'
  return { block: 'annexLabel', lines: uzbek ? [to, own] : [own, to] }
}

function basisText(basis: readonly PaperRef[], w: Wording): Block[] {
  if (basis.length === 0) return []
  return [text(w.say('frame.basis', { refs: basis.map((ref) => w.ref(ref)).join('; ') }), true)]
}

interface OrderWords {
  about: string
  ground: string
  points: (string | null)[]
  /** Everybody the order names; each signs that it was read. */
  named: PaperOfficial[]
  annexes: Part[]
}

type Order = Extract<PaperDocument, { data: { signatory: PaperSignatory; basis: PaperRef[] } }>

/** The frame of every order: head, ground, keyword, points with the control at their end, basis, signature. */
export function orderFrame(paper: Order, w: Wording, words: OrderWords): Composition {
  const { signatory, control, basis, visas } = paper.data
  const controlPoint =
    control === undefined
      ? w.say('frame.controlSelf')
      : w.say('frame.controlOther', { officer: w.officer(control) })
  const known = distinct([...words.named, ...(control === undefined ? [] : [control])], w)
  return {
    size: 14,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w),
        kindName(w.say('frame.order')),
        dateline(paper, w),
        heading(words.about),
        text(capital(words.ground)),
        plain(w.say('frame.keyword'), { bold: true, keep: true }),
        ...points([...words.points, controlPoint].map((point) => (point === null ? null : capital(point)))),
        ...basisText(basis, w),
        signatures([signerRow(signatory, w)]),
        ...(known.length === 0 ? [] : [acknowledgement(known, w)]),
        ...(paper.draft && visas !== undefined && visas.length > 0
          ? [lead(w.say('frame.visas')), signatures(visas.map((visa) => signerRow(visa, w)))]
          : []),
      ),
      ...words.annexes,
    ],
  }
}

function distinct(officials: readonly PaperOfficial[], w: Wording): PaperOfficial[] {
  return [...new Map(officials.map((official) => [w.full(official), official])).values()]
}

function acknowledgement(officials: readonly PaperOfficial[], w: Wording): Block {
  const rows = officials.map((official) => ({ name: w.short(official), date: dateBlank(w.language) }))
  return { block: 'acknowledgement', title: w.say('frame.acknowledged'), rows }
}

/** The frame of every letter: full head, date and outgoing number, addressee, heading, text, signature. */
export function letterHead(
  paper: PaperDocument,
  addressee: { organisation: string; person?: PaperOfficial | undefined },
  about: string,
  w: Wording,
): Block[] {
  const { organisation, person } = addressee
  const to = person === undefined ? [] : [capital(w.post(person.post)), w.short(person)]
  return [
    head(paper, w, true),
    { block: 'dateline', left: dateLine(paper, w), right: numberLine(paper, w), below: '' },
    { block: 'addressee', lines: [w.own(organisation), ...to] },
    heading(about),
  ]
}
