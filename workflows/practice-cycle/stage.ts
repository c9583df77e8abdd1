import { missingFor } from './pack.ts'
import type { AtWork, Common, CycleState, Line } from './state.ts'

export const isAtWork = (state: CycleState): state is Common & AtWork => state.stage === 'atWork'

export const stands = (line: Line): boolean => line.step !== 'dropped'

export type Stage = 'planning' | 'ordering' | 'ready' | 'running' | 'closing' | 'closed' | 'cancelled'

/** How far a cycle has come is told by its lines and papers alone. */
export function stageOf(state: CycleState): Stage {
  if (!isAtWork(state)) return state.stage
  const lines = state.lines.filter(stands)
  if (lines.every(({ step }) => step === 'over')) return 'closing'
  if (lines.some((line) => line.step === 'practising' || (line.step === 'over' && line.practised)))
    return 'running'
  return lines.every((line) => missingFor(state, line).length === 0) ? 'ready' : 'ordering'
}
