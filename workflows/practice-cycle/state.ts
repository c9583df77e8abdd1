import type { Data, Day } from '../durable/types.ts'

/** A paper of the order pack, as the policy lists it. */
export interface PackPaper {
  kind: string
  side: 'institution' | 'partner'
  /** One paper for the cycle, for the lines that start together, or for a site of those lines. */
  per: 'cycle' | 'wave' | 'site'
  /** Needed for lines of these practice types only; for every line where it is left out. */
  practiceTypes?: string[]
  /** One copy for each trainee, all issued at once. */
  forEachTrainee: boolean
  needs: string[]
  /** Days from the start of the wave; negative before it. */
  dueDays: number
  owner: string
  /** The gate waits for it. A paper that is not awaited opens when the practice starts. */
  gate: boolean
}

export interface CyclePolicy {
  planningWorkingDays: number
  agreeWorkingDays: number
  gateWorkingDays: number
  attendanceWorkingDays: number
  /** Days after a week's end at which a missing attendance alerts the supervisor. */
  attendanceAlertDays: number
  defenceDays: number
  /** Days after the end at which the defence is held even if somebody is not ready. */
  defenceLatestDays: number
  closingWorkingDays: number
  pack: PackPaper[]
  /** Highest number of points per component; together they are the total. */
  grading: Record<string, number>
}

export interface Mentor {
  id: string
  max: number
}

/** A line as the schedule plans it. */
export interface Plan {
  code: string
  site: string
  programme: string
  practiceType: string
  /** The start its papers are made for: lines of one wave share them. */
  wave: Day
  start: Day
  end: Day
  planned: number
  reserved: boolean
  startsOnFreeDay: boolean
  finalYear: boolean
  graduation: Day
  supervisor: string
  mentors: Mentor[]
  trainees: string[]
}

export type Outcome = 'completed' | 'partiallyCompleted' | 'didNotShow' | 'withdrawn'

interface Kept {
  /** Its placements exist. */
  begun: boolean
  /** Positions of the mentors its trainees were given when their placements began; the order names them. */
  given?: number[]
  /** Positions of the trainees whose placement ended, by how: ids would be too much for a large cycle. */
  outcomes: { [outcome in Outcome]?: number[] }
  decisions: number
}

export interface Practising {
  step: 'practising'
  /** Papers that were missing when a named person let the practice start. */
  exception: string[]
  /** Last week that is over. */
  week: number
  /** Weeks that are over and whose attendance nobody confirmed. */
  asked: number[]
  /** Last week of which the supervisor was told that its attendance is missing. */
  alerted?: number
  /** Positions of the trainees who are ready for their defence. */
  ready: number[]
  defence: 'none' | 'due' | 'held'
}

export type Step =
  | { step: 'planned' }
  /** It could not start by itself; `refused` stood against the latest attempt to postpone it. */
  | { step: 'deciding'; refused: ConflictCode[] }
  /** Its places are being moved to the dates it is to be postponed to. */
  | { step: 'moving'; move: Move }
  | Practising
  /** Every placement has an outcome. */
  | { step: 'over'; practised: boolean }
  | { step: 'dropped'; reason: string }

export type Line = Plan & Kept & Step

export interface Move {
  start: Day
  end: Day
  reason: string
}

/** What only the database can tell when lines are planned. */
export const FOUND_OUTSIDE = [
  'alreadyBegun',
  'mentorUnfit',
  'supervisorUnfit',
  'groupOfOtherProgramme',
  'groupInPractice',
  'siteUnfit',
  'courseUnknown',
] as const
const CONFLICTS = [
  ...FOUND_OUTSIDE,
  'outsideTerm',
  'capacity',
  'freeDay',
  'traineesMissing',
  'mentorOverload',
  'overlap',
  'datesOutOfOrder',
] as const
export type ConflictCode = (typeof CONFLICTS)[number]

export interface Conflict {
  line: string
  code: ConflictCode
  detail: Data
}

export interface Common {
  id: string
  agreement: string
  partnership: string
  partner: string
  academicYear: string
  language: string
  administrator: string
  validFrom: Day
  /** Null where the agreement renews by itself. */
  validTo: Day | null
  policy: CyclePolicy
  lines: Line[]
}

