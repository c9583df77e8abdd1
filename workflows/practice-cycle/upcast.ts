import { madeFor } from './pack.ts'
import type { Common, CycleState, Issue, Line, Move, Outcome, Plan, Step } from './state.ts'

/** A line as it was kept when a gate stood for its step. */
interface EarlierLine extends Plan {
  gate: 'closed' | 'deciding' | 'moving' | 'open'
  move?: Move | null
  refused?: Extract<Step, { step: 'deciding' }>['refused']
  exception: string[]
  begun: boolean
  given?: number[]
  decisions: number
  week: number
  asked: number[]
  alerted?: number
  ready: number[]
  graded?: number[]
  defence: 'none' | 'due' | 'held'
}

interface Earlier extends Omit<Common, 'lines'> {
  stage: string
  lines: EarlierLine[]
  papers?: Record<string, 'issuing' | 'issued'>
  outcomes?: Record<string, Outcome>
  plan?: number
  agreed?: boolean
}

/** A state recorded when outcomes were kept by trainee and the stage of its own, as it is kept now. */
export function upcast(state: unknown): CycleState {
  const earlier = state as Earlier
  if (earlier.stage === 'atWork') return state as CycleState
  const lines = earlier.lines.map((line) =>
    'step' in line ? (line as unknown as Line) : lineOf(earlier, line),
  )
  const { papers = {}, outcomes: _, ...rest } = earlier
  if (!['ordering', 'ready', 'running', 'closing'].includes(earlier.stage)) {
    return { ...rest, lines } as unknown as CycleState
  }
  const { plan = 1, agreed = false } = earlier
  return { ...rest, lines, stage: 'atWork', plan, agreed, papers: papersOf(papers, lines) } as CycleState
}

/** What a key of an instance names: the kind, the wave, the site. */
function papersOf(papers: Record<string, 'issuing' | 'issued'>, lines: Line[]): Issue[] {
  return Object.entries(papers).map(([instance, state]) => {
    const [, wave, site] = instance.split('@')
    const named = lines.filter(
      (line) => (wave === undefined || line.wave === wave) && (site === undefined || line.site === site),
    )
    const made = Object.fromEntries(named.map((line) => [line.code, madeFor(line)]))
    return { instance, edition: 1, state, lines: made }
  })
}

/** What is planned of a line, whatever else stands beside it. */
export function planOf(line: Plan): Plan {
  const { code, site, programme, practiceType, wave, start, end, planned, reserved } = line
  const { startsOnFreeDay, finalYear, graduation, supervisor, mentors, trainees } = line
  return {
    ...{ code, site, programme, practiceType, wave, start, end, planned, reserved },
    ...{ startsOnFreeDay, finalYear, graduation, supervisor, mentors, trainees },
  }
}

function lineOf(state: Earlier, line: EarlierLine): Line {
  const outcomes: Line['outcomes'] = {}
  const graded = new Set(line.graded)
  for (const [n, trainee] of line.trainees.entries()) {
    const outcome = graded.has(n) ? 'completed' : line.begun ? state.outcomes?.[trainee] : undefined
    if (outcome !== undefined) outcomes[outcome] = [...(outcomes[outcome] ?? []), n]
  }
  const { begun, given, decisions } = line
  const kept = { begun, ...(given === undefined ? {} : { given }), outcomes, decisions }
  const gone = Object.values(outcomes).flat().length
  const over = begun && gone === line.trainees.length
  return {
    ...planOf(line),
    ...kept,
    ...(over ? { step: 'over', practised: line.gate === 'open' } : stepOf(line)),
  }
}

function stepOf(line: EarlierLine): Step {
  const { exception, week, asked, alerted, ready, defence } = line
  switch (line.gate) {
    case 'open': {
      const told = alerted === undefined ? {} : { alerted }
      return { step: 'practising', exception, week, asked, ...told, ready, defence }
    }
    case 'moving':
      return line.move ? { step: 'moving', move: line.move } : { step: 'planned' }
    case 'deciding':
      return { step: 'deciding', refused: line.refused ?? [] }
    case 'closed':
      return { step: 'planned' }
  }
}
