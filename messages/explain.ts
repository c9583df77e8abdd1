import type { Day, Instant } from '../workflows/durable/types.ts'
import { assertNever } from '../workflows/durable/types.ts'
import { formatDate, formatDateTime } from './format.ts'
import { message } from './index.ts'
import type { Reader } from './readable.ts'

/** What happens by itself if a task stays open. */
export type Consequence =
  /** `who`: the code of a person; `whoId` of the same. */
  | { type: 'superiorAsked'; at: Instant; who: string; whoId: string }
  | { type: 'officeAsked'; at: Instant }
  | { type: 'superiorDecides' | 'officeDecides'; who: string; whoId: string }
  /** The process goes on by itself. */
  | { type: 'goesOn' }
  | { type: 'staysOpen' }

/** What a process waits for. `do`, `what` and `error` are words already. */
export type Waiting =
  | {
      for: 'person'
      who: string
      do: string
      since: Instant
      due: Instant
      now: Instant
      next: Instant | null
      otherwise: Consequence
    }
  /** The same step of many persons, counted. */
  | { for: 'many'; taskKind: string; tasks: number; count: number; overdue: number; oldest: Instant | Day }
  | { for: 'time'; due: Instant; what: string }
  | { for: 'system'; what: string; since: Instant; attempts: number; error: string }
  /** Nothing it waits for can happen: the engine fails to run it, does not run it, or nothing is awaited at all. */
  | {
      for: 'stuck'
      cause: 'failing' | 'lost' | 'nothingPlanned'
      since: Instant
      attempts: number
      error: string
    }
  | { for: 'process'; what: string }
  | { for: 'nothing'; outcome: string }

/** The answer to “why is it waiting?” in whole sentences. */
export function explainWaiting(waiting: Waiting, reader: Reader): string {
  const { language, timeZone } = reader
  switch (waiting.for) {
    case 'person': {
      const { who, since, due, now, next } = waiting
      const dates = { since: formatDate(language, since, timeZone), due: formatDate(language, due, timeZone) }
      return [
        message(language, 'why.person', { who, do: waiting.do, ...dates }),
        ...(due < now ? [message(language, 'why.late')] : []),
        next === null
          ? message(language, 'why.noMoreReminders')
          : message(language, 'why.next', { next: formatDateTime(language, next, timeZone) }),
        consequence(waiting.otherwise, reader),
      ].join(' ')
    }
    case 'many': {
      const { taskKind, tasks, count, overdue } = waiting
      const since = formatDate(language, waiting.oldest, timeZone)
      const sentence = message(language, `why.many.${taskKind}`, { tasks, count, since })
      return overdue === 0 ? sentence : `${sentence} ${message(language, 'why.manyLate', { count: overdue })}`
    }
    case 'time':
      return message(language, 'why.time', {
        what: waiting.what,
        due: formatDateTime(language, waiting.due, timeZone),
      })
    case 'system': {
      const { what, attempts, error } = waiting
      const since = formatDate(language, waiting.since, timeZone)
      return attempts === 0
        ? message(language, 'why.system', { what })
        : message(language, 'why.retrying', { what, since, error, count: attempts })
    }
    case 'stuck': {
      const { cause, attempts, error } = waiting
      const since = formatDateTime(language, waiting.since, timeZone)
      return cause === 'failing'
        ? message(language, 'why.stuck.failing', { since, error, count: attempts })
        : message(language, `why.stuck.${cause}`, { since })
    }
    case 'process':
      return message(language, 'why.child', { what: waiting.what })
    case 'nothing':
      return message(language, 'why.ended', { outcome: waiting.outcome })
    default:
      return assertNever(waiting)
  }
}

function consequence(otherwise: Consequence, { language, timeZone, names }: Reader): string {
  const who = 'who' in otherwise ? (names[otherwise.whoId] ?? otherwise.who) : ''
  switch (otherwise.type) {
    case 'superiorAsked':
    case 'officeAsked':
      return message(language, `why.${otherwise.type}`, {
        at: formatDate(language, otherwise.at, timeZone),
        who,
      })
    case 'superiorDecides':
    case 'officeDecides':
      return message(language, `why.${otherwise.type}`, { who })
    case 'goesOn':
    case 'staysOpen':
      return message(language, `why.${otherwise.type}`)
    default:
      return assertNever(otherwise)
  }
}
