import { assertNever } from '../durable/types.ts'
import type { MeetingRecord, PartnershipEvent, PartnershipState } from './state.ts'

type State = PartnershipState
type EventOf<T extends PartnershipEvent['type']> = Extract<PartnershipEvent, { type: T }>

type MeetingEvent = EventOf<
  | 'meetingProposed'
  | 'meetingExceptionDecided'
  | 'meetingPlanned'
  | 'meetingHeld'
  | 'meetingMoved'
  | 'meetingFailed'
  | 'recordConfirmed'
  | 'recordQuestioned'
  | 'recordCorrected'
  | 'recordDisputed'
  | 'recordUnanswered'
  | 'recordSentAgain'
  | 'recordSettled'
>

export function evolveMeetings(state: State, event: MeetingEvent): State {
  switch (event.type) {
    case 'meetingProposed':
      return { ...state, lastMeeting: event.meeting.n, proposed: [...state.proposed, event.meeting] }
    case 'meetingExceptionDecided':
      return { ...state, proposed: state.proposed.filter(({ n }) => n !== event.n) }
    case 'meetingPlanned': {
      const { n, representative, contact } = event.meeting
      const lastMeeting = Math.max(n, state.lastMeeting)
      const known = { representative, contact }
      return { ...state, lastMeeting, known, meetings: [...state.meetings, event.meeting] }
    }
    case 'meetingHeld': {
      const { n, on, outcome, people } = event
      const record: MeetingRecord = {
        ...{ n, version: 1, again: 0, turn: 'partner', on, outcome, people, remarks: '' },
      }
      return {
        ...state,
        commitments: [...state.commitments, ...event.actions],
        meetings: state.meetings.filter((one) => one.n !== n),
        records: [...state.records, record],
      }
    }
    case 'meetingMoved':
    case 'meetingFailed': {
      const meeting = state.meetings.find((one) => one.n === event.n)
      if (meeting === undefined) return state
      const n = state.lastMeeting + 1
      const { time: _, ...rest } = meeting
      const time = event.type === 'meetingMoved' && event.time !== undefined ? { time: event.time } : {}
      const others = state.meetings.filter((one) => one !== meeting)
      return { ...state, lastMeeting: n, meetings: [...others, { ...rest, ...time, n, on: event.on }] }
    }
    case 'recordConfirmed':
    case 'recordSettled':
    case 'recordDisputed':
      return { ...state, records: state.records.filter(({ n }) => n !== event.n) }
    case 'recordQuestioned':
      return withRecord(state, event.n, { turn: 'institution', remarks: event.remarks })
    case 'recordCorrected': {
      const { n, version, outcome, actions, replaced } = event
      const next = withRecord(state, n, { turn: 'partner', version, outcome, again: 0, remarks: '' })
      if (actions === null) return next
      const others = state.commitments.filter(({ id }) => !replaced.includes(id))
      return { ...next, commitments: [...others, ...actions] }
    }
    case 'recordUnanswered':
      return withRecord(state, event.n, { turn: 'administrator' })
    case 'recordSentAgain':
      return {
        ...state,
        records: state.records.map((one) =>
          one.n === event.n ? { ...one, turn: 'partner', again: one.again + 1 } : one,
        ),
      }
    default:
      return assertNever(event)
  }
}

/** Commitments of a meeting are `m<n>.<k>`, those of its corrected record `m<n>v<version>.<k>`. */
export const isAgreedAt = (n: number, id: string): boolean => new RegExp(`^m${n}(v\\d+)?\\.`).test(id)

const withRecord = (state: State, n: number, change: Partial<MeetingRecord>): State => ({
  ...state,
  records: state.records.map((one) => (one.n === n ? { ...one, ...change } : one)),
})

type CommitmentEvent = EventOf<
  'commitmentFulfilled' | 'commitmentLate' | 'commitmentExtended' | 'commitmentSettled'
>

export function evolveCommitments(state: State, event: CommitmentEvent): State {
  const { commitments } = state
  switch (event.type) {
    case 'commitmentFulfilled':
    case 'commitmentSettled':
      return { ...state, commitments: commitments.filter(({ id }) => id !== event.id) }
    case 'commitmentLate':
      return {
        ...state,
        commitments: commitments.map((one) => (one.id === event.id ? { ...one, late: true } : one)),
      }
    case 'commitmentExtended':
      return {
        ...state,
        commitments: commitments.map((one) =>
          one.id === event.id
            ? { ...one, due: event.due, late: false, extended: (one.extended ?? 0) + 1 }
            : one,
        ),
      }
    default:
      return assertNever(event)
  }
}
