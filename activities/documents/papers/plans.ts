import type { PaperData } from '../../../schema/contracts/papers.ts'
import { type CycleFacts, classOf, hostHead, periodFor } from './cycle.ts'
import { readEvents, type Sql } from './records.ts'
import { given, paperYear } from './text.ts'

/** The partner agreed to the latest plan; an objection in between sent it back to planning. */
async function agreedOn(sql: Sql, { request }: CycleFacts): Promise<string | undefined> {
  const events = await readEvents(sql, request, request.process, ['scheduleAgreed', 'scheduleObjected'])
  const last = events.at(-1)
  return last?.type === 'scheduleAgreed' ? last.on : undefined
}

export async function practiceSchedule(sql: Sql, facts: CycleFacts): Promise<PaperData<'practiceSchedule'>> {
  const { people, partner, institution, lines, cycle, issuer } = facts
  const holidays = institution
    .daysOff(periodFor(facts))
    .filter(({ date }) => lines.some(({ period }) => date >= period.from && date <= period.to))
  return {
    academicYear: paperYear(cycle.academicYear),
    partnerName: partner.name,
    lines: lines.map((one) => ({
      line: one.code,
      programme: one.programme,
      ...classOf(facts, one),
      type: one.type,
      planned: one.line.planned,
      period: one.period,
      site: one.site.name,
      ...given('department', one.department),
      supervisor: people.person(one.line.supervisor),
    })),
    ...(holidays.length > 0 && { holidays }),
    approver: people.official(people.signer(issuer, people.deputy())),
    agreedBy: hostHead(facts),
    ...given('agreedOn', await agreedOn(sql, facts)),
    drafter: people.official(cycle.administrator),
  }
}
