import { type OwnPaper, papersOfTask } from '../client/reads/own-papers.ts'
import { readerFor, withTasks } from '../client/reads/reader.ts'
import { findTask, type TaskDetail } from '../client/reads/tasks.ts'
import { formatDate } from '../messages/format.ts'
import { hasMessage, message } from '../messages/index.ts'
import type { Reader } from '../messages/readable.ts'
import { readable } from '../messages/readable.ts'
import { describeTask, type TaskWords } from '../messages/tasks.ts'
import { TASKS } from '../schema/contracts/tasks.ts'
import { Refused } from '../schema/refused.ts'
import { attempt } from './faults.ts'
import { type Html, html, NOTHING, type Part } from './html.ts'
import { paperLine } from './pages/papers.ts'
import { box, facts, tag } from './pieces.ts'
import type { KnownVisit } from './visit.ts'

/** A task as the reader meets it. */
export interface OwnTask {
  task: TaskDetail
  reader: Reader
  told: TaskWords
  papers: OwnPaper[]
  open: boolean
  /** It is the reader's turn. */
  own: boolean
}

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
  return {
    task,
    reader,
    told: describeTask(task.kind, task.data, reader),
    papers: await papersOfTask(scope, caller.person, task),
    open: task.closed === null,
    own: task.ownerId === caller.person,
  }
}

/** What may be decided, in the order of the contract; passing it on has a page of its own. */
export const decisionsOf = (kind: string): string[] => Object.keys(TASKS[kind] ?? {})

const SHOWN = ['site', 'line', 'ended', 'trainee', 'on', 'version'] as const

/** What is asked, why, until when, how long it takes, and what it is about. */
export function taskHead(visit: KnownVisit, { task, reader, told, papers }: OwnTask): Html {
  const { words, language } = visit
  const due = formatDate(language, task.due.toISOString(), reader.timeZone)
  const params = readable(task.data, reader)
  const shown = SHOWN.flatMap((field): [string, Part][] => {
    const value = params[field]
    const label = `page.matter.${field}`
    return value === undefined || !hasMessage(language, label)
      ? []
      : [[message(language, label), String(value)]]
  })
  const takes = told.minutes === 0 ? '' : message(language, 'task.minutes', { count: told.minutes })
  const remarks = String(params.remarks ?? params.reason ?? '')
  return html`<h1>${told.do}</h1>
<p class="lead">${told.why}</p>
${facts([
  [words('task.until'), task.overdue ? html`${due} ${tag('late', words('task.late'))}` : due],
  [words('task.takes'), takes],
  [words('task.partner'), task.partnerId === null ? '' : (reader.names[task.partnerId] ?? '')],
  ...shown,
  [
    words('task.paper'),
    papers.length === 0 ? '' : papers.map((paper) => html`<p>${paperLine(visit, paper)}</p>`),
  ],
])}
${remarks === '' ? NOTHING : box('late', html`<h2>${words('task.remarks')}</h2><p class="typed">${remarks}</p>`)}`
}
