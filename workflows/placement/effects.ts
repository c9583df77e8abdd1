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
    case 'withdrawn': {
      const { reason } = event
      const ended = toCycle('placementEnded', { outcome: 'withdrawn', reason })
      if (event.byCycle === true) return [ended]
      const people = [...new Set([state.trainee, state.mentor, state.supervisor])].filter((id) => id !== '')
      const persons = [...people.map((person) => ({ person })), { role: 'hrOfficer', partner: state.partner }]
      const data = { trainee: state.trainee, line: state.line, reason: event.reason }
      return [ended, { type: 'inform', persons, template: 'traineeWithdrawn', data }]
    }
    case 'diaryMissing': {
      if (event.unconfirmed.length === 0) return []
      const data = { trainee: state.trainee, weeks: event.unconfirmed.map(String) }
      return [{ type: 'inform', persons: [{ person: state.supervisor }], template: 'diaryUnconfirmed', data }]
    }
    default:
      return []
  }
}
