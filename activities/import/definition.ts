import type { PoolClient } from 'pg'
import type { ImportReason } from '../../schema/contracts/cells.ts'
import { importReasons } from '../../schema/contracts/cells.ts'
import { type RowKind, type RowOf, rowContracts } from '../../schema/contracts/import.ts'
import { characterIn } from '../../schema/contracts/text.ts'
import type { ReferenceKind, References, Referred } from './references.ts'
import type { Mistakes } from './report.ts'
import type { Table, Values } from './upsert.ts'

/** What a row may ask for while it becomes a record. A question without an answer is a mistake of the row. */
export interface RowContext {
  /** The academic year ('2026-2027') or calendar year ('2027') that the file's name carries; '' without one. */
  period: string
  find(kind: ReferenceKind, code: string, column: string): Referred | null
  wrong(column: string, reason: ImportReason, character?: string): void
  /** How often this combination occurred in the file so far, this time included. */
  occurrence(of: readonly unknown[]): number
}

/** A record with the row it comes from. */
export interface Numbered {
  row: number
  values: Values
}

/** One kind of CSV file: how it is recognised, what it needs and what becomes of its rows. */
export interface FileDefinition {
  kind: RowKind
  /** The first group, if any, is the period. */
  pattern: RegExp
  columns: readonly string[]
  /** The columns that a file may leave out. */
  optional: readonly string[]
  table: Table
  /** Column that holds the natural key, named when a row repeats it. */
  keyColumn: string
  needs: readonly ReferenceKind[]
  /** Kinds that must be imported before, and that make this one useless when they are refused. */
  after: readonly string[]
  read(cells: Record<string, string>, context: RowContext): Values | null
  /** What only the database knows about a batch, before it is written. */
  check?(
    client: PoolClient,
    institution: string,
    batch: readonly Numbered[],
    mistakes: Mistakes,
  ): Promise<void>
  /** Work on the whole once all rows are in, in the same transaction. */
  finish?(client: PoolClient, institution: string): Promise<void>
}

interface Parts<Kind extends RowKind> extends Omit<FileDefinition, 'kind' | 'columns' | 'optional' | 'read'> {
  kind: Kind
  toValues(row: RowOf<Kind>, context: RowContext): Values
}

function isImportReason(text: string): text is ImportReason {
  return (importReasons as readonly string[]).includes(text)
}

/** The reasons of zod issues are our codes already; anything else is a value of the wrong type. */
export function reasonOf(message: string): ImportReason {
  return isImportReason(message) ? message : 'required'
}

export function defineFile<Kind extends RowKind>({ toValues, ...parts }: Parts<Kind>): FileDefinition {
  const contract = rowContracts[parts.kind]
  return {
    ...parts,
    columns: Object.keys(contract.shape),
    optional: Object.entries(contract.shape).flatMap(([column, cell]) =>
      cell.safeParse(undefined).success ? [column] : [],
    ),
    read(cells, context) {
      const parsed = contract.safeParse(cells)
      // The contract of this kind gives the row of this kind; the union of all contracts hides it.
      if (parsed.success) return toValues(parsed.data as RowOf<Kind>, context)
      const columns = new Set<string>()
      for (const issue of parsed.error.issues) {
        const column = String(issue.path[0] ?? '')
        if (!columns.has(column)) context.wrong(column, reasonOf(issue.message), characterIn(issue))
        columns.add(column)
      }
      return null
    },
  }
}

/** Answers the questions of one row and notes its mistakes. */
export function rowContext(
  row: number,
  period: string,
  references: References,
  occurrences: Map<string, number>,
  mistakes: Mistakes,
): RowContext {
  return {
    period,
    find(kind, code, column) {
      const found = references.find(kind, code)
      if (found === undefined) mistakes.add(row, column, 'unknownReference', { reference: code })
      return found ?? null
    },
    wrong: (column, reason, character) => mistakes.add(row, column, reason, { character }),
    occurrence(of) {
      const key = JSON.stringify(of)
      const count = (occurrences.get(key) ?? 0) + 1
      occurrences.set(key, count)
      return count
    },
  }
}
