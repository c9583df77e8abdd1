import type { Language } from '../../messages/index.ts'
import type { Data, Instant, ProcessKind } from '../../workflows/durable/types.ts'

/** Everything a letter says, read from the database before a word is written. */
export interface MailFacts {
  message: {
    id: string
    template: string
    data: Data
    language: Language
    /** Business time. */
    at: Instant
    contact: string | null
  }
  institution: { id: string; code: string; name: string; phone: string; email: string; timeZone: string }
  /** `name` as the language writes it. */
  person: { id: string; name: string; email: string | null; active: boolean }
  /** Null where the letter belongs to none: a code, a lost link, a password. */
  process: { kind: ProcessKind; partner: string | null } | null
  task: TaskFacts | null
  /** What only this letter brings: an address to open, digits to type. It is kept nowhere. */
  brings: { link: string } | { digits: string } | null
  /** The task that stayed undone, where the letter is about its escalation. */
  late: { kind: string; data: Data; owner: string } | null
  /** The next planned contact about the same task. */
  next: Instant | null
  /** The first letter about the same task that was sent before this one. */
  first: string | null
  /** Names by id of persons, partners, sites and programmes named in the data. */
  names: Record<string, string>
}

export interface TaskFacts {
  id: string
  kind: string
  data: Data
  due: Instant
  open: boolean
  /** Still this person's turn. */
  own: boolean
  role: string | null
}
