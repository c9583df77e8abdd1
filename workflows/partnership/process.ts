import { stands } from '../durable/correction.ts'
import type { Closed, Command, Core, Data, Now, Refusal, Wait } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { decideTask, launch } from './decisions.ts'
import { effects } from './effects.ts'
import { close } from './ending.ts'
import { evolve } from './evolve.ts'
import { planMeeting } from './meetings.ts'
import { academicYear, agendaAnswered, openCycle, operatingAlarm } from './operating.ts'
import type { PartnershipEvent, PartnershipState, PreparationItem } from './state.ts'
import { PREPARATION_ITEMS } from './state.ts'
import { upcast } from './upcast.ts'
import { waits } from './waits.ts'

type State = PartnershipState
type Event = PartnershipEvent
type Begun = Extract<Event, { type: 'begun' }>

/** A reopened partnership begins with what was prepared before, but for the meeting: its day is agreed anew. */
function begin(input: Data): Event[] {
  const { carried, ...rest } = input
  const items = (carried ?? []) as unknown as { item: PreparationItem; answer: Data }[]
  return [
    { type: 'begun', ...(rest as unknown as Omit<Begun, 'type'>) },
    ...items
      .filter(({ item }) => item !== 'meeting')
      .map(({ item, answer }): Event => ({ type: 'itemPrepared', item, answer })),
  ]
}

function decide(state: State, command: Command, now: Now): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, now)
    case 'papersIssued':
      return (data.papers as { kind: string; document: string; number: string; version: number }[]).map(
        ({ kind, document, number, version }) => ({
          ...{ type: 'paperIssued' as const, kind, document, number, version },
          on: now.today,
        }),
      )
    case 'effectAbandoned':
      return abandoned(state, data)
    case 'alarm':
      return alarm(state, String(data.key))
    case 'agreementActivated': {
      if (state.stage !== 'contracting' && state.stage !== 'operating')
        return refuse('wrongStage', { stage: state.stage })
      const { id, number, validFrom, validTo } = data as {
        id: string
        number: string
        validFrom: string
        validTo: string
      }
      if (state.agreements[id] !== 'running') return []
      return [
        { type: 'agreementActivated', id, number, validFrom, validTo },
        { type: 'agendaAsked', year: academicYear(state, now.today) },
      ]
    }
    case 'agreementEnded': {
      if (state.stage !== 'contracting' && state.stage !== 'operating')
        return refuse('wrongStage', { stage: state.stage })
      const id = String(data.id)
      return state.agreements[id] === undefined
        ? []
        : [{ type: 'agreementEnded', id, outcome: String(data.outcome) }]
    }
    case 'answered':
      return state.stage === 'operating' ? agendaAnswered(state, data) : []
    case 'scheduleImported':
      return state.stage === 'operating' ? [{ type: 'agendaAsked', year: state.year }] : []
    case 'cycleEnded':
      return [{ type: 'cycleEnded', id: String(data.id), outcome: String(data.outcome) }]
    case 'sessionEnded':
      return [{ type: 'sessionEnded', id: String(data.id), outcome: String(data.outcome) }]
    case 'planMeeting':
      return planMeeting(state, command, now.today)
    case 'close':
      return close(state, command)
    default:
      return decideOperating(state, command)
  }
}

/** What the administrator may ask for while agreements are made and in force. */
function decideOperating(state: State, command: Command): Event[] | Refusal {
  const { type, by, data } = command
  if (type !== 'launchAgreement' && type !== 'refreshAgenda' && type !== 'openCycle')
    return refuse('commandUnknown', { type })
  if (!by.roles.includes('administrator')) return refuse('notAllowed')
  if (type === 'launchAgreement' && state.stage === 'contracting')
    return launch(state, command, state.launched)
  if (state.stage !== 'operating') return refuse('wrongStage', { stage: state.stage })
  if (type === 'launchAgreement') return launch(state, command, state.launched)
  return type === 'openCycle' ? openCycle(state, data) : [{ type: 'agendaAsked', year: state.year }]
}

/** A repair that was given up: without its plan the board has nothing to decide, what was to begin did not. */
function abandoned(state: State, data: Data): Event[] | Refusal {
  const { effect, reason } = { effect: String(data.effect), reason: String(data.reason) }
  const messages = (data.messages ?? []) as { to: string; begins: boolean }[]
  const begun = messages.find(({ begins }) => begins)
  // It would be waited for without an end: an agreement is launched anew, the agenda proposes the others once more.
  if (begun !== undefined) return [{ type: 'beginningGivenUp', process: begun.to, effect, reason }]
  const papers = (data.papers ?? []) as { kind: string }[]
  return state.stage === 'preparing' && papers.some(({ kind }) => kind === 'visitPlan')
    ? [{ type: 'planGivenUp', effect, reason }]
    : [{ type: 'workGivenUp', effect, reason }]
}

function alarm(state: State, key: string): Event[] {
  const [name = '', first = '', version = ''] = key.split('.')
  if (name === 'silence')
    return state.stage === 'negotiating' && state.proposal.turn === 'partner'
      ? [{ type: 'silenceNoticed', version: state.proposal.version }]
      : []
  if (name === 'noAnswer') {
    const n = Number(first)
    const asked = state.records.some((one) => one.n === n && one.turn === 'partner')
    return asked ? [{ type: 'recordUnanswered', n, version: Number(version) }] : []
  }
  if (name === 'overdue') {
    const id = key.slice('overdue.'.length).split('@')[0] ?? ''
    const open = state.commitments.some((one) => one.id === id && one.late !== true)
    return open ? [{ type: 'commitmentLate', id }] : []
  }
  return state.stage === 'operating' ? operatingAlarm(state, key) : []
}

/** Until the board has decided, what was prepared is the office's own. */
function reopen(state: State, entry: Closed, reason: string): Event[] | Refusal {
  const [name, item, round] = entry.key.split('.')
  const prepared = PREPARATION_ITEMS.find((one) => one === item)
  if (name !== 'prepare' || prepared === undefined || state.stage !== 'preparing') return stands(entry)
  if (Number(round) > state.round || state.done[prepared] === undefined) return stands(entry)
  return [{ type: 'itemReopened', item: prepared, reason }]
}

export const partnershipCore: Core<State, Event> = {
  kind: 'partnership',
  begin,
  decide,
  evolve,
  upcast,
  waits: (state): Wait[] => waits(state),
  effects,
  reopen,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'declined'
    return { stage: state.stage, outcome: ended ? state.reason : null, open: !ended }
  },
}
