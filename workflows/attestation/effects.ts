import type { Data, EffectSpec } from '../durable/types.ts'
import type { AttestationEvent, AttestationState } from './state.ts'

export function effects(event: AttestationEvent, state: AttestationState): EffectSpec[] {
  const paper = (kind: string, data: Data): EffectSpec => ({
    type: 'issue',
    papers: [{ kind, language: state.language, draft: false, version: 1, data }],
  })
  const report = (outcome: string): EffectSpec[] =>
    state.partnerships.map((partnership) => ({
      type: 'tell',
      messages: [
        {
          to: `partnership/${partnership}`,
          kind: 'partnership',
          command: { type: 'sessionEnded', data: { id: `attestation/${state.id}`, outcome } },
        },
      ],
    }))
  switch (event.type) {
    case 'commissionOrdered':
      return [paper('orderAttestationCommission', {})]
    case 'resultsRecorded': {
      const { results, startAt, endAt, room } = event
      return [paper('attestationProtocol', { results: results as unknown as Data[], startAt, endAt, room })]
    }
    case 'closed':
      return report('closed')
    case 'cancelled':
      return report('cancelled')
    default:
      return []
  }
}
