import type { Command, Data, Now, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { answerDiary, unwritten, writeDiary } from './diary.ts'
import type { PartReason, PlacementEvent, PlacementState } from './state.ts'

type State = PlacementState
type Event = PlacementEvent

/** One decision function for every task of the placement, whatever the way it was completed. */
export function decideTask(state: State, command: Command, { today }: Now): Event[] | Refusal {
  const data = command.data
  const [name = '', n = ''] = (command.task ?? '').split('.')
  switch (name) {
    case 'diary':
      return writeDiary(state, data, today)
    case 'confirm':
      return answerDiary(state, data)
    case 'evaluate': {
      const { decision: _, ...evaluation } = data
      return complete(state, { type: 'evaluated', evaluation })
    }
    case 'report':
      return complete(state, {
        type: 'reportSubmitted',
        title: String(data.title),
        pages: Number(data.pages),
      })
    case 'answer': {
      const { decision: _, ...answer } = data
      const answered: Event = { type: 'followUpAnswered', months: Number(n), answer }
      const first = data.employed === true && data.employedAtPartner === true && state.analysed !== true
      return first ? [answered, { type: 'analysisAsked' }] : [answered]
    }
    case 'analysis':
      return [{ type: 'performanceAnalysed', score: Number(data.score), text: String(data.text) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** Both the mentor's evaluation and the trainee's report are there: the defence may be held. */
function complete(
  state: State,
  event: Extract<Event, { type: 'evaluated' | 'reportSubmitted' }>,
): Event[] | Refusal {
  if (state.stage !== 'evaluating') return refuse('wrongStage', { stage: state.stage })
  const other = event.type === 'evaluated' ? state.reported : state.evaluated
  return other ? [event, { type: 'readyForDefence' }] : [event]
}

/**
 * What the defence came to, by the policy's points and the share of weeks that were written. What the mentor never
 * answered for is not the trainee's fault: it counts, and is told.
 */
export function grade(state: State, data: Data): Event[] {
  const components = data.components as Record<string, number>
  const absent = data.absent === true
  const total = Object.values(components).reduce((sum, points) => sum + points, 0)
  const unconfirmed = state.diary.written.weeks
  const missing = unwritten(state)
  const enough = state.confirmed + unconfirmed.length >= Math.ceil(state.weeks * state.policy.diaryShare)
  const reasons: PartReason[] = [
    ...(absent ? (['absent'] as const) : []),
    ...(!absent && total < state.policy.pass ? (['points'] as const) : []),
    ...(enough ? [] : (['diary'] as const)),
  ]
  const outcome = reasons.length === 0 ? 'completed' : 'partiallyCompleted'
  const mark =
    [...state.policy.marks].sort((a, b) => b.from - a.from).find(({ from }) => total >= from)?.mark ?? ''
  const graded: Event = {
    type: 'graded',
    on: String(data.on),
    components,
    total,
    mark,
    outcome,
    absent,
    reasons,
  }
  const open = missing.length + unconfirmed.length > 0
  return open ? [graded, { type: 'diaryMissing', unwritten: missing, unconfirmed }] : [graded]
}
