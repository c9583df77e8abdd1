/** One field of what was given that is wrong, with a code of the catalogue and what its sentence needs. */
export interface WrongField {
  /** From the outside in: ['actions', 0, 'owner']. */
  path: readonly (string | number)[]
  code: string
  params: Record<string, unknown>
}

/** A command that was not carried out: a code of the error catalogue and what its sentence needs. Nothing changed. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, unknown> = {},
    /** Every field that is wrong, where it was the fields. */
    readonly fields: readonly WrongField[] = [],
  ) {
    super(code)
    this.name = 'Refused'
  }
}
