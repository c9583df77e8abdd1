import { formatDate, monthName, shortDate } from '../../language/format.ts'
import type { PaperOfficial } from '../../schema/contracts/papers/groups.ts'
import { column, facts, lead, names, plain, table, text, title } from '../blocks.ts'
import {
  type Compose,
  head,
  landscape,
  type PaperFor,
  portrait,
  signatures,
  signerRow,
  stamp,
} from '../frames.ts'
import { officialText, programmeText } from '../lists.ts'
import { capital, type Wording } from '../wording.ts'

/** Plans that somebody approves: the stamp stands at the top. */

type Checklist = PaperFor<'visitPlan'>['data']['checklist'][number]

export const visitPlan: Compose<PaperFor<'visitPlan'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const { partner, meeting, exception, boardDecision } = data
  const rank = (official: PaperOfficial & { rank?: number | undefined }) =>
    [
      officialText(official, w),
      official.rank === undefined ? '' : w.say('visit.rank', { rank: official.rank }),
    ]
      .filter(Boolean)
      .join('; ')
  const when = formatDate(language, meeting.date)
  return {
    size: 12,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w),
        { block: 'stamps', left: null, right: stamp(w.say('frame.approve'), data.approver, paper.date, w) },
        title(w.say('visit.title'), w.own(partner.name)),
        lead(`${w.say('visit.goal')}:`),
        ...data.goal.split('\n').map((line) => text(w.own(line))),
        plain(w.say('visit.partner'), { bold: true, keep: true }),
        ...facts([
          [w.say('visit.name'), w.own(partner.name)],
          [w.say('visit.sector'), partner.sector === undefined ? undefined : w.own(partner.sector)],
          [w.say('visit.address'), partner.address === undefined ? undefined : w.own(partner.address)],
          [w.say('visit.employees'), partner.employees === undefined ? undefined : String(partner.employees)],
          [
            w.say('visit.directions'),
            partner.directions === undefined ? undefined : w.own(partner.directions),
          ],
          [
            w.say('visit.regionalPlan'),
            partner.regionalPlanRole === undefined ? undefined : w.own(partner.regionalPlanRole),
          ],
        ]),
        plain(w.say('visit.checklist'), { bold: true, keep: true }),
        ...table<Checklist>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.item'), 40, ({ item }) => w.say(`visit.${item}`)),
            names(w.say('column.who'), 22, ({ by }) => (by === undefined ? '' : w.short(by))),
            column(
              w.say('column.date'),
              17,
              ({ on }) => (on === undefined ? '' : shortDate(language, on)),
              'center',
            ),
            column(w.say('column.state'), 18, ({ done }) => w.say(done ? 'visit.done' : 'visit.open')),
            column(w.say('column.note'), 24, ({ note }) => w.own(note ?? '')),
          ],
          data.checklist,
          { size: 10.5 },
        ),
        plain(w.say('visit.people'), { bold: true, keep: true }),
        ...facts([
          [capital(w.say('side.institution')), rank(data.representative)],
          [capital(w.say('side.partner')), rank(data.contact)],
          [
            w.say('visit.time'),
            meeting.time === undefined ? when : w.say('visit.timeValue', { date: when, time: meeting.time }),
          ],
          [w.say('visit.placeLabel'), w.own(meeting.place)],
          [w.say('visit.packageLabel'), data.package === undefined ? undefined : w.own(data.package)],
          [w.say('visit.exception'), exception === undefined ? undefined : exceptionText(exception, w)],
          [w.say('visit.board'), boardDecision === undefined ? undefined : decisionText(boardDecision, w)],
        ]),
        signatures([signerRow(data.drafter, w, w.say('frame.drafter'))]),
      ),
    ],
  }
}

function exceptionText(
  { by, reason }: { by?: PaperOfficial | undefined; reason: string },
  w: Wording,
): string {
  if (by === undefined) return w.own(reason)
  return w.say('visit.exceptionBy', { reason: w.own(reason), officer: w.officer(by) })
}

