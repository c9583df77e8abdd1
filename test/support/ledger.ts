import type { Sql } from '../../database/database.ts'
import { canonicalJson } from '../../events/chain.ts'
import { namerOf } from './namer.ts'

/**
 * Everything a story left behind, in words that are the same whenever it is told: codes instead of ids, days instead
 * of instants. What happens within one day has no order of its own, so every list is sorted.
 */
export interface Ledger {
  /** Where each process stands. */
  processes: string[]
  /** Per process what happened in it: day, type, who did it and what it says. */
  events: Record<string, string[]>
  tasks: string[]
  documents: string[]
  /** Per register every number that was given. */
  numbers: string[]
  contacts: string[]
  letters: string[]
}

interface EventRow {
  process: string
  day: string
  type: string
  data: Record<string, unknown>
  /** Null where the fact only follows from another: whose command happened to be the last one is chance. */
  actor: string | null
  onBehalf: string | null
}

const EVENTS = `
  SELECT process_id AS process, type, data, (at AT TIME ZONE 'Asia/Tashkent')::date::text AS day,
         CASE WHEN first THEN actor_id END AS actor, CASE WHEN first THEN on_behalf_of END AS "onBehalf"
  FROM (SELECT *, seq = min(seq) OVER (PARTITION BY process_id, command_id) AS first FROM event) AS told
  ORDER BY process_id, seq`

/** Two papers of one day may get each other's number; which numbers were given is compared apart. */
const saidBy = ({ type, data }: EventRow): unknown =>
  type === 'paperIssued' ? { ...data, number: '' } : data

const day = (column: string): string => `(${column} AT TIME ZONE 'Asia/Tashkent')::date`

const PROCESSES = `SELECT concat_ws(' ', id, seq, stage, outcome, CASE WHEN open THEN 'open' END, pending_effects,
  policy_id, policy_version, ${day('next_due')}) AS line FROM process`

const TASKS = `SELECT concat_ws(' ', process_id, key, kind, state, ${day('opened_at')}, ${day('closed_at')}, due_at,
  'of', owner_id, 'by', closed_by, CASE WHEN on_behalf THEN 'for another' END, decision, 'then', escalates_to) AS line
  FROM task`

const DOCUMENTS = `SELECT concat_ws(' ', process_id, kind, language, version, state, side, register, dated_on, pages,
  data ->> 'instance', subject_person_id, line_code) AS line FROM document`

const NUMBERS = `SELECT concat_ws(' ', register, number) AS line FROM document WHERE number IS NOT NULL`

/** A letter of the very moment in which its task was done is sent or silenced: both are right. */
const CONTACTS = `SELECT concat_ws(' ', task.process_id, task.key, rung, person_id, ${day('planned_at')},
  CASE WHEN contact.state IN ('delivered', 'suppressed') THEN 'written' ELSE contact.state END) AS line
  FROM contact JOIN task ON task.id = contact.task_id`

const LETTERS = `SELECT concat_ws(' ', message.process_id, template, message.person_id, message.language, task.key,
  contact.rung, ${day('message.at')}) AS line
  FROM message LEFT JOIN task ON task.id = message.task_id LEFT JOIN contact ON contact.id = message.contact_id`

export async function ledgerOf(pool: Sql): Promise<Ledger> {
  const named = await namerOf(pool)
  const lines = async (sql: string): Promise<string[]> => {
    const { rows } = await pool.query<{ line: string }>(sql)
    return rows.map(({ line }) => named(line)).sort()
  }
  const events: Ledger['events'] = {}
  for (const row of (await pool.query<EventRow>(EVENTS)).rows) {
    const process = named(row.process)
    const behalf = row.onBehalf === null ? '' : 'for another'
    const told = [row.day, row.type, row.actor ?? '', behalf, canonicalJson(saidBy(row))].join(' ')
    events[process] = [...(events[process] ?? []), named(told)]
  }
  for (const list of Object.values(events)) list.sort()
  return {
    processes: await lines(PROCESSES),
    events,
    tasks: await lines(TASKS),
    documents: await lines(DOCUMENTS),
    numbers: await lines(NUMBERS),
    contacts: await lines(CONTACTS),
    letters: await lines(LETTERS),
  }
}
