import { addDays } from '../durable/days.ts'
import { whyUnfit } from '../durable/fit.ts'
import type { Command, Data, Day, Facts, Refusal } from '../durable/types.ts'
import { isRefusal, refuse } from '../durable/types.ts'
import { commitmentsOf } from './commitments.ts'
import type { Meeting, PartnershipEvent, PartnershipPolicy, PartnershipState } from './state.ts'
import { USUALLY } from './state.ts'

type Result = PartnershipEvent[] | Refusal

/** A day somebody can still come on: after today, and not further ahead than anybody plans. */
export function wrongMeetingDay(policy: PartnershipPolicy, on: Day, today: Day): Refusal | null {
  if (on <= today) return refuse('dateInPast', { date: on })
  const latest = addDays(today, policy.meetingAheadDays ?? USUALLY.meetingAheadDays)
  return on > latest ? refuse('dateTooFar', { date: on, latest }) : null
}

/** Who meets: one of each side, both active and to be reached. */
export function wrongPeople(
  state: Pick<PartnershipState, 'partner'>,
  facts: Facts | undefined,
  { representative, contact }: { representative: string; contact: string },
): Refusal | null {
  const own = whyUnfit(facts?.persons[representative], [null])
  if (own !== null) return refuse(own, { field: 'representative', person: representative })
  const other = whyUnfit(facts?.persons[contact], [state.partner])
  return other === null ? null : refuse(other, { field: 'contact', person: contact })
}

/** Ranks of the two who meet: the representative's is at least the contact's, or the superior is asked. */
export function ranksOf(facts: Facts | undefined, who: { representative: string; contact: string }) {
  const rank = (person: string): number => facts?.persons[person]?.rank ?? 0
  return { representativeRank: rank(who.representative), contactRank: rank(who.contact) }
}

/** A further meeting, at any time after the board's approval. */
export function planMeeting(state: PartnershipState, command: Command, today: Day): Result {
  if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
  if (state.stage !== 'negotiating' && state.stage !== 'contracting' && state.stage !== 'operating')
    return refuse('wrongStage', { stage: state.stage })
  const { on, time, place, representative, contact } = command.data
  const who = { representative: String(representative), contact: String(contact) }
  const wrong = wrongMeetingDay(state.policy, String(on), today) ?? wrongPeople(state, command.facts, who)
  if (wrong !== null) return wrong
  const ranks = ranksOf(command.facts, who)
  const meeting: Meeting = {
    n: state.lastMeeting + 1,
    on: String(on),
    ...(time === undefined ? {} : { time: String(time) }),
    place: String(place),
    ...who,
    rank: ranks.contactRank,
  }
  return ranks.representativeRank < ranks.contactRank
    ? [{ type: 'meetingProposed', meeting, ...ranks }]
    : [{ type: 'meetingPlanned', meeting }]
}

export function decideMeetingException(state: PartnershipState, n: number, data: Data, today: Day): Result {
  const meeting = state.proposed.find((one) => one.n === n)
  if (meeting === undefined) return refuse('taskClosed', { stage: state.stage })
  const granted = data.decision === 'grant'
  if (granted && meeting.on < today) return refuse('dateInPast', { date: meeting.on })
  const decided: PartnershipEvent = {
    type: 'meetingExceptionDecided',
    n,
    granted,
    reason: String(data.reason),
  }
  return granted ? [decided, { type: 'meetingPlanned', meeting }] : [decided]
}

export function decideMeeting(state: PartnershipState, n: number, command: Command, today: Day): Result {
  const { data } = command
  const meeting = state.meetings.find((one) => one.n === n)
  if (meeting === undefined) return refuse('taskClosed', { stage: state.stage })
  // What did not take place, and what did, is known on its day.
  if (data.decision !== 'moved' && today < meeting.on) return refuse('tooEarly', { date: meeting.on })
  if (data.decision === 'moved' || data.decision === 'failed') {
    const on = String(data.on)
    const wrong = wrongMeetingDay(state.policy, on, today)
    if (wrong !== null) return wrong
    const type = data.decision === 'moved' ? 'meetingMoved' : 'meetingFailed'
    const time = data.time === undefined ? {} : { time: String(data.time) }
    return [{ type, n, reason: String(data.reason), on, ...time }]
  }
  const actions = commitmentsOf(state, command, {
    rows: data.actions,
    prefix: `m${n}`,
    source: 'meeting',
    today,
    from: meeting.on,
  })
  if (isRefusal(actions)) return actions
  const people = { representative: meeting.representative, contact: meeting.contact, place: meeting.place }
  return [{ type: 'meetingHeld', n, outcome: String(data.outcome), on: meeting.on, actions, people }]
}
