import type { textReasons } from './text.ts'

/**
 * How heavy a finding weighs. An error refuses its file as a whole; a question holds the file until somebody confirms
 * what was asked; a warning and something forgiven let it pass.
 */
export const SEVERITIES = ['error', 'question', 'warning', 'forgiven'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Each thing a file can make us say, and how heavy it weighs; people read it through the message files. */
export const FINDINGS = {
  // One cell by itself.
  required: 'error',
  tooLong: 'error',
  controlCharacter: 'error',
  unwritable: 'error',
  damaged: 'error',
  notADay: 'error',
  notAnInstant: 'error',
  notAnEmail: 'error',
  notACode: 'error',
  lineBreak: 'error',
  damagedNumber: 'error',
  digitsLost: 'error',
  formula: 'error',
  formulaWithoutValue: 'error',
  cellError: 'error',
  notAPhone: 'error',
  notAnIdentifier: 'error',
  notLatin: 'error',
  withoutNumber: 'error',
  notANumber: 'error',
  outOfRange: 'error',
  notInList: 'error',
  listTooLong: 'error',
  twiceInList: 'error',
  nameNeedsTwoParts: 'error',
  notATimeZone: 'error',
  endsBeforeStart: 'error',
  outsidePeriod: 'error',
  // A row beside the others and the register.
  unknownReference: 'error',
  unknownButNear: 'error',
  ofAnotherPartner: 'error',
  twiceInFile: 'error',
  codeTaken: 'error',
  looksLikeKnown: 'error',
  emailOfAnother: 'error',
  emailShared: 'warning',
  noEmail: 'warning',
  noPlaces: 'warning',
  mixedScripts: 'warning',
  superiorInCircle: 'error',
  changesGuarded: 'question',
  nameInCapitals: 'question',
  // A schedule beside the register and its own lines.
  notAMentor: 'error',
  notASupervisor: 'error',
  noSuchCourse: 'error',
  professionNotServed: 'error',
  groupOfAnotherProgramme: 'error',
  groupTooSmall: 'error',
  siteTooSmall: 'error',
  startsOnFreeDay: 'warning',
  tooFewMentorPlaces: 'warning',
  mentorBusy: 'warning',
  groupBusy: 'warning',
  siteFull: 'warning',
  // The file as a whole.
  noHeader: 'error',
  unknownColumn: 'error',
  missingColumn: 'error',
  columnTwice: 'error',
  wrongCellCount: 'error',
  emptyFile: 'error',
  headerOnly: 'warning',
  encodingUnknown: 'error',
  fileTooLarge: 'error',
  rowTooLong: 'error',
  tooManyRows: 'error',
  badQuotes: 'error',
  notXlsx: 'error',
  oldExcel: 'error',
  notJson: 'error',
  institutionUnknown: 'error',
  otherInstitution: 'error',
  unknownFile: 'error',
  givenTwice: 'error',
  refusedByDatabase: 'error',
  // Read in spite of how it was written.
  readAs: 'forgiven',
  formulaValue: 'forgiven',
} as const satisfies Record<string, Severity> & Record<(typeof textReasons)[number], Severity>

export type ImportReason = keyof typeof FINDINGS

export const isImportReason = (text: string): text is ImportReason => Object.hasOwn(FINDINGS, text)

export const reason = (error: ImportReason) => ({ error })
