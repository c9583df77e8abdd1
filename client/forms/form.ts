import type { Language } from '../../messages/index.ts'
import type { Field } from '../../schema/contracts/forms/fields.ts'
import type { Body } from '../../schema/contracts/forms/posted.ts'
import type { DecisionContract } from '../../schema/contracts/tasks.ts'

/** What can be chosen: what is posted, and how it reads. */
export interface Choice {
  value: string
  label: string
}

/** A question as a page shows it, in the reader's language. */
export interface Question extends Omit<Field, 'fields'> {
  label: string
  /** What is wanted, in a sentence; null where nobody wrote one. */
  help: string | null
  /** What a number counts. */
  unit: string | null
  /** Empty where anything may be typed. A person who is not among them can be typed by code where there are none. */
  choices: readonly Choice[]
  /** Rows that are there from the start and are neither added nor removed: everybody on the line. */
  rows: readonly FixedRow[] | null
  fields: readonly Question[]
}

/** A row of a table that is about somebody or something known: posted hidden, shown as its label. */
export interface FixedRow {
  label: string
  /** By the name of the part of the row. */
  values: Readonly<Record<string, string>>
}

/** A decision as it is asked for: everything a page, a program or a chat needs to show it. */
export interface Form {
  kind: string
  decision: string
  language: Language
  /** The verb on its button. */
  act: string
  pages: readonly (readonly Question[])[]
  /** What stands in the fields before anything is typed, by the names under which it is posted. */
  values: Body
  contract: DecisionContract
}
