import type { PoolClient } from 'pg'
import type { Database } from '../../database/database.ts'
import { inTransaction } from '../../database/transaction.ts'
import { effectInput } from '../../schema/contracts/activities.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import type { Day, Revocation } from '../../workflows/durable/types.ts'
import type { InstitutionReader } from '../record/institution.ts'

/** What a paper says of itself for one line: since when and why it is not in force, and which paper is instead. */
interface Entry {
  line: string
  on: Day
  reason: string
  replacedBy: string | null
}

interface Row {
  id: string
  kind: string
  line: string | null
  lines: string[] | null
  revocations: Entry[]
}

/**
 * Takes issued papers out of force by reference: the paper itself never changes, its row says what became of it. Said
 * once more it changes nothing, but names the paper that meanwhile stands in the place of the old one.
 */
export function createRevokeActivities(deps: { database: Database; reader: InstitutionReader }) {
  return {
    async revoke(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      const { effect } = input
      if (effect.type !== 'revoke') throw new Error('not a revocation')
      const { calendar } = await deps.reader.read(input.institution, input.policy)
      const on = calendar.dayOf(input.at)
      await inTransaction(deps.database.of(input.institution), async (client) => {
        for (const paper of effect.papers) await revokeOne(client, input.process, paper, on, effect.reason)
      })
      return { reply: null, refused: [] }
    },
  }
}

async function revokeOne(
  client: PoolClient,
  process: string,
  paper: Revocation,
  on: Day,
  reason: string,
): Promise<void> {
  const { rows } = await client.query<Row>(
    `SELECT id, kind, line_code AS line, ARRAY(SELECT jsonb_array_elements_text(
       CASE WHEN jsonb_typeof(data -> 'lines') = 'array' THEN data -> 'lines' ELSE '[]' END)) AS lines, revocations
     FROM document WHERE process_id = $1 AND data ->> 'instance' = $2 AND state <> 'draft'
       AND coalesce((data ->> 'edition')::int, 1) = $3 AND ($4::text IS NULL OR subject_person_id = $4)
     ORDER BY id FOR UPDATE`,
    [process, paper.instance, paper.edition, paper.subject ?? null],
  )
  for (const row of rows) {
    const lines = row.line === null ? paper.lines : paper.lines.filter((code) => code === row.line)
    if (lines.length === 0) continue
    const entries = new Map(row.revocations.map((entry) => [entry.line, entry]))
    for (const line of lines) {
      const replacedBy = await inPlaceOf(client, process, row, line)
      entries.set(line, { ...(entries.get(line) ?? { line, on, reason }), replacedBy })
    }
    await client.query(
      `UPDATE document SET revocations = $2, state = CASE WHEN $3 THEN 'revoked' ELSE state END WHERE id = $1`,
      [row.id, JSON.stringify([...entries.values()]), paper.whole || row.line !== null],
    )
  }
}

/** The paper of the same kind that was issued for the line since. */
async function inPlaceOf(
  client: PoolClient,
  process: string,
  { id, kind }: Row,
  line: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT later.id FROM document later JOIN document old ON old.id = $1
     WHERE later.process_id = $2 AND later.kind = $3 AND later.state = 'issued' AND later.id <> old.id
       AND later.at >= old.at AND later.data -> 'lines' ? $4
       AND later.subject_person_id IS NOT DISTINCT FROM old.subject_person_id
       AND NOT later.revocations @> jsonb_build_array(jsonb_build_object('line', $4::text))
     ORDER BY later.at DESC, later.id LIMIT 1`,
    [id, process, kind, line],
  )
  return rows[0]?.id ?? null
}
