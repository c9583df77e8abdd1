import type { Data, Day } from '../durable/types.ts'

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
}

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
  place: string
  representative: string
  contact: string
}

export interface Commitment {
  id: string
  what: string
  owner: string
  due: Day
  source: string
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
}

export interface Negotiating {
  stage: 'negotiating'
  done: Partial<Record<PreparationItem, Data>>
  meeting: Meeting | null
  meetings: number
  /** A held meeting whose record the partner has not confirmed. */
  unconfirmed: number | null
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
}

export type PartnershipState = Common & (Preparing | Negotiating | Contracting | Operating | Ended)

export type PartnershipEvent =
  | ({ type: 'begun' } & Omit<Common, 'commitments'>)
  | { type: 'itemPrepared'; item: PreparationItem; answer: Data }
  | { type: 'exceptionAsked'; representativeRank: number; contactRank: number; answer: Data }
  | { type: 'exceptionDecided'; granted: boolean; reason: string }
  | { type: 'boardApproved'; number: string; date: Day; meeting: Meeting }
  | { type: 'boardReturned'; remarks: string; items: PreparationItem[] }
  | { type: 'declined'; reason: string }
  | { type: 'meetingHeld'; n: number; outcome: string; on: Day; actions: Commitment[]; people: Data }
  | { type: 'meetingMoved'; n: number; reason: string; on: Day }
  | { type: 'meetingFailed'; n: number; reason: string; on: Day }
  | { type: 'recordConfirmed'; n: number; remarks: string }
  | { type: 'commitmentFulfilled'; id: string; evidence: string }
  | { type: 'proposalCountered'; version: number; by: 'partner' | 'institution'; text: string }
  | { type: 'proposalAccepted'; version: number }
  | { type: 'silenceNoticed'; version: number }
  | { type: 'proposalRepeated'; version: number }
  | { type: 'paperIssued'; kind: string; document: string; number: string; version: number }
  | { type: 'agreementLaunched'; id: string; begin: Data }
  | { type: 'agreementActivated'; id: string; number: string; validFrom: Day; validTo: Day }
  | { type: 'agreementEnded'; id: string; outcome: string }
  | { type: 'agendaKnown'; openings: Opening[]; year: number }
  | { type: 'agendaAsked'; year: number }
  | { type: 'opened'; opening: Opening }
  | { type: 'cycleEnded'; id: string; outcome: string }
  | { type: 'sessionEnded'; id: string; outcome: string }
  | { type: 'reviewDue'; year: number }
  | { type: 'reviewed'; findings: string; recommendations: Commitment[] }
  | { type: 'closed'; reason: string }
