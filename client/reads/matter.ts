import type { Data, ProcessKind } from '../../workflows/durable/types.ts'
import { MATTERS } from './matters/all.ts'
import type { Difference, PapersWanted, Part, Said } from './matters/shape.ts'
import { fieldsPart, NO_PAPERS } from './matters/shape.ts'
import type { Asker, Offered } from './offered.ts'
import { NOTHING_OFFERED, offeredTo } from './offered.ts'
import type { Scope } from './scope.ts'

/** A paper that belongs to the step; `bitim document open <id>` and every other door open it by its id. */
export interface MatterPaper {
  id: string
  kind: string
  title: string
  language: string
  number: string | null
  datedOn: string | null
  version: number
  state: string
  pages: number
}

/** The task that another one is about: the superior's, or naming somebody for it. */
export interface LateTask {
  id: string
  key: string
  kind: string
  data: Data
  ownerId: string | null
  opened: Date
  due: Date
}

/** What is needed to decide a task, as data: `messages/matter.ts` puts it into words. */
export interface Matter extends Offered {
  parts: Part[]
  papers: MatterPaper[]
  /** What was done or written before about the same step, oldest first. */
  earlier: Said[]
  /** What the present version says otherwise than the one before it. */
  changes: Difference[]
  /** What was given the last time, by the fields of the decision; null where nothing was. */
  given: Data | null
  late: LateTask | null
}

interface Row {
  id: string
  key: string
  kind: string
  data: Data
  role: string | null
  ownerId: string | null
  isOpen: boolean
  process: string
  processKind: ProcessKind
  state: Data
  /** The policy's rules of who may do what. */
  policy: unknown
  timeZone: string
  partnerInfo: Data | null
  late: (Omit<LateTask, 'opened' | 'due'> & { opened: string; due: string }) | null
}

/** Entries of what was said, and papers, that are shown: the latest. */
const MOST_SAID = 20
const MOST_PAPERS = 20
/** Events that are looked through for them. */
const MOST_EVENTS = 300

/** Everything needed to decide a task; `asker` null asks for whose turn it is. */
export async function readMatter(
  scope: Scope,
  task: string,
  asker: Asker | null,
  now: Date,
): Promise<Matter> {
  const row = await taskRow(scope, task)
  if (row === undefined) return NOTHING
  const late = row.late === null ? null : lateOf(row.late)
  // Whoever decides about a task has to know what that one is about.
  const { key, kind, data } = late ?? row
  const { said, subject, papers } = MATTERS[row.processKind]
  const ofEngine = ENGINE_KINDS.includes(kind)
  const events = ofEngine ? [] : await saidIn(scope, row.process, said)
  const asked = { key, kind, data, state: row.state, events }
  const { parts, earlier = [], changes = [], given } = ofEngine ? { parts: [] } : subject(asked)
  return {
    parts: [...failure(row), ...partnerPart(row), ...parts],
    papers: await papersOf(scope, row.process, ofEngine ? NO_PAPERS : papers(asked)),
    earlier: earlier.slice(-MOST_SAID),
    changes,
    given: late === null ? (given ?? null) : null,
    ...(row.isOpen ? await offeredTo(scope, row, asker, now) : NOTHING_OFFERED),
    late,
  }
}

/** What the system could not do: the process itself says nothing of it. */
const ENGINE_KINDS: readonly string[] = ['repairEffect', 'resolveRefusal']

const NOTHING: Matter = {
  parts: [],
  papers: [],
  earlier: [],
  changes: [],
  given: null,
  late: null,
  ...NOTHING_OFFERED,
}

const lateOf = (late: NonNullable<Row['late']>): LateTask => ({
  ...late,
  opened: new Date(late.opened),
  due: new Date(late.due),
})

async function taskRow(scope: Scope, task: string): Promise<Row | undefined> {
  const { rows } = await scope.pool.query<Row>({
    name: 'matter-task',
    text: `SELECT task.id, task.key, task.kind, task.data, task.owner_role AS role, task.owner_id AS "ownerId",
                  task.state IN ('open', 'escalated') AS "isOpen", process.id AS process, process.kind AS "processKind",
                  process.state, institution.time_zone AS "timeZone",
                  jsonb_strip_nulls(jsonb_build_object('roles', policy.data -> 'roles', 'onBehalf', policy.data -> 'onBehalf'))
                    AS policy,
                  CASE WHEN process.stage = 'preparing' THEN jsonb_strip_nulls(jsonb_build_object(
                    'sector', partner.sector, 'region', partner.region,
                    'employees', partner.employees, 'mainDirections', partner.main_directions,
                    'regionalRole', partner.regional_plan_role, 'interests', partner.interests,
                    'formsExisting', to_jsonb(partner.forms_existing),
                    'formsProspective', to_jsonb(partner.forms_prospective))) END AS "partnerInfo",
                  (SELECT jsonb_build_object('id', late.id, 'key', late.key, 'kind', late.kind, 'data', late.data,
                            'ownerId', late.owner_id, 'opened', late.opened_at, 'due', late.due_at)
                   FROM task late WHERE late.process_id = task.process_id AND late.key = task.data ->> 'late'
                   ORDER BY late.opened_at DESC LIMIT 1) AS late
           FROM task
           JOIN process ON process.id = task.process_id
           JOIN institution ON institution.id = task.institution_id
           LEFT JOIN policy ON policy.id = process.policy_id AND policy.version = process.policy_version
           LEFT JOIN partner ON partner.id = process.state ->> 'partner'
           WHERE task.institution_id = $1 AND task.id = $2`,
    values: [scope.institution, task],
  })
  return rows[0]
}

async function saidIn(scope: Scope, process: string, types: readonly string[]): Promise<Said[]> {
  const { rows } = await scope.pool.query<Said>({
    name: 'matter-said',
    text: `SELECT process.kind AS process, type, data, at, person.code AS who, actor_id AS "whoId",
                  on_behalf_of IS NOT NULL AS "onBehalf"
           FROM event JOIN process ON process.id = event.process_id
           LEFT JOIN person ON person.id = event.actor_id
           WHERE event.institution_id = $1 AND process_id = $2 AND type = ANY($3)
           ORDER BY event.seq DESC LIMIT ${MOST_EVENTS}`,
    values: [scope.institution, process, types],
  })
  return rows.reverse()
}

async function papersOf(
  scope: Scope,
  process: string,
  { kinds, version }: PapersWanted,
): Promise<MatterPaper[]> {
  if (kinds.length === 0) return []
  const { rows } = await scope.pool.query<MatterPaper>({
    name: 'matter-papers',
    text: `SELECT id, kind, title, language, number, dated_on::text AS "datedOn", version, state, pages
           FROM document
           WHERE institution_id = $1 AND process_id = $2 AND kind = ANY($3) AND ($4::int IS NULL OR version = $4)
           ORDER BY at DESC, id LIMIT ${MOST_PAPERS}`,
    values: [scope.institution, process, kinds, version ?? null],
  })
  return rows.reverse()
}

/** What is known of the partner while it is prepared for. */
const partnerPart = ({ partnerInfo }: Row): Part[] => fieldsPart('partner', partnerInfo ?? {})

/** What could not be done, in words of its code. */
const failure = ({ kind, data }: Row): Part[] =>
  ENGINE_KINDS.includes(kind)
    ? fieldsPart('failure', { code: data.code, to: data.to, paper: data.paper })
    : []
