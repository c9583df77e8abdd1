import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { businessNow } from '../../client/reads/scope.ts'
import { listTasks } from '../../client/reads/tasks.ts'
import { formatDateTime } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import type { Answer, FileAnswer } from '../answer.ts'
import { html, NOTHING } from '../html.ts'
import { box, buttonLink, card, facts, link } from '../pieces.ts'
import { type OwnTask, ownTask } from '../task.ts'
import type { KnownVisit } from '../visit.ts'
import { notHere } from './over.ts'
import { settled } from './settled.ts'

/** Proof that it was recorded, and what comes next. */
export async function showReceipt(visit: KnownVisit, id: string): Promise<Answer> {
  const { words, scope, caller, language } = visit
  const known = await ownTask(visit, id)
  if (known === null) return notHere(visit)
  const { task, reader, told } = known
  if (known.open && known.own) return { to: `/my/tasks/${id}` }
  if (task.closedById !== caller.person) return settled(visit, known)
  const now = await businessNow(scope.pool)
  const [process, waiting] = await Promise.all([
    findProcess(scope, task.process),
    listTasks(scope, { owner: caller.person }),
  ])
  const next = await explanationInWords(scope, await explain(scope, process, now), language)
  const at = task.closed === null ? '' : formatDateTime(language, task.closed.toISOString(), reader.timeZone)
  const [first] = waiting
  return {
    title: words('receipt.title'),
    body: card(
      box('done', html`<h1>${words('receipt.thanks')}</h1><p>${words('receipt.recorded')}</p>`),
      facts([
        [words('receipt.what'), told.do],
        [
          words('receipt.decision'),
          task.decision === null ? '' : message(language, `decision.${task.decision}`),
        ],
        [words('receipt.at'), at],
        [words('receipt.reference'), html`<span class="number">${task.id}</span>`],
      ]),
      html`<h2>${words('receipt.next')}</h2>${next.length === 0 ? html`<p>${words('receipt.nothing')}</p>` : next.slice(0, 3).map((sentence) => html`<p>${sentence}</p>`)}`,
      first === undefined
        ? html`<p>${words('receipt.free')}</p>`
        : html`<p>${words('receipt.more', { count: waiting.length })}</p><div class="actions">${buttonLink(waiting.length === 1 ? `/my/tasks/${first.id}` : '/my', words('receipt.go'))}</div>`,
      dayIn(known) === null
        ? NOTHING
        : html`<p>${link(`/my/tasks/${id}/due.ics`, words('task.calendar'))}</p>`,
    ),
  }
}

/** The day a task is about: the one that was agreed, else the one until which it waits. */
function dayIn({ task }: OwnTask): string | null {
  const { evidence } = task
  const agreed =
    evidence !== null && typeof evidence === 'object' && !Array.isArray(evidence) ? evidence.on : null
  if (typeof agreed === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(agreed)) return agreed
  return task.closed === null ? task.due.toISOString().slice(0, 10) : null
}

/** RFC 5545: line breaks, commas and the like are written so that they stay text. */
const icsText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
const plain = (day: string): string => day.replaceAll('-', '')

/** That day for a calendar, as an entry of the whole day. */
export async function calendarEntry(visit: KnownVisit, id: string): Promise<Answer | FileAnswer> {
  const known = await ownTask(visit, id)
  const day = known === null ? null : dayIn(known)
  if (known === null || day === null) return notHere(visit)
  const after = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const now = (await businessNow(visit.scope.pool)).toISOString().replace(/[-:]|\.\d+/g, '')
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Bitim//Bitim//EN',
    'BEGIN:VEVENT',
    `UID:${id}@bitim`,
    `DTSTAMP:${now}`,
    `DTSTART;VALUE=DATE:${plain(day)}`,
    `DTEND;VALUE=DATE:${plain(after)}`,
    `SUMMARY:${icsText(known.told.do)}`,
    `DESCRIPTION:${icsText(known.told.why)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  const folded = lines.map((line) => line.replace(/(.{1,60})(?=.)/gu, '$1\r\n '))
  return {
    bytes: Buffer.from(`${folded.join('\r\n')}\r\n`),
    type: 'text/calendar; charset=utf-8',
    name: 'bitim.ics',
  }
}
