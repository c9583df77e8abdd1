import type { ClientBase } from 'pg'
import type { Language } from '../../messages/index.ts'
import type { PersonRow } from '../../registers/names.ts'
import { nameIn, namesFor, personName } from '../../registers/names.ts'
import type { Data, ProcessKind } from '../../workflows/durable/types.ts'
import type { MailFacts, TaskFacts } from './facts.ts'

interface MessageRow extends PersonRow {
  id: string
  institution_id: string
  person_id: string
  template: string
  data: Data
  language: Language
  at: Date
  contact_id: string | null
  code: string
  names: Record<string, string>
  institution_phone: string
  institution_email: string
  time_zone: string
  default_language: string
  email: string | null
  active: boolean
  process_id: string | null
  process_kind: ProcessKind | null
  partner: string | null
  partner_names: Record<string, string> | null
  task_id: string | null
  task_kind: string | null
  task_data: Data | null
  task_due: Date | null
  task_state: string | null
  task_owner: string | null
  task_role: string | null
}

const MESSAGE = `
  SELECT m.id, m.institution_id, m.person_id, m.template, m.data, m.language, m.at, m.contact_id, m.process_id,
         i.code, i.names, i.phone AS institution_phone, i.email AS institution_email, i.time_zone, i.default_language,
         p.surname, p.given_name, p.patronymic, p.email, p.active,
         r.kind AS process_kind, partner.name AS partner, partner.names AS partner_names,
         t.id AS task_id, t.kind AS task_kind, t.data AS task_data, t.due_at AS task_due, t.state AS task_state,
         t.owner_id AS task_owner, t.owner_role AS task_role
  FROM message m
  JOIN institution i ON i.id = m.institution_id
  JOIN person p ON p.id = m.person_id AND p.institution_id = m.institution_id
  LEFT JOIN process r ON r.id = m.process_id
  LEFT JOIN partner ON partner.id = r.state ->> 'partner' AND partner.institution_id = m.institution_id
  LEFT JOIN task t ON t.id = m.task_id
  WHERE m.id = $1 AND m.state = 'queued'`

/** The facts of a letter that still waits to be sent, or null. */
export async function loadMail(sql: ClientBase, id: string): Promise<MailFacts | null> {
  const { rows } = await sql.query<MessageRow>({ name: 'mail-message', text: MESSAGE, values: [id] })
  const row = rows[0]
  if (row === undefined) return null
  const { language, data } = row
  const task = taskOf(row)
  const late = task === null ? null : await loadLate(sql, row, task)
  const named = [data, task?.data ?? {}, late?.data ?? {}]
  const [thread, names] = await Promise.all([
    loadThread(sql, row),
    namesFor(sql, row.institution_id, language, named),
  ])
  return {
    message: {
      id: row.id,
      template: row.template,
      data,
      language,
      at: row.at.toISOString(),
      contact: row.contact_id,
    },
    institution: {
      id: row.institution_id,
      code: row.code,
      name: nameIn(language, row.names, row.default_language),
      phone: row.institution_phone,
      email: row.institution_email,
      timeZone: row.time_zone,
    },
    person: { id: row.person_id, name: personName(language, row), email: row.email, active: row.active },
    process:
      row.process_kind === null
        ? null
        : {
            kind: row.process_kind,
            partner:
              row.partner === null
                ? null
                : nameIn(language, { ...row.partner_names, 'uz-Latn': row.partner }, 'uz-Latn'),
          },
    brings: null,
    task,
    late,
    ...thread,
    names,
  }
}

function taskOf(row: MessageRow): TaskFacts | null {
  if (row.task_id === null || row.task_kind === null || row.task_due === null) return null
  return {
    id: row.task_id,
    kind: row.task_kind,
    data: row.task_data ?? {},
    due: row.task_due.toISOString(),
    open: row.task_state === 'open' || row.task_state === 'escalated',
    own: row.task_owner === null || row.task_owner === row.person_id,
    role: row.task_role,
  }
}

/** The superior's task names the late one by its key. */
async function loadLate(sql: ClientBase, row: MessageRow, task: TaskFacts): Promise<MailFacts['late']> {
  if (typeof task.data.late !== 'string') return null
  const { rows } = await sql.query<PersonRow & { kind: string; data: Data }>({
    name: 'mail-late-task',
    text: `SELECT t.kind, t.data, coalesce(p.surname, '') AS surname, coalesce(p.given_name, '') AS given_name, p.patronymic
           FROM task t LEFT JOIN person p ON p.id = t.owner_id
           WHERE t.process_id = $1 AND t.key = $2 ORDER BY t.opened_at DESC LIMIT 1`,
    values: [row.process_id, String(task.data.late)],
  })
  const late = rows[0]
  return late === undefined
    ? null
    : { kind: late.kind, data: late.data, owner: personName(row.language, late) }
}

/** What was written about the task before, and when somebody is written to again. */
async function loadThread(sql: ClientBase, row: MessageRow): Promise<Pick<MailFacts, 'next' | 'first'>> {
  if (row.task_id === null) return { next: null, first: null }
  const { rows } = await sql.query<{ next: Date | null; first: string | null }>({
    name: 'mail-thread',
    text: `SELECT (SELECT min(planned_at) FROM contact WHERE task_id = $1 AND state = 'planned' AND planned_at > $3) AS next,
                  (SELECT message_id_header FROM message
                   WHERE task_id = $1 AND id <> $2 AND state = 'sent' AND at <= $3 ORDER BY at, id LIMIT 1) AS first`,
    values: [row.task_id, row.id, row.at],
  })
  const thread = rows[0]
  return {
    next: thread?.next?.toISOString() ?? null,
    first: thread?.first ?? null,
  }
}
