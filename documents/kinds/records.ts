import { formatDate, formatPeriod, shortDate, untilDate } from '../../language/format.ts'
import { byName } from '../../language/names.ts'
import { column, facts, lead, names, plain, points, table, text, title } from '../blocks.ts'
import {
  type Compose,
  dateline,
  head,
  heading,
  kindName,
  landscape,
  type PaperFor,
  portrait,
  signatures,
  signerRow,
  stamp,
} from '../frames.ts'
import { commissionSignatures, officialText, sortCommission } from '../lists.ts'
import type { Block } from '../sheet.ts'
import type { Wording } from '../wording.ts'

/** Records of what was held, seen or taught. */

type Meeting = PaperFor<'meetingRecord'>['data']

/** Where both sides remember a meeting differently, the record holds both accounts. */
const disagreement = ({ partner, institution }: NonNullable<Meeting['disagreement']>, w: Wording) => [
  text(w.say('meeting.disagreementPartner', { text: w.own(partner.replaceAll('\n', ' ')) })),
  text(w.say('meeting.disagreementInstitution', { text: w.own(institution.replaceAll('\n', ' ')) })),
]

export const meetingRecord: Compose<PaperFor<'meetingRecord'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const { meeting, nextMeeting, confirmedByPartner, partnerConfirmer } = data
  return {
    size: 12,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w),
        kindName(w.say('meeting.kind')),
        dateline(paper, w),
        title(w.say('meeting.with', { partner: w.own(data.partnerName) })),
        ...facts([
          [w.say('meeting.time'), meetingTime(meeting, w)],
          [w.say('meeting.place'), w.own(meeting.place)],
        ]),
        lead(w.say('meeting.present')),
        ...table<Meeting['attendees'][number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            names(w.say('column.name'), 38, (person) => w.full(person)),
            column(w.say('column.post'), 34, (person) => w.post(person.post)),
            column(w.say('column.side'), 22, (person) => w.say(`side.${person.side}`)),
          ],
          [...data.attendees].sort((a, b) => a.side.localeCompare(b.side, 'en')),
        ),
        text(w.say('meeting.topic', { topic: w.own(data.topic) })),
        ...(data.summary ?? '')
          .split('\n')
          .filter(Boolean)
          .map((line) => text(w.own(line))),
        ...(data.outcome === undefined
          ? []
          : [text(w.say('meeting.outcome', { outcome: w.say(`meeting.${data.outcome}`) }))]),
        ...(data.disagreement === undefined ? [] : disagreement(data.disagreement, w)),
        ...(data.actions.length === 0 ? [] : [lead(w.say('meeting.actions'))]),
        ...table<Meeting['actions'][number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.what'), 52, (action) => w.own(action.text)),
            names(w.say('column.who'), 26, ({ owner }) => (owner === undefined ? '' : w.short(owner))),
            column(w.say('column.due'), 17, ({ due }) => shortDate(language, due), 'center'),
          ],
          data.actions,
        ),
        ...(nextMeeting === undefined
          ? []
          : [text(w.say('meeting.next', { date: formatDate(language, nextMeeting) }))]),
        ...(confirmedByPartner === undefined
          ? []
          : [text(w.say('meeting.confirmed', { date: formatDate(language, confirmedByPartner) }), true)]),
        signatures([
          signerRow(data.recorder, w, w.say('meeting.recorder')),
          ...(partnerConfirmer === undefined
            ? []
            : [signerRow(partnerConfirmer, w, w.say('meeting.confirmer'))]),
        ]),
      ),
    ],
  }
}

function meetingTime({ date, from, to }: Meeting['meeting'], w: Wording): string {
  const day = formatDate(w.language, date)
  if (from === undefined) return day
  return to === undefined
    ? w.say('meeting.from', { date: day, from })
    : w.say('meeting.fromTo', { date: day, from, to })
}

type Site = PaperFor<'siteAcceptanceCertificate'>['data']

