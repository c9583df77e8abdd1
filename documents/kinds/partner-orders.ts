import { formatMoney, formatPeriod, sinceDate } from '../../language/format.ts'
import { byName } from '../../language/names.ts'
import { column, names, table, title } from '../blocks.ts'
import {
  type Compose,
  landscape,
  orderAnnexLabel,
  orderFrame,
  type PaperFor,
  signatures,
  signerRow,
} from '../frames.ts'
import { practiceWords, traineeTable } from '../lists.ts'

/** Orders of the enterprise that takes trainees. */

export const orderAcceptingStudents: Compose<PaperFor<'orderAcceptingStudents'>> = (paper, w) => {
  const { data } = paper
  const words = practiceWords(data.practice, w)
  const basics = {
    students: w.counted(data.trainees.length, 'student'),
    period: formatPeriod(w.language, data.period),
  }
  const kind = data.status === 'trainee' ? 'admit' : 'employ'
  const admit =
    data.pay === undefined
      ? w.say(`accept.${kind}`, basics)
      : w.say(`accept.${kind}Paid`, { ...basics, pay: formatMoney(w.language, data.pay) })
  const { safetyOfficer, attendanceOfficer } = data
  return orderFrame(paper, w, {
    about: w.say('accept.heading', words),
    ground: w.say('accept.ground', { ...words, institution: w.own(data.institutionName) }),
    points: [
      admit,
      data.workTime === undefined ? null : w.say('accept.time', data.workTime),
      data.accessFrom === undefined
        ? null
        : w.say('accept.access', { since: sinceDate(w.language, data.accessFrom) }),
      safetyOfficer === undefined
        ? w.say('accept.briefing')
        : w.say('accept.briefingBy', { officer: w.officer(safetyOfficer) }),
      w.say('accept.clothing'),
      attendanceOfficer === undefined
        ? w.say('accept.attendance')
        : w.say('accept.attendanceBy', { officer: w.officer(attendanceOfficer) }),
    ],
    named: [safetyOfficer, attendanceOfficer].filter((person) => person !== undefined),
    annexes: [
      landscape(
        orderAnnexLabel(paper, data.signatory, 1, w),
        title(w.say('accept.list')),
        ...traineeTable(data.trainees, w, { bySite: true, mentors: true }),
        signatures([signerRow(data.signatory, w)]),
      ),
    ],
  })
}

export const orderAppointingMentors: Compose<PaperFor<'orderAppointingMentors'>> = (paper, w) => {
  const { data } = paper
  const words = practiceWords(data.practice, w)
  const rows = byName(w.language, data.rows, ({ mentor }) => mentor)
  const hasSubstitutes = rows.some(({ substitute }) => substitute !== undefined)
  return orderFrame(paper, w, {
    about: w.say('mentor.heading'),
    ground: w.say('mentor.ground', { ...words, institution: w.own(data.institutionName) }),
    points: [
      w.say('mentor.assign', { period: formatPeriod(w.language, data.period) }),
      w.say('mentor.duties'),
      data.supplement === undefined
        ? null
        : w.say('mentor.supplement', { money: formatMoney(w.language, data.supplement) }),
      hasSubstitutes ? w.say('mentor.substitute') : null,
      data.replaces === undefined ? null : w.say('mentor.replaces', { ref: w.ref(data.replaces) }),
    ],
    named: rows.map(({ mentor }) => mentor),
    annexes: [
      landscape(
        orderAnnexLabel(paper, data.signatory, 1, w),
        title(w.say('mentor.list')),
        ...table<(typeof rows)[number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            names(w.say('column.mentor'), 24, ({ mentor }) => w.full(mentor)),
            column(w.say('column.post'), 16, ({ mentor }) => w.post(mentor.post)),
            column(
              w.say('column.experience'),
              9,
              ({ experienceYears: years }) => (years === undefined ? '' : String(years)),
              'right',
            ),
            column(w.say('column.qualification'), 16, ({ qualification }) => w.own(qualification ?? '')),
            column(w.say('column.site'), 18, ({ site }) => w.own(site)),
            names(w.say('column.trainees'), 38, ({ trainees }) =>
              byName(w.language, trainees, (trainee) => trainee)
                .map((trainee) => w.full(trainee))
                .join('\n'),
            ),
            names(w.say('column.substitute'), 15, ({ substitute }) =>
              substitute === undefined ? '' : w.short(substitute),
            ),
          ],
          rows,
          { size: 10.5, ruler: w.language === 'ru' },
        ),
        signatures([signerRow(data.signatory, w)]),
      ),
    ],
  })
}
