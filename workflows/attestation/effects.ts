import type { Data, EffectSpec, Paper } from '../durable/types.ts'
import type { AttestationEvent, AttestationState } from './state.ts'

type EventOf<T extends AttestationEvent['type']> = Extract<AttestationEvent, { type: T }>

export function effects(event: AttestationEvent, state: AttestationState): EffectSpec[] {
  const paper = (kind: string, version: number, data: Data): Paper => ({
    ...{ kind, language: state.language, draft: false, version, data },
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
      return [{ type: 'issue', papers: [paper('orderAttestationCommission', state.orders + 1, {})] }]
    case 'graduatesLookedFor':
    case 'sittingBegan':
      return [{ type: 'ask', question: 'session', data: { session: state.id } }]
    case 'sittingMoved':
      return [informed(state, 'sittingMoved', { on: event.on, was: event.from, reason: event.reason })]
    case 'expertReleased':
      return [
        {
          ...{ type: 'inform', persons: [{ person: event.person }], template: 'expertReleased' },
          data: { on: state.on, reason: event.reason },
        },
      ]
    case 'resultsRecorded':
      return [{ type: 'issue', papers: [protocol(event, paper), ...certificates(event, paper)] }]
    case 'closed':
      return report('closed')
    case 'cancelled':
      return [
        ...report('cancelled'),
        informed(state, 'sessionCancelled', { on: state.on, reason: event.reason }),
      ]
    default:
      return []
  }
}

type ToPaper = (kind: string, version: number, data: Data) => Paper

function protocol({ results, startAt, endAt, room }: EventOf<'resultsRecorded'>, paper: ToPaper): Paper {
  return paper('attestationProtocol', 1, { results: results as unknown as Data[], startAt, endAt, room })
}

/** One for each graduate who was awarded the qualification; they name the protocol, which is made before them. */
function certificates({ results }: EventOf<'resultsRecorded'>, paper: ToPaper): Paper[] {
  return results
    .filter(({ qualification, absent }) => qualification && !absent)
    .map(({ graduate, score, grade, honours }) => ({
      ...paper('qualificationCertificate', 1, { graduate, score, grade, honours, instance: graduate }),
      subject: graduate,
    }))
}

/** Whoever was to come: the experts who were asked, and the secretary. */
const informed = (state: AttestationState, template: string, data: Data): EffectSpec => ({
  type: 'inform',
  persons: [...state.experts.map(({ person }) => person), state.secretary].map((person) => ({ person })),
  template,
  data,
})
