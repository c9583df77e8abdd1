import { createHash } from 'node:crypto'
import { FINDINGS, type ImportReason, SEVERITIES, type Severity } from '../../schema/contracts/findings.ts'
import { shown } from '../../schema/contracts/harmless.ts'

/** How many findings of one severity, and how many changes of one file are listed; all are counted. */
export const MOST_LISTED = 100
/** What ends the reading is listed whatever stood before it, like everything that concerns the file as a whole. */
const ENDS: readonly ImportReason[] = ['badQuotes', 'tooManyRows']
/** Characters of what else a sentence names: lists of columns and allowed values. */
const MOST_NAMED = 400
/** Hexadecimal digits of what stands for the questions of a file. */
const KEY_DIGITS = 10

/** What there is to say about a file: where, what, how heavy it weighs, and what stands there. */
export interface Finding {
  severity: Severity
  file: string
  /** Row as a spreadsheet counts it, the header being row 1; null when the whole file is meant. */
  row: number | null
  /** Column of the header, or path of a field in institution.json. */
  column: string | null
  reason: ImportReason
  /** What stands there, shortened and harmless to show; null where nothing does. */
  value: string | null
  /** What else the sentence names: another record, a number, what became of the value. */
  params: Readonly<Record<string, string | number>>
}

/** One field of a record that was there before and is another now. */
export interface Change {
  row: number | null
  record: string
  field: string
  was: string
  is: string
}

export const fileOutcomes = ['imported', 'empty', 'asked', 'refused', 'skipped'] as const
export type FileOutcome = (typeof fileOutcomes)[number]

/** As what the bytes of a file were recognised; each is null where it means nothing. */
export interface Recognised {
  format: 'csv' | 'xlsx' | 'json'
  encoding: string | null
  delimiter: string | null
  sheet: string | null
}

export interface FileReport {
  file: string
  kind: string
  outcome: FileOutcome
  recognised: Recognised | null
  inserted: number
  changed: number
  unchanged: number
  findings: Finding[]
  /** How many there are of each severity, those not listed included. */
  totals: Record<Severity, number>
  changes: Change[]
  /** Fields that changed, those not listed included. */
  changedFields: number
  /** What confirms the questions of this file exactly as they were asked; null where there are none. */
  confirm: string | null
  /** The files that were not imported and without which this one was not tried. */
  waitsFor: string[]
}

export interface ImportReport {
  /** No file was refused or waits for a confirmation. */
  ok: boolean
  /** Nothing was kept: it was only to be seen what would happen. */
  dryRun: boolean
  institution: string | null
  files: FileReport[]
  /** Files of the folder that are nothing to import. */
  ignored: string[]
}

const none = (): Record<Severity, number> => ({ error: 0, question: 0, warning: 0, forgiven: 0 })

export interface Said {
  value?: string | null
  params?: Readonly<Record<string, string | number>>
}

/** Collects what is to be said about one file. */
export class Findings {
  readonly totals = none()
  private readonly listed: Record<Severity, Finding[]> = {
    error: [],
    question: [],
    warning: [],
    forgiven: [],
  }
  private readonly questions = createHash('sha256')

  constructor(readonly file: string) {}

  add(row: number | null, column: string | null, reason: ImportReason, said: Said = {}): void {
    const severity = FINDINGS[reason]
    this.totals[severity] += 1
    const { value = null, params = {} } = said
    // What is confirmed is the whole of what was asked, listed or not.
    if (severity === 'question') this.questions.update(JSON.stringify([row, column, reason, value, params]))
    if (this.totals[severity] > MOST_LISTED && row !== null && !ENDS.includes(reason)) return
    const shownParams = Object.entries(params).map(([name, given]) => [
      name,
      typeof given === 'string' ? shown(given, MOST_NAMED) : given,
    ])
    this.listed[severity].push({
      severity,
      file: this.file,
      row,
      column,
      reason,
      value: value === null ? null : shown(value),
      params: Object.fromEntries(shownParams),
    })
  }

  get refuses(): boolean {
    return this.totals.error > 0
  }

  /** Heaviest first, each severity in the order of the file. */
  get all(): Finding[] {
    const place = ({ row }: Finding): number => row ?? 0
    return SEVERITIES.flatMap((severity) => this.listed[severity].toSorted((a, b) => place(a) - place(b)))
  }

  /** What has to be given back to confirm the questions; null where nothing was asked. */
  get key(): string | null {
    if (this.totals.question === 0) return null
    return `${this.file}=${this.questions.copy().digest('hex').slice(0, KEY_DIGITS)}`
  }
}

export function emptyReport(file: string, kind: string): FileReport {
  return {
    file,
    kind,
    outcome: 'skipped',
    recognised: null,
    inserted: 0,
    changed: 0,
    unchanged: 0,
    findings: [],
    totals: none(),
    changes: [],
    changedFields: 0,
    confirm: null,
    waitsFor: [],
  }
}

/** Ends the reading of a file that cannot be read further; it says why. */
export class Unreadable extends Error {
  constructor(
    readonly reason: ImportReason,
    readonly row: number | null = null,
    options?: ErrorOptions,
  ) {
    super(`the file cannot be read: ${reason}`, options)
    this.name = 'Unreadable'
  }
}
