/** A command that was not carried out: a code of the error catalogue and what its sentence needs. Nothing changed. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, unknown> = {},
  ) {
    super(code)
    this.name = 'Refused'
  }
}
