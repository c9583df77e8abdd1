import type { Command, Data, Day, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import type {
  Commitment,
  Meeting,
  Negotiating,
  PartnershipEvent,
  PartnershipState,
  Preparing,
} from './state.ts'

type Result = PartnershipEvent[] | Refusal

/** One decision function for every task of the partnership, whatever the way it was completed. */
export function decideTask(state: PartnershipState, command: Command, { today }: Now): Result {
  const key = command.task ?? ''
  const name = key.slice(0, key.indexOf('.'))
  if (name === 'commitment') {
    const id = key.slice('commitment.'.length)
    return [{ type: 'commitmentFulfilled', id, evidence: String(command.data.evidence) }]
  }
  switch (state.stage) {
    case 'preparing':
      return decidePreparing(state, name, key, command, today)
    case 'negotiating':
      return decideNegotiating(state, name, command, today)
    case 'contracting':
      return launch(state, command, state.launched)
    case 'operating': {
      if (name === 'launch') return launch(state, command, state.launched)
      const { findings } = command.data
      const recommendations = commitments(`r${state.reviewed}`, command.data.recommendations, 'review')
      return (
        dated(recommendations, today) ?? [{ type: 'reviewed', findings: String(findings), recommendations }]
      )
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
  if (name === 'board') return decideBoard(state, data, today)
  const item = key.split('.')[1] as Extract<PartnershipEvent, { type: 'itemPrepared' }>['item']
  const { decision: _, ...answer } = data
  if (item === 'meeting' && String(data.on) <= today) return refuse('dateInPast', { date: data.on ?? '' })
  if (item === 'representative') return decideRepresentative(state, command, answer)
  return [{ type: 'itemPrepared', item, answer }]
}

/** The representative's rank is at least the contact's, otherwise the superior grants an exception. */
function decideRepresentative(state: PartnershipState & Preparing, command: Command, answer: Data): Result {
  const representative = command.facts?.persons[String(answer.representative)]
  const contact = command.facts?.persons[String(answer.contact)]
  if (representative === undefined || contact === undefined) return refuse('personUnknown')
  if (!representative.reachable || !contact.reachable) return refuse('personHasNoEmail')
  if (contact.partner !== state.partner || representative.partner !== null) return refuse('wrongSide')
  if (representative.rank < contact.rank) {
    return [
      { type: 'exceptionAsked', representativeRank: representative.rank, contactRank: contact.rank, answer },
    ]
  }
  return [{ type: 'itemPrepared', item: 'representative', answer }]
}

function decideBoard(state: PartnershipState & Preparing, data: Data, today: Day): Result {
  switch (data.decision) {
    case 'approve': {
      const { meeting, representative } = state.done
      if (meeting === undefined || representative === undefined) return refuse('planIncomplete')
      const planned: Meeting = {
        n: 1,
        on: String(meeting.on),
        place: String(meeting.place),
        representative: String(representative.representative),
        contact: String(representative.contact),
      }
      if (planned.on < today) return refuse('dateInPast', { date: planned.on })
      if (String(data.date) > planned.on)
        return refuse('datesOutOfOrder', { first: data.date ?? '', second: planned.on })
      return [
        { type: 'boardApproved', number: String(data.number), date: String(data.date), meeting: planned },
      ]
    }
    case 'return': {
      const items = data.items as Extract<PartnershipEvent, { type: 'boardReturned' }>['items']
      // Where nothing is to be prepared again, nobody would have a turn.
      const reopens = items.some((item) => item !== 'territory' || state.ownTerritory)
      if (!reopens) return refuse('invalidInput', { field: 'items' })
      return [{ type: 'boardReturned', remarks: String(data.remarks), items }]
    }
    case 'refuse':
      return [{ type: 'declined', reason: String(data.reason) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
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
    case 'meeting':
      return decideMeeting(state, data, today)
    case 'record':
      return [{ type: 'recordConfirmed', n: state.unconfirmed ?? 0, remarks: String(data.remarks ?? '') }]
    case 'proposal':
      if (data.decision === 'accept') return [{ type: 'proposalAccepted', version }]
      if (data.decision === 'refuse') return [{ type: 'declined', reason: String(data.reason) }]
      return [{ type: 'proposalCountered', version: version + 1, by: 'partner', text: String(data.text) }]
    case 'counter':
      if (data.decision === 'accept') return [{ type: 'proposalAccepted', version }]
      return [{ type: 'proposalCountered', version: version + 1, by: 'institution', text: String(data.text) }]
    case 'silent':
      return data.decision === 'tryAgain'
        ? [{ type: 'proposalRepeated', version: version + 1 }]
        : [{ type: 'declined', reason: String(data.reason) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

function decideMeeting(state: PartnershipState & Negotiating, data: Data, today: Day): Result {
  const meeting = state.meeting
  if (meeting === null) return refuse('taskClosed', { stage: state.stage })
  const { n } = meeting
  if (data.decision === 'moved' || data.decision === 'failed') {
    const on = String(data.on)
    if (on <= today) return refuse('dateInPast', { date: on })
    const type = data.decision === 'moved' ? 'meetingMoved' : 'meetingFailed'
    return [{ type, n, reason: String(data.reason), on }]
  }
  if (today < meeting.on) return refuse('tooEarly', { date: meeting.on })
  const actions = commitments(`m${n}`, data.actions, 'meeting')
  const people = { representative: meeting.representative, contact: meeting.contact, place: meeting.place }
  const held: PartnershipEvent = {
    type: 'meetingHeld',
    n,
    outcome: String(data.outcome),
    on: meeting.on,
    actions,
    people,
  }
  return dated(actions, today) ?? [held]
}

function launch(state: PartnershipState, command: Command, launched: number): Result {
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

function commitments(prefix: string, rows: unknown, source: string): Commitment[] {
  const list = (rows ?? []) as { what: string; owner: string; due: Day }[]
  return list.map((row, n) => ({
    id: `${prefix}.${n + 1}`,
    what: row.what,
    owner: row.owner,
    due: row.due,
    source,
  }))
}

function dated(rows: Commitment[], today: Day): Refusal | null {
  const past = rows.find(({ due }) => due < today)
  return past ? refuse('dateInPast', { date: past.due }) : null
}
