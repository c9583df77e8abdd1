import type { Sql } from '../../database/database.ts'
import { agreementCore } from '../../workflows/agreement/process.ts'
import { attestationCore } from '../../workflows/attestation/process.ts'
import type { Booking, Fact, Running } from '../../workflows/durable/ledger.ts'
import type { ProcessInput } from '../../workflows/durable/messages.ts'
import type { Recorded } from '../../workflows/durable/restore.ts'
import { restore } from '../../workflows/durable/restore.ts'
import type { ProcessKind } from '../../workflows/durable/types.ts'
import { assertNever } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import { ALIVE } from './alive.ts'

interface Row {
  kind: ProcessKind
  institution: string
  policy_id: string
  policy_version: number
  parent: string | null
  seq: number
  head: string
  book: Record<string, Booking>
  outbox: string[]
}

/**
 * A run that goes on where the record ends, in business time of now; null where the process needs none any more.
 * Nothing more is recorded of it until the transaction ends.
 */
export async function runOf(
  sql: Sql,
  id: string,
  clockOffset: number,
): Promise<{ kind: ProcessKind; input: ProcessInput; running: Running<unknown> } | null> {
  const { rows } = await sql.query<Row>({
    name: 'process-to-restore',
    text: `SELECT kind, institution_id AS institution, policy_id, policy_version, parent_id AS parent, seq, head,
                  coalesce(book, '{}') AS book,
                  ARRAY(SELECT jsonb_array_elements(coalesce(state -> 'outbox', '[]')) ->> 'key') AS outbox
           FROM process WHERE id = $1 AND ${ALIVE} FOR UPDATE`,
    values: [id],
  })
  const row = rows[0]
  if (row === undefined) return null
  const facts = await factsOf(sql, id, row.seq)
  const { kind, institution, parent, head, book, outbox } = row
  const policy = { id: row.policy_id, version: row.policy_version }
  const place = { id, institution, policy, parent, clockOffset }
  const running = restored(kind, { ...place, head, facts, book, outbox })
  const command = facts[0]?.command ?? ''
  return { kind, input: { ...place, begin: {}, command, running: running as Running<never> }, running }
}

async function factsOf(sql: Sql, process: string, seq: number): Promise<Fact[]> {
  const { rows } = await sql.query<Fact & { at: Date }>({
    name: 'all-facts',
    text: `SELECT type, data, actor_id AS by, door, command_id AS command, at,
             CASE WHEN on_behalf_of IS NOT NULL
               THEN jsonb_build_object('of', on_behalf_of, 'evidence', coalesce(evidence, '')) END AS "onBehalf"
           FROM event WHERE process_id = $1 AND seq <= $2 ORDER BY seq`,
    values: [process, seq],
  })
  return rows.map((fact) => ({ ...fact, at: fact.at.toISOString() }))
}

function restored(kind: ProcessKind, recorded: Recorded): Running<unknown> {
  switch (kind) {
    case 'partnership':
      return restore(partnershipCore, recorded)
    case 'agreement':
      return restore(agreementCore, recorded)
    case 'practiceCycle':
      return restore(practiceCycleCore, recorded)
    case 'placement':
      return restore(placementCore, recorded)
    case 'attestation':
      return restore(attestationCore, recorded)
    default:
      return assertNever(kind)
  }
}
