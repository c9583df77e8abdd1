import type { PoolClient } from 'pg'

/** Somebody who may not bring files in, or nobody at all, tries to. */
export class ImportForbidden extends Error {
  constructor(readonly by: string | null) {
    super('only an administrator of the institution imports')
    this.name = 'ImportForbidden'
  }
}

const ADMINISTRATORS = `
  SELECT id, institution_id AS institution, code FROM person
  WHERE kind = 'staff' AND active AND 'administrator' = ANY(roles)`

/**
 * Who brings the files in. It takes an administrator of the institution whose data they are; where it has none yet, one
 * of another institution of this database; and where nobody is administrator of anything, it takes nobody: that is the
 * very first import.
 * @returns the person's id; null where it is nobody of this institution, whose record names no stranger.
 * @throws ImportForbidden
 */
export async function importerOf(
  client: PoolClient,
  institution: string | null,
  by: string | null,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string; institution: string; code: string }>(ADMINISTRATORS)
  if (rows.length === 0) return null
  const own = rows.filter((row) => row.institution === institution)
  const entitled = own.length > 0 ? own : rows
  const importer = entitled.find(({ id, code }) => by !== null && (id === by || code === by))
  if (importer === undefined) throw new ImportForbidden(by)
  return importer.institution === institution ? importer.id : null
}
