import { byName } from '../../../language/names.ts'
import type { Commissioner } from '../../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import { type CycleFacts, hostHead, periodFor, safetyOfficers } from './cycle.ts'
import { PaperNotLoadable } from './errors.ts'
import { detailsOf } from './orders.ts'
import { distinct, given, isDay, isObjectList, oneLine } from './text.ts'
import { hazardsIn } from './words.ts'

const COPIES = 2

/** Those of the partner who answer for the site, the highest rank in the chair. */
function siteCommission(facts: CycleFacts): Commissioner[] {
  const { people, partner } = facts
  const roles = ['hrOfficer', 'siteManager', 'safetyOfficer'].flatMap(
    (role) => people.holder(role, { partner: partner.id }) ?? [],
  )
  const ids = distinct([...roles, ...safetyOfficers(facts)])
  const ranked = ids.sort((a, b) => (people.rank(b) ?? 0) - (people.rank(a) ?? 0))
  return ranked.map((id, n) => ({ ...people.official(id), role: n === 0 ? 'chair' : 'member' }))
}

export function siteAcceptanceCertificate(facts: CycleFacts): PaperData<'siteAcceptanceCertificate'> {
  const { institution, lines } = facts
  const [first] = lines
  if (first === undefined) throw new PaperNotLoadable('recordMissing', 'lines of the site')
  const { name, address, capacity, hazards } = first.site
  const { equipment, defects, validTo } = detailsOf(facts)
  const period = periodFor(facts)
  const faults = isObjectList(defects)
    ? defects.map(({ text, fixBy }) => ({ text: String(text), fixBy: String(fixBy) }))
    : []
  return {
    institutionName: institution.name,
    site: { name, address },
    period,
    commission: siteCommission(facts),
    capacity,
    ...(isObjectList(equipment) && {
      workplaces: equipment.map((one) => ({ name, equipment: String(one.name), count: Number(one.count) })),
    }),
    // Whoever issues the certificate states no single conditions: only the conclusion.
    conditions: [],
    ...given('harmfulFactors', hazardsIn(institution.language, hazards)),
    ...(faults.length > 0 && { defects: faults }),
    decision: faults.length > 0 ? 'fitWithConditions' : 'fit',
    validTo: isDay(validTo) ? validTo : period.to,
    approver: hostHead(facts),
    copies: { count: COPIES },
  }
}

export function safetyBriefingRecord(facts: CycleFacts): PaperData<'safetyBriefingRecord'> {
  const { people, institution, lines, request, partner } = facts
  const instructor = safetyOfficers(facts)[0] ?? people.holder('safetyOfficer', { partner: partner.id })
  if (instructor === undefined)
    throw new PaperNotLoadable('recordMissing', `safety officer of partner ${partner.id}`)
  const { instructionNo } = detailsOf(facts)
  const all = lines.flatMap(({ line, period }) =>
    line.trainees.map((trainee) => ({ person: people.person(trainee), date: request.date ?? period.from })),
  )
  const rows = byName(institution.language, all, ({ person }) => person).map(
    ({ person, date }): PaperData<'safetyBriefingRecord'>['rows'][number] => ({
      date,
      trainee: person,
      kind: 'primary',
      ...given('instructionNo', typeof instructionNo === 'string' ? instructionNo : undefined),
      instructor: people.official(instructor),
      admittedOn: date,
    }),
  )
  return {
    institutionName: institution.name,
    site: oneLine(distinct(lines.map(({ site }) => site.name)).join(', '), 300),
    rows,
  }
}
