import { addDays } from '../durable/days.ts'
import type { Command, Data, Day, Refusal } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import type { AttestationEvent, AttestationState } from './state.ts'
import { USUALLY } from './state.ts'

type Result = AttestationEvent[] | Refusal

/** Stages in which nothing is recorded yet: the day may still change, and graduates may still come. */
export const isOpen = ({ stage }: AttestationState): boolean =>
  stage === 'inviting' || stage === 'commissioned' || stage === 'inSession'

/** What becomes of a sitting whose commission or graduates are not there. */
export function decideSitting(state: AttestationState, data: Data, today: Day): Result {
  const reason = String(data.reason)
  switch (data.decision) {
    case 'lookAgain':
      return [{ type: 'graduatesLookedFor' }]
    case 'hold': {
      const accepted = state.experts.some(({ answer }) => answer === 'accepted')
      return accepted ? [{ type: 'commissionClosed', reason }] : refuse('expertNeeded')
    }
    case 'postpone':
      return postpone(state, String(data.on), reason, today)
    case 'cancel':
      return [{ type: 'cancelled', reason }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

function postpone(state: AttestationState, on: Day, reason: string, today: Day): Result {
  if (on <= today) return refuse('dateInPast', { date: on })
  const latest = addDays(today, state.policy.postponeAheadDays ?? USUALLY.postponeAheadDays)
  if (on > latest) return refuse('dateTooFar', { date: on, latest })
  if (on === state.on) return refuse('invalidInput', { field: 'on' })
  return [{ type: 'sittingMoved', from: state.on, on, listed: state.listed, reason }]
}

/** What stands in the list of sessions by now: another day moves the sitting, graduates imported later are taken in. */
export function lookedUp(state: AttestationState, data: Data, today: Day): AttestationEvent[] {
  if (!isOpen(state)) return []
  const { on, graduates } = data as { on: Day; graduates: string[] }
  // Whoever is on the list already is not lost by a list that is empty for the moment.
  const same = graduates.length === 0 || graduates.join() === state.graduates.join()
  const known: AttestationEvent[] = same ? [] : [{ type: 'graduatesKnown', graduates }]
  const moves = on !== state.listed && on !== state.on && on > today
  return moves
    ? [...known, { type: 'sittingMoved', from: state.on, on, listed: on, reason: 'imported' }]
    : known
}

/** An expert who accepted and cannot come after all: the seat is open again, and the order names another commission. */
export function release(state: AttestationState, { by, data }: Command): Result {
  if (!by.roles.includes('administrator')) return refuse('notAllowed')
  if (state.stage !== 'inviting' && state.stage !== 'commissioned')
    return refuse('wrongStage', { stage: state.stage })
  const person = String(data.expert)
  if (!state.experts.some((one) => one.person === person)) return refuse('expertNotInCommission')
  return [{ type: 'expertReleased', person, reason: String(data.reason) }]
}
