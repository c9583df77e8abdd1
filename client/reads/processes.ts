import type { Data, ProcessKind } from '../../workflows/durable/types.ts'
import type { Scope } from './scope.ts'
import { limitOf, only } from './scope.ts'

export interface ProcessRow {
  id: string
  kind: ProcessKind
  stage: string
  outcome: string | null
  open: boolean
  seq: number
  /** Code of its partner. */
  partner: string | null
  partnerName: string | null
  parent: string | null
  state: Data
  policy: { id: string; version: number }
  /** The next instant at which something happens by itself. */
  nextDue: Date | null
  pendingEffects: number
  opened: Date
  changed: Date
}

const COLUMNS = `
  process.id, process.kind, stage, outcome, open, seq, partner.code AS partner, partner.name AS "partnerName",
  parent_id AS parent, state, jsonb_build_object('id', policy_id, 'version', policy_version) AS policy,
  next_due AS "nextDue", pending_effects AS "pendingEffects", opened_at AS opened, changed_at AS changed`
const FROM = `FROM process LEFT JOIN partner ON partner.id = process.state ->> 'partner'`

/** What a name may stand for besides the id of a process: each gives the ids of processes. */
const NAMED = `
  SELECT process_id FROM task WHERE institution_id = $1 AND (id = $2 OR length($2) >= 4 AND starts_with(id, $2))
  UNION SELECT 'placement/' || id FROM placement WHERE institution_id = $1 AND code = $2
  UNION SELECT 'agreement/' || id FROM agreement WHERE institution_id = $1 AND number = $2
  UNION SELECT 'attestation/' || id FROM attestation_session WHERE institution_id = $1 AND code = $2
  UNION SELECT process_id FROM document WHERE institution_id = $1 AND id = $2
  UNION (SELECT latest.id FROM partnership
         JOIN partner ON partner.id = partnership.partner_id
         JOIN process latest ON latest.id = 'partnership/' || partnership.id
         WHERE partnership.institution_id = $1 AND (partner.code = $2 OR partner.id = $2)
         ORDER BY latest.open DESC, latest.opened_at DESC LIMIT 1)`

/**
 * A process by whatever a person has at hand: its id or the beginning of it, a task's id, a partner's code (its
 * latest partnership), a placement's or a session's code, an agreement's number, a paper's id.
 */
export async function findProcess(scope: Scope, name: string): Promise<ProcessRow> {
  return (await exactly(scope, name)) ?? only(await named(scope, name), name, 'unknownProcess')
}

async function exactly(scope: Scope, id: string): Promise<ProcessRow | undefined> {
  const { rows } = await scope.pool.query<ProcessRow>({
    name: 'read-process',
    text: `SELECT ${COLUMNS} ${FROM} WHERE process.institution_id = $1 AND process.id = $2`,
    values: [scope.institution, id],
  })
  return rows[0]
}

async function named(scope: Scope, name: string): Promise<ProcessRow[]> {
  const known = await scope.pool.query<ProcessRow>({
    name: 'read-process-named',
    text: `SELECT ${COLUMNS} ${FROM} WHERE process.institution_id = $1 AND process.id IN (${NAMED}) LIMIT 2`,
    values: [scope.institution, name],
  })
  if (known.rows.length > 0 || name.length < 4) return known.rows
  const { rows } = await scope.pool.query<ProcessRow>({
    name: 'read-process-beginning',
    text: `SELECT ${COLUMNS} ${FROM}
           WHERE process.institution_id = $1
             AND (starts_with(process.id, $2) OR starts_with(substr(process.id, strpos(process.id, '/') + 1), $2))
           LIMIT 2`,
    values: [scope.institution, name],
  })
  return rows
}

export interface ChildRow {
  id: string
  kind: ProcessKind
  stage: string
  outcome: string | null
  open: boolean
  /** The system still does for it what its facts brought about, also when it is over: telling others, for one. */
  atWork: boolean
  /** Code of a placement, number of an agreement, year of a cycle. */
  name: string | null
  openTasks: number
  nextDue: Date | null
}

/** The processes that a process began, and those they began, nearest first. */
export async function listChildren(scope: Scope, process: string, limit?: number): Promise<ChildRow[]> {
  const { rows } = await scope.pool.query<ChildRow>({
    name: 'read-children',
    text: `WITH RECURSIVE below AS (
             SELECT id, 1 AS depth FROM process WHERE parent_id = $2 AND institution_id = $1
             UNION ALL
             SELECT process.id, depth + 1 FROM process JOIN below ON process.parent_id = below.id WHERE depth < 5
           )
           SELECT process.id, process.kind, process.stage, process.outcome, process.open,
                  process.pending_effects > 0 AS "atWork",
                  coalesce(placement.code, agreement.number, practice_cycle.academic_year, session.code) AS name,
                  (SELECT count(*)::int FROM task WHERE process_id = process.id AND task.state IN ('open', 'escalated'))
                    AS "openTasks", process.next_due AS "nextDue"
           FROM below JOIN process ON process.id = below.id
           -- Computed before it is looked up: behind the wall an index serves what is known already.
           CROSS JOIN LATERAL (SELECT substr(process.id, strpos(process.id, '/') + 1) AS id OFFSET 0) AS own
           LEFT JOIN placement ON placement.id = own.id AND process.kind = 'placement'
           LEFT JOIN agreement ON agreement.id = own.id AND process.kind = 'agreement'
           LEFT JOIN practice_cycle ON practice_cycle.id = own.id AND process.kind = 'practiceCycle'
           LEFT JOIN attestation_session session ON session.id = own.id AND process.kind = 'attestation'
           ORDER BY depth, process.open DESC, process.opened_at, process.id LIMIT $3`,
    values: [scope.institution, process, limitOf(limit)],
  })
  return rows
}
