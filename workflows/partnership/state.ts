import type { Data, Day, Owner } from '../durable/types.ts'

/** What the policy says about a partnership; days are calendar days unless named working days. */
export interface PartnershipPolicy {
  preparationDays: number
  boardWorkingDays: number
  exceptionWorkingDays: number
  recordWorkingDays: number
  proposalDays: number
  silenceDays: number
  launchWorkingDays: number
  /** Day of the year, MM-DD, on which the next academic year's practice is opened. */
  cycleOpensOn: string
  /** Days before the first schedule line by which a cycle is opened at the latest. */
  cycleLeadDays: number
  /** Days before the sitting at which the experts are invited. */
  attestationLeadDays: number
  /** Day of the year, MM-DD, of the yearly review. */
  reviewOn: string
  reviewDays: number
  /** Days ahead up to which a meeting may be planned. */
  meetingAheadDays?: number
  /** Days ahead up to which a commitment may fall due, or a proposal be valid. */
  commitmentAheadDays?: number
  /** Days after its date at which the administrator decides about a commitment nobody fulfilled. */
  commitmentLateDays?: number
  /** Working days after which an unanswered record of a meeting is the administrator's to decide about. */
  recordSilenceWorkingDays?: number
  /** Days between two looks at what schedules and sessions were imported since. */
  agendaLookDays?: number
}

/** What holds where a version of the policy does not say. */
export const USUALLY = {
  meetingAheadDays: 183,
  commitmentAheadDays: 1_096,
  commitmentLateDays: 21,
  recordSilenceWorkingDays: 10,
  agendaLookDays: 28,
} as const

export const PREPARATION_ITEMS = [
  'questions',
  'goals',
  'partnerInfo',
  'meeting',
  'representative',
  'package',
  'territory',
] as const
export type PreparationItem = (typeof PREPARATION_ITEMS)[number]

export interface Meeting {
  n: number
  on: Day
  time?: string
  place: string
  representative: string
  contact: string
  /** The contact's, below which nobody is sent in the representative's place. */
  rank?: number
}

/** The record of a held meeting, until both sides remember it in the same way or it was settled without. */
export interface MeetingRecord {
  n: number
  version: number
  /** How often this version was sent once more. */
  again: number
  turn: 'partner' | 'institution' | 'administrator'
  on: Day
  outcome: string
  people: Data
  /** What the partner remembers differently. */
  remarks: string
}

/** What is left open when a partnership ends, and why nobody waits for it any more. */
export interface Settled {
  reason: string
  commitments: string[]
  records: number[]
  meetings: number[]
}

export interface Commitment {
  id: string
  what: string
  owner: string
  due: Day
  source: string
  /** The owner's, within which it may be passed on; unknown of those agreed before it was kept. */
  side?: string | null
  /** How often its date was put off. */
  extended?: number
  /** The administrator was asked about it. */
  late?: boolean
}

/** A cycle or a certification session that opens on a day. */
export interface Opening {
  id: string
  kind: 'practiceCycle' | 'attestation'
  opens: Day
  begin: Data
}

export interface Preparing {
  stage: 'preparing'
  round: number
  done: Partial<Record<PreparationItem, Data>>
  ownTerritory: boolean
  /** The choice of a representative below the contact's rank, until the superior decided about it. */
  exception: Data | null
  /** How often a superior was asked, and one more. */
  tries: number
  plan: 'none' | 'drafting' | 'atBoard'
  /** The day of the plan that is before the board. */
  planOn?: Day
}

export interface Negotiating {
  stage: 'negotiating'
  done: Partial<Record<PreparationItem, Data>>
  /** What the institution offered last. */
  offer: Data
  proposal: { version: number; turn: 'drafting' | 'partner' | 'institution' | 'administrator' | 'accepted' }
}

export interface Contracting {
  stage: 'contracting'
  launched: number
  agreements: Record<string, 'running'>
}

export interface Operating {
  stage: 'operating'
  launched: number
  agreements: Record<string, 'running' | 'active'>
  openings: Opening[]
  cycles: Record<string, string>
  sessions: Record<string, string>
  /** Cancelled cycles that are to be opened anew. */
  wanted: string[]
  /** How often the agenda was asked for. */
  looks: number
  reviewed: number
  reviewing: boolean
  year: number
}

export interface Ended {
  stage: 'closed' | 'declined'
  reason: string
}

