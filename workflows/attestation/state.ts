import type { Data, Day } from '../durable/types.ts'

export interface AttestationPolicy {
  invitationDays: number
  /** Working days after which an expert who did not answer counts as having declined. */
  silenceWorkingDays: number
  replacementWorkingDays: number
  /** Days before the sitting by which the order names the commission. */
  orderDays: number
  resultsWorkingDays: number
  assessmentDays: number
  /** Days after the results at which missing assessments no longer hold the session open. */
  assessmentLapseDays: number
  /** Days ahead up to which a sitting may be postponed. */
  postponeAheadDays?: number
}

/** What holds where a version of the policy does not say. */
export const USUALLY = { postponeAheadDays: 366 } as const

/** In the place of an expert where the list of sessions named nobody who can be asked. */
export const NOBODY = '—'

export interface Expert {
  person: string
  answer: 'asked' | 'accepted'
}

export interface Common {
  id: string
  code: string
  programme: string
  on: Day
  secretary: string
  partnerships: string[]
  candidates: string[]
  graduates: string[]
  language: string
  administrator: string
  policy: AttestationPolicy
  experts: Expert[]
  /** Seats whose expert declined or kept silent and for whom nobody was named yet. */
  vacant: string[]
  /** Everybody who was asked and is not coming. */
  declined: string[]
  /** The day the list of sessions names: what changes there since moves the sitting. */
  listed: Day
  /** How often the experts were asked, for one day each time. */
  round: number
  /** How often the commission was put together, and how often graduates were looked for. */
  orders: number
  looks: number
}

export interface Inviting {
  stage: 'inviting'
  ordering: boolean
  /** Whether its day came without an order, and somebody decided about it. */
  late: 'no' | 'deciding' | 'decided'
}
export interface Commissioned {
  stage: 'commissioned'
  order: string
}
export interface InSession {
  stage: 'inSession'
}
export interface ResultsRecorded {
  stage: 'resultsRecorded'
  assessed: string[]
}
export interface Ended {
  stage: 'closed' | 'cancelled'
  reason: string
}

type Begun = Pick<
  Common,
  | 'id'
  | 'code'
  | 'programme'
  | 'on'
  | 'secretary'
  | 'partnerships'
  | 'candidates'
  | 'graduates'
  | 'language'
  | 'administrator'
  | 'policy'
>

export type AttestationState = Common & (Inviting | Commissioned | InSession | ResultsRecorded | Ended)

export interface GraduateResult {
  graduate: string
  score: number
  grade: string
  qualification: boolean
  honours: boolean
  absent: boolean
}

export type AttestationEvent =
  | ({ type: 'begun'; invited: string[]; unfit?: string[] } & Begun)
  | { type: 'partnershipJoined'; partnership: string }
  | { type: 'graduatesLookedFor' }
  | { type: 'graduatesKnown'; graduates: string[] }
  | { type: 'invitationAccepted'; person: string }
  | { type: 'invitationDeclined'; person: string; reason: string }
  | { type: 'expertSilent'; person: string }
  | { type: 'replacementNamed'; person: string; replaces: string }
  | { type: 'seatLeftOut'; replaces: string; reason: string }
  | { type: 'expertReleased'; person: string; reason: string }
  | { type: 'sittingMoved'; from: Day; on: Day; listed: Day; reason: string }
  | { type: 'commissionLate' }
  | { type: 'commissionClosed'; reason: string }
  | { type: 'commissionOrdered' }
  | { type: 'orderGivenUp'; effect: string; reason: string }
  | { type: 'workGivenUp'; effect: string; reason: string }
  | { type: 'commissioned'; number: string; document: string }
  | { type: 'sittingBegan' }
  | { type: 'resultsRecorded'; results: GraduateResult[]; startAt: string; endAt: string; room: string }
  | { type: 'paperIssued'; kind: string; document: string; number: string }
  | { type: 'preparationAssessed'; person: string; assessment: Data }
  | { type: 'assessmentReopened'; person: string; reason: string }
  | { type: 'closed'; reason: string }
  | { type: 'cancelled'; reason: string }
