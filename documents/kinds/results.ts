import { genderOf, passed } from '../../language/declension.ts'
import { formatDecimal, formatPeriod, shortDate } from '../../language/format.ts'
import { byName, partsOf } from '../../language/names.ts'
import { column, facts, lead, names, plain, points, table, text, title } from '../blocks.ts'
import {
  type Compose,
  dateline,
  head,
  kindName,
  landscape,
  type PaperFor,
  portrait,
  sealOf,
  signatures,
  signerRow,
} from '../frames.ts'
import { commissionSignatures, commissionTable, courseGroup, practiceWords, programmeText } from '../lists.ts'
import type { Block } from '../sheet.ts'
import type { Wording } from '../wording.ts'

/** What a trainee has reached: the evaluation, the defence, the certificate. */

export const mentorEvaluation: Compose<PaperFor<'mentorEvaluation'>> = (paper, w) => {
  const { data } = paper
  const { trainee } = data
  const paragraphs = (['work', 'attitude', 'strengths', 'gaps'] as const).flatMap((part): Block[] => {
    const written = data[part]
    if (written === undefined) return []
    return [
      plain(w.say(`evaluation.${part}`), { bold: true, keep: true }),
      ...written.split('\n').map((line) => text(w.own(line))),
    ]
  })
  return {
    size: 12,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w),
        kindName(w.say('evaluation.kind')),
        dateline(paper, w, { numbered: false }),
        ...facts([
          [w.say('evaluation.trainee'), w.full(trainee.trainee)],
          [w.say('evaluation.institution'), w.own(data.institutionName)],
          [w.say('evaluation.programme'), programmeText(trainee.programme, w)],
          [w.say('evaluation.courseGroup'), courseGroup(trainee, w)],
          [w.say('column.practiceType'), w.say(`practice.${data.practice.type}`)],
          [w.say('evaluation.site'), trainee.site === undefined ? undefined : w.own(trainee.site)],
          [w.say('evaluation.period'), formatPeriod(w.language, data.period)],
          [w.say('evaluation.code'), data.placementCode],
        ]),
        ...paragraphs,
        ...(data.competences.length === 0
          ? []
          : [plain(w.say('evaluation.competences'), { bold: true, keep: true })]),
        ...table<(typeof data.competences)[number]>(
          [
            column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
            column(w.say('column.competence'), 74, ({ name }) => w.known('competence', name)),
            column(w.say('column.level'), 20, ({ level }) => String(level), 'center'),
          ],
          data.competences,
        ),
        text(
          w.say('evaluation.score', {
            score: formatDecimal(w.language, data.hostScore),
            max: formatDecimal(w.language, data.hostScoreMax),
          }),
        ),
        text(w.say(data.employmentOffer ? 'evaluation.offer' : 'evaluation.noOffer'), true),
        text(w.say('evaluation.for', { institution: w.own(data.institutionName) }), true),
        signatures(
          [
            signerRow(data.mentor, w, w.say('evaluation.mentor')),
            ...(data.siteHead === undefined
              ? []
              : [signerRow(data.siteHead, w, w.say('evaluation.siteHead'))]),
          ],
          { seal: sealOf(paper, w) },
        ),
      ),
    ],
  }
}

type Defence = PaperFor<'defenceProtocol'>['data']

export const defenceProtocol: Compose<PaperFor<'defenceProtocol'>> = (paper, w) => {
  const { data } = paper
  const { language } = w
  const passed = data.rows.filter(({ total }) => total >= data.pass).length
  const agenda = w.say('defence.agenda', {
    ...practiceWords(data.practice, w),
    host: w.own(data.hostName),
    period: formatPeriod(language, data.period),
  })
  return {
    size: 12,
    totalPages: false,
    parts: [
      landscape(
        head(paper, w),
        title(w.say('defence.body')),
        kindName(w.say('frame.minutes')),
        dateline(paper, w),
        ...(data.room === undefined ? [] : [plain(w.say('defence.room', { room: w.own(data.room) }))]),
        lead(w.say('frame.commission')),
        ...commissionTable(data.commission, w),
        lead(w.say('frame.agenda')),
        ...points([agenda]),
        plain(w.say('frame.heard'), { bold: true, keep: true }),
        lead(w.say('defence.results')),
        ...resultTable(data, w),
        ...absences(data, w),
        plain(w.say('frame.decided'), { bold: true, keep: true }),
        ...points([
          w.say('defence.numbers', {
            students: w.counted(data.rows.length, 'student'),
            passed: w.counted(passed, 'person'),
          }),
          w.say('defence.pass', { pass: formatDecimal(language, data.pass) }),
          w.say('defence.decision'),
        ]),
        signatures(commissionSignatures(data.commission, w)),
      ),
    ],
  }
}

