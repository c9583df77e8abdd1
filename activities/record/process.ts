import type { PoolClient } from 'pg'
import { canonicalJson, chainHash } from '../../events/chain.ts'
import type { Booking, Fact } from '../../workflows/durable/ledger.ts'
import type { RecordAhead, RecordInput } from '../../workflows/durable/port.ts'
import { SHAPE } from '../../workflows/durable/shape.ts'
import type { Row } from './projections.ts'
import type { Statement } from './statement.ts'

/** The chain's hash at each fact of the batch. */
export function hashesOf(input: RecordInput): string[] {
  let previous = input.head
  return input.facts.map((fact, n) => {
    previous = chainHash(previous, {
      process: input.id,
      seq: input.fromSeq + n + 1,
      type: fact.type,
      data: fact.data,
      actor: fact.by,
      onBehalfOf: fact.onBehalf?.of ?? null,
      evidence: fact.onBehalf?.evidence,
      door: fact.door ?? undefined,
      command: fact.command,
      at: fact.at,
    })
    return previous
  })
}

export function insertEvents(input: RecordInput, hashes: string[]): Statement {
  const { facts } = input
  return {
    name: 'insert-events',
    text: `INSERT INTO event (process_id, institution_id, seq, type, data, actor_id, on_behalf_of, evidence, door,
                              command_id, at, prev_hash, hash)
           SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[],
                                        $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[])`,
    values: [
      input.id,
      input.institution,
      facts.map((_, n) => input.fromSeq + n + 1),
      facts.map(({ type }) => type),
      facts.map(({ data }) => canonicalJson(data)),
      facts.map(({ by }) => by),
      facts.map(({ onBehalf }) => onBehalf?.of ?? null),
      facts.map(({ onBehalf }) => onBehalf?.evidence ?? null),
      facts.map(({ door }) => door),
      facts.map(({ command }) => command),
      facts.map(({ at }) => at),
      facts.map((_, n) => hashes[n - 1] ?? input.head),
      hashes,
    ],
  }
}

const COLUMNS = [
  'seq',
  'head',
  'stage',
  'outcome',
  'open',
  'state',
  'pending_effects',
  'next_due',
  'book',
  'changed_at',
  'shape',
] as const

/**
 * The process row as it is after the batch: its row count is 0 where the record is not where the batch begins. The
 * first batch makes the row, with what never changes afterwards.
 */
export function claim(input: RecordInput, head: string, bookings: Record<string, Booking>): Statement {
  const { stage, outcome, open } = input.situation
  const book = { ...input.book, ...bookings }
  const due = Object.values(book)
    .flatMap((booking) => booking.rungs[booking.next]?.at ?? [])
    .sort()[0]
  const seq = input.fromSeq + input.facts.length
  const state = JSON.stringify({ ...(input.state as object), outbox: input.outbox })
  const next = open ? (due ?? null) : null
  const values = [
    seq,
    head,
    stage,
    outcome,
    open,
    state,
    input.outbox.length,
    next,
    JSON.stringify(book),
    input.at,
    SHAPE,
  ]
  if (input.fromSeq > 0) {
    return {
      name: 'claim-process',
      text: `UPDATE process SET ${COLUMNS.map((column, n) => `${column} = $${n + 4}`).join(', ')}
             WHERE id = $1 AND seq = $2 AND head = $3`,
      values: [input.id, input.fromSeq, input.head, ...values],
    }
  }
  return {
    name: 'begin-process',
    text: `INSERT INTO process (id, institution_id, kind, policy_id, policy_version, parent_id, clock_offset_ms, opened_at,
                                ${COLUMNS.join(', ')})
           VALUES ($1, $2, $3, $4, $5, $6, $7, $17, ${COLUMNS.map((_, n) => `$${n + 8}`).join(', ')})
           ON CONFLICT (id) DO NOTHING`,
    values: [
      input.id,
      input.institution,
      input.kind,
      input.policy.id,
      input.policy.version,
      input.parent,
      input.clockOffset,
      ...values,
    ],
  }
}

/** What is recorded beyond the facts offered. */
export async function ahead(sql: PoolClient, input: RecordInput): Promise<Omit<RecordAhead, 'zone'>> {
  const { rows } = await sql.query<{ seq: number; head: string; book: Record<string, Booking> }>({
    name: 'process-position',
    text: `SELECT seq, head, coalesce(book, '{}') AS book FROM process WHERE id = $1`,
    values: [input.id],
  })
  const row = rows[0]
  if (row === undefined || row.seq <= input.fromSeq) {
    throw new Error(`${input.id} is recorded up to ${row?.seq ?? 0}, these facts follow ${input.fromSeq}`)
  }
  const facts = await sql.query<Fact & { at: Date }>({
    name: 'facts-beyond',
    text: `SELECT type, data, actor_id AS by, door, command_id AS command, at,
             CASE WHEN on_behalf_of IS NOT NULL
               THEN jsonb_build_object('of', on_behalf_of, 'evidence', coalesce(evidence, '')) END AS "onBehalf"
           FROM event WHERE process_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`,
    values: [input.id, input.fromSeq, row.seq],
  })
  const recorded = facts.rows.map((fact) => ({ ...fact, at: fact.at.toISOString() }))
  return { head: row.head, recorded, book: row.book }
}

const texts = new Map<string, { name: string; text: string }>()

/** Inserts a row, or updates what it names where its key is there. Names come from code, never from people. */
export function writeRow(row: Row): Statement {
  const columns = Object.keys(row.values)
  const shape = `${row.update === true ? 'update' : 'upsert'} ${row.table} ${columns.join(' ')}`
  const known = texts.get(shape) ?? {
    name: `row-${texts.size}`,
    text: row.update === true ? updateText(row, columns) : upsertText(row, columns),
  }
  texts.set(shape, known)
  return { ...known, values: Object.values(row.values) }
}

function upsertText(row: Row, columns: string[]): string {
  const places = columns.map((_, n) => `$${n + 1}`).join(', ')
  const changes = columns
    .filter((column) => !row.key.includes(column))
    .map((column) => `${column} = EXCLUDED.${column}`)
  return `INSERT INTO ${row.table} (${columns.join(', ')}) VALUES (${places})
          ON CONFLICT (${row.key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`
}

function updateText(row: Row, columns: string[]): string {
  const set = columns.flatMap((column, n) => (row.key.includes(column) ? [] : [`${column} = $${n + 1}`]))
  const where = columns.flatMap((column, n) => (row.key.includes(column) ? [`${column} = $${n + 1}`] : []))
  return `UPDATE ${row.table} SET ${set.join(', ')} WHERE ${where.join(' AND ')}`
}
