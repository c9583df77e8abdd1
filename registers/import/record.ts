import { createHash, randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { shown } from '../../schema/contracts/harmless.ts'
import { type Change, type FileReport, MOST_LISTED } from './report.ts'
import type { Source } from './source.ts'

/** Business time: the server's, plus what the clock of the one machine is ahead of it. */
const BEGIN = `
  INSERT INTO import_run (id, institution_id, person_id, door, at)
  SELECT $1, $2, $3, $4, now() + coalesce((SELECT offset_ms FROM business_clock), 0) * interval '1 millisecond'`

const FILE = `
  INSERT INTO import_file (run_id, no, institution_id, name, kind, sha256, outcome, inserted, changed, unchanged,
    confirmed)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

const CHANGES = `
  INSERT INTO import_change (run_id, no, institution_id, file, row, record, field, was, became)
  SELECT $1, u.no, $2, $3, u.row, u.record, u.field, u.was, u.became
  FROM unnest($4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[])
    AS u (no, row, record, field, was, became)`

/** What is kept of an import for good: who brought what in, when, and every field that became another. */
export class ImportRecord {
  readonly run = randomUUID()
  private institution: string | null = null
  private files = 0
  private changes = 0

  /** Where the record stands, to return to when the database returns to where it was. */
  mark(): string | null {
    return this.institution
  }

  returnTo(mark: string | null): void {
    this.institution = mark
  }

  /** Begins once it is known whose data it is. */
  async begin(
    client: PoolClient,
    institution: string,
    { person, door }: { person: string | null; door: string | null },
  ): Promise<void> {
    if (this.institution !== null) return
    this.institution = institution
    await client.query(BEGIN, [this.run, institution, person, door])
  }

  async file(
    client: PoolClient,
    report: FileReport,
    sha256: string,
    confirmed: string | null,
  ): Promise<void> {
    if (this.institution === null) return
    this.files += 1
    const { file, kind, outcome, inserted, changed, unchanged } = report
    await client.query(FILE, [
      ...[this.run, this.files, this.institution, file, kind, sha256, outcome],
      ...[inserted, changed, unchanged, confirmed],
    ])
  }

  async change(client: PoolClient, file: string, changes: readonly Change[]): Promise<void> {
    if (this.institution === null || changes.length === 0) return
    const columns = [
      changes.map((_, n) => this.changes + n + 1),
      changes.map(({ row }) => row),
      changes.map(({ record }) => record),
      changes.map(({ field }) => field),
      changes.map(({ was }) => was),
      changes.map(({ is }) => is),
    ]
    this.changes += changes.length
    await client.query(CHANGES, [this.run, this.institution, file, ...columns])
  }
}

/** What changed in the records of one file: a beginning of it for the report, all of it for good. */
export class ChangeLog {
  readonly listed: Change[] = []
  total = 0
  private pending: Change[] = []

  constructor(
    private readonly record: ImportRecord,
    private readonly file: string,
  ) {}

  add(change: Change): void {
    this.total += 1
    this.pending.push(change)
    if (this.listed.length < MOST_LISTED)
      this.listed.push({ ...change, was: shown(change.was), is: shown(change.is) })
  }

  async flush(client: PoolClient): Promise<void> {
    const pending = this.pending
    this.pending = []
    await this.record.change(client, this.file, pending)
  }
}

/** A source that is hashed as it is read: the record names exactly these bytes. */
export function hashed(source: Source): { source: Source; sha256(): string } {
  const hash = createHash('sha256')
  return {
    source: {
      name: source.name,
      open: async function* () {
        for await (const bytes of source.open()) {
          hash.update(bytes)
          yield bytes
        }
      },
    },
    sha256: () => hash.digest('hex'),
  }
}
