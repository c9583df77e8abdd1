import { formatDate, formatDateTime } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import type { Shown } from '../answer.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { box, buttonLink, card, quietLink } from '../pieces.ts'
import { mayPassOn, type OwnTask } from '../task.ts'
import type { KnownVisit } from '../visit.ts'

/** Under a task that is open: it may be somebody else's, and its day belongs into a calendar. */
export function passOn({ words }: KnownVisit, known: OwnTask): Html {
  const { id } = known.task
  const away = mayPassOn(known)
    ? html`<a href="/my/tasks/${id}/pass-on">${words('task.passOn')}</a> · `
    : NOTHING
  return html`<p class="quiet pass">${away}<a href="/my/tasks/${id}/due.ics">${words('task.calendar')}</a></p>`
}

/** A task that is nobody's turn any more, or somebody else's: by whom and when, and what else waits. */
export async function settled(visit: KnownVisit, known: OwnTask, refused?: Html): Promise<Shown> {
  const { words, language } = visit
  const { task, reader, told } = known
  const closer = task.closedById === null ? null : (reader.names[task.closedById] ?? null)
  const owner = task.ownerId === null ? null : (reader.names[task.ownerId] ?? null)
  const at = task.closed === null ? '' : formatDateTime(language, task.closed.toISOString(), reader.timeZone)
  const decided = task.decision === null ? '' : message(language, `decision.${task.decision}`)
  const sentence = known.open
    ? words('settled.passedOn', { name: owner ?? '…' })
    : task.state === 'done'
      ? words(closer === null ? 'settled.done' : 'settled.doneBy', {
          name: closer ?? '',
          at,
          decision: decided,
        })
      : words('settled.needless', { at })
  const mine = task.closedById === visit.caller.person
  return {
    title: told.do,
    body: card(
      html`<h1>${told.do}</h1>`,
      refused ?? NOTHING,
      box(
        task.state === 'done' ? 'done' : 'plain',
        html`<p><strong>${sentence}</strong></p><p>${words('settled.nothing')}</p>`,
      ),
      html`<p class="quiet">${words('settled.was', { due: formatDate(language, task.due.toISOString(), reader.timeZone) })}</p>
<div class="actions">${mine ? buttonLink(`/my/tasks/${task.id}/receipt`, words('receipt.title')) : NOTHING}${quietLink('/my', words('home'))}</div>`,
    ),
  }
}
