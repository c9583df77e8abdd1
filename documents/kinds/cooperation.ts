import { formatMoney, formatPeriod, shortDate, sinceDate, unbroken } from '../../language/format.ts'
import { column, roman, sections, table, text, title } from '../blocks.ts'
import { type Compose, type PaperFor, portrait } from '../frames.ts'
import type { Wording } from '../wording.ts'
import {
  agreementAnnexLabel,
  agreementHead,
  annexSignatures,
  partyBlocks,
  preamble,
  type RoleOf,
} from './parties.ts'

type Agreement = PaperFor<'cooperationAgreement'>['data']

const roleOf: RoleOf = (party, w) => w.say(`party.${party.side}`)

/** The framework agreement of an institution and its partner: twelve sections and the programme of joint action. */
export const cooperationAgreement: Compose<PaperFor<'cooperationAgreement'>> = (paper, w) => {
  const { data } = paper
  const parts = clauses(data, w)
  const measures = data.measures ?? []
  return {
    size: 12,
    totalPages: true,
    parts: [
      portrait(
        ...agreementHead(paper, w.say('coop.about'), w),
        text(preamble(data.parties, roleOf, w)),
        ...(data.legalBasis === undefined || data.legalBasis.length === 0
          ? []
          : [text(w.say('party.basisActs', { list: data.legalBasis.map((act) => w.own(act)).join('; ') }))]),
        ...sections(parts),
        { block: 'section', no: roman(parts.length), text: w.say('coop.s12') },
        partyBlocks(data.parties, roleOf, w),
      ),
      ...(measures.length === 0
        ? []
        : [
            portrait(
              agreementAnnexLabel(paper, 1, w),
              title(w.say('coop.programme')),
              ...table<(typeof measures)[number]>(
                [
                  column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
                  column(w.say('column.measure'), 42, ({ measure }) => w.own(measure)),
                  column(w.say('column.owner'), 22, ({ owner }) => w.own(owner)),
                  column(w.say('column.due'), 16, ({ due }) => shortDate(w.language, due), 'center'),
                  column(w.say('column.evidence'), 24, ({ evidence }) => w.own(evidence ?? '')),
                ],
                measures,
              ),
              annexSignatures(data.parties, roleOf, w),
            ),
          ]),
    ],
  }
}

interface Section {
  title: string
  clauses: (string | null)[]
}

function clauses(data: Agreement, w: Wording): Section[] {
  const days = (n: number) => w.counted(n, 'day')
  const fixed = (section: number, count: number): string[] =>
    Array.from({ length: count }, (_, i) => w.say(`coop.s${section}_${i + 1}`))
  const hasProgramme = data.measures !== undefined && data.measures.length > 0
  const sectionsOf: (string | null)[][] = [
    fixed(1, 2),
    data.forms.map((form) => w.say(`coop.s2_${form}`)),
    fixed(3, 4),
    fixed(4, 4),
    [
      ...data.coordinators.map((coordinator) => coordinatorClause(coordinator, w)),
      w.say('coop.s5_programme'),
      hasProgramme ? w.say('coop.s5_annex') : null,
    ],
    [
      data.payment === undefined
        ? w.say('coop.s6_free')
        : w.say('coop.s6_paid', { money: formatMoney(w.language, data.payment) }),
    ],
    fixed(7, 2),
    [w.say('coop.s8_1'), w.say('coop.s8_2', { days: days(data.forceMajeureNoticeDays) })],
    [w.say('coop.s9_1'), w.say('coop.s9_2'), w.say('coop.s9_3', { days: days(data.terminationNoticeDays) })],
    fixed(10, 1),
    [
      ...termClauses(data, w),
      w.say('coop.s11_copies', { language: w.say('coop.inLanguage'), n: data.copies.count }),
    ],
  ]
  return sectionsOf.map((list, i) => ({ title: w.say(`coop.s${i + 1}`), clauses: list }))
}

function coordinatorClause(coordinator: Agreement['coordinators'][number], w: Wording): string {
  const values = {
    role: w.say(`party.${coordinator.side}`),
    officer: `${w.post(coordinator.post)} ${w.full(coordinator)}`,
  }
  return coordinator.phone === undefined
    ? w.say('coop.s5_person', values)
    : w.say('coop.s5_personPhone', { ...values, phone: unbroken(coordinator.phone) })
}

function termClauses({ term, optOutNoticeDays }: Agreement, w: Wording): string[] {
  const { from, to, renewal } = term
  if (to === undefined || renewal === 'openEnded') {
    return [w.say('coop.s11_open', { since: sinceDate(w.language, from) })]
  }
  const duration = w.say('coop.s11_term', { period: formatPeriod(w.language, { from, to }) })
  if (renewal === 'fixed' || optOutNoticeDays === undefined) return [duration, w.say('coop.s11_fixed')]
  return [duration, w.say('coop.s11_auto', { days: w.counted(optOutNoticeDays, 'day') })]
}
