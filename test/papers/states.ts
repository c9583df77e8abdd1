import type { Core, EventBase } from '../../workflows/durable/types.ts'

/** The state a process has after these events. */
export function after<State, Event extends EventBase>(
  core: Core<State, Event>,
  begin: object,
  events: Event[],
): State {
  const first = core.begin(JSON.parse(JSON.stringify(begin)))
  let state: State | null = null
  for (const event of [...first, ...events]) state = core.evolve(state, event)
  if (state === null) throw new Error('a process begins with an event')
  return state
}

export const PARTNERSHIP = 'pr1'
export const CONTRACT = 'pr1-1'
export const FRAMEWORK = 'pr1-2'
export const CYCLE = `${CONTRACT}/2026-2027`
export const CYCLE_PROCESS = `practice-cycle/${CYCLE}`
/** The wave of the lines L01–L03. */
export const WAVE = '2027-02-08'
