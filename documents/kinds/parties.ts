import { actingInGenitive, genderOf, postInGenitive, shortNameInGenitive } from '../../language/declension.ts'
import { dateBlank } from '../../language/format.ts'
import { partsOf } from '../../language/names.ts'
import type { PaperParty, PaperRef, PaperSignatory } from '../../schema/contracts/papers/groups.ts'
import type { PaperDocument } from '../../schema/contracts/papers.ts'
import { annexLabel, dateLine, numberLine, signerPost } from '../frames.ts'
import type { Block, PartyBlock } from '../sheet.ts'
import { capital, type Wording } from '../wording.ts'

/** What the agreements share: the head, the preamble and the columns of the parties, all from the same parties. */

export type RoleOf = (party: PaperParty, w: Wording) => string

export function agreementHead(paper: PaperDocument, about: string, w: Wording): Block[] {
  const number = numberLine(paper, w)
  const name = number === '' ? w.say('party.contractWord') : w.say('party.number', { number })
  const sub = paper.draft ? `${about} (${w.say('frame.version', { n: paper.version })})` : about
  return [
    { block: 'kind', text: name, sub },
    { block: 'dateline', left: w.place(paper.place), right: dateLine(paper, w), below: '' },
  ]
}

function authority(signatory: PaperSignatory, group: 'authority' | 'authorityGen', w: Wording): string {
  const { authorityNo: number, authorityDate: date } = signatory
  const ref: PaperRef = {
    title: '',
    ...(number === undefined ? {} : { number }),
    ...(date === undefined ? {} : { date }),
  }
  return w.say(`${group}.${signatory.authority}`, { attribute: w.attribute(ref) }).trim()
}

/** Post and name in the Russian genitive: as a person checked them, or by rule; undefined where no rule is sure. */
function inGenitive(signatory: PaperSignatory, w: Wording): string | undefined {
  if (w.language !== 'ru') return undefined
  if (signatory.genitive !== undefined) return w.own(signatory.genitive)
  const post = postInGenitive(w.post(signatory.post))
  const name = shortNameInGenitive(partsOf(w.language, signatory))
  return post === undefined || name === undefined ? undefined : `${post} ${name}`
}

export function preamble(parties: readonly PaperParty[], roleOf: RoleOf, w: Wording): string {
  const named = parties.map((party, i) => {
    const { signatory } = party
    const genitive = inGenitive(signatory, w)
    const which = i === 0 ? 'first' : 'other'
    const basics = { name: w.own(party.legalName), role: roleOf(party, w) }
    return genitive === undefined
      ? w.say(`party.${which}`, {
          ...basics,
          authority: authority(signatory, 'authority', w),
          post: w.post(signatory.post),
          person: w.full(signatory),
        })
      : w.say(`party.${which}Gen`, {
          ...basics,
          authority: authority(signatory, 'authorityGen', w),
          genitive,
          acting: actingInGenitive(genderOf(partsOf(w.language, signatory))),
        })
  })
  return capital(w.say('party.together', { parties: named.join(w.say('party.and')) }))
}

/** One column per party; a requisite that is unknown has no line. */
export function partyBlocks(parties: readonly PaperParty[], roleOf: RoleOf, w: Wording): Block {
  return { block: 'parties', parties: parties.map((party) => partyBlock(party, roleOf, w)) }
}

function partyBlock(party: PaperParty, roleOf: RoleOf, w: Wording): PartyBlock {
  const own = { address: w.own(party.address), bankName: party.bankName && w.own(party.bankName) }
  const requisites = { ...party, ...own }
  const keys = [
    'address',
    'phone',
    'email',
    'bankAccount',
    'treasuryAccount',
    'bankName',
    'bankCode',
    'taxId',
  ] as const
  return {
    role: `${roleOf(party, w)}:`,
    lines: [
      w.own(party.legalName),
      ...keys.flatMap((key) => {
        const value = requisites[key]
        return value === undefined || value === '' ? [] : [w.say(`party.${key}`, { value })]
      }),
    ],
    post: signerPost(party.signatory, w),
    name: w.short(party.signatory),
    seal: party.hasSeal ? w.say('frame.seal') : '',
    date: dateBlank(w.language),
  }
}

/** The label of annex n of an agreement. */
export function agreementAnnexLabel(paper: PaperDocument, n: number, w: Wording): Block {
  const { draft, number, date } = paper
  const to =
    draft || number === null || date === null
      ? w.say('frame.annexToDraftPaper')
      : w.say('frame.annexToPaper', { attribute: w.attribute({ title: '', number, date }) })
  return annexLabel(to, n, w)
}

/** Every annex is signed again, by the same persons. */
export function annexSignatures(parties: readonly PaperParty[], roleOf: RoleOf, w: Wording): Block {
  return {
    block: 'parties',
    parties: parties.map((party) => ({ ...partyBlock(party, roleOf, w), lines: [], date: '' })),
  }
}
