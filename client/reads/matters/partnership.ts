import type { Data } from '../../../workflows/durable/types.ts'
import { isAgreedAt } from '../../../workflows/partnership/evolve-meetings.ts'
import type { Commitment, PartnershipState } from '../../../workflows/partnership/state.ts'
import type { Asked, Matters, PapersWanted, Part, Said, Subject } from './shape.ts'
import { differences, fieldsPart, isRecord, lastSaid, NO_PAPERS, rowsOf, rowsPart, said } from './shape.ts'

type Question = Asked<PartnershipState>

const SAID: readonly string[] = [
  'itemPrepared',
  'exceptionAsked',
  'exceptionDecided',
  'boardApproved',
  'boardReturned',
  'planGivenUp',
  'meetingProposed',
  'meetingExceptionDecided',
  'meetingPlanned',
  'meetingMoved',
  'meetingFailed',
  'meetingHeld',
  'recordQuestioned',
  'recordCorrected',
  'recordUnanswered',
  'recordSentAgain',
  'proposalCountered',
  'proposalAccepted',
  'proposalRepeated',
  'silenceNoticed',
  'commitmentLate',
  'commitmentExtended',
  'agreementEnded',
  'reviewed',
]

const BOARD = ['boardReturned', 'planGivenUp', 'exceptionAsked', 'exceptionDecided']
const MEETING = ['meetingPlanned', 'meetingMoved', 'meetingFailed', 'meetingHeld', 'meetingExceptionDecided']
const RECORD = ['recordQuestioned', 'recordCorrected', 'recordUnanswered', 'recordSentAgain']
const PROPOSAL = ['proposalCountered', 'proposalRepeated', 'silenceNoticed']

/** Commitments shown; there may be more. */
const MOST_COMMITMENTS = 50

/** `record.2`, `correction.2.1`, `meeting.3`: the number of the meeting. */
const numberIn = (key: string): number => Number(key.split('.')[1])
const commitmentIn = (key: string): string => key.slice(key.indexOf('.') + 1).split('@')[0] ?? ''

function subject(asked: Question): Subject {
  const { key, kind, state, events } = asked
  switch (kind) {
    case 'decideVisit':
      return { parts: visitPlan(doneIn(state)), earlier: said(events, BOARD) }
    case 'approveException':
      return exception(asked)
    case 'holdMeeting':
      return meeting(asked)
    case 'confirmMeetingRecord':
    case 'answerCorrection':
    case 'decideRecord':
      return record(asked)
    case 'answerProposal':
    case 'answerCounterProposal':
    case 'decideSilence':
      return { parts: proposal(state, events), earlier: said(events, PROPOSAL) }
    case 'launchAgreement': {
      const earlier = said(events, ['proposalCountered', 'proposalAccepted', 'agreementEnded'])
      return { parts: [...forms(state), ...offered(events)], earlier }
    }
    case 'fulfilCommitment':
    case 'decideCommitment': {
      const id = commitmentIn(key)
      const earlier = said(events, ['commitmentLate', 'commitmentExtended'], (data) => data.id === id)
      return { parts: commitment(state, id), earlier }
    }
    case 'reviewPartnership':
      return {
        parts: [...forms(state), ...rowsPart('commitments', actionsOf(state.commitments))],
        earlier: said(events, ['reviewed']),
      }
    default:
      return preparation(asked)
  }
}

function papers({ kind, data }: Pick<Question, 'kind' | 'data'>): PapersWanted {
  switch (kind) {
    case 'decideVisit':
      return { kinds: ['visitPlan'] }
    case 'holdMeeting':
      return { kinds: ['visitPlan', 'proposalPackage'] }
    case 'confirmMeetingRecord':
    case 'answerCorrection':
    case 'decideRecord':
      return { kinds: ['meetingRecord'], version: Number(data.version ?? 1) }
    case 'answerProposal':
    case 'answerCounterProposal':
    case 'decideSilence':
    case 'launchAgreement':
      return { kinds: ['proposalPackage', 'meetingRecord'] }
    case 'reviewPartnership':
      return { kinds: ['meetingRecord'] }
    default:
      return NO_PAPERS
  }
}

const doneIn = (state: PartnershipState): Partial<Record<string, Data>> => ('done' in state ? state.done : {})

const forms = ({ forms: agreed }: PartnershipState): Part[] => fieldsPart('cooperation', { forms: agreed })

function visitPlan(done: Partial<Record<string, Data>>): Part[] {
  return [
    ...fieldsPart('goals', done.goals ?? {}),
    ...fieldsPart('meeting', { ...done.meeting, ...peopleOf(done.representative) }),
    ...fieldsPart('territory', done.territory ?? {}),
    ...fieldsPart('questions', done.questions ?? {}),
    ...fieldsPart('partnerInfo', done.partnerInfo ?? {}),
    ...offer(done.package ?? {}),
  ]
}

const peopleOf = ({ representative, contact }: Data = {}): Record<string, Data[string] | undefined> => ({
  representative,
  contact,
})

