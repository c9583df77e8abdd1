import type { Command, Day, Refusal } from '../durable/types.ts'
import { isRefusal, refuse } from '../durable/types.ts'
import { commitmentsOf } from './commitments.ts'
import { isAgreedAt } from './evolve-meetings.ts'
import type { MeetingRecord, PartnershipEvent, PartnershipState } from './state.ts'

type Result = PartnershipEvent[] | Refusal

/** Both sides should remember a meeting in the same way, or know in which way they do not. */
export function decideRecord(
  state: PartnershipState,
  name: string,
  n: number,
  command: Command,
  today: Day,
): Result {
  const record = state.records.find((one) => one.n === n)
  if (record === undefined) return refuse('taskClosed', { stage: state.stage })
  const { version } = record
  const { decision = '', remarks, reason } = command.data
  switch (`${name} ${decision}`) {
    case 'record confirm':
      return [{ type: 'recordConfirmed', n, remarks: '' }]
    case 'record correct':
      return [{ type: 'recordQuestioned', n, version, remarks: String(remarks) }]
    case 'correction accept':
      return correct(state, record, command, today)
    case 'correction disagree': {
      const text = String(command.data.text)
      const { on, outcome, people, remarks: theirs } = record
      return [{ type: 'recordDisputed', n, version: version + 1, on, outcome, people, remarks: theirs, text }]
    }
    case 'unanswered askAgain':
      return [{ type: 'recordSentAgain', n, version }]
    case 'unanswered settle':
      return [{ type: 'recordSettled', n, reason: String(reason) }]
    default:
      return refuse('decisionUnknown', { decision })
  }
}

/** The corrected text goes to the partner again; actions given anew stand in place of those that are still open. */
function correct(
  state: PartnershipState,
  { n, version, on }: MeetingRecord,
  command: Command,
  today: Day,
): Result {
  const { outcome, actions: rows } = command.data
  const next = version + 1
  const given = { rows, prefix: `m${n}v${next}`, source: 'meeting', today, from: on }
  const actions = rows === undefined ? null : commitmentsOf(state, command, given)
  if (actions !== null && isRefusal(actions)) return actions
  const agreed = state.commitments.map(({ id }) => id).filter((id) => isAgreedAt(n, id))
  const replaced = actions === null ? [] : agreed
  return [{ type: 'recordCorrected', n, version: next, outcome: String(outcome), actions, replaced }]
}
