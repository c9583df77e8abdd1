import type { Data, EffectSpec } from '../durable/types.ts'
import type { PartnershipEvent, PartnershipState } from './state.ts'

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
      return [paper('proposalPackage', 1, state.done.package ?? {})]
    case 'proposalCountered':
      return event.by === 'institution' ? [paper('proposalPackage', event.version, { text: event.text })] : []
    case 'meetingHeld': {
      const actions = event.actions.map(({ what, owner, due }) => ({ what, owner, due }))
      return [
        paper('meetingRecord', event.n, { outcome: event.outcome, on: event.on, actions, ...event.people }),
      ]
    }
    case 'agreementLaunched':
      return [
        { type: 'tell', messages: [{ to: `agreement/${event.id}`, kind: 'agreement', begin: event.begin }] },
      ]
    case 'agendaAsked':
      return [{ type: 'ask', question: 'agenda', data: { partner: state.partner, year: event.year } }]
    case 'opened':
      return [
        {
          type: 'tell',
          messages: [{ to: event.opening.id, kind: event.opening.kind, begin: event.opening.begin }],
        },
      ]
    default:
      return []
  }
}
