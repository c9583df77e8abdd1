/**
 * The error catalogue: one code for each condition a caller can see. `next` is a command that helps, or null where
 * no command does; the words stand in messages/*.json as error.<code>.what and error.<code>.next.
 */
export interface ErrorEntry {
  http: number
  /** The same request may succeed later without a change. */
  retryable: boolean
  next: string | null
}

export const ERRORS = {
  agreementsRunning: { http: 409, retryable: false, next: null },
  alreadyStarted: { http: 409, retryable: false, next: null },
  ambiguousId: { http: 409, retryable: false, next: null },
  approvedAlready: { http: 403, retryable: false, next: 'bitim task list' },
  auditBroken: { http: 500, retryable: false, next: null },
  authorMayNotDecide: { http: 403, retryable: false, next: 'bitim task list' },
  clockFixed: { http: 409, retryable: false, next: null },
  clockStuck: { http: 504, retryable: true, next: 'bitim doctor' },
  commandUnknown: { http: 400, retryable: false, next: 'bitim --help' },
  componentUnknown: { http: 422, retryable: false, next: null },
  conflictsOpen: { http: 409, retryable: false, next: null },
  controlCharacters: { http: 422, retryable: false, next: null },
  databaseUnreachable: { http: 503, retryable: true, next: 'bitim doctor' },
  dateInFuture: { http: 422, retryable: false, next: null },
  dateInPast: { http: 422, retryable: false, next: null },
  datesOutOfOrder: { http: 422, retryable: false, next: null },
  decisionUnknown: { http: 422, retryable: false, next: null },
  engineUnreachable: { http: 503, retryable: true, next: 'bitim doctor' },
  expertAlreadyAsked: { http: 409, retryable: false, next: null },
  expertNeeded: { http: 409, retryable: false, next: null },
  expertNotOnList: { http: 422, retryable: false, next: null },
  fileNotFound: { http: 404, retryable: false, next: null },
  folderInUse: { http: 409, retryable: false, next: null },
  importFailed: { http: 422, retryable: false, next: 'bitim import' },
  internal: { http: 500, retryable: false, next: 'bitim doctor' },
  invalidInput: { http: 422, retryable: false, next: 'bitim --help' },
  lineUnknown: { http: 422, retryable: false, next: null },
  mayNotSign: { http: 422, retryable: false, next: null },
  mentorOverload: { http: 409, retryable: false, next: null },
  notAllowed: { http: 403, retryable: false, next: 'bitim task list' },
  notYourTask: { http: 403, retryable: false, next: 'bitim task list' },
  numberNotYours: { http: 422, retryable: false, next: null },
  numberRequired: { http: 422, retryable: false, next: null },
  outsideTerm: { http: 422, retryable: false, next: null },
  overlap: { http: 409, retryable: false, next: null },
  paperUnknown: { http: 404, retryable: false, next: 'bitim task list' },
  partnershipExists: { http: 409, retryable: false, next: 'bitim task list' },
  personHasNoEmail: { http: 422, retryable: false, next: null },
  personUnknown: { http: 422, retryable: false, next: null },
  personalTask: { http: 409, retryable: false, next: null },
  planIncomplete: { http: 409, retryable: false, next: 'bitim task list' },
  pointsOutOfRange: { http: 422, retryable: false, next: null },
  portTaken: { http: 409, retryable: false, next: null },
  postgresBinaryMissing: { http: 503, retryable: false, next: 'npm run setup' },
  postgresInitFailed: { http: 503, retryable: false, next: 'bitim doctor' },
  postgresUnreachableFolder: { http: 503, retryable: false, next: null },
  postgresVersionMismatch: { http: 409, retryable: false, next: null },
  processEnded: { http: 409, retryable: false, next: null },
  resultsIncomplete: { http: 422, retryable: false, next: null },
  scheduleEmpty: { http: 409, retryable: false, next: 'bitim import' },
  serviceDidNotStart: { http: 503, retryable: true, next: 'bitim doctor' },
  serviceKeepsDying: { http: 503, retryable: false, next: 'bitim doctor' },
  signatoryUnknown: { http: 422, retryable: false, next: null },
  stackNotRunning: { http: 503, retryable: true, next: 'npm start' },
  stackRunning: { http: 409, retryable: false, next: null },
  staleVersion: { http: 409, retryable: false, next: 'bitim task list' },
  taskClosed: { http: 409, retryable: false, next: 'bitim task list' },
  temporalBinaryMissing: { http: 503, retryable: false, next: 'npm run setup' },
  temporalUnreachable: { http: 503, retryable: true, next: null },
  textTooLong: { http: 422, retryable: false, next: null },
  tooEarly: { http: 409, retryable: false, next: null },
  traineeUnknown: { http: 422, retryable: false, next: null },
  unexpected: { http: 500, retryable: true, next: 'bitim doctor' },
  unknownDocument: { http: 404, retryable: false, next: null },
  unknownPartner: { http: 404, retryable: false, next: 'bitim import' },
  unknownPerson: { http: 404, retryable: false, next: null },
  unknownPolicy: { http: 404, retryable: false, next: null },
  unknownProcess: { http: 404, retryable: false, next: 'bitim task list' },
  unknownTask: { http: 404, retryable: false, next: 'bitim task list' },
  workerSilent: { http: 504, retryable: true, next: 'bitim doctor' },
  wrongSide: { http: 422, retryable: false, next: null },
  wrongStage: { http: 409, retryable: false, next: null },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)