/** Proposals one by one, or the text that came in their place. */
function offer({ proposals, text, validUntil }: Data): Part[] {
  return [...rowsPart('proposals', rowsOf(proposals)), ...fieldsPart('offer', { text, validUntil })]
}

function preparation({ kind, state, events }: Question): Subject {
  const item = ITEM_OF[kind]
  const given = lastSaid(events, 'itemPrepared', (data) => data.item === item)?.answer
  return {
    // What is prepared already is the ground for the rest.
    parts: visitPlan(doneIn(state)),
    earlier: said(events, BOARD),
    given: isRecord(given) ? given : undefined,
  }
}

const ITEM_OF: Readonly<Record<string, string>> = {
  answerQuestions: 'questions',
  clarifyGoals: 'goals',
  collectPartnerInfo: 'partnerInfo',
  agreeMeeting: 'meeting',
  chooseRepresentative: 'representative',
  preparePackage: 'package',
  prepareTerritory: 'territory',
}

function exception({ key, state, events }: Question): Subject {
  const isMeeting = key.startsWith('meetingException.')
  const n = numberIn(key)
  const proposed = state.proposed.find((one) => one.n === n)
  const chosen: Data = state.stage === 'preparing' ? (state.exception ?? {}) : {}
  const of = isMeeting
    ? lastSaid(events, 'meetingProposed', ({ meeting }) => isRecord(meeting) && meeting.n === n)
    : lastSaid(events, 'exceptionAsked')
  const { representativeRank, contactRank } = of ?? {}
  const { on, time, place } = { ...doneIn(state).meeting, ...proposed }
  const who = isMeeting ? { ...proposed } : chosen
  const { representative, contact } = who as Data
  return {
    parts: fieldsPart('meeting', {
      on,
      time,
      place,
      representative,
      representativeRank,
      contact,
      contactRank,
    }),
    earlier: said(events, [isMeeting ? 'meetingExceptionDecided' : 'exceptionDecided', 'boardReturned']),
  }
}

function meeting({ key, state, events }: Question): Subject {
  const planned = state.meetings.find(({ n }) => n === numberIn(key))
  const { on, time, place, representative, contact } = planned ?? {}
  return {
    parts: [
      ...fieldsPart('meeting', { on, time, place, representative, contact }),
      ...fieldsPart('goals', doneIn(state).goals ?? {}),
      ...(state.stage === 'negotiating' ? offer(state.offer) : []),
    ],
    earlier: said(events, ['boardApproved', ...MEETING]),
  }
}

function record({ key, state, events }: Question): Subject {
  const n = numberIn(key)
  const isSame = (data: Data): boolean => data.n === n
  const kept = state.records.find((one) => one.n === n)
  const { on, version, outcome, remarks, people } = kept ?? {}
  const agreed = state.commitments.filter(({ id }) => isAgreedAt(n, id))
  return {
    parts: [
      ...fieldsPart('record', { on, version, ...people, outcome, remarks }),
      ...rowsPart('actions', actionsOf(agreed)),
    ],
    earlier: said(events, ['meetingHeld', ...RECORD], isSame),
    changes: differences(...lastTwo(said(events, ['meetingHeld', 'recordCorrected'], isSame))),
    given: outcome === undefined ? undefined : { outcome, actions: actionsOf(agreed) },
  }
}

/** The text of the record's last version and of the one before. */
function lastTwo(versions: readonly Said[]): [Data, Data] {
  const [before, after] = versions.slice(-2).map(({ data }): Data => ({ outcome: data.outcome ?? null }))
  return before === undefined || after === undefined ? [{}, {}] : [before, after]
}

const actionsOf = (list: readonly Commitment[]): Data[] =>
  list.slice(0, MOST_COMMITMENTS).map(({ what, owner, due }) => ({ what, owner, due }))

/** What lies on the table: what was offered, and what the partner put against it. */
function proposal(state: PartnershipState, events: readonly Said[]): Part[] {
  const counter = lastSaid(events, 'proposalCountered')
  const isTheirs = state.stage === 'negotiating' && state.proposal.turn === 'institution'
  return [
    ...(isTheirs ? fieldsPart('counterProposal', { text: counter?.text, version: counter?.version }) : []),
    ...(state.stage === 'negotiating' ? offer(state.offer) : []),
  ]
}

/** What was accepted: the last text of the proposal. */
function offered(events: readonly Said[]): Part[] {
  const counter = lastSaid(events, 'proposalCountered')
  if (counter !== undefined) return fieldsPart('offer', { text: counter.text })
  const prepared = lastSaid(events, 'itemPrepared', ({ item }) => item === 'package')?.answer
  return isRecord(prepared) ? offer(prepared) : []
}

function commitment(state: PartnershipState, id: string): Part[] {
  const found = state.commitments.find((one) => one.id === id)
  if (found === undefined) return []
  const { what, owner, due, source } = found
  return fieldsPart('commitment', { what, owner, due, source })
}

export const partnershipMatters: Matters<PartnershipState> = { said: SAID, subject, papers }
