import { formatDecimal, formatPeriod, shortDate, untilDate } from '../../language/format.ts'
import { byName } from '../../language/names.ts'
import type { Commissioner } from '../../schema/contracts/papers/groups.ts'
import { column, names, table, title } from '../blocks.ts'
import {
  type Compose,
  landscape,
  orderAnnexLabel,
  orderFrame,
  type PaperFor,
  portrait,
  signatures,
  signerRow,
} from '../frames.ts'
import { practiceWords, sortCommission, traineeTable } from '../lists.ts'

/** Orders of the educational institution. */

export const orderSendingStudents: Compose<PaperFor<'orderSendingStudents'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const words = practiceWords(data.practice, w)
  const host = w.own(data.hostName)
  const [agreement] = data.agreements
  const until = data.papersDue === undefined ? '' : untilDate(language, data.papersDue)
  return orderFrame(paper, w, {
    about: w.say('send.heading', words),
    ground: w.say('send.ground', {
      year: data.practice.academicYear,
      agreement: agreement === undefined ? '' : w.attribute(agreement),
      host,
    }),
    points: [
      w.say('send.students', {
        ...words,
        students: w.counted(data.students.length, 'student'),
        period: formatPeriod(language, data.period),
      }),
      w.say('send.host', { host }),
      data.safetyPerson === undefined
        ? null
        : w.say('send.safety', { officer: w.officer(data.safetyPerson) }),
      until === ''
        ? null
        : data.responsible === undefined
          ? w.say('send.papers', { until })
          : w.say('send.papersBy', { until, officer: w.officer(data.responsible) }),
      data.reportDue === undefined
        ? null
        : w.say('send.report', { until: untilDate(language, data.reportDue) }),
      data.defencePeriod === undefined
        ? null
        : w.say('send.defence', { period: formatPeriod(language, data.defencePeriod) }),
    ],
    named: [data.safetyPerson, data.responsible].filter((person) => person !== undefined),
    annexes: [
      landscape(
        orderAnnexLabel(paper, data.signatory, 1, w),
        title(w.say('send.list')),
        ...traineeTable(data.students, w),
        signatures([signerRow(data.signatory, w)]),
      ),
    ],
  })
}

export const orderAppointingSupervisors: Compose<PaperFor<'orderAppointingSupervisors'>> = (paper, w) => {
  const { data } = paper
  const words = practiceWords(data.practice, w)
  const rows = byName(w.language, data.rows, ({ supervisor }) => supervisor)
  const number = (n: number | undefined) => (n === undefined ? '' : String(n))
  return orderFrame(paper, w, {
    about: w.say('supervise.heading', words),
    ground: w.say('supervise.ground', {
      ...words,
      host: w.own(data.hostName),
      year: data.practice.academicYear,
    }),
    points: [
      w.say('supervise.appoint', { ...words, period: formatPeriod(w.language, data.period) }),
      w.say('supervise.duties'),
      w.say('supervise.inform'),
    ],
    named: rows.map(({ supervisor }) => supervisor),
    annexes: [
      landscape(
        orderAnnexLabel(paper, data.signatory, 1, w),
        title(w.say('supervise.list')),
        ...table<(typeof rows)[number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            names(w.say('column.name'), 28, ({ supervisor }) => w.full(supervisor)),
            column(w.say('column.post'), 18, ({ supervisor }) => w.post(supervisor.post)),
            column(w.say('column.department'), 20, ({ department }) => w.own(department ?? '')),
            column(w.say('column.site'), 22, ({ site }) => w.own(site)),
            column(w.say('column.students'), 14, ({ students }) => String(students), 'right'),
            column(w.say('column.hours'), 8, ({ hours }) => number(hours), 'right'),
            column(w.say('column.visits'), 14, ({ visits }) => number(visits), 'right'),
          ],
          rows,
          { size: 10.5, ruler: w.language === 'ru' },
        ),
        signatures([signerRow(data.signatory, w)]),
      ),
    ],
  })
}

export const orderAttestationCommission: Compose<PaperFor<'orderAttestationCommission'>> = (paper, w) => {
  const { data } = paper
  const members = sortCommission(data.members, w)
  const employers = members.filter(({ isEmployer }) => isEmployer).length
  const secretary = members.find(({ role }) => role === 'secretary')
  const programme = w.own(data.programme.name)
  const { code } = data.programme
  const calendar = [...data.calendar].sort((a, b) => a.date.localeCompare(b.date, 'en'))
  return orderFrame(paper, w, {
    about: w.say('commission.heading', { programme }),
    ground: w.say('commission.ground', { year: data.year }),
    points: [
      w.say('commission.form', { code, programme }),
      w.say('commission.calendar'),
      w.say('commission.quorum', {
        quorum: w.counted(data.quorum, 'person'),
        share: formatDecimal(w.language, Math.round((1000 * employers) / members.length) / 10),
      }),
      secretary === undefined ? null : w.say('commission.secretary', { name: w.short(secretary) }),
    ],
    named: members.filter(({ isEmployer }) => !isEmployer),
    annexes: [
      landscape(
        orderAnnexLabel(paper, data.signatory, 1, w),
        title(w.say('commission.list'), plainProgramme(code, programme)),
        ...table<(typeof members)[number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            names(w.say('column.name'), 26, (member) => w.full(member)),
            column(w.say('column.post'), 22, (member: Commissioner) => w.post(member.post)),
            column(w.say('column.degree'), 14, ({ degree }) => w.own(degree ?? '')),
            column(w.say('column.organisation'), 30, ({ organisation }) => w.own(organisation)),
            column(w.say('column.role'), 17, ({ role }) => w.say(`frame.${role}`)),
            column(
              w.say('column.employer'),
              15,
              ({ isEmployer }) => w.say(isEmployer ? 'frame.yes' : 'frame.no'),
              'center',
            ),
          ],
          members,
          { size: 10.5, ruler: w.language === 'ru' },
        ),
        signatures([signerRow(data.signatory, w)]),
      ),
      portrait(
        orderAnnexLabel(paper, data.signatory, 2, w),
        title(w.say('commission.dates'), plainProgramme(code, programme)),
        ...table<(typeof calendar)[number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.date'), 25, ({ date }) => shortDate(w.language, date), 'center'),
            column(w.say('column.group'), 25, ({ group }) => group, 'center'),
            column(w.say('column.room'), 40, ({ room }) => w.own(room ?? '')),
          ],
          calendar,
          { size: 12 },
        ),
        signatures([signerRow(data.signatory, w)]),
      ),
    ],
  })
}

const plainProgramme = (code: string, programme: string): string => `${code} – ${programme}`
