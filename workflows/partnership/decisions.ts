import { whyUnfit } from '../durable/fit.ts'
import type { Command, Data, Day, Now, Refusal } from '../durable/types.ts'
import { isRefusal, refuse } from '../durable/types.ts'
import { commitmentsOf, decideCommitment, latestDay } from './commitments.ts'
import { decline, giveUp } from './ending.ts'
import { decideMeeting, decideMeetingException, ranksOf, wrongMeetingDay, wrongPeople } from './meetings.ts'
import { decideRecord } from './records.ts'
import type { Meeting, Negotiating, PartnershipEvent, PartnershipState, Preparing } from './state.ts'

type Result = PartnershipEvent[] | Refusal

/** One decision function for every task of the partnership, whatever the way it was completed. */
export function decideTask(state: PartnershipState, command: Command, { today }: Now): Result {
  const key = command.task ?? ''
  const [name = '', first = ''] = key.split('.')
  switch (name) {
    case 'commitment':
      return [{ type: 'commitmentFulfilled', id: commitmentIn(key), evidence: String(command.data.evidence) }]
    case 'late':
      return decideCommitment(state, commitmentIn(key), command.data, today)
    case 'meeting':
      return decideMeeting(state, Number(first), command, today)
    case 'meetingException':
      return decideMeetingException(state, Number(first), command.data, today)
    case 'record':
    case 'correction':
    case 'unanswered':
      return decideRecord(state, name, Number(first), command, today)
    default:
      return decideStage(state, name, key, command, today)
  }
}

/** `commitment.m1.2`, and once it was put off `commitment.m1.2@1`. */
const commitmentIn = (key: string): string => key.slice(key.indexOf('.') + 1).split('@')[0] ?? ''

function decideStage(
  state: PartnershipState,
  name: string,
  key: string,
  command: Command,
  today: Day,
): Result {
  switch (state.stage) {
    case 'preparing':
      return decidePreparing(state, name, key, command, today)
    case 'negotiating':
      return decideNegotiating(state, name, command, today)
    case 'contracting':
      return launch(state, command, state.launched)
    case 'operating': {
      if (name === 'launch') return launch(state, command, state.launched)
      const { findings, recommendations: rows } = command.data
      const given = { rows, prefix: `r${state.reviewed}`, source: 'review', today }
      const recommendations = commitmentsOf(state, command, given)
      if (isRefusal(recommendations)) return recommendations
      return [{ type: 'reviewed', findings: String(findings), recommendations }]
    }
    case 'closed':
    case 'declined':
      return refuse('wrongStage', { stage: state.stage })
  }
}

function decidePreparing(
  state: PartnershipState & Preparing,
  name: string,
  key: string,
  command: Command,
  today: Day,
): Result {
  const data = command.data
  if (name === 'exception') {
    const granted = data.decision === 'grant'
    const decided: PartnershipEvent = { type: 'exceptionDecided', granted, reason: String(data.reason) }
    // Granted for this choice only: nobody else may be sent with it.
    return granted && state.exception !== null
      ? [decided, { type: 'itemPrepared', item: 'representative', answer: state.exception }]
      : [decided]
  }
  if (name === 'board') return decideBoard(state, command, today)
  const item = key.split('.')[1] as Extract<PartnershipEvent, { type: 'itemPrepared' }>['item']
  const { decision: _, ...answer } = data
  if (item === 'representative') return decideRepresentative(state, command, answer)
  return wrongItem(state, item, command, today) ?? [{ type: 'itemPrepared', item, answer }]
}

function wrongItem(
  state: PartnershipState,
  item: string,
  { data, facts }: Command,
  today: Day,
): Refusal | null {
  if (item === 'meeting') return wrongMeetingDay(state.policy, String(data.on), today)
  if (item === 'package' && data.validUntil !== undefined)
    return wrongValidity(state, String(data.validUntil), today)
  if (item !== 'territory') return null
  const person = String(data.responsible)
  const unfit = whyUnfit(facts?.persons[person], [null])
  return unfit === null ? null : refuse(unfit, { field: 'responsible', person })
}

/** A proposal is valid until a day to come. */
function wrongValidity(state: PartnershipState, until: Day, today: Day): Refusal | null {
  if (until < today) return refuse('dateInPast', { date: until })
  const latest = latestDay(state, today)
  return until > latest ? refuse('dateTooFar', { date: until, latest }) : null
}

