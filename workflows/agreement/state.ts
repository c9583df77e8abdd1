import type { Data, Day } from '../durable/types.ts'

export interface ApprovalStage {
  /** Everybody in a stage decides in parallel. */
  roles: string[]
  workingDays: number
}

export interface AgreementPolicy {
  requisitesDays: number
  draftWorkingDays: number
  /** Route by kind of agreement; `default` serves the rest. */
  routes: { default: ApprovalStage[]; [kind: string]: ApprovalStage[] }
  /** Sides in the order they sign. */
  signing: ('institution' | 'partner')[]
  signingDays: number
  paperVerifier: string
  verificationWorkingDays: number
  /** The longest term in years. */
  longestTermYears?: number
}

export interface Signatory {
  person: string
  side: 'institution' | 'partner'
  /** paperSubmitted: signed outside of Bitim, and not verified yet. */
  status: 'waiting' | 'asked' | 'paperSubmitted' | 'signed'
  attempt: number
  route: Route | null
  /** What shows that it was signed outside: the scan, the other system and what it is filed under there. */
  evidence?: Data
}

export type Route = 'electronic' | 'paper' | 'external'

export interface Terms {
  validFrom: Day
  validTo: Day
  renewal: 'fixed' | 'automatic'
  /** The institution's signatory. */
  signatory: string
  [more: string]: Data[string]
}

export interface Common {
  id: string
  kind: string
  language: string
  forms: string[]
  partnership: string
  partner: string
  author: string
  /** Who submitted the latest draft: the author, or whoever wrote it for him. */
  drafter: string | null
  policy: AgreementPolicy
  requisites: Data | null
  partnerSignatory: string | null
  terms: Terms | null
  version: number
  /** Departments whose programmes it serves, as they were when it was drafted; of earlier drafts it is not known. */
  departments?: string[]
}

export interface DataCollection {
  stage: 'dataCollection'
}
export interface Drafting {
  stage: 'drafting'
  remarks: string
  /** Submitted, its paper being rendered. */
  rendering: boolean
  /** Why no paper came of it. */
  failed?: string
}
export interface Approving {
  stage: 'approving'
  hash: string
  step: number
  /** Of the step: approver → person. */
  approved: Record<string, string>
  /** Everybody who approved this version, whatever the step: nobody does so twice. */
  approvers?: string[]
}
export interface Signing {
  stage: 'signing'
  hash: string
  signatories: Signatory[]
  registering: boolean
}
export interface Active {
  stage: 'active'
  number: string
  signedOn: Day
  validTo: Day
}
export interface Ended {
  stage: 'ended'
  outcome: 'expired' | 'terminated' | 'withdrawn' | 'superseded'
  reason: string
}

export type AgreementState = Common & (DataCollection | Drafting | Approving | Signing | Active | Ended)

export type AgreementEvent =
  | ({ type: 'begun' } & Omit<Common, 'drafter' | 'requisites' | 'partnerSignatory' | 'terms' | 'version'>)
  | { type: 'requisitesGiven'; requisites: Data; signatory: string; authority: Data; onBehalf: boolean }
  | { type: 'draftSubmitted'; version: number; terms: Terms; drafter: string | null; departments?: string[] }
  /** `effect` is the work that failed: the process deals with it itself. */
  | { type: 'draftFailed'; version: number; code: string; effect: string }
  | { type: 'draftRendered'; version: number; hash: string; document: string }
  | { type: 'approved'; step: number; role: string; department?: string; person: string; hash: string }
  | { type: 'approvalFinished'; version: number; signatories: Signatory[] }
  | { type: 'returned'; step: number; role: string; department?: string; remarks: string }
  /** By who drafted it, before everybody has approved. */
  | { type: 'draftTakenBack'; version: number; reason: string }
  /** By who gave it, while others of the same step have not given theirs. */
  | {
      type: 'approvalTakenBack'
      step: number
      role: string
      department?: string
      person: string
      reason: string
    }
  | { type: 'rejected'; step: number; role: string; department?: string; reason: string }
  | { type: 'signed'; person: string; route: Route; hash: string }
  | { type: 'paperSubmitted'; person: string; scan: string }
  | { type: 'externalSubmitted'; person: string; system: string; reference: string; scan?: string }
  | { type: 'paperRejected'; person: string; reason: string }
  | { type: 'signatureRequested'; person: string }
  | { type: 'signatureDeclined'; person: string; reason: string; signed: string[] }
  | { type: 'signatoryReplaced'; person: string; by: string; authority: Data }
  | { type: 'allSigned'; version: number }
  /** No number can be given: it is drafted again. `effect` is the work that was given up. */
  | { type: 'registrationGivenUp'; reason: string; signed: string[] }
  | { type: 'activated'; number: string; document: string; signedOn: Day; validFrom: Day; validTo: Day }
  | { type: 'termRenewed'; validTo: Day }
  | { type: 'ended'; outcome: Ended['outcome']; reason: string }
