import type { ImportReason } from '../../schema/contracts/cells.ts'

/** How many mistakes of one file are listed; reading stops there. */
const MOST_ERRORS = 100

/** Where a file is wrong and why. Carries no value of a cell: those may be personal. */
export interface ImportError {
  file: string
  /** Row as a spreadsheet counts it, the header being row 1; null when the whole file is meant. */
  row: number | null
  /** Column of the header, or path of a field in institution.json. */
  column: string | null
  reason: ImportReason
  /** Code of the record that is referred to but not there. */
  reference?: string
  /** The character that papers cannot show, as people can look it up. */
  character?: string
}

export const fileOutcomes = ['imported', 'refused', 'skipped'] as const
export type FileOutcome = (typeof fileOutcomes)[number]

export interface FileReport {
  file: string
  kind: string
  outcome: FileOutcome
  inserted: number
  changed: number
  unchanged: number
  errors: ImportError[]
  /** True when the file holds more mistakes than are listed. */
  more: boolean
  /** The refused files without which this one was not tried. */
  waitsFor: string[]
}

export interface ImportReport {
  ok: boolean
  institution: string | null
  files: FileReport[]
  /** Files of the folder that are nothing to import. */
  ignored: string[]
}

/** Collects the mistakes of one file up to the limit. */
export class Mistakes {
  readonly errors: ImportError[] = []
  more = false

  constructor(readonly file: string) {}

  add(
    row: number | null,
    column: string | null,
    reason: ImportReason,
    { reference, character }: { reference?: string; character?: string | undefined } = {},
  ): void {
    if (this.errors.length >= MOST_ERRORS) {
      this.more = true
      return
    }
    this.errors.push({
      ...{ file: this.file, row, column, reason },
      ...(reference !== undefined && { reference }),
      ...(character !== undefined && { character }),
    })
  }
}

/** Ends the reading of a file that cannot be read further; the mistake says why. */
export class Unreadable extends Error {
  constructor(
    readonly reason: ImportReason,
    options?: ErrorOptions,
  ) {
    super(`the file cannot be read: ${reason}`, options)
    this.name = 'Unreadable'
  }
}
