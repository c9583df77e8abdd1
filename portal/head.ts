import { formatDate } from '../messages/format.ts'
import { message } from '../messages/index.ts'
import type { PartWords } from '../messages/matter.ts'
import { readable } from '../messages/readable.ts'
import { type Html, html, NOTHING } from './html.ts'
import { paperLine } from './pages/papers.ts'
import { box, facts, tag } from './pieces.ts'
import type { OwnTask } from './task.ts'
import type { KnownVisit } from './visit.ts'

/** More lines than this are opened by who wants to read them. */
const MANY = 12

/**
 * What is asked, why, until when, how long it takes, and everything that has to be known to decide it; parts that the
 * form asks about row by row stand there only.
 */
export function taskHead(visit: KnownVisit, known: OwnTask, asked: readonly string[] = []): Html {
  const { words, language } = visit
  const { task, reader, told } = known
  const due = formatDate(language, task.due.toISOString(), reader.timeZone)
  const params = readable(task.data, reader)
  const remarks = String(params.remarks ?? '')
  const takes = told.minutes === 0 ? '' : message(language, 'task.minutes', { count: told.minutes })
  return html`<h1>${told.do}</h1>
<p class="lead">${told.why}</p>
${facts([
  [words('task.until'), task.overdue ? html`${due} ${tag('late', words('task.late'))}` : due],
  [words('task.takes'), takes],
  [words('task.partner'), task.partnerId === null ? '' : (reader.names[task.partnerId] ?? '')],
  [words('task.paper'), papersOf(visit, known)],
])}
${remarks === '' ? NOTHING : box('late', html`<h2>${words('task.remarks')}</h2><p class="typed">${remarks}</p>`)}
${known.words.parts.filter(({ name }) => !asked.includes(name)).map(part)}
${changes(visit, known)}
${earlier(visit, known)}`
}

/** What is to be read before it is decided on; nothing where there is no paper. */
export function papersOf(visit: KnownVisit, { matter, task }: OwnTask): Html | null {
  if (matter.papers.length === 0) return null
  return html`${matter.papers.map((paper) => html`<p>${paperLine(visit, { ...paper, dated: paper.datedOn }, task.id)}</p>`)}`
}

/** A table that people compare asks for more than a column. */
export const needsRoom = ({ words }: OwnTask): boolean =>
  words.parts.some(({ columns }) => columns.length > 5)

function part({ title, fields, columns, rows }: PartWords): Html {
  if (fields.length + rows.length === 0) return NOTHING
  const lines = facts(fields.map(({ label, text }) => [label, html`<span class="typed">${text}</span>`]))
  const list =
    rows.length === 0
      ? NOTHING
      : html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="stack"><thead><tr>${columns.map(({ label }) => html`<th>${label}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell, n) => html`<td data-label="${columns[n]?.label}">${cell}</td>`)}</tr>`)}</tbody></table></div>`
  if (fields.length + rows.length > MANY)
    return html`<details><summary>${title} (${fields.length + rows.length})</summary>${lines}${list}</details>`
  return html`<h2>${title}</h2>${lines}${list}`
}

function changes({ words }: KnownVisit, { words: { changes: changed } }: OwnTask): Html {
  if (changed.length === 0) return NOTHING
  return html`<h2>${words('task.changes')}</h2>${facts(changed.map(({ label, was, became }) => [label, html`<del>${was}</del> → <ins>${became}</ins>`]))}`
}

function earlier({ words, language }: KnownVisit, { words: { earlier: said }, reader }: OwnTask): Html {
  if (said.length === 0) return NOTHING
  const lines = said.map(
    ({ at, who, what }) =>
      html`<li><span class="quiet">${formatDate(language, at.toISOString(), reader.timeZone)}, ${who}</span><br><span class="typed">${what}</span></li>`,
  )
  return html`<h2>${words('task.earlier')}</h2><ul>${lines}</ul>`
}
