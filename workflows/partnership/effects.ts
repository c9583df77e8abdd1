import type { Data, EffectSpec, Owner, Telling } from '../durable/types.ts'
import { isAgreedAt } from './evolve-meetings.ts'
import type { Commitment, Meeting, PartnershipEvent, PartnershipState } from './state.ts'

const actionsOf = (list: Commitment[]): Data[] => list.map(({ what, owner, due }) => ({ what, owner, due }))

export function effects(event: PartnershipEvent, state: PartnershipState): EffectSpec[] {
  const paper = (kind: string, version: number, data: Data): EffectSpec => ({
    type: 'issue',
    papers: [{ kind, language: state.language, draft: false, version, data }],
  })
  switch (event.type) {
    case 'itemPrepared': {
      if (state.stage !== 'preparing' || state.plan !== 'drafting') return []
      return [paper('visitPlan', state.round, { ...state.done, round: state.round })]
    }
    case 'boardApproved':
      if (state.stage !== 'negotiating') return []
      return [paper('proposalPackage', 1, state.offer)]
    case 'proposalCountered':
      return event.by === 'institution' ? [paper('proposalPackage', event.version, { text: event.text })] : []
    case 'proposalRepeated':
      return state.stage === 'negotiating' ? [paper('proposalPackage', event.version, state.offer)] : []
    case 'meetingPlanned':
      return [met('meetingPlanned', event.meeting, {})]
    case 'meetingMoved':
    case 'meetingFailed': {
      const moved = state.meetings.find(({ n }) => n === state.lastMeeting)
      return moved === undefined ? [] : [met('meetingMoved', moved, { reason: event.reason })]
    }
    case 'meetingHeld': {
      const { n, outcome, on, people } = event
      return [paper('meetingRecord', 1, { n, outcome, on, actions: actionsOf(event.actions), ...people })]
    }
    case 'recordCorrected': {
      const record = state.records.find(({ n }) => n === event.n)
      if (record === undefined) return []
      const { n, outcome, on, people } = record
      const agreed = state.commitments.filter(({ id }) => isAgreedAt(n, id))
      return [
        paper('meetingRecord', event.version, { n, outcome, on, actions: actionsOf(agreed), ...people }),
      ]
    }
    case 'recordDisputed': {
      const { n, version, outcome, on, people, remarks, text } = event
      const agreed = state.commitments.filter(({ id }) => isAgreedAt(n, id))
      const disagreement = { partner: remarks, institution: text }
      const data = { n, outcome, on, actions: actionsOf(agreed), disagreement, ...people }
      return [paper('meetingRecord', version, data)]
    }
    case 'declined':
      return informed('partnershipDeclined', event)
    case 'closed':
      return informed('partnershipClosed', event)
    case 'agreementLaunched':
      return [tell({ to: `agreement/${event.id}`, kind: 'agreement', begin: event.begin })]
    case 'agendaAsked':
      return [ask(state, event.year), ...looksOf(state).map((message) => tell(message))]
    case 'opened': {
      const { id, kind, begin } = event.opening
      // Whoever began a session of several partners: each of them is in it.
      const joins = { type: 'join', data: { partnership: state.id } }
      return [tell({ to: id, kind, begin, ...(kind === 'attestation' && { command: joins }) })]
    }
    default:
      return []
  }
}

const tell = (message: Telling): EffectSpec => ({ type: 'tell', messages: [message] })

const ask = (state: PartnershipState, year: number): EffectSpec => ({
  type: 'ask',
  question: 'agenda',
  data: { partner: state.partner, year },
})

/** What was imported since may concern sessions that are open already. */
function looksOf(state: PartnershipState): Telling[] {
  if (state.stage !== 'operating') return []
  return Object.entries(state.sessions).flatMap(([to, outcome]): Telling[] =>
    outcome === 'open' ? [{ to, kind: 'attestation', command: { type: 'refresh', data: {} } }] : [],
  )
}

/** Both who meet are told the day and the place. */
function met(
  template: string,
  { representative, contact, on, place, time }: Meeting,
  more: Data,
): EffectSpec {
  const persons = [{ person: representative }, { person: contact }]
  return {
    type: 'inform',
    persons,
    template,
    data: { on, place, ...(time !== undefined && { time }), ...more },
  }
}

function informed(template: string, { reason, told }: { reason: string; told?: Owner[] }): EffectSpec[] {
  return told === undefined || told.length === 0
    ? []
    : [{ type: 'inform', persons: told, template, data: { reason } }]
}
