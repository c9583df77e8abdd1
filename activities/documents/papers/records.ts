import type { Sql } from '../../../database/database.ts'
import type { PaperRef } from '../../../schema/contracts/papers/groups.ts'
import type { Policy } from '../../../schema/contracts/policy.ts'
import type { Data, Day, Paper } from '../../../workflows/durable/types.ts'
import { PaperNotLoadable } from './errors.ts'

export type { Sql }

export interface PaperRequest {
  process: string
  institution: string
  paper: Paper
  /** Null on a draft and where the paper has none. */
  number: string | null
  date: Day | null
  verificationCode: string | null
}

interface ProcessRecord<State> {
  state: State
  /** How placements are graded under the policy version the process runs on; null when the policy is not stored. */
  placement: Policy['placement'] | null
}

/** The state of a process as last recorded. */
export async function readProcess<State>(
  sql: Sql,
  institution: string,
  id: string,
): Promise<ProcessRecord<State>> {
  const { rows } = await sql.query<ProcessRecord<State>>(
    `SELECT process.state, policy.data -> 'placement' AS placement
     FROM process LEFT JOIN policy ON policy.id = process.policy_id AND policy.version = process.policy_version
     WHERE process.id = $1 AND process.institution_id = $2`,
    [id, institution],
  )
  if (rows[0] === undefined) throw new PaperNotLoadable('processMissing', id)
  return rows[0]
}

interface IssuedRow {
  kind: string
  number: string | null
  date: Day | null
  line: string | null
  instance: string | null
}

/** Papers of one process that are issued already: what a later paper relies on. */
export class IssuedPapers {
  private constructor(
    private readonly rows: readonly IssuedRow[],
    private readonly titleOf: (kind: string) => string,
  ) {}

  static async read(
    sql: Sql,
    request: Pick<PaperRequest, 'institution'>,
    process: string,
    kinds: readonly string[],
    titleOf: (kind: string) => string,
  ): Promise<IssuedPapers> {
    const { rows } = await sql.query<IssuedRow>(
      `SELECT kind, number, dated_on::text AS date, line_code AS line, data ->> 'instance' AS instance
       FROM document
       WHERE process_id = $1 AND institution_id = $2 AND state = 'issued' AND kind = ANY($3)
       ORDER BY at, id`,
      [process, request.institution, kinds],
    )
    return new IssuedPapers(rows, titleOf)
  }

  private toRef({ kind, number, date }: IssuedRow): PaperRef {
    return {
      title: this.titleOf(kind),
      ...(number !== null && { number }),
      ...(date !== null && { date }),
    }
  }

  /** The latest paper of a kind; within a wave, that wave's own. */
  latest(kind: string, wave?: string | null): PaperRef | undefined {
    const row = this.rows.findLast(
      (one) => one.kind === kind && (wave === undefined || wave === null || waveOf(one.instance) === wave),
    )
    return row === undefined ? undefined : this.toRef(row)
  }

  ofLine(kind: string, line: string): PaperRef | undefined {
    const row = this.rows.findLast((one) => one.kind === kind && one.line === line)
    return row === undefined ? undefined : this.toRef(row)
  }
}

/** Keys of instances read kind@wave@site, the last two where the paper has them. */
const waveOf = (instance: string | null): string | undefined => instance?.split('@')[1]

/** The facts of one type, oldest first, with the day in the institution's zone on which each happened. */
export async function readEvents(
  sql: Sql,
  request: Pick<PaperRequest, 'institution'>,
  process: string,
  types: readonly string[],
): Promise<{ type: string; data: Data; by: string | null; on: Day }[]> {
  const { rows } = await sql.query<{ type: string; data: Data; by: string | null; on: Day }>(
    `SELECT event.type, event.data, event.actor_id AS by, (event.at AT TIME ZONE institution.time_zone)::date::text AS on
     FROM event JOIN institution ON institution.id = event.institution_id
     WHERE event.process_id = $1 AND event.institution_id = $2 AND event.type = ANY($3)
     ORDER BY event.seq`,
    [process, request.institution, types],
  )
  return rows
}

/** Whose turn it was to issue a paper of the pack, however it was delegated. */
export async function readIssuer(sql: Sql, request: PaperRequest): Promise<string | null> {
  const { instance } = request.paper.data
  if (typeof instance !== 'string') return null
  const { rows } = await sql.query<{ owner: string | null }>(
    `SELECT owner_id AS owner FROM task WHERE process_id = $1 AND institution_id = $2 AND (key = $3 OR starts_with(key, $3 || '#'))
     ORDER BY opened_at DESC, id DESC LIMIT 1`,
    [request.process, request.institution, `issue.${instance}`],
  )
  return rows[0]?.owner ?? null
}
