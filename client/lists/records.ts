import type { DocumentRow } from '../reads/documents.ts'
import type { Scope } from '../reads/scope.ts'
import type { EventRow } from '../reads/timeline.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './page.ts'

export interface EventItem extends Omit<EventRow, 'actorId'> {
  process: string
}

export interface EventsAsked extends Part {
  process?: string | undefined
  types?: readonly string[] | undefined
  actor?: string | undefined
}

const EVENTS: Listing = {
  columns: `event.process_id AS process, event.seq, event.type, event.data, person.code AS actor,
    event.on_behalf_of IS NOT NULL AS "onBehalf", event.door, event.command_id AS command, event.at,
    event.recorded_at AS "recordedAt", event.hash`,
  from: 'event LEFT JOIN person ON person.id = event.actor_id',
  orders: Object.fromEntries(
    (['-recorded', 'recorded'] as const).map((name) => [
      name,
      {
        by: [
          { column: 'event.recorded_at', type: 'timestamptz' },
          { column: 'event.process_id', type: 'text' },
          { column: 'event.seq', type: 'int' },
        ],
        descending: name === '-recorded',
      } as const,
    ]),
  ),
}

/** What was recorded, the latest first; of one process, of several kinds, of one person. */
export function pageOfEvents(scope: Scope, asked: EventsAsked): Promise<Page<EventItem>> {
  const conditions = new Conditions(scope.institution)
    .add('event.institution_id = $1')
    .when(asked.process, 'event.process_id = ?')
    .when(asked.types, 'event.type = ANY(?)')
    .when(asked.actor, '(person.code = ? OR person.id = ?)')
  return pageOf(scope, EVENTS, conditions, asked)
}

export interface LetterItem {
  id: string
  /** Code of who it is to. */
  person: string
  process: string | null
  task: string | null
  template: string
  language: string
  at: Date
  state: string
  attempts: number
  sentAt: Date | null
}

export interface LettersAsked extends Part {
  person?: string | undefined
  process?: string | undefined
  task?: string | undefined
  state?: string | undefined
}

const LETTERS: Listing = {
  columns: `message.id, person.code AS person, message.process_id AS process, message.task_id AS task, message.template,
    message.language, message.at, message.state, message.attempts, message.sent_at AS "sentAt"`,
  from: 'message JOIN person ON person.id = message.person_id',
  orders: {
    '-at': {
      by: [
        { column: 'message.at', type: 'timestamptz' },
        { column: 'message.id', type: 'text' },
      ],
      descending: true,
    },
  },
}

/** Letters, the newest first: to whom, about what and what became of them; never what opens a door. */
export function pageOfLetters(scope: Scope, asked: LettersAsked): Promise<Page<LetterItem>> {
  const conditions = new Conditions(scope.institution)
    .add('message.institution_id = $1')
    .when(asked.name, 'message.id = ?')
    .when(asked.person, '(person.code = ? OR person.id = ?)')
    .when(asked.process, 'message.process_id = ?')
    .when(asked.task, 'message.task_id = ?')
    .when(asked.state, 'message.state = ?')
  return pageOf(scope, LETTERS, conditions, asked)
}

export type DocumentItem = Omit<DocumentRow, 'file' | 'revocations'>

export interface DocumentsAsked extends Part {
  process?: string | undefined
  kinds?: readonly string[] | undefined
  state?: string | undefined
  subject?: string | undefined
}

const DOCUMENTS: Listing = {
  columns: `document.id, document.process_id AS process, document.kind, document.title, document.language,
    document.number, document.dated_on::text AS "datedOn", document.side, document.version, document.state,
    document.pages, document.bytes, document.sha256, subject.code AS subject, document.at`,
  from: 'document LEFT JOIN person subject ON subject.id = document.subject_person_id',
  orders: {
    '-at': {
      by: [
        { column: 'document.at', type: 'timestamptz' },
        { column: 'document.id', type: 'text' },
      ],
      descending: true,
    },
  },
}

/** Papers, the newest first. */
export function pageOfDocuments(scope: Scope, asked: DocumentsAsked): Promise<Page<DocumentItem>> {
  const conditions = new Conditions(scope.institution)
    .add('document.institution_id = $1')
    .when(asked.name, '(document.id = ? OR document.verification_code = ?)')
    .when(asked.process, 'document.process_id = ?')
    .when(asked.kinds, 'document.kind = ANY(?)')
    .when(asked.state, 'document.state = ?')
    .when(asked.subject, '(subject.code = ? OR subject.id = ?)')
  return pageOf(scope, DOCUMENTS, conditions, asked)
}