function resultTable(data: Defence, w: Wording): Block[] {
  const points = (value: number | undefined) =>
    value === undefined ? w.say('frame.none') : formatDecimal(w.language, value)
  return table<Defence['rows'][number]>(
    [
      column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
      names(w.say('column.name'), 34, ({ trainee }) => w.full(trainee)),
      column(w.say('column.group'), 11, ({ group }) => group, 'center'),
      ...data.components.map(({ code, max }, i) =>
        column<Defence['rows'][number]>(
          `${w.known('component', code)} (${formatDecimal(w.language, max)})`,
          14,
          (row) => points(row.points[i]),
          'right',
        ),
      ),
      column(w.say('column.total'), 11, ({ total }) => points(total), 'right'),
      column(w.say('column.mark'), 20, ({ mark }) => w.known('mark', mark)),
    ],
    byName(w.language, data.rows, ({ trainee }) => trainee),
    { size: 10.5, ruler: w.language === 'ru' },
  )
}

function absences(data: Defence, w: Wording): Block[] {
  const absent = data.absent ?? []
  const failed = data.failed ?? []
  return [
    ...(absent.length === 0 ? [] : [lead(w.say('defence.absent'))]),
    ...table<(typeof absent)[number]>(
      [
        names(w.say('column.name'), 50, ({ trainee }) => w.full(trainee)),
        column(w.say('column.reason'), 50, ({ reason }) => w.own(reason ?? '')),
      ],
      absent,
    ),
    ...(failed.length === 0 ? [] : [lead(w.say('defence.failed'))]),
    ...table<(typeof failed)[number]>(
      [
        names(w.say('column.name'), 50, ({ trainee }) => w.full(trainee)),
        column(w.say('column.repeatBy'), 50, ({ repeatBy }) =>
          repeatBy === undefined ? '' : shortDate(w.language, repeatBy),
        ),
      ],
      failed,
    ),
  ]
}

export const completionCertificate: Compose<PaperFor<'completionCertificate'>> = (paper, w) => {
  const { data } = paper
  const { trainee } = data
  const competences = (data.competences ?? []).map((name) => w.known('competence', name))
  const certifies = w.say(data.partial ? 'certificate.certifiesPartial' : 'certificate.certifies', {
    ...practiceWords(data.practice, w),
    name: w.full(trainee.trainee),
    passed: passed(genderOf(partsOf('ru', trainee.trainee))),
  })
  return {
    size: 13,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w, true),
        kindName(w.say('certificate.kind'), w.say('certificate.sub')),
        dateline(paper, w),
        text(certifies),
        ...facts([
          [w.say('certificate.programme'), programmeText(trainee.programme, w)],
          [w.say('certificate.courseGroup'), courseGroup(trainee, w)],
          [w.say('certificate.host'), w.own(data.partnerName)],
          [w.say('certificate.site'), trainee.site === undefined ? undefined : w.own(trainee.site)],
          [w.say('certificate.period'), formatPeriod(w.language, data.period)],
          [
            w.say('certificate.hours'),
            data.effectiveHours === undefined ? undefined : String(data.effectiveHours),
          ],
          [
            w.say('certificate.grade'),
            w.say('certificate.gradeValue', {
              points: formatDecimal(w.language, data.points),
              mark: w.known('mark', data.mark),
            }),
          ],
          [w.say('certificate.competences'), competences.join(', ')],
          [w.say('certificate.protocol'), data.protocol === undefined ? undefined : w.ref(data.protocol)],
          [w.say('certificate.code'), data.placementCode],
        ]),
        signatures(
          [
            signerRow(data.signatory, w, `${w.own(paper.issuer.name)}:`),
            ...(data.partnerSignatory === undefined
              ? []
              : [signerRow(data.partnerSignatory, w, `${w.own(data.partnerName)}:`)]),
          ],
          { seal: sealOf(paper, w) },
        ),
      ),
    ],
  }
}