export const siteAcceptanceCertificate: Compose<PaperFor<'siteAcceptanceCertificate'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const where = {
    institution: w.own(data.institutionName),
    site: w.own(data.site.name),
    address: w.own(data.site.address),
    period: formatPeriod(language, data.period),
  }
  return {
    size: 12,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w),
        { block: 'stamps', left: null, right: stamp(w.say('frame.approve'), data.approver, paper.date, w) },
        kindName(w.say('site.kind')),
        dateline(paper, w),
        heading(w.say('site.heading')),
        text(
          data.order === undefined
            ? w.say('site.ground', where)
            : w.say('site.groundOrder', { ...where, order: w.ref(data.order) }),
        ),
        lead(w.say('frame.commission')),
        ...sortCommission(data.commission, w).map((member) =>
          plain(`${w.say(`frame.${member.role}`)} – ${officialText(member, w)}`, { keep: true }),
        ),
        lead(w.say('site.found')),
        ...points([
          w.say('site.capacity', { capacity: data.capacity }),
          data.harmfulFactors === undefined
            ? null
            : w.say('site.harmful', { factors: w.own(data.harmfulFactors) }),
          data.minorsAllowed === undefined
            ? null
            : w.say(data.minorsAllowed ? 'site.minorsYes' : 'site.minorsNo'),
        ]),
        ...siteTables(data, w),
        text(
          w.say('site.conclusion', {
            decision: w.say(`site.${data.decision}`),
            until: untilDate(language, data.validTo),
            date: formatDate(language, data.validTo),
          }),
          true,
        ),
        text(w.say('site.copies', { n: data.copies.count }), true),
        signatures(commissionSignatures(data.commission, w)),
      ),
    ],
  }
}

function siteTables(data: Site, w: Wording): Block[] {
  const workplaces = data.workplaces ?? []
  const defects = data.defects ?? []
  return [
    ...(data.conditions.length === 0 ? [] : [lead(w.say('site.conditions'))]),
    ...table<Site['conditions'][number]>(
      [
        column(w.say('column.condition'), 40, ({ item }) => w.say(`site.${item}`)),
        column(w.say('column.result'), 30, ({ ok }) => w.say(ok ? 'site.ok' : 'site.notOk')),
        column(w.say('column.note'), 30, ({ remark }) => w.own(remark ?? '')),
      ],
      data.conditions,
    ),
    ...(workplaces.length === 0 ? [] : [lead(w.say('site.workplaces'))]),
    ...table<(typeof workplaces)[number]>(
      [
        column(w.say('column.workplace'), 40, ({ name }) => w.own(name)),
        column(w.say('column.equipment'), 46, ({ equipment }) => w.own(equipment)),
        column(w.say('column.number'), 14, ({ count }) => String(count), 'right'),
      ],
      workplaces,
    ),
    ...(defects.length === 0 ? [] : [lead(w.say('site.defects'))]),
    ...table<(typeof defects)[number]>(
      [
        column(w.say('column.defect'), 70, (defect) => w.own(defect.text)),
        column(w.say('column.fixBy'), 30, ({ fixBy }) => shortDate(w.language, fixBy), 'center'),
      ],
      defects,
    ),
  ]
}

type Briefing = PaperFor<'safetyBriefingRecord'>['data']['rows'][number]

export const safetyBriefingRecord: Compose<PaperFor<'safetyBriefingRecord'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const rows = byName(language, data.rows, ({ trainee }) => trainee).sort((a, b) =>
    a.date.localeCompare(b.date, 'en'),
  )
  const begun = rows[0]?.date
  return {
    size: 12,
    totalPages: true,
    parts: [
      landscape(
        title(w.say('briefing.title')),
        ...facts([
          [w.say('briefing.host'), w.own(paper.issuer.name)],
          [w.say('briefing.site'), w.own(data.site)],
          [w.say('briefing.institution'), w.own(data.institutionName)],
          [w.say('briefing.begun'), begun === undefined ? undefined : formatDate(language, begun)],
        ]),
        ...table<Briefing>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.date'), 12, ({ date }) => shortDate(language, date), 'center'),
            names(w.say('column.name'), 26, ({ trainee }) => w.full(trainee)),
            column(
              w.say('column.birthYear'),
              10,
              ({ birthYear }) => (birthYear === undefined ? '' : String(birthYear)),
              'center',
            ),
            column(w.say('column.status'), 13, () => w.say('briefing.trainee')),
            column(w.say('column.briefing'), 15, ({ kind }) => w.say(`briefing.${kind}`)),
            column(w.say('column.instruction'), 13, ({ instructionNo }) => instructionNo ?? '', 'center'),
            column(w.say('column.instructor'), 26, ({ instructor }) => officialText(instructor, w)),
            // A hand signs here: the two columns stay although they are empty.
            column(w.say('column.signedInstructor'), 15, () => '\u00A0'),
            column(w.say('column.signedTrainee'), 15, () => '\u00A0'),
            column(
              w.say('column.admitted'),
              13,
              ({ admittedOn }) => (admittedOn === undefined ? '' : shortDate(language, admittedOn)),
              'center',
            ),
          ],
          rows,
          { size: 10, ruler: true },
        ),
      ),
    ],
  }
}
