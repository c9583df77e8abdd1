import type { PoolClient } from 'pg'
import type { Findings } from './report.ts'

const FROM = 'OI'
const TO = '01'

/** How a code looks to somebody who copies it: the same in small letters, with O for zero or I for one. */
export const looksOf = (code: string): string =>
  code.toUpperCase().replace(/[OI]/g, (letter) => TO[FROM.indexOf(letter)] ?? letter)

/** Names the rows whose new code looks like one that is known, or like one further up in the file. */
export async function findAlike(
  client: PoolClient,
  institution: string,
  table: string,
  column: string,
  fresh: readonly string[],
  rows: ReadonlyMap<string, number>,
  findings: Findings,
): Promise<void> {
  if (fresh.length === 0) return
  const { rows: alike } = await client.query<{ code: string; near: string }>(
    `WITH alike AS (
       SELECT translate(upper(code), '${FROM}', '${TO}') AS looks, min(code) AS first, max(code) AS last
       FROM ${table} WHERE institution_id = $1 GROUP BY 1 HAVING count(*) > 1
     )
     SELECT fresh.code, CASE WHEN first = fresh.code THEN last ELSE first END AS near
     FROM unnest($2::text[]) AS fresh (code) JOIN alike ON looks = translate(upper(fresh.code), '${FROM}', '${TO}')
     ORDER BY fresh.code`,
    [institution, fresh],
  )
  const newly = new Set(fresh)
  for (const { code, near } of alike) {
    const row = rows.get(code) ?? null
    // Of two new ones the second is the mistake.
    if (newly.has(near) && (rows.get(near) ?? 0) > (row ?? 0)) continue
    findings.add(row, column, 'looksLikeKnown', { value: code, params: { near } })
  }
}
