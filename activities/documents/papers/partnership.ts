import { FORMS } from '../../../schema/contracts/lists.ts'
import type { PaperOfficial } from '../../../schema/contracts/papers/groups.ts'
import { CHECKLIST_ITEMS } from '../../../schema/contracts/papers/plans.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { Data, Day } from '../../../workflows/durable/types.ts'
import type { PartnershipState } from '../../../workflows/partnership/state.ts'
import { programmesForSites } from './contract.ts'
import { Institution } from './institution.ts'
import { Partner, readSites } from './partner.ts'
import { People } from './people.ts'
import { type PaperRequest, readEvents, readProcess, type Sql } from './records.ts'
import { clip, given, isDay, isObjectList, isTime, oneLine } from './text.ts'
import { languageOf } from './words.ts'

interface Prepared {
  answer: Data
  by: string | null
  on: Day
}

/** What the papers before an agreement are filled from. */
interface PartnershipFacts {
  request: PaperRequest
  state: PartnershipState
  institution: Institution
  partner: Partner
  people: People
  /** The latest answer to each item of the preparation. */
  prepared: ReadonlyMap<string, Prepared>
  /** Who let a representative of lower rank go, and why. */
  exception: { by: string | null; reason: string } | null
}

/** Persons named anywhere in what people answered. */
function namedIn(data: Data): string[] {
  return Object.values(data).flatMap((value) => {
    if (typeof value === 'string') return [value]
    return isObjectList(value) ? value.flatMap((one) => namedIn(one as Data)) : []
  })
}

export async function readPartnershipFacts(sql: Sql, request: PaperRequest): Promise<PartnershipFacts> {
  const language = languageOf(request.paper)
  const institution = await Institution.read(sql, request.institution, language)
  const { state } = await readProcess<PartnershipState>(sql, request.institution, request.process)
  const partner = await Partner.read(sql, request.institution, state.partner, language, null)
  const events = await readEvents(sql, request, request.process, ['itemPrepared', 'exceptionDecided'])
  const prepared = new Map<string, Prepared>()
  let exception: PartnershipFacts['exception'] = null
  for (const { type, data, by, on } of events) {
    if (type === 'itemPrepared') prepared.set(String(data.item), { answer: data.answer as Data, by, on })
    else exception = data.granted === true ? { by, reason: String(data.reason) } : null
  }
  const answers = [...prepared.values()]
  const ids = [
    ...answers.flatMap(({ answer, by }) => [by, ...namedIn(answer)]),
    ...namedIn(request.paper.data),
    state.administrator,
    exception?.by ?? null,
  ]
  const people = await People.read(sql, institution.posts, ids, [state.partner])
  return { request, state, institution, partner, people, prepared, exception }
}

const answerOf = ({ prepared }: PartnershipFacts, item: string): Data => prepared.get(item)?.answer ?? {}
const said = (data: Data, key: string): string => (typeof data[key] === 'string' ? data[key] : '')

function checklist(facts: PartnershipFacts): PaperData<'visitPlan'>['checklist'] {
  const { prepared, people } = facts
  const own = answerOf(facts, 'meeting').ownTerritory === true
  return CHECKLIST_ITEMS.filter((item) => item !== 'territory' || own).map((item) => {
    const found = prepared.get(item)
    return {
      item,
      done: found !== undefined,
      ...given('by', people.has(found?.by) ? people.person(found.by) : undefined),
      ...given('on', found?.on),
      ...(item === 'territory' && given('note', oneLine(said(answerOf(facts, item), 'room'), 300))),
    }
  })
}

/** The goal, and under it the tasks it is divided into. */
function goalOf(facts: PartnershipFacts): string {
  const { goal, tasks } = answerOf(facts, 'goals')
  const list = Array.isArray(tasks) ? tasks.map((task, n) => `${n + 1}) ${String(task)}`) : []
  return clip([String(goal ?? ''), ...list].join('\n'), 2000)
}

const proposalsOf = (data: Data): Record<string, unknown>[] =>
  isObjectList(data.proposals) ? data.proposals : []

