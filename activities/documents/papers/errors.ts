type PaperGap =
  | 'unknownKind'
  | 'unknownLanguage'
  | 'processMissing'
  | 'recordMissing'
  | 'postMissing'
  | 'personMissing'
  | 'amountUnreadable'

/** What a paper needs is not in the database. Trying again helps only after somebody has filled the gap. */
export class PaperNotLoadable extends Error {
  constructor(
    readonly code: PaperGap,
    /** Kind of paper, table and id, never a name or another value of a person. */
    readonly detail: string,
  ) {
    super(`the paper cannot be filled: ${code} (${detail})`)
    this.name = 'PaperNotLoadable'
  }
}
