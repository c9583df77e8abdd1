import type { PoolClient } from 'pg'
import type { z } from 'zod'
import { mixedScripts } from '../../schema/contracts/characters.ts'
import { type ImportReason, isImportReason } from '../../schema/contracts/findings.ts'
import { type RowKind, type RowOf, rowContracts } from '../../schema/contracts/import.ts'
import { characterIn } from '../../schema/contracts/text.ts'
import type { ChangedRecord } from './differences.ts'
import type { ReferenceKind, References, Referred } from './references.ts'
import type { Findings, Said } from './report.ts'
import type { NamedRow } from './table.ts'
import type { Table, Values } from './upsert.ts'

/** What a row may ask for while it becomes a record. A question without an answer is a finding about the row. */
export interface RowContext {
  /** The academic year ('2026-2027') or calendar year ('2027') that the file's name carries; '' without one. */
  period: string
  find(kind: ReferenceKind, code: string, column: string): Referred | null
  say(column: string, reason: ImportReason, said?: Said): void
  /** How often this combination occurred in the file so far, this time included. */
  occurrence(of: readonly unknown[]): number
}

/** A record with the row it comes from. */
export interface Numbered {
  row: number
  values: Values
}

/** The rows of a file by the codes in them, once they are written. */
export interface Examined {
  client: PoolClient
  institution: string
  period: string
  /** Row by the record's code, the last part of its natural key. */
  rows: ReadonlyMap<string, number>
  findings: Findings
}

/** One kind of file: how it is recognised, what it needs and what becomes of its rows. */
export interface FileDefinition {
  kind: RowKind
  /** Its name without the extension; the first group, if any, is the period. */
  pattern: RegExp
  columns: readonly string[]
  /** The columns that a file may leave out. */
  optional: readonly string[]
  table: Table
  /** Columns of the table by the name the file has for them, where it is not the same in another spelling. */
  names: Readonly<Record<string, string>>
  /** Columns that only say again in parts what another says; told only where that one stayed. */
  derived?: Readonly<Record<string, string>>
  /** Columns whose change has to be confirmed: who somebody is, whose something is, where money goes. */
  guarded: readonly string[]
  /** Column that holds the natural key, named when a row repeats it. */
  keyColumn: string
  needs: readonly ReferenceKind[]
  /** Kinds that must be imported before, and that make this one useless when they are refused. */
  after: readonly string[]
  read(row: NamedRow, context: RowContext): Values | null
  /** What only the database knows about a batch before it is written; answers what may be written. */
  sieve?(
    client: PoolClient,
    institution: string,
    batch: readonly Numbered[],
    findings: Findings,
  ): Promise<Numbered[]>
  /** What is to be said about the rows beside everything that is known. */
  examine?(examined: Examined): Promise<void>
  /** Work on the whole once all rows are in, in the same transaction; answers what it changed. */
  finish?(client: PoolClient, institution: string): Promise<ChangedRecord[]>
}

interface Parts<Kind extends RowKind> extends Omit<FileDefinition, 'kind' | 'columns' | 'optional' | 'read'> {
  kind: Kind
  toValues(row: RowOf<Kind>, context: RowContext): Values
}

/** Letters of other alphabets that look like Latin ones. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  [...'АВЕКМНОРСТУХІЈЅавекмнорстухіјѕ'].map((letter, n) => [
    letter,
    [...'ABEKMHOPCTYXIJSabekmhopctyxijs'][n] ?? '',
  ]),
)

/** A code typed with such letters, in Latin ones; null where it is something else. */
function inLatin(code: string): string | null {
  const latin = [...code.trim()].map((letter) => ALIKE.get(letter) ?? letter).join('')
  return latin !== code.trim() && /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(latin) ? latin : null
}

/** What the value would have to keep to. */
function limitsIn(issue: z.core.$ZodIssue): NonNullable<Said['params']> {
  const character = characterIn(issue)
  if (character !== undefined) return { character }
  if (issue.code === 'too_big') return { limit: String(issue.maximum) }
  if (issue.code === 'too_small') return { limit: String(issue.minimum) }
  return issue.code === 'invalid_value' ? { allowed: issue.values.join(', ') } : {}
}

/** What is wrong with a value, as exactly as the value itself tells it. */
export function faultIn(issue: z.core.$ZodIssue, value: string): { reason: ImportReason; said: Said } {
  // The reasons of our contracts are codes already; anything else is a value of the wrong type.
  const reason = isImportReason(issue.message) ? issue.message : 'required'
  const said: Said = { value, params: limitsIn(issue) }
  if (reason === 'controlCharacter' && /[\r\n]/.test(value.trim())) return { reason: 'lineBreak', said }
  const latin = reason === 'notAnIdentifier' ? inLatin(value) : null
  return latin === null ? { reason, said } : { reason: 'notLatin', said: { value, params: { near: latin } } }
}

/** What became of a value where it was put right on its way in; null where it is as it was written. */
function putRight(written: string, read: unknown): string | null {
  if (typeof read === 'string') return read === written ? null : read
  if (!Array.isArray(read)) return null
  const items = written.split(';').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]))
  return items.join(';') === read.join(';') ? null : read.join(';')
}

export function defineFile<Kind extends RowKind>({ toValues, ...parts }: Parts<Kind>): FileDefinition {
  const contract = rowContracts[parts.kind]
  return {
    ...parts,
    columns: Object.keys(contract.shape),
    optional: Object.entries(contract.shape).flatMap(([column, cell]) =>
      cell.safeParse(undefined).success ? [column] : [],
    ),
    read({ cells, unread }, context) {
      const parsed = contract.safeParse(cells)
      if (!parsed.success) {
        const columns = new Set(unread)
        for (const issue of parsed.error.issues) {
          const column = String(issue.path[0] ?? '')
          const { reason, said } = faultIn(issue, cells[column] ?? '')
          if (!columns.has(column)) context.say(column, reason, said)
          columns.add(column)
        }
        return null
      }
      for (const [column, read] of Object.entries(parsed.data)) {
        const written = cells[column] ?? ''
        const to = putRight(written, read)
        if (to !== null) context.say(column, 'readAs', { value: written, params: { to } })
        const word = typeof read === 'string' ? mixedScripts(read) : undefined
        if (word !== undefined) context.say(column, 'mixedScripts', { params: { word } })
      }
      // The contract of this kind gives the row of this kind; the union of all contracts hides it.
      return unread.size > 0 ? null : toValues(parsed.data as RowOf<Kind>, context)
    },
  }
}

/** Answers the questions of one row and notes what is to be said about it. */
export function rowContext(
  { row, cells }: NamedRow,
  period: string,
  references: References,
  occurrences: Map<string, number>,
  findings: Findings,
): RowContext {
  const say: RowContext['say'] = (column, reason, said) =>
    findings.add(row, column, reason, { value: cells[column] ?? null, ...said })
  return {
    period,
    find(kind, code, column) {
      const found = references.find(kind, code)
      if (found !== undefined) return found
      const near = references.near(kind, code)
      if (near === undefined) say(column, 'unknownReference', { value: code })
      else say(column, 'unknownButNear', { value: code, params: { near } })
      return null
    },
    say,
    occurrence(of) {
      const key = JSON.stringify(of)
      const count = (occurrences.get(key) ?? 0) + 1
      occurrences.set(key, count)
      return count
    },
  }
}
