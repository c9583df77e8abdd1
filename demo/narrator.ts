import type { Bound } from '../database/database.ts'
import { describeEvent } from '../messages/events.ts'
import { type Language, message } from '../messages/index.ts'
import { processId } from '../workflows/durable/kinds.ts'
import type { Data } from '../workflows/durable/types.ts'

interface Told {
  process_id: string
  seq: number
  type: string
  data: Data
  actor: string | null
  at: Date
}

interface Mails {
  template: string
  count: number
}

interface Papers {
  kind: string
  number: string | null
  file: string
  count: number
}

const ZONE = 'Asia/Tashkent'
/** Kinds of which there are dozens: told together. */
const MANY = ['placement']
/** Papers of which every trainee has one. */
const MANY_PAPERS: readonly string[] = ['mentorEvaluation', 'completionCertificate', 'referralLetter']
/** The contacts are told as mails. */
const SILENT: readonly string[] = [
  'contactDue',
  'traineeReady',
  'agendaAsked',
  'paperIssued',
  'draftRendered',
]

/** Tells on a stream what happened since it last looked: date, who, what, which paper, which mail. */
export class Narrator {
  private since = '-infinity'
  private day = ''
  /** Persons, sites and partners by id. */
  private names: Record<string, string> = {}

  constructor(
    private readonly pool: Bound,
    private readonly language: Language,
    private readonly write: (line: string) => void,
  ) {}

  async readNames(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; name: string }>(
      `SELECT id, left(given_name, 1) || '. ' || surname || coalesce(', ' || post, '') AS name FROM person
       UNION ALL SELECT id, name FROM site UNION ALL SELECT id, name FROM partner`,
    )
    this.names = Object.fromEntries(rows.map(({ id, name }) => [id, name]))
  }

  async tell(): Promise<void> {
    const { rows: now } = await this.pool.query<{ now: string }>('SELECT clock_timestamp()::text AS now')
    const events = await this.pool.query<Told>(
      `SELECT process_id, seq, type, data, actor_id AS actor, at FROM event WHERE recorded_at > $1
       ORDER BY at, recorded_at, process_id, seq`,
      [this.since],
    )
    const papers = await this.papersOf(events.rows)
    const mails = await this.pool.query<Mails>(
      `SELECT template, count(*)::int AS count FROM message
       WHERE sent_at > $1 AND state = 'sent' GROUP BY template ORDER BY template`,
      [this.since],
    )
    if (events.rows.length === 0 && mails.rows.length === 0) return
    this.tellEvents(events.rows)
    for (const paper of papers) this.tellPaper(paper)
    if (mails.rows.length > 0) {
      this.write(
        `           ✉ ${mails.rows.map(({ template, count }) => `${count} × ${template}`).join(', ')}`,
      )
    }
    this.since = now[0]?.now ?? this.since
  }

  private async papersOf(events: Told[]): Promise<Papers[]> {
    const issued = events.filter(({ data }) => typeof data.document === 'string')
    const { rows } = await this.pool.query<Papers & { id: string }>(
      'SELECT id, kind, number, file, 1 AS count FROM document WHERE id = ANY($1)',
      [issued.map(({ data }) => data.document)],
    )
    const together = new Map<string, Papers>()
    for (const { id, ...paper } of rows) {
      const copies = Number(issued.find(({ data }) => data.document === id)?.data.copies ?? 1)
      const key = `${paper.kind} ${copies > 1 || MANY_PAPERS.includes(paper.kind) ? '' : paper.number}`
      const known = together.get(key)
      if (known) known.count += copies
      else together.set(key, { ...paper, count: copies })
    }
    return [...together.values()]
  }

  private tellEvents(events: Told[]): void {
    const together = new Map<string, { event: Told; count: number }>()
    for (const event of events) {
      if (SILENT.includes(event.type)) continue
      const many = MANY.some((kind) => event.process_id.startsWith(`${kind}/`))
      const key = many
        ? `${event.type} ${event.at.toISOString()} ${event.data.week ?? ''}`
        : `${event.process_id} ${event.seq}`
      const known = together.get(key)
      if (known) known.count += 1
      else together.set(key, { event, count: 1 })
    }
    for (const { event, count } of together.values()) this.tellEvent(event, count)
  }

  private tellEvent(event: Told, count: number): void {
    const local = new Intl.DateTimeFormat('sv-SE', {
      timeZone: ZONE,
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(event.at)
    const [day = '', time = ''] = local.split(' ')
    if (day !== this.day) {
      this.day = day
      this.write(`\n${day}`)
    }
    const who = count === 1 && event.actor !== null ? ` — ${this.names[event.actor] ?? event.actor}` : ''
    const times = count > 1 ? `${count} × ` : ''
    const reader = { language: this.language, timeZone: ZONE, names: this.names }
    const words = describeEvent(processId.kindOf(event.process_id), event.type, event.data, reader)
    this.write(`  ${time}    ${times}${words}${who}`)
  }

  private tellPaper(paper: Papers): void {
    const title = message(this.language, `paper.${paper.kind}`)
    const number = paper.count === 1 && paper.number !== null ? ` № ${paper.number}` : ''
    const copies = paper.count > 1 ? ` × ${paper.count}` : ''
    this.write(`           ▤ ${title}${number}${copies}  ${paper.file}`)
  }
}