function decisionText(decision: { number: string; date: string; result: string }, w: Wording): string {
  const { number, date, result } = decision
  return w.say('visit.boardValue', { ...w.dated(number, date), result: w.own(result) })
}

type Line = PaperFor<'practiceSchedule'>['data']['lines'][number]

export const practiceSchedule: Compose<PaperFor<'practiceSchedule'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const lines = [...data.lines].sort(
    (a, b) =>
      a.period.from.localeCompare(b.period.from, 'en') ||
      a.line.localeCompare(b.line, 'en', { numeric: true }),
  )
  const holidays = data.holidays ?? []
  return {
    size: 12,
    totalPages: false,
    parts: [
      landscape(
        {
          block: 'stamps',
          left: stamp(w.say('frame.agree'), data.agreedBy, data.agreedOn ?? null, w, data.partnerName),
          right: stamp(w.say('frame.approve'), data.approver, paper.date, w, paper.issuer.name),
        },
        title(w.say('schedule.title', { year: data.academicYear })),
        plain(w.say('schedule.host', { partner: w.own(data.partnerName) }), { align: 'center', keep: true }),
        ...table<Line>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.line'), 8, ({ line }) => line, 'center'),
            column(w.say('column.programme'), 26, ({ programme }) => programmeText(programme, w)),
            column(w.say('column.course'), 7, ({ course }) => String(course), 'center'),
            column(w.say('column.group'), 9, ({ group }) => group, 'center'),
            column(w.say('column.practiceType'), 18, ({ type }) => w.say(`practice.${type}`)),
            column(w.say('column.planned'), 7, ({ planned }) => String(planned), 'right'),
            column(w.say('column.from'), 13, ({ period }) => shortDate(language, period.from), 'center'),
            column(w.say('column.to'), 13, ({ period }) => shortDate(language, period.to), 'center'),
            column(
              w.say('column.hours'),
              8,
              ({ hours }) => (hours === undefined ? '' : String(hours)),
              'right',
            ),
            column(w.say('column.site'), 24, ({ site }) => w.own(site)),
            column(w.say('column.department'), 18, ({ department }) => w.own(department ?? '')),
            names(w.say('column.supervisor'), 18, ({ supervisor }) =>
              supervisor === undefined ? '' : w.short(supervisor),
            ),
          ],
          lines,
          { size: 10, ruler: language === 'ru' },
        ),
        text(
          w.say('schedule.totals', {
            students: w.counted(sum(lines), 'student'),
            types: totals(
              lines,
              ({ type }) => type,
              (type) => w.say(`practice.${type}`),
              w,
            ),
          }),
        ),
        text(
          w.say('schedule.months', {
            months: totals(
              lines,
              ({ period }) => period.from.slice(0, 7),
              (month) => monthName(language, `${month}-01`),
              w,
            ),
          }),
          holidays.length === 0,
        ),
        ...(holidays.length === 0
          ? []
          : [
              text(
                w.say('schedule.holidays', {
                  list: holidays
                    .map(({ date, name }) =>
                      w.say('schedule.holiday', { date: shortDate(language, date), name: w.own(name) }),
                    )
                    .join(', '),
                }),
                true,
              ),
            ]),
        signatures([signerRow(data.drafter, w, w.say('frame.drafter'))]),
      ),
    ],
  }
}

const sum = (lines: readonly Line[]): number => lines.reduce((total, { planned }) => total + planned, 0)

/** “February – 30, April – 12”, in the order the groups first appear. */
function totals(
  lines: readonly Line[],
  groupOf: (line: Line) => string,
  label: (group: string) => string,
  w: Wording,
): string {
  const groups = [...new Set(lines.map(groupOf))]
  return groups
    .map((group) =>
      w.say('schedule.pair', {
        label: label(group),
        n: sum(lines.filter((line) => groupOf(line) === group)),
      }),
    )
    .join(', ')
}
