import { type Matter, readMatter } from '../client/reads/matter.ts'
import { type MatterWords, matterInWords } from '../client/reads/matter-words.ts'
import { readerFor, withTasks } from '../client/reads/reader.ts'
import { businessNow } from '../client/reads/scope.ts'
import { findTask, type TaskDetail } from '../client/reads/tasks.ts'
import type { Reader } from '../messages/readable.ts'
import { describeTask, type TaskWords } from '../messages/tasks.ts'
import { Refused } from '../schema/refused.ts'
import { attempt } from './faults.ts'
import type { KnownVisit } from './visit.ts'

/** A task as the reader meets it. */
export interface OwnTask {
  task: TaskDetail
  reader: Reader
  told: TaskWords
  matter: Matter
  words: MatterWords
  open: boolean
  /** It is the reader's turn. */
  own: boolean
}

/** What may be decided here and now, passing it on left out: that has a page of its own. */
export const decisionsOf = ({ matter }: OwnTask): string[] =>
  matter.decisions.filter((decision) => decision !== 'delegate')

export const mayPassOn = ({ matter }: OwnTask): boolean => matter.decisions.includes('delegate')

/** A task that is, or was, the reader's; null for every other one, as if it were not there. */
export async function ownTask({ scope, caller, language }: KnownVisit, id: string): Promise<OwnTask | null> {
  const task = await attempt(() => findTask(scope, id))
  if (task instanceof Refused || task.id !== id) return null
  const concerned =
    task.ownerId === caller.person ||
    task.closedById === caller.person ||
    task.contacts.some(({ person }) => person === caller.code)
  if (!concerned) return null
  const people = { owner: task.ownerId, closer: task.closedById, partner: task.partnerId }
  const known = await readerFor(scope, language, [task.data, people])
  const reader = typeof task.data.late === 'string' ? await withTasks(scope, task.process, known) : known
  const asker = { person: caller.person, roles: [...caller.roles] }
  const matter = await readMatter(scope, task.id, asker, await businessNow(scope.pool))
  return {
    task,
    reader,
    told: describeTask(task.kind, task.data, reader),
    matter,
    words: await matterInWords(scope, outward(matter, caller), language),
    open: task.closed === null,
    own: task.ownerId === caller.person,
  }
}

/** What the institution's people wrote to each other about an agreement is not for its partner. */
const outward = (matter: Matter, { partner }: KnownVisit['caller']): Matter =>
  partner === null
    ? matter
    : { ...matter, earlier: matter.earlier.filter(({ process }) => process === 'partnership') }