export function visitPlan(facts: PartnershipFacts): PaperData<'visitPlan'> {
  const { people, partner, state, exception } = facts
  const info = answerOf(facts, 'partnerInfo')
  const meeting = answerOf(facts, 'meeting')
  const { representative, contact } = answerOf(facts, 'representative')
  const ranked = (id: string): PaperOfficial & { rank?: number } => ({
    ...people.official(id),
    ...given('rank', people.rank(id)),
  })
  const lower = (people.rank(String(representative)) ?? 0) < (people.rank(String(contact)) ?? 0)
  const { name, address, employees, ...listed } = partner.profile()
  const offers = proposalsOf(answerOf(facts, 'package')).map(({ offer }) => String(offer))
  return {
    partner: {
      ...{ name, address },
      ...given('sector', listed.sector),
      ...given('employees', typeof info.employees === 'number' ? info.employees : employees),
      ...given('directions', oneLine(said(info, 'mainDirections') || (listed.directions ?? ''), 500)),
      ...given('regionalPlanRole', oneLine(said(info, 'regionalRole') || (listed.regionalRole ?? ''), 500)),
    },
    goal: goalOf(facts),
    checklist: checklist(facts),
    representative: ranked(String(representative)),
    contact: ranked(String(contact)),
    ...(exception !== null &&
      lower && {
        exception: {
          ...given('by', people.has(exception.by) ? people.official(exception.by) : undefined),
          reason: oneLine(exception.reason, 500),
        },
      }),
    meeting: {
      date: String(meeting.on),
      ...given('time', isTime(meeting.time) ? meeting.time : undefined),
      place: oneLine(said(meeting, 'place'), 300),
    },
    ...given('package', oneLine(offers.join('; '), 500)),
    drafter: people.official(state.administrator),
    approver: people.official(people.head()),
  }
}

export async function proposalPackage(
  sql: Sql,
  facts: PartnershipFacts,
): Promise<PaperData<'proposalPackage'>> {
  const { people, partner, institution, state, request } = facts
  const { data, version } = request.paper
  const sites = await readSites(sql, institution, partner.id)
  const proposals = FORMS.flatMap((form) => {
    const found = proposalsOf(data).find((one) => one.form === form)
    if (found === undefined) return []
    const { offer, benefit, ask } = found
    return [
      { form, ...given('offer', str(offer)), ...given('benefit', str(benefit)), ...given('ask', str(ask)) },
    ]
  })
  return {
    addressee: { organisation: partner.name, person: people.official(people.partnerHead(partner.id)) },
    ...(version > 1 && { answersVersion: version - 1 }),
    programmes: await programmesForSites(sql, institution, sites),
    proposals,
    ...given('text', clip(said(data, 'text'), 2000)),
    ...given('validUntil', isDay(data.validUntil) ? data.validUntil : undefined),
    contact: people.contact(state.administrator, institution),
    signatory: people.signatory(people.head()),
  }
}

/** Both accounts of a meeting that is remembered differently. */
function disagreementIn({ disagreement }: Data): PaperData<'meetingRecord'>['disagreement'] {
  const { partner, institution } = (disagreement ?? {}) as { partner?: string; institution?: string }
  return partner === undefined || institution === undefined ? undefined : { partner, institution }
}

const str = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export function meetingRecord(facts: PartnershipFacts): PaperData<'meetingRecord'> {
  const { people, partner, request } = facts
  const { data } = request.paper
  const planned = answerOf(facts, 'meeting')
  const representative = people.official(String(data.representative))
  const contact = people.official(String(data.contact))
  const actions = (isObjectList(data.actions) ? data.actions : []).map(({ what, owner, due }) => ({
    text: String(what),
    ...given('owner', people.has(str(owner)) ? people.person(String(owner)) : undefined),
    due: String(due),
  }))
  // A moved meeting has a new day; the hour agreed at first says nothing about it.
  const time = planned.on === data.on && isTime(planned.time) ? planned.time : undefined
  return {
    partnerName: partner.name,
    meeting: { date: String(data.on), ...given('from', time), place: oneLine(said(data, 'place'), 300) },
    attendees: [
      { ...representative, side: 'institution' },
      { ...contact, side: 'partner' },
    ],
    topic: oneLine(said(answerOf(facts, 'goals'), 'goal'), 500),
    ...given('summary', clip(said(data, 'outcome'), 2000)),
    // Joint actions are an agreement; without them the account of the meeting says itself what came of it.
    ...given('outcome', actions.length > 0 ? ('agreed' as const) : undefined),
    ...given('disagreement', disagreementIn(data)),
    actions,
    recorder: representative,
    partnerConfirmer: contact,
  }
}
