import { byName } from '../../../language/names.ts'
import type {
  PaperOfficial,
  PaperPractice,
  PaperRef,
  PaperSignatory,
  TraineeRow,
} from '../../../schema/contracts/papers/groups.ts'
import type { Policy } from '../../../schema/contracts/policy.ts'
import { assignMentors } from '../../../workflows/practice-cycle/pack.ts'
import type { CycleState } from '../../../workflows/practice-cycle/state.ts'
import { upcast } from '../../../workflows/practice-cycle/upcast.ts'
import type { AgreementRecord } from './agreement.ts'
import { agreementRef, partnerSignatory, readAgreement } from './agreement.ts'
import { PaperNotLoadable } from './errors.ts'
import { Institution } from './institution.ts'
import type { PaperLine, PaperPeriod } from './lines.ts'
import { practiceOf, readLines, wholePeriod } from './lines.ts'
import { Partner } from './partner.ts'
import { People } from './people.ts'
import type { PaperRequest, Sql } from './records.ts'
import { IssuedPapers, readIssuer, readProcess } from './records.ts'
import { distinct, given } from './text.ts'
import { languageOf, type TitleOf, titlesIn } from './words.ts'

/** Papers that later papers of the cycle rely on. */
const RELIED_ON = [
  'practiceSchedule',
  'orderSendingStudents',
  'orderAcceptingStudents',
  'noticeToHost',
  'defenceProtocol',
] as const

/** What the papers of one cycle are filled from. */
export interface CycleFacts {
  request: PaperRequest
  cycle: CycleState
  placement: Policy['placement'] | null
  institution: Institution
  partner: Partner
  agreement: AgreementRecord
  people: People
  issued: IssuedPapers
  titleOf: TitleOf
  /** The lines the paper speaks of, in the order of the schedule. */
  lines: PaperLine[]
  /** The wave they belong to; null where the paper is one for the whole cycle. */
  wave: string | null
  /** Who was asked to issue it. */
  issuer: string | null
}

function linesOf(cycle: CycleState, request: PaperRequest): string[] {
  const { line, data } = request.paper
  const wanted = line !== undefined ? [line] : Array.isArray(data.lines) ? data.lines.map(String) : []
  const codes = wanted.filter((code) => cycle.lines.some((one) => one.code === code))
  if (codes.length === 0) throw new PaperNotLoadable('recordMissing', `lines of ${request.paper.kind}`)
  return codes
}

export async function readCycleFacts(
  sql: Sql,
  request: PaperRequest,
  /** A paper of one trainee reads another process's cycle and needs no other trainees. */
  of: { process: string; trainees?: readonly string[]; others?: readonly string[] } = {
    process: request.process,
  },
): Promise<CycleFacts> {
  const language = languageOf(request.paper)
  const titleOf = titlesIn(language)
  const institution = await Institution.read(sql, request.institution, language)
  const { state, placement } = await readProcess<unknown>(sql, request.institution, of.process)
  const cycle = upcast(state)
  const agreement = await readAgreement(sql, request.institution, cycle.agreement)
  const partner = await Partner.read(
    sql,
    request.institution,
    cycle.partner,
    language,
    agreement.state.requisites,
  )
  const lines = await readLines(sql, institution, cycle, linesOf(cycle, request))
  const issuer = await readIssuer(sql, request)
  const people = await People.read(
    sql,
    institution.posts,
    [
      ...(of.others ?? []),
      ...lines.flatMap(({ line, safetyOfficer, departmentHead }) => [
        ...(of.trainees ?? line.trainees),
        line.supervisor,
        ...line.mentors.map(({ id }) => id),
        safetyOfficer,
        departmentHead,
      ]),
      cycle.administrator,
      agreement.state.partnerSignatory,
      issuer,
    ],
    [cycle.partner],
  )
  const issued = await IssuedPapers.read(sql, request, of.process, RELIED_ON, titleOf)
  const instance = request.paper.data.instance
  const wave = typeof instance === 'string' ? (instance.split('@')[1] ?? null) : (lines[0]?.line.wave ?? null)
  return {
    request,
    cycle,
    placement,
    institution,
    partner,
    agreement,
    people,
    issued,
    titleOf,
    lines,
    wave,
    issuer,
  }
}

