import type { Sql } from '../../database/database.ts'

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
/** Ids of tasks and documents follow from those of their processes; contents name ids, and so do their hashes. */
const DERIVED = /\b(?:[td][0-9a-z]{9,11}|[0-9a-f]{64})\b/g

/** A placement's code ends in a sum of its cycle's id. */
const OF_CYCLE = /\b(P-\d{4}-\d\d-\S+?-\d+)-[0-9A-Z]{4}\b/g

const NAMES = `
  SELECT id, code AS name FROM person UNION ALL SELECT id, code FROM partner UNION ALL SELECT id, code FROM site
  UNION ALL SELECT id, code FROM attestation_session UNION ALL SELECT id, 'partnership' FROM partnership
  UNION ALL SELECT id, key FROM task UNION ALL SELECT id, kind FROM document
  UNION ALL SELECT data ->> 'contentHash', concat_ws(' ', kind, version) FROM document`

/** Puts names where ids and hashes are: ids are drawn anew for every database. */
export async function namerOf(pool: Sql): Promise<(text: string) => string> {
  const { rows } = await pool.query<{ id: string; name: string }>(NAMES)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (text) =>
    text
      .replaceAll(UUID, (id) => names.get(id) ?? 'somebody')
      .replaceAll(DERIVED, (id) => names.get(id) ?? id)
      .replaceAll(OF_CYCLE, '$1')
}
