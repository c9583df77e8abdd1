import { Refused } from '../schema/refused.ts'

/** Wrong fields are named as they stand in the body: those of a contract below the field that carries them. */
export async function under<Result>(
  field: string,
  work: () => Promise<Result>,
  beside: readonly string[] = [],
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refused) || error.fields.length === 0) throw error
    const fields = error.fields.map((wrong) =>
      beside.includes(String(wrong.path[0])) ? wrong : { ...wrong, path: [field, ...wrong.path] },
    )
    throw new Refused(error.code, error.params, fields)
  }
}
