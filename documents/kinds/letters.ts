import {
  dateBlank,
  dateOf,
  formatDate,
  formatNumber,
  formatPeriod,
  unbroken,
  untilDate,
} from '../../language/format.ts'
import type { PaperContact } from '../../schema/contracts/papers/groups.ts'
import { column, facts, lead, names, plain, points, table, text, title } from '../blocks.ts'
import {
  annexLabel,
  type Compose,
  dateline,
  head,
  kindName,
  landscape,
  letterHead,
  numberLine,
  type PaperFor,
  portrait,
  sealOf,
  signatures,
  signerRow,
} from '../frames.ts'
import { courseGroup, practiceWords, programmeText, traineeTable } from '../lists.ts'
import type { Block } from '../sheet.ts'
import type { Wording } from '../wording.ts'

/** Letters of the institution. */

/** What somebody wrote may end its sentence already. */
const sentence = (words: string): string => (words.endsWith('.') ? words : `${words}.`)

export const noticeToHost: Compose<PaperFor<'noticeToHost'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const words = practiceWords(data.practice, w)
  const total = data.numberByProgramme.reduce((sum, { number }) => sum + number, 0)
  const trainees = data.trainees ?? []
  return {
    size: 13,
    totalPages: false,
    parts: [
      portrait(
        ...letterHead(paper, data.addressee, w.say('notice.heading', words), w),
        text(
          w.say('notice.cause', {
            ...words,
            order: w.attribute(data.sendingOrder),
            period: formatPeriod(language, data.period),
            students: w.counted(total, 'student'),
          }),
        ),
        ...(data.contract === undefined
          ? []
          : [text(w.say('notice.contract', { contract: w.attribute(data.contract) }))]),
        lead(w.say('notice.numbers')),
        ...table<(typeof data.numberByProgramme)[number]>(
          [
            column(w.say('column.programme'), 80, ({ programme }) => programmeText(programme, w)),
            column(w.say('column.students'), 25, ({ number }) => String(number), 'right'),
          ],
          data.numberByProgramme,
        ),
        lead(w.say('notice.supervisors')),
        ...contactTable(data.supervisors, w),
        ...requests(data, w),
        ...(trainees.length === 0
          ? []
          : [plain(`${w.say('frame.enclosures')} ${w.say('notice.listEnclosed')}`, { keep: true })]),
        signatures([signerRow(data.signatory, w)]),
        ...executor(data.executor, w),
      ),
      ...(trainees.length === 0
        ? []
        : [
            landscape(
              letterAnnexLabel(paper, 1, w),
              title(w.say('notice.list')),
              ...traineeTable(trainees, w),
              signatures([signerRow(data.signatory, w)]),
            ),
          ]),
    ],
  }
}

function requests(data: PaperFor<'noticeToHost'>['data'], w: Wording): Block[] {
  if (data.requests.length === 0) return []
  const ask =
    data.replyBy === undefined
      ? w.say('notice.requests')
      : w.say('notice.requestsBy', { until: untilDate(w.language, data.replyBy) })
  return [text(ask, true), ...points(data.requests.map((request) => w.say(`notice.${request}`)))]
}

function letterAnnexLabel(paper: PaperFor<'noticeToHost'>, n: number, w: Wording): Block {
  const { number, date, draft } = paper
  const to =
    draft || number === null || date === null
      ? w.say('frame.annexToDraftLetter')
      : w.say('frame.annexToLetter', {
          date: dateOf(w.language, date),
          number: formatNumber(w.language, number),
        })
  return annexLabel(to, n, w)
}

function contactTable(contacts: readonly PaperContact[], w: Wording): Block[] {
  return table<PaperContact>(
    [
      names(w.say('column.name'), 45, (contact) => w.full(contact)),
      column(w.say('column.post'), 35, (contact) => w.post(contact.post)),
      column(w.say('column.phone'), 28, (contact) => unbroken(contact.phone ?? '')),
    ],
    contacts,
  )
}

function executor(contact: PaperContact | undefined, w: Wording): Block[] {
  if (contact === undefined) return []
  const phone = contact.phone === undefined ? [] : [w.say('frame.phone', { phone: unbroken(contact.phone) })]
  return [{ block: 'small', lines: [w.say('frame.executor', { name: w.short(contact) }), ...phone] }]
}