/** The representative's rank is at least the contact's, otherwise the superior grants an exception. */
function decideRepresentative(state: PartnershipState & Preparing, command: Command, given: Data): Result {
  const who = { representative: String(given.representative), contact: String(given.contact) }
  const wrong = wrongPeople(state, command.facts, who)
  if (wrong !== null) return wrong
  const ranks = ranksOf(command.facts, who)
  const answer: Data = { ...given, contactRank: ranks.contactRank }
  if (ranks.representativeRank < ranks.contactRank) return [{ type: 'exceptionAsked', ...ranks, answer }]
  return [{ type: 'itemPrepared', item: 'representative', answer }]
}

function decideBoard(state: PartnershipState & Preparing, command: Command, today: Day): Result {
  const { data } = command
  switch (data.decision) {
    case 'approve':
      return approveVisit(state, command, today)
    case 'return': {
      const items = data.items as Extract<PartnershipEvent, { type: 'boardReturned' }>['items']
      // Where nothing is to be prepared again, nobody would have a turn.
      const reopens = items.some((item) => item !== 'territory' || state.ownTerritory)
      if (!reopens) return refuse('invalidInput', { field: 'items' })
      return [{ type: 'boardReturned', remarks: String(data.remarks), items }]
    }
    case 'refuse':
      return [decline(state, String(data.reason))]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

function approveVisit(state: PartnershipState & Preparing, { data, facts }: Command, today: Day): Result {
  const { meeting, representative, package: offer = {} } = state.done
  if (meeting === undefined || representative === undefined) return refuse('planIncomplete')
  const planned: Meeting = {
    n: state.lastMeeting + 1,
    on: String(meeting.on),
    ...(meeting.time === undefined ? {} : { time: String(meeting.time) }),
    place: String(meeting.place),
    representative: String(representative.representative),
    contact: String(representative.contact),
    ...(representative.contactRank === undefined ? {} : { rank: Number(representative.contactRank) }),
  }
  const date = String(data.date)
  if (planned.on < today) return refuse('dateInPast', { date: planned.on })
  // The board decides about the plan that is before it, and not tomorrow.
  if (date > today) return refuse('dateInFuture', { date })
  if (state.planOn !== undefined && date < state.planOn)
    return refuse('datesOutOfOrder', { first: state.planOn, second: date })
  if (offer.validUntil !== undefined && String(offer.validUntil) < planned.on)
    return refuse('datesOutOfOrder', { first: planned.on, second: offer.validUntil })
  return (
    wrongPeople(state, facts, planned) ?? [
      { type: 'boardApproved', number: String(data.number), date, meeting: planned },
    ]
  )
}

function decideNegotiating(
  state: PartnershipState & Negotiating,
  name: string,
  command: Command,
  today: Day,
): Result {
  const data = command.data
  const { version } = state.proposal
  switch (name) {
    case 'proposal':
      if (data.decision === 'accept') return [{ type: 'proposalAccepted', version }]
      if (data.decision === 'refuse') return [decline(state, String(data.reason))]
      return [{ type: 'proposalCountered', version: version + 1, by: 'partner', text: String(data.text) }]
    case 'counter':
      if (data.decision === 'accept') return [{ type: 'proposalAccepted', version }]
      return [{ type: 'proposalCountered', version: version + 1, by: 'institution', text: String(data.text) }]
    case 'silent':
      return data.decision === 'tryAgain' ? repeat(state, data, today) : giveUp(state, data)
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** What was offered last is offered once more; a validity that is over is not repeated. */
function repeat(state: PartnershipState & Negotiating, data: Data, today: Day): Result {
  const { validUntil: before, ...rest } = state.offer
  const until = data.validUntil ?? (before !== undefined && String(before) >= today ? before : undefined)
  const wrong = until === undefined ? null : wrongValidity(state, String(until), today)
  if (wrong !== null) return wrong
  const offer: Data = until === undefined ? rest : { ...rest, validUntil: until }
  return [{ type: 'proposalRepeated', version: state.proposal.version + 1, offer }]
}

export function launch(state: PartnershipState, command: Command, launched: number): Result {
  const { kind, language, forms } = command.data
  const id = `${state.id}-${launched + 1}`
  const begin: Data = {
    id,
    kind: kind ?? '',
    language: language ?? '',
    forms: forms ?? [],
    partnership: state.id,
    partner: state.partner,
    author: state.administrator,
  }
  return [{ type: 'agreementLaunched', id, begin }]
}
