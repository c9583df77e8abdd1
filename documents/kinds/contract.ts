import {
  formatDate,
  formatDecimal,
  formatMoney,
  formatPeriod,
  shortDate,
  unbroken,
  untilDate,
} from '../../language/format.ts'
import { column, roman, sections, table, text, title } from '../blocks.ts'
import { type Compose, type PaperFor, portrait } from '../frames.ts'
import { practiceWords, programmeText } from '../lists.ts'
import type { Part } from '../sheet.ts'
import type { Wording } from '../wording.ts'
import {
  agreementAnnexLabel,
  agreementHead,
  annexSignatures,
  partyBlocks,
  preamble,
  type RoleOf,
} from './parties.ts'

type Contract = PaperFor<'practiceContract'>['data']

const roleOf: RoleOf = (party, w) => w.say(party.side === 'partner' ? 'party.host' : 'party.institution')

/** The contract on the practice of students, with its plan and premises as annexes where they are known. */
export const practiceContract: Compose<PaperFor<'practiceContract'>> = (paper, w) => {
  const { data } = paper
  const parts = clauses(data, w)
  return {
    size: 12,
    totalPages: true,
    parts: [
      portrait(
        ...agreementHead(paper, w.say('contract.about'), w),
        text(preamble(data.parties, roleOf, w)),
        ...(data.legalBasis === undefined || data.legalBasis.length === 0
          ? []
          : [text(w.say('party.basisActs', { list: data.legalBasis.map((act) => w.own(act)).join('; ') }))]),
        ...sections(parts),
        { block: 'section', no: roman(parts.length), text: w.say('contract.s9') },
        partyBlocks(data.parties, roleOf, w),
      ),
      ...annexes(paper, w),
    ],
  }
}

function clauses(data: Contract, w: Wording) {
  const days = (n: number) => w.counted(n, 'day')
  const { practice } = data
  const hasAnnexes = (data.plan?.length ?? 0) > 0 || (data.premises?.length ?? 0) > 0
  const lists: (string | null)[][] = [
    [
      w.say('contract.s1_1', {
        ...practiceWords(practice, w),
        year: practice.academicYear,
        programmes: data.programmes.map((programme) => programmeText(programme, w)).join(', '),
      }),
      w.say('contract.s1_number', { n: data.plannedNumber }),
      data.period === undefined
        ? w.say('contract.s1_schedule')
        : w.say('contract.s1_period', { period: formatPeriod(w.language, data.period) }),
      practice.hours === undefined ? null : w.say('contract.s1_hours', { hours: practice.hours }),
      practice.daysPerWeek === undefined || practice.hoursPerDay === undefined
        ? null
        : w.say('contract.s1_week', {
            days: days(practice.daysPerWeek),
            hours: formatDecimal(w.language, practice.hoursPerDay),
          }),
      data.sites.length === 0
        ? null
        : w.say('contract.s1_sites', { sites: data.sites.map((site) => siteText(site, w)).join('; ') }),
    ],
    [
      w.say('contract.s2_list', { days: days(data.listDueDays) }),
      w.say('contract.s2_supervisor'),
      w.say('contract.s2_rules'),
      w.say('contract.s2_visit'),
      w.say('contract.s2_responsible', { officer: responsible(data.responsibleInstitution, w) }),
    ],
    [
      w.say('contract.s3_admit'),
      w.say('contract.s3_safety'),
      w.say('contract.s3_programme'),
      w.say('contract.s3_attendance'),
      w.say('contract.s3_evaluate'),
      w.say('contract.s3_replace', { days: days(data.replacementNoticeDays) }),
      data.workplacesForGraduates === undefined || data.workplacesForGraduates === 0
        ? null
        : w.say('contract.s3_workplaces', { n: data.workplacesForGraduates }),
      w.say('contract.s3_responsible', { officer: responsible(data.responsibleHost, w) }),
    ],
    [
      data.payPerMonth === undefined
        ? w.say('contract.s4_free')
        : w.say('contract.s4_paid', { money: formatMoney(w.language, data.payPerMonth) }),
      data.paySource === undefined ? null : w.say('contract.s4_source', { source: w.own(data.paySource) }),
    ],
    [w.say('contract.s5_1'), w.say('contract.s5_2', { days: days(data.forceMajeureNoticeDays) })],
    [w.say('contract.s6_1'), w.say('contract.s6_2', { days: days(data.terminationNoticeDays) })],
    [w.say('contract.s7_1')],
    [
      w.say('contract.s8_term', {
        until: untilDate(w.language, data.validTo),
        date: formatDate(w.language, data.validTo),
      }),
      w.say('contract.s8_copies', { language: w.say('coop.inLanguage'), n: data.copies.count }),
      w.say(hasAnnexes ? 'contract.s8_annexes' : 'contract.s8_list'),
    ],
  ]
  return lists.map((list, i) => ({ title: w.say(`contract.s${i + 1}`), clauses: list }))
}

function siteText({ name, address }: { name: string; address?: string | undefined }, w: Wording): string {
  return address === undefined ? w.own(name) : `${w.own(name)} (${w.own(address)})`
}

function responsible(person: Contract['responsibleHost'], w: Wording): string {
  const phone =
    person.phone === undefined ? '' : `, ${w.say('frame.phone', { phone: unbroken(person.phone) })}`
  return `${w.post(person.post)} ${w.full(person)}${phone}`
}

type Paper = PaperFor<'practiceContract'>

/** Numbered without a gap: what is not known has no annex. */
function annexes(paper: Paper, w: Wording): Part[] {
  const bodies = [planAnnex(paper.data, w), premisesAnnex(paper.data, w)].filter(
    (blocks) => blocks.length > 0,
  )
  return bodies.map((blocks, i) =>
    portrait(agreementAnnexLabel(paper, i + 1, w), ...blocks, annexSignatures(paper.data.parties, roleOf, w)),
  )
}

function planAnnex({ plan = [] }: Contract, w: Wording) {
  if (plan.length === 0) return []
  return [
    title(w.say('contract.plan')),
    ...table<(typeof plan)[number]>(
      [
        column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
        column(w.say('column.programme'), 30, ({ programme }) => programmeText(programme, w)),
        column(w.say('column.course'), 8, ({ course }) => String(course), 'center'),
        column(w.say('column.group'), 11, ({ group }) => group, 'center'),
        column(w.say('column.practiceType'), 20, ({ type }) => w.say(`practice.${type}`)),
        column(w.say('column.planned'), 9, ({ planned }) => String(planned), 'right'),
        column(w.say('column.from'), 15, ({ period }) => shortDate(w.language, period.from), 'center'),
        column(w.say('column.to'), 15, ({ period }) => shortDate(w.language, period.to), 'center'),
      ],
      plan,
      { size: 10.5 },
    ),
  ]
}

function premisesAnnex({ premises = [] }: Contract, w: Wording) {
  if (premises.length === 0) return []
  return [
    title(w.say('contract.premises')),
    ...table<(typeof premises)[number]>(
      [
        column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
        column(w.say('column.site'), 26, ({ name }) => w.own(name)),
        column(w.say('column.address'), 26, ({ address }) => w.own(address)),
        column(w.say('column.component'), 22, ({ component }) => w.own(component ?? '')),
        column(w.say('column.equipment'), 30, ({ equipment }) => w.own(equipment ?? '')),
      ],
      premises,
      { size: 10.5 },
    ),
  ]
}
