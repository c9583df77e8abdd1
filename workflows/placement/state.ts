import type { Data, Day } from '../durable/types.ts'

export interface PlacementPolicy {
  diaryWorkingDays: number
  confirmWorkingDays: number
  evaluationWorkingDays: number
  reportDays: number
  /** Highest points per component, the points that pass, and the marks by lowest points. */
  grading: Record<string, number>
  pass: number
  marks: { from: number; mark: string }[]
  /** Share of weeks whose diary must be confirmed for the practice to count in full. */
  diaryShare: number
  followUpMonths: number[]
  followUpDays: number
  /** Days after which an unanswered follow-up is closed as unknown. */
  followUpLapseDays: number
  analysisDays: number
}

export interface Begun {
  id: string
  code: string
  cycle: string
  partner: string
  administrator: string
  language: string
  trainee: string
  line: string
  site: string
  mentor: string
  supervisor: string
  start: Day
  end: Day
  weeks: number
  finalYear: boolean
  graduation: Day
  policy: PlacementPolicy
}

/** Weeks in their order, and how often they changed: what somebody is asked of them is another occasion each time. */
export interface Weeks {
  weeks: number[]
  turn: number
}

/** Weeks not confirmed yet: the trainee is to write about them, or the mentor to answer for them. */
export interface Diary {
  asked: Weeks
  written: Weeks
}

export interface Common extends Begun {
  diary: Diary
  confirmed: number
  /** Weeks nobody wrote about before the practice was graded, and those no mentor answered for. */
  missing?: { unwritten: number[]; unconfirmed: number[] }
  /** The performance analysis was asked for: once is enough. */
  analysed?: boolean
  week: number
  absentDays: number
  /** The weeks of them, so that a week confirmed wrongly can be confirmed anew. */
  absences?: Record<string, number>
}

/** absent: from the defence; points: fewer than pass; diary: too few weeks were written. */
export type PartReason = 'absent' | 'points' | 'diary'

export interface Waiting {
  stage: 'assigned' | 'ready'
}
export interface AtPractice {
  stage: 'running'
}
export interface Evaluating {
  stage: 'evaluating'
  evaluated: boolean
  reported: boolean
}
export interface Finished {
  stage: 'completed' | 'partiallyCompleted'
  total: number
  mark: string
  /** Why it counts in part only; empty where it counts in full. */
  reasons?: PartReason[]
  certified: boolean
  /** Months after graduation still to be asked, and the one being asked. */
  months: number[]
  asking: number | null
  analysing: boolean
}
export interface Gone {
  stage: 'didNotShow' | 'withdrawn'
  reason: string
}

export type PlacementState = Common & (Waiting | AtPractice | Evaluating | Finished | Gone)

export type PlacementEvent =
  | ({ type: 'begun' } & Begun)
  | { type: 'madeReady' }
  | { type: 'rescheduled'; start: Day; end: Day }
  | { type: 'started'; exception: string[]; start: Day; end: Day }
  | { type: 'weekOver'; week: number }
  | { type: 'diaryWritten'; week: number; text: string; hours: number }
  | { type: 'diaryConfirmed'; week: number }
  | { type: 'diaryReturned'; week: number; remarks: string }
  | { type: 'attended'; week: number; absentDays: number }
  | { type: 'didNotShow'; week: number }
  | { type: 'periodOver' }
  | { type: 'evaluated'; evaluation: Data }
  | { type: 'reportSubmitted'; title: string; pages: number }
  | { type: 'reportReopened'; reason: string }
  | { type: 'readyForDefence' }
  | {
      type: 'graded'
      on: Day
      components: Record<string, number>
      total: number
      mark: string
      outcome: 'completed' | 'partiallyCompleted'
      absent: boolean
      reasons?: PartReason[]
    }
  /** Weeks that are asked for no longer, because the practice has its outcome. */
  | { type: 'diaryMissing'; unwritten: number[]; unconfirmed: number[] }
  | { type: 'paperAbandoned'; kind: string; reason: string; effect: string }
  | { type: 'paperIssued'; kind: string; document: string; number: string }
  /** `byCycle`: its whole line goes, and whoever is concerned is told by the cycle. */
  | { type: 'withdrawn'; reason: string; byCycle?: boolean }
  | { type: 'followUpDue'; months: number }
  | { type: 'followUpAnswered'; months: number; answer: Data }
  | { type: 'followUpReopened'; months: number; reason: string }
  | { type: 'followUpLapsed'; months: number }
  | { type: 'analysisAsked' }
  | { type: 'performanceAnalysed'; score: number; text: string }
  | { type: 'analysisReopened'; reason: string }
