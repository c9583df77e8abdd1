import { type OwnPlacement, ownPlacements } from '../../client/reads/own.ts'
import { ownPapers } from '../../client/reads/own-papers.ts'
import { readerFor } from '../../client/reads/reader.ts'
import { listTasks, type TaskRow } from '../../client/reads/tasks.ts'
import { formatDate } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'
import type { Shown } from '../answer.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { card, link, quietLink, tag } from '../pieces.ts'
import type { KnownVisit } from '../visit.ts'
import { paperLine } from './papers.ts'

/** Everything that waits for the reader, then what is his: placements and papers. */
export async function showMy(visit: KnownVisit): Promise<Shown> {
  const { words, scope, caller, language, parts } = visit
  const [tasks, placements, papers] = await Promise.all([
    listTasks(scope, { owner: caller.person }),
    ownPlacements(scope, caller.person, language),
    ownPapers(scope, caller.person),
  ])
  const reader = await readerFor(
    scope,
    language,
    tasks.map(({ data }) => data),
  )
  const late = tasks.filter(({ overdue }) => overdue).length
  const own = placements.filter((placement) => placement.own)
  const others = placements.filter((placement) => !placement.own)
  const waiting =
    tasks.length === 0
      ? html`<p>${words('my.empty')}</p><p>${words('my.emptyNext')}</p>`
      : html`<p class="lead">${words('my.count', { count: tasks.length })}${late === 0 ? '' : ` ${words('my.late', { count: late })}`}</p>
<ul class="tasks">${tasks.map((task) => taskLine(visit, task, reader))}</ul>`
  return {
    title: words('home'),
    body: card(
      html`<h1>${words('home')}</h1>${waiting}`,
      placementsUnder(visit, words('my.placements'), own),
      placementsUnder(visit, words('my.trainees'), others),
      papers.length === 0
        ? NOTHING
        : html`<h2>${words('my.papers')}</h2><ul>${papers.map((paper) => html`<li>${paperLine(visit, paper)}</li>`)}</ul>`,
      offices(visit, parts.inbox !== null),
    ),
  }
}

/** What an administrator begins, and where on one machine everybody's letters are. */
function offices({ caller, words }: KnownVisit, hasInbox: boolean): Html {
  const begins = caller.roles.includes('administrator') && caller.door.kind !== 'link'
  if (!begins && !hasInbox) return NOTHING
  return html`<div class="actions">${begins ? quietLink('/start', words('start.title')) : NOTHING}${hasInbox ? quietLink('/inbox', words('inbox.title')) : NOTHING}</div>`
}

function taskLine({ words, language }: KnownVisit, task: TaskRow, reader: Reader): Html {
  const { do: what, minutes } = describeTask(task.kind, task.data, reader)
  const due = formatDate(language, task.due.toISOString(), reader.timeZone)
  const takes = minutes === 0 ? '' : ` · ${message(language, 'task.minutes', { count: minutes })}`
  return html`<li>${link(`/my/tasks/${task.id}`, what)}
<p class="quiet">${task.overdue ? tag('late', words('my.overdue', { due })) : words('my.until', { due })}${takes}</p></li>`
}

function placementsUnder({ language }: KnownVisit, title: string, placements: readonly OwnPlacement[]): Html {
  if (placements.length === 0) return NOTHING
  const day = (iso: string | null): string => (iso === null ? '…' : formatDate(language, iso, 'UTC'))
  const lines = placements.map(
    ({ id, own, partner, site, trainee, start, end, stage }) =>
      html`<li>${link(`/my/placements/${id}`, own ? [partner, site].filter(Boolean).join(', ') : trainee)}
<p class="quiet">${day(start)} – ${day(end)} · ${message(language, `stage.placement.${stage}`)}${own ? NOTHING : ` · ${site ?? partner ?? ''}`}</p></li>`,
  )
  return html`<h2>${title}</h2><ul class="tasks">${lines}</ul>`
}