export const referralLetter: Compose<PaperFor<'referralLetter'>> = (paper, w) => {
  const { data } = paper
  const words = practiceWords(data.practice, w)
  const { trainee, supervisor, addressee } = data
  const site = [w.own(trainee.site ?? ''), w.own(data.siteAddress ?? '')].filter(Boolean).join(', ')
  const phone =
    supervisor.phone === undefined ? [] : [w.say('frame.phone', { phone: unbroken(supervisor.phone) })]
  const seal = w.say('frame.seal')
  const date = dateBlank(w.language)
  const person = addressee.person === undefined ? [] : [w.officer(addressee.person)]
  return {
    size: 13,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w, true),
        kindName(w.say('referral.kind')),
        dateline(paper, w),
        { block: 'addressee', lines: [w.own(addressee.organisation), ...person] },
        text(w.say('referral.directs', { ...words, institution: w.own(paper.issuer.name) })),
        ...facts([
          [w.say('referral.trainee'), w.full(trainee.trainee)],
          [w.say('referral.programme'), programmeText(trainee.programme, w)],
          [w.say('referral.courseGroup'), courseGroup(trainee, w)],
          [w.say('referral.site'), site],
          [w.say('referral.period'), formatPeriod(w.language, data.period)],
          [w.say('referral.contract'), data.contract === undefined ? undefined : w.ref(data.contract)],
          [w.say('referral.order'), data.sendingOrder === undefined ? undefined : w.ref(data.sendingOrder)],
          [w.say('referral.supervisor'), [w.full(supervisor), w.post(supervisor.post), ...phone].join(', ')],
        ]),
        signatures([signerRow(data.signatory, w)], { seal: sealOf(paper, w) }),
        {
          block: 'coupon',
          title: w.say('referral.coupon'),
          lines: [
            w.say('referral.couponFor', { name: w.full(trainee.trainee), number: numberLine(paper, w) }),
            w.say('referral.arrived', { date, seal }),
            w.say('referral.left', { date, seal }),
          ],
        },
      ),
    ],
  }
}

export const proposalPackage: Compose<PaperFor<'proposalPackage'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const { contact, validUntil, enclosures = [] } = data
  const reach = [w.officer(contact), contact.phone && unbroken(contact.phone), contact.email].filter(
    (part) => part !== undefined,
  )
  return {
    size: 13,
    totalPages: false,
    parts: [
      portrait(
        ...letterHead(paper, data.addressee, w.say('proposal.heading'), w),
        text(
          w.say('proposal.cause', {
            institution: w.own(paper.issuer.name),
            partner: w.own(data.addressee.organisation),
            version: w.say('frame.version', { n: paper.version }),
          }),
        ),
        ...(data.answersVersion === undefined
          ? []
          : [text(w.say('proposal.answers', { n: data.answersVersion }))]),
        ...(data.programmes.length === 0
          ? []
          : [
              text(
                w.say('proposal.programmes', {
                  list: data.programmes.map((programme) => programmeText(programme, w)).join('; '),
                }),
              ),
            ]),
        ...(data.proposals.length === 0 ? [] : [lead(w.say('proposal.offers'))]),
        ...table<(typeof data.proposals)[number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.form'), 22, ({ form }) => w.say(`form.${form}`)),
            column(w.say('column.offer'), 28, ({ offer }) => w.own(offer ?? '')),
            column(w.say('column.benefit'), 26, ({ benefit }) => w.own(benefit ?? '')),
            column(w.say('column.ask'), 28, ({ ask }) => w.own(ask ?? '')),
          ],
          data.proposals,
        ),
        ...(data.text === undefined ? [] : data.text.split('\n').map((line) => text(w.own(line)))),
        ...(validUntil === undefined
          ? []
          : [
              text(
                w.say('proposal.valid', {
                  until: untilDate(language, validUntil),
                  date: formatDate(language, validUntil),
                }),
              ),
            ]),
        text(w.say('proposal.next', { contact: reach.join(', ') }), true),
        ...(enclosures.length === 0
          ? []
          : [
              plain(
                `${w.say('frame.enclosures')} ${enclosures.map((line, i) => `${i + 1}. ${sentence(w.own(line))}`).join(' ')}`,
                { keep: true },
              ),
            ]),
        signatures([signerRow(data.signatory, w)]),
        ...executor(contact, w),
      ),
    ],
  }
}
