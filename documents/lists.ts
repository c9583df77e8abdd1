import { shortDate } from '../language/format.ts'
import { byName, collate } from '../language/names.ts'
import type {
  Commissioner,
  PaperOfficial,
  PaperPractice,
  PaperProgramme,
  TraineeRow,
} from '../schema/contracts/papers/groups.ts'
import { column, names, table } from './blocks.ts'
import { signerRow } from './frames.ts'
import type { Block, SignatureRow } from './sheet.ts'
import { capital, type Wording } from './wording.ts'

/** Lists of people: by programme, group and the alphabet of the language; and the words they share. */

export const programmeText = (programme: PaperProgramme, w: Wording): string =>
  `${programme.code} – ${w.own(programme.name)}`

/** The three cases of the practice's name that messages may ask for, and its capitalised form. */
export function practiceWords(practice: Pick<PaperPractice, 'type'>, w: Wording) {
  const name = w.say(`practice.${practice.type}`)
  return {
    practice: name,
    Practice: capital(name),
    practiceAcc: w.say(`practiceAcc.${practice.type}`),
    practiceGen: w.say(`practiceGen.${practice.type}`),
  }
}

export const courseGroup = (row: TraineeRow, w: Wording): string =>
  w.say('referral.courseGroupValue', { course: row.course, group: row.group })

function sortTrainees(rows: readonly TraineeRow[], w: Wording, bySite: boolean): TraineeRow[] {
  const compare = collate(w.language)
  return byName(w.language, rows, ({ trainee }) => trainee).sort(
    (a, b) =>
      (bySite ? compare(a.site ?? '', b.site ?? '') : 0) ||
      a.programme.code.localeCompare(b.programme.code, 'en') ||
      a.group.localeCompare(b.group, 'en', { numeric: true }),
  )
}

/** The table of trainees of an annex. */
export function traineeTable(
  rows: readonly TraineeRow[],
  w: Wording,
  { bySite = false, mentors = false }: { bySite?: boolean; mentors?: boolean } = {},
): Block[] {
  const day = (iso: string | undefined) => (iso === undefined ? '' : shortDate(w.language, iso))
  const name = (person: TraineeRow['supervisor']) => (person === undefined ? '' : w.short(person))
  return table<TraineeRow>(
    [
      column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
      names(w.say('column.name'), 22, (row) => w.full(row.trainee)),
      column(w.say('column.programme'), 20, (row) => programmeText(row.programme, w)),
      column(w.say('column.course'), 5.5, (row) => String(row.course), 'center'),
      column(w.say('column.group'), 8, (row) => row.group, 'center'),
      column(w.say('column.site'), 19, (row) => w.own(row.site ?? '')),
      column(w.say('column.from'), 9.5, (row) => day(row.period?.from), 'center'),
      column(w.say('column.to'), 9.5, (row) => day(row.period?.to), 'center'),
      mentors
        ? names(w.say('column.mentor'), 14, (row) => name(row.mentor))
        : names(w.say('column.supervisor'), 14, (row) => name(row.supervisor)),
      column(w.say('column.note'), 10, (row) => w.own(row.note ?? '')),
    ],
    sortTrainees(rows, w, bySite),
    { size: 10.5, ruler: w.language === 'ru' },
  )
}

const ROLE_ORDER = ['chair', 'deputy', 'member', 'secretary'] as const

/** Chair first, the members by the alphabet, the secretary last. */
export function sortCommission<C extends Commissioner>(commission: readonly C[], w: Wording): C[] {
  return byName(w.language, commission, (member) => member).sort(
    (a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role),
  )
}

/** Signatures of a commission, each under its role. */
export function commissionSignatures(commission: readonly Commissioner[], w: Wording): SignatureRow[] {
  const sorted = sortCommission(commission, w)
  return sorted.map((member, i) => {
    const first = sorted.findIndex(({ role }) => role === member.role) === i
    const label = !first
      ? ''
      : member.role === 'member'
        ? w.say('frame.members')
        : `${w.say(`frame.${member.role}`)}:`
    return signerRow(member, w, label)
  })
}

/** Role, name, post and organisation of the members in a table. */
export function commissionTable(commission: readonly Commissioner[], w: Wording): Block[] {
  return table<Commissioner>(
    [
      column(w.say('column.no'), 0, (_, i) => String(i + 1), 'right'),
      names(w.say('column.name'), 30, (row) => w.full(row)),
      column(w.say('column.post'), 30, (row) => `${w.post(row.post)}`),
      column(w.say('column.organisation'), 30, (row) => w.own(row.organisation ?? '')),
      column(w.say('column.role'), 16, (row) => w.say(`frame.${row.role}`)),
    ],
    sortCommission(commission, w),
  )
}

export const officialText = (official: PaperOfficial, w: Wording): string =>
  `${w.full(official)}, ${w.post(official.post)}`
