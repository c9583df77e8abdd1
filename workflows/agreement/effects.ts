import type { Data, EffectSpec, Paper } from '../durable/types.ts'
import type { AgreementEvent, AgreementState } from './state.ts'

export function effects(event: AgreementEvent, state: AgreementState): EffectSpec[] {
  const paper = (draft: boolean): EffectSpec => {
    const terms = (state.terms ?? {}) as Data
    const data: Data = {
      terms,
      requisites: state.requisites ?? {},
      forms: state.forms,
      partnerSignatory: state.partnerSignatory,
    }
    const whole: Paper = { kind: state.kind, language: state.language, draft, version: state.version, data }
    return { type: 'issue', papers: [whole] }
  }
  const report = (type: string, data: Data): EffectSpec => ({
    type: 'tell',
    messages: [
      {
        to: `partnership/${state.partnership}`,
        kind: 'partnership',
        command: { type, data: { id: state.id, ...data } },
      },
    ],
  })
  switch (event.type) {
    case 'draftSubmitted':
      return [paper(true)]
    case 'allSigned':
      return [paper(false)]
    case 'registrationGivenUp':
    case 'signatureDeclined':
      return event.signed.length === 0
        ? []
        : [
            {
              type: 'inform',
              persons: event.signed.map((person) => ({ person })),
              template: 'signatureVoided',
              data: { kind: state.kind, reason: event.reason },
            },
          ]
    case 'activated':
      return [
        report('agreementActivated', {
          number: event.number,
          validFrom: event.validFrom,
          validTo: event.validTo,
        }),
      ]
    case 'ended':
      return [report('agreementEnded', { outcome: event.outcome })]
    default:
      return []
  }
}