export interface Common {
  id: string
  partner: string
  administrator: string
  language: string
  forms: string[]
  policy: PartnershipPolicy
  commitments: Commitment[]
  /** Meetings still to be held. */
  meetings: Meeting[]
  /** Meetings whose representative is of a lower rank than the contact, until the superior decided. */
  proposed: Meeting[]
  /** Number of the last meeting that was planned. */
  lastMeeting: number
  records: MeetingRecord[]
  /** Who met last for both sides. */
  known: { representative: string; contact: string } | null
}

type Begun = Pick<Common, 'id' | 'partner' | 'administrator' | 'language' | 'forms' | 'policy'>

export type PartnershipState = Common & (Preparing | Negotiating | Contracting | Operating | Ended)

export type PartnershipEvent =
  | ({ type: 'begun'; reopens?: { process: string; reason: string } } & Begun)
  | { type: 'itemPrepared'; item: PreparationItem; answer: Data }
  | { type: 'exceptionAsked'; representativeRank: number; contactRank: number; answer: Data }
  | { type: 'exceptionDecided'; granted: boolean; reason: string }
  | { type: 'boardApproved'; number: string; date: Day; meeting: Meeting }
  | { type: 'boardReturned'; remarks: string; items: PreparationItem[] }
  /** What was wrong is prepared anew; a plan that has it already is taken back from the board. */
  | { type: 'itemReopened'; item: PreparationItem; reason: string }
  | { type: 'declined'; reason: string; settled?: Settled; told?: Owner[] }
  | { type: 'meetingHeld'; n: number; outcome: string; on: Day; actions: Commitment[]; people: Data }
  | { type: 'meetingProposed'; meeting: Meeting; representativeRank: number; contactRank: number }
  | { type: 'meetingExceptionDecided'; n: number; granted: boolean; reason: string }
  | { type: 'meetingPlanned'; meeting: Meeting }
  | { type: 'meetingMoved'; n: number; reason: string; on: Day; time?: string }
  | { type: 'meetingFailed'; n: number; reason: string; on: Day }
  | { type: 'recordConfirmed'; n: number; remarks: string }
  | { type: 'recordQuestioned'; n: number; version: number; remarks: string }
  | {
      type: 'recordCorrected'
      n: number
      version: number
      outcome: string
      actions: Commitment[] | null
      replaced: string[]
    }
  | ({ type: 'recordDisputed'; remarks: string; text: string } & Pick<
      MeetingRecord,
      'n' | 'version' | 'on' | 'outcome' | 'people'
    >)
  | { type: 'recordUnanswered'; n: number; version: number }
  | { type: 'recordSentAgain'; n: number; version: number }
  | { type: 'recordSettled'; n: number; reason: string }
  | { type: 'commitmentFulfilled'; id: string; evidence: string }
  | { type: 'commitmentLate'; id: string }
  | { type: 'commitmentExtended'; id: string; due: Day }
  | { type: 'commitmentSettled'; id: string; reason: string }
  | { type: 'proposalCountered'; version: number; by: 'partner' | 'institution'; text: string }
  | { type: 'proposalAccepted'; version: number }
  | { type: 'silenceNoticed'; version: number }
  | { type: 'proposalRepeated'; version: number; offer?: Data }
  | { type: 'paperIssued'; kind: string; document: string; number: string; version: number; on?: Day }
  | { type: 'planGivenUp'; effect: string; reason: string }
  | { type: 'workGivenUp'; effect: string; reason: string }
  | { type: 'beginningGivenUp'; process: string; effect: string; reason: string }
  | { type: 'agreementLaunched'; id: string; begin: Data }
  | { type: 'agreementActivated'; id: string; number: string; validFrom: Day; validTo: Day }
  | { type: 'agreementEnded'; id: string; outcome: string }
  | { type: 'agendaKnown'; openings: Opening[]; year: number }
  | { type: 'cycleWanted'; cycle: string }
  | { type: 'agendaAsked'; year: number }
  | { type: 'opened'; opening: Opening }
  | { type: 'cycleEnded'; id: string; outcome: string }
  | { type: 'sessionEnded'; id: string; outcome: string }
  | { type: 'reviewDue'; year: number }
  | { type: 'reviewed'; findings: string; recommendations: Commitment[] }
  | { type: 'closed'; reason: string; settled?: Settled; told?: Owner[] }
