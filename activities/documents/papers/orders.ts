import { byName } from '../../../language/names.ts'
import type { PaperOfficial, PaperSignatory } from '../../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import { addDays } from '../../../workflows/durable/days.ts'
import {
  assignments,
  basisOf,
  type CycleFacts,
  contractRef,
  hostSignatory,
  needed,
  periodFor,
  practiceFor,
  safetyOfficers,
  traineeRows,
} from './cycle.ts'
import { given, isTime } from './text.ts'

/** The head signs, or the signatory whose turn it was; then the deputy controls, unless he signs himself. */
function frame({ people, issuer }: CycleFacts): { signatory: PaperSignatory; control?: PaperOfficial } {
  const signer = people.signer(issuer, people.head())
  const deputy = people.deputy()
  return {
    signatory: people.signatory(signer),
    ...(deputy !== signer && { control: people.official(deputy) }),
  }
}

/** Days after the start of a wave at which a paper of the pack is due; negative before it. */
function dueDays({ cycle }: CycleFacts, kind: string): number | undefined {
  return cycle.policy.pack.find((paper) => paper.kind === kind)?.dueDays
}

/** The day by which the wave's paper of that kind has to be there. */
export function dueOn(facts: CycleFacts, kind: string): string | undefined {
  const days = dueDays(facts, kind)
  return days === undefined ? undefined : addDays(facts.wave ?? periodFor(facts).from, days)
}

export function orderSendingStudents(facts: CycleFacts): PaperData<'orderSendingStudents'> {
  const { people, partner, placement, cycle } = facts
  const period = periodFor(facts)
  const reportDue = placement === null ? undefined : addDays(period.to, placement.reportDays)
  const defence = { from: reportDue ?? period.to, to: addDays(period.to, cycle.policy.defenceDays) }
  return {
    ...frame(facts),
    basis: [...basisOf(facts, ['practiceSchedule']), contractRef(facts)],
    hostName: partner.name,
    practice: practiceFor(facts),
    period,
    students: traineeRows(facts),
    agreements: [contractRef(facts)],
    responsible: people.official(people.practiceOffice()),
    ...given('papersDue', dueOn(facts, 'referralLetter')),
    ...given('reportDue', reportDue),
    ...(defence.from < defence.to && { defencePeriod: defence }),
  }
}

export function orderAppointingSupervisors(facts: CycleFacts): PaperData<'orderAppointingSupervisors'> {
  const { people, partner, lines } = facts
  const rows = new Map<string, PaperData<'orderAppointingSupervisors'>['rows'][number]>()
  for (const { line, site } of lines) {
    const key = `${line.supervisor} ${site.key}`
    const students = (rows.get(key)?.students ?? 0) + line.trainees.length
    rows.set(key, {
      supervisor: people.official(line.supervisor),
      ...given('department', people.departmentOf(line.supervisor)),
      site: site.name,
      students,
    })
  }
  return {
    ...frame(facts),
    basis: [...basisOf(facts, ['orderSendingStudents', 'practiceSchedule']), contractRef(facts)],
    hostName: partner.name,
    practice: practiceFor(facts),
    period: periodFor(facts),
    rows: [...rows.values()],
  }
}

/** “08:00-17:00” as people write it: the first and the last time in it. */
function workTimeOf(text: unknown): { from: string; to: string } | undefined {
  if (typeof text !== 'string') return undefined
  const [from, to] = [...text.matchAll(/\d{1,2}[:.]\d{2}/g)].map(([time]) =>
    time.replace('.', ':').padStart(5, '0'),
  )
  return isTime(from) && isTime(to) ? { from, to } : undefined
}

/** What the partner's issuer typed besides number and date. */
export function detailsOf({ request }: CycleFacts): Record<string, unknown> {
  const { details } = request.paper.data
  return typeof details === 'object' && details !== null && !Array.isArray(details) ? details : {}
}

export function orderAcceptingStudents(facts: CycleFacts): PaperData<'orderAcceptingStudents'> {
  const { people, institution, cycle } = facts
  const [safety] = safetyOfficers(facts)
  const attendance = people.holder('hrOfficer', { partner: cycle.partner })
  const period = periodFor(facts)
  return {
    signatory: hostSignatory(facts),
    basis: [contractRef(facts), ...basisOf(facts, ['orderSendingStudents', 'noticeToHost'])],
    institutionName: institution.name,
    practice: practiceFor(facts),
    period,
    trainees: traineeRows(facts),
    status: 'trainee',
    ...given('workTime', workTimeOf(detailsOf(facts).workTime)),
    accessFrom: period.from,
    ...given('safetyOfficer', safety === undefined ? undefined : people.official(safety)),
    ...given('attendanceOfficer', attendance === undefined ? undefined : people.official(attendance)),
  }
}

export function orderAppointingMentors(facts: CycleFacts): PaperData<'orderAppointingMentors'> {
  const { people, institution } = facts
  const rows = new Map<string, PaperData<'orderAppointingMentors'>['rows'][number]>()
  for (const { line, trainee, mentor } of assignments(facts)) {
    if (mentor === null) continue
    const key = `${mentor} ${line.site.key}`
    const trainees = [...(rows.get(key)?.trainees ?? []), people.person(trainee)]
    rows.set(key, { mentor: people.official(mentor), site: line.site.name, trainees })
  }
  return {
    signatory: hostSignatory(facts),
    basis: [contractRef(facts), needed(facts, 'orderAcceptingStudents')],
    institutionName: institution.name,
    practice: practiceFor(facts),
    period: periodFor(facts),
    rows: [...rows.values()].map((row) => ({
      ...row,
      trainees: byName(institution.language, row.trainees, (person) => person),
    })),
  }
}
