import type { Scope } from './scope.ts'
import { DEFAULT_LIMIT } from './scope.ts'

/** A paper that a person may read. */
export interface OwnPaper {
  id: string
  kind: string
  number: string | null
  /** YYYY-MM-DD */
  dated: string | null
  state: string
  language: string
  pages: number
  bytes: number
  /** Path below the folder of papers. */
  file: string
  version: number
}

/** Papers of the institution's that are written to its partners or concern them. */
const OUTWARD: readonly string[] = [
  'proposalPackage',
  'meetingRecord',
  'noticeToHost',
  'orderSendingStudents',
  'orderAppointingSupervisors',
  'referralLetter',
  'completionCertificate',
  'defenceProtocol',
]

const COLUMNS = `d.id, d.kind, d.number, to_char(d.dated_on, 'YYYY-MM-DD') AS dated, d.state, d.language, d.pages, d.bytes,
  d.file, d.version`

/**
 * A person reads what is about himself; of the processes in which he has or had something to do, the papers that are
 * about nobody else, and drafts only while he is asked about them. A partner's people read no papers between the
 * institution and itself.
 */
const MAY_READ = `
  d.institution_id = $1 AND (
    (d.subject_person_id = $2 AND d.state <> 'draft')
    OR EXISTS (SELECT FROM task t WHERE t.process_id = d.process_id AND (t.owner_id = $2 OR t.closed_by = $2)
         AND ((d.state <> 'draft' AND d.subject_person_id IS NULL)
           OR (t.state IN ('open', 'escalated') AND t.data ->> 'hash' = d.data ->> 'contentHash'))
         AND (d.side <> 'institution' OR d.kind = ANY($3) OR EXISTS (
           SELECT FROM person WHERE person.id = $2 AND person.partner_id IS NULL))))`

export async function ownPapers(scope: Scope, person: string): Promise<OwnPaper[]> {
  const { rows } = await scope.pool.query<OwnPaper>({
    name: 'read-own-papers',
    text: `SELECT ${COLUMNS} FROM document d WHERE ${MAY_READ} ORDER BY d.at DESC, d.id LIMIT ${DEFAULT_LIMIT}`,
    values: [scope.institution, person, OUTWARD],
  })
  return rows
}

/** One of them, or null: what somebody may not read is not there for him. */
export async function ownPaper(scope: Scope, person: string, id: string): Promise<OwnPaper | null> {
  const { rows } = await scope.pool.query<OwnPaper>({
    name: 'read-own-paper',
    text: `SELECT ${COLUMNS} FROM document d WHERE ${MAY_READ} AND d.id = $4`,
    values: [scope.institution, person, OUTWARD, id],
  })
  return rows[0] ?? null
}
