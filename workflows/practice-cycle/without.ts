import type { Data, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { placementId } from './effects.ts'
import { abandoned } from './ordering.ts'
import { lackingIn, missingFor } from './pack.ts'
import { placementEnded } from './running.ts'
import { isAtWork } from './stage.ts'
import type { AtWork, Common, CycleEvent, CycleState, Move } from './state.ts'

type Event = CycleEvent
type State = Common & AtWork

/** What the cycle makes of work outside that is given up. */
export function goOnWithout(state: CycleState, data: Data): Event[] | Refusal {
  switch (data.type) {
    case 'issue':
      return abandoned(data)
    case 'ask':
      return withoutAnswer(state, data)
    case 'tell':
      return withoutTelling(state, data)
    // A paper that is not marked as revoked holds nothing back.
    default:
      return []
  }
}

/** Without a plan the schedule is asked for anew; a line that cannot be moved stays where it was. Places may wait. */
function withoutAnswer(state: CycleState, data: Data): Event[] {
  const asked = (data.asked ?? {}) as Partial<Move> & { plan?: number; line?: string }
  if (data.question === 'planLines' && state.stage === 'planning' && state.loading) {
    return asked.plan === state.plan
      ? [{ type: 'planGivenUp', plan: state.plan, reason: String(data.reason) }]
      : []
  }
  return state.lines.flatMap((line): Event[] => {
    if (data.question !== 'moveLine' || line.code !== asked.line || line.step !== 'moving') return []
    const { start, end } = line.move
    const same = asked.start === start && asked.end === end
    return same ? [{ type: 'postponementRefused', line: line.code, start, end, conflicts: [] }] : []
  })
}

/** Without these somebody would wait for ever: a placement for its beginning or its end, the partnership for ours. */
const VITAL: readonly string[] = ['cycleEnded', 'defended', 'start', 'withdraw']

interface Message {
  to: string
  begins: boolean
  command: string
}

function withoutTelling(state: CycleState, { messages, refused }: Data): Event[] | Refusal {
  const vital = ((messages ?? []) as unknown as Message[]).filter(
    ({ begins, command }) => begins || VITAL.includes(command),
  )
  if (vital.length === 0) return []
  if (refused === undefined || vital.some(({ command }) => command === 'cycleEnded'))
    return refuse('cannotDoWithout')
  return vital.flatMap(({ to }) => leftAlone(state, to))
}

/** Who cannot be reached is over, or never began: his trainee is not expected any more. */
function leftAlone(state: CycleState, placement: string): Event[] {
  return state.lines.flatMap((line): Event[] => {
    if (!isAtWork(state) || line.step === 'dropped') return []
    const trainee = line.trainees.find(
      (_, n) => placement === `placement/${placementId(state.id, line.code, n)}`,
    )
    return trainee === undefined ? [] : placementEnded(line, { trainee, outcome: 'withdrawn' })
  })
}

/** A schedule nobody answers is planned anew, while no practice has begun on it. */
export function unanswered(state: State, reason: string): Event[] | Refusal {
  if (state.lines.some(({ step }) => step === 'practising' || step === 'over')) return refuse('taskNeeded')
  return [{ type: 'scheduleUnanswered', reason }]
}

/** A paper nobody issues is not waited for any longer: what becomes of lines that need it to start is decided now. */
export function forgo(state: State, instance: string, reason: string): Event[] {
  const lines = lackingIn(state, instance)
  const held = lines.filter((line) => line.step === 'planned' && missingFor(state, line).includes(instance))
  return [
    { type: 'paperForgone', instance, lines: lines.map(({ code }) => code), reason },
    ...held.map((line): Event => {
      return { type: 'gateFoundIncomplete', line: line.code, missing: missingFor(state, line) }
    }),
  ]
}
