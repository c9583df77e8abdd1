import { genderOf, passed } from '../../language/declension.ts'
import { formatDate, formatDecimal } from '../../language/format.ts'
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
import { commissionSignatures, commissionTable, programmeText } from '../lists.ts'
import type { Wording } from '../wording.ts'

type Attestation = PaperFor<'attestationProtocol'>['data']
type Graduate = Attestation['rows'][number]

/** Minutes of a sitting of the state attestation commission: all graduates of the day. */
export const attestationProtocol: Compose<PaperFor<'attestationProtocol'>> = (paper, w) => {
  const { data } = paper
  const { startAt: from, endAt: to, room, votes } = data
  const programme = { code: data.programme.code, programme: w.own(data.programme.name) }
  const time =
    room === undefined
      ? w.say('attestation.time', { from, to })
      : w.say('attestation.timeRoom', { from, to, room: w.own(room) })
  return {
    size: 12,
    totalPages: false,
    parts: [
      landscape(
        head(paper, w),
        title(w.say('attestation.body', programme)),
        kindName(w.say('frame.minutes')),
        dateline(paper, w),
        plain(time),
        ...(data.order === undefined ? [] : [plain(w.say('attestation.order', { ref: w.ref(data.order) }))]),
        lead(w.say('frame.commission')),
        ...commissionTable(data.commission, w),
        lead(w.say('frame.agenda')),
        ...points([w.say('attestation.agenda', programme)]),
        plain(w.say('frame.heard'), { bold: true, keep: true }),
        lead(w.say('attestation.results')),
        ...graduateTable(data, w),
        plain(w.say('frame.decided'), { bold: true, keep: true }),
        ...points(decisions(data, w)),
        ...(votes === undefined ? [] : [text(w.say('attestation.votes', votes), true)]),
        ...(data.dissent === undefined
          ? []
          : [text(w.say('attestation.dissent', { text: w.own(data.dissent.replaceAll('\n', ' ')) }), true)]),
        signatures(commissionSignatures(data.commission, w)),
      ),
    ],
  }
}

function graduateTable(data: Attestation, w: Wording) {
  const present = (row: Graduate, value: string) => (row.absent ? w.say('frame.none') : value)
  const yes = (row: Graduate, value: boolean) => present(row, w.say(value ? 'frame.yes' : 'frame.no'))
  return table<Graduate>(
    [
      column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
      names(w.say('column.name'), 32, ({ graduate }) => w.full(graduate)),
      column(w.say('column.topic'), 30, ({ topic }) => w.own(topic ?? '')),
      column(w.say('column.score'), 9, (row) => present(row, formatDecimal(w.language, row.score)), 'right'),
      column(w.say('column.grade'), 20, (row) =>
        row.absent ? w.say('attestation.absentMark') : w.known('mark', row.grade),
      ),
      column(w.say('column.qualified'), 14, (row) => yes(row, row.qualification), 'center'),
      column(w.say('column.honours'), 13, (row) => yes(row, row.honours), 'center'),
      column(w.say('column.opinion'), 28, ({ employerOpinion }) => w.own(employerOpinion ?? '')),
    ],
    byName(w.language, data.rows, ({ graduate }) => graduate),
    { size: 10.5, ruler: w.language === 'ru' },
  )
}

function decisions(data: Attestation, w: Wording): (string | null)[] {
  const absent = data.rows.filter((row) => row.absent).length
  const qualified = data.rows.filter((row) => row.qualification && !row.absent)
  const honours = byName(
    w.language,
    qualified.filter((row) => row.honours),
    ({ graduate }) => graduate,
  )
  const count = w.counted(qualified.length, 'person')
  const title = data.qualificationTitle
  return [
    w.say('attestation.present', {
      present: w.counted(data.rows.length - absent, 'person'),
      absent: w.counted(absent, 'person'),
    }),
    w.say('attestation.grades'),
    qualified.length === 0
      ? null
      : title === undefined
        ? w.say('attestation.award', { count })
        : w.say('attestation.awardTitle', { count, title: w.own(title) }),
    honours.length === 0
      ? null
      : w.say('attestation.honours', { names: honours.map(({ graduate }) => w.full(graduate)).join(', ') }),
  ]
}

/** That the commission awarded one graduate the qualification. */
export const qualificationCertificate: Compose<PaperFor<'qualificationCertificate'>> = (paper, w) => {
  const { data } = paper
  const { graduate } = data
  const certifies = w.say('qualification.certifies', {
    name: w.full(graduate),
    date: formatDate(w.language, data.heldOn),
    passed: passed(genderOf(partsOf('ru', graduate))),
  })
  return {
    size: 13,
    totalPages: false,
    parts: [
      portrait(
        head(paper, w, true),
        kindName(w.say('qualification.kind'), w.say('qualification.sub')),
        dateline(paper, w),
        text(certifies),
        ...facts([
          [w.say('certificate.programme'), programmeText(data.programme, w)],
          [w.say('column.group'), data.group === undefined ? undefined : w.own(data.group)],
          [
            w.say('certificate.grade'),
            w.say('certificate.gradeValue', {
              points: formatDecimal(w.language, data.points),
              mark: w.known('mark', data.mark),
            }),
          ],
          [w.say('qualification.honours'), data.honours ? w.say('frame.yes') : undefined],
          [w.say('qualification.protocol'), data.protocol === undefined ? undefined : w.ref(data.protocol)],
        ]),
        signatures([signerRow(data.signatory, w)], { seal: sealOf(paper, w) }),
      ),
    ],
  }
}
