import type { Data, EffectSpec } from '../durable/types.ts'
import type { PlacementEvent, PlacementState } from './state.ts'

export function effects(event: PlacementEvent, state: PlacementState): EffectSpec[] {
  const toCycle = (type: string, data: Data = {}): EffectSpec => ({
    type: 'tell',
    messages: [
      {
        to: `practice-cycle/${state.cycle}`,
        kind: 'practiceCycle',
        command: { type, data: { line: state.line, trainee: state.trainee, ...data } },
      },
    ],
  })
  const paper = (kind: string, data: Data): EffectSpec => ({
    type: 'issue',
    papers: [
      {
        kind,
        language: state.language,
        draft: false,
        version: 1,
        subject: state.trainee,
        line: state.line,
        data,
      },
    ],
  })
  switch (event.type) {
    case 'evaluated':
      return [paper('mentorEvaluation', event.evaluation)]
    case 'readyForDefence':
      return [toCycle('traineeReady')]
    case 'graded': {
      const { on, components, total, mark, outcome } = event
      const certificate = paper('completionCertificate', {
        on,
        components,
        total,
        mark,
        partial: outcome !== 'completed',
      })
      return [certificate, toCycle('placementEnded', { outcome })]
    }
    case 'didNotShow':
      return [toCycle('placementEnded', { outcome: 'didNotShow' })]
    case 'withdrawn':
      return [toCycle('placementEnded', { outcome: 'withdrawn' })]
    default:
      return []
  }
}