export interface Planning {
  stage: 'planning'
  plan: number
  loading: boolean
  conflicts: Conflict[]
}
/** A paper of the pack that was ordered. */
export interface Issue {
  instance: string
  edition: number
  /** abandoned: it could not be made; forgone: nobody issued it, and nobody waits for it any longer. */
  state: 'issuing' | 'issued' | 'abandoned' | 'forgone'
  /** Year and number of an employer's order: it numbers no two alike in one year. */
  number?: string
  /** What it was made for, by line: it counts for a line that is still like that. */
  lines: Record<string, string>
}

/** How far it has come follows from its lines and papers. */
export interface AtWork {
  stage: 'atWork'
  plan: number
  agreed: boolean
  /** The day on which the schedule was confirmed; unknown where that is long ago. */
  confirmedOn?: Day
  papers: Issue[]
}
export interface Ended {
  stage: 'closed' | 'cancelled'
  reason: string
}

export type CycleState = Common & (Planning | AtWork | Ended)

export type CycleEvent =
  | ({ type: 'begun' } & Omit<Common, 'lines'>)
  /** The term is absent in facts from before it was asked. */
  | { type: 'planned'; lines: Plan[]; conflicts: Conflict[]; validFrom?: Day; validTo?: Day | null }
  | { type: 'replanAsked' }
  /** What the lines are was asked in vain: they stay as they were. */
  | { type: 'planGivenUp'; plan: number; reason: string }
  | { type: 'linesDropped'; lines: string[]; reason: string; placements: string[] }
  | { type: 'scheduleConfirmed'; on?: Day }
  | { type: 'scheduleAgreed' }
  | { type: 'scheduleObjected'; remarks: string }
  | { type: 'scheduleUnanswered'; reason: string }
  | { type: 'paperOrdered'; instance: string; number: string; date: Day; details: Data }
  | { type: 'paperIssued'; instance: string; kind: string; document: string; number: string; copies: number }
  /** `lines`: whose placements exist already and are told. */
  | { type: 'packCompleted'; lines: string[] }
  /** A paper that could not be made and was given up: it is ordered anew. `effect` is the work given up. */
  | { type: 'paperAbandoned'; instance: string; line: string; reason: string; effect: string }
  /** A paper nobody issued: it is not asked for any more for these lines as they are. */
  | { type: 'paperForgone'; instance: string; lines: string[]; reason: string }
  /** `ready`: nothing else was missing, so they begin as ready. */
  | { type: 'placementsBegun'; lines: string[]; ready: boolean }
  | { type: 'gateFoundIncomplete'; line: string; missing: string[] }
  | { type: 'postponementAsked'; line: string; start: Day; end: Day; reason: string }
  | { type: 'postponementRefused'; line: string; start: Day; end: Day; conflicts: ConflictCode[] }
  | { type: 'linePostponed'; line: string; start: Day; end: Day; reason: string }
  /** `begins`: its placements do not exist yet. */
  | { type: 'lineStarted'; line: string; exception: string[]; reason: string; begins: boolean }
  | { type: 'weekOver'; line: string; week: number }
  | ({ type: 'attendanceConfirmed'; line: string; didNotShow: string[] } & Attendance)
  | { type: 'attendanceReopened'; line: string; weeks: number[]; reason: string }
  | { type: 'attendanceMissing'; line: string; week: number }
  | { type: 'traineeReady'; line: string; trainee: string }
  | { type: 'defenceDue'; line: string }
  | { type: 'defenceHeld'; line: string; on: Day; room: string; results: Result[]; absent: string[] }
  /** `reason`: of who was withdrawn alone. */
  | { type: 'placementEnded'; line: string; trainee: string; outcome: string; reason?: string }
  /** Facts from before the stage followed from the lines. */
  | { type: 'allPlacementsEnded' }
  | { type: 'closed'; report: string }
  | { type: 'cancelled'; reason: string }

export interface Absence {
  trainee: string
  week: number
  days: number
}

/** Of several weeks, or of one in facts from before several were confirmed at once. */
export type Attendance =
  | { weeks: number[]; absent: Absence[] }
  | { week: number; absent: Omit<Absence, 'week'>[] }

export interface Result {
  trainee: string
  components: Record<string, number>
}