export const practiceFor = ({ lines, cycle }: CycleFacts): PaperPractice =>
  practiceOf(lines, cycle.academicYear)
export const periodFor = ({ lines }: CycleFacts): PaperPeriod => wholePeriod(lines)

export const contractRef = ({ agreement, titleOf }: CycleFacts): PaperRef => agreementRef(agreement, titleOf)

export function hostSignatory({ people, cycle, agreement }: CycleFacts): PaperSignatory {
  return partnerSignatory(people, cycle.partner, agreement.state)
}

export function hostHead(facts: CycleFacts): PaperOfficial {
  const { people, cycle, agreement } = facts
  return people.official(people.partnerHead(cycle.partner, agreement.state.partnerSignatory))
}

/** The paper of the same wave that this one needs; a gap here means the pack was issued out of order. */
export function needed(facts: CycleFacts, kind: (typeof RELIED_ON)[number]): PaperRef {
  const found = facts.issued.latest(kind, kind === 'practiceSchedule' ? null : facts.wave)
  if (found === undefined)
    throw new PaperNotLoadable('recordMissing', `${kind} of ${facts.wave ?? 'the cycle'}`)
  return found
}

/** Those of the papers named that are issued already. */
export function basisOf(facts: CycleFacts, kinds: readonly (typeof RELIED_ON)[number][]): PaperRef[] {
  return kinds.flatMap(
    (kind) => facts.issued.latest(kind, kind === 'practiceSchedule' ? null : facts.wave) ?? [],
  )
}

interface Assigned {
  line: PaperLine
  trainee: string
  mentor: string | null
}

/** Every trainee of the paper's lines with the mentor the process gives him, computed over all lines of the cycle. */
export function assignments({ cycle, lines }: CycleFacts): Assigned[] {
  const mentors = new Map(
    assignMentors(cycle.lines).map(({ line, trainee, mentor }) => [`${line} ${trainee}`, mentor]),
  )
  return lines.flatMap((line) =>
    line.line.trainees.map((trainee) => ({
      line,
      trainee,
      mentor: mentors.get(`${line.code} ${trainee}`) || null,
    })),
  )
}

/** Year of study and group: of the trainee, otherwise of the line. */
export function classOf(
  { people }: Pick<CycleFacts, 'people'>,
  { line, ...planned }: PaperLine,
  trainee: string | undefined = line.trainees[0],
): { course: number; group: string } {
  const own =
    trainee === undefined ? planned : { course: people.course(trainee), group: people.group(trainee) }
  const course = own.course ?? planned.course
  const group = own.group ?? planned.group
  if (course === null || group === null)
    throw new PaperNotLoadable('recordMissing', `group of line ${line.code}`)
  return { course, group }
}

export function traineeRow(
  people: People,
  line: PaperLine,
  trainee: string,
  mentor: string | null,
): TraineeRow {
  return {
    trainee: people.person(trainee),
    programme: people.programme(trainee) ?? line.programme,
    ...classOf({ people }, line, trainee),
    site: line.site.name,
    period: line.period,
    supervisor: people.person(line.line.supervisor),
    ...given('mentor', people.has(mentor) ? people.person(mentor) : undefined),
  }
}

/** Codes of programmes and groups are no words: no alphabet orders them. */
const byCode = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** Rows of a list before mentors are appointed: by programme, group and the alphabet of the language. */
export function traineeRows(facts: CycleFacts): TraineeRow[] {
  const { language } = facts.institution
  const rows = assignments(facts).map(({ line, trainee }) => traineeRow(facts.people, line, trainee, null))
  return byName(language, rows, ({ trainee }) => trainee).sort(
    (a, b) => byCode(a.programme.code, b.programme.code) || byCode(a.group, b.group),
  )
}

/** Safety officers of the sites, in the order of the lines. */
export const safetyOfficers = ({ lines }: CycleFacts): string[] =>
  distinct(lines.flatMap(({ safetyOfficer }) => safetyOfficer ?? []))
