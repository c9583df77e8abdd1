import { actOf } from '../../client/forms/forms.ts'
import type { Answer, Shown } from '../answer.ts'
import { needsRoom, taskHead } from '../head.ts'
import { html } from '../html.ts'
import { buttonLink, card, quietLink } from '../pieces.ts'
import { decisionsOf, mayPassOn, type OwnTask, ownTask } from '../task.ts'
import type { KnownVisit } from '../visit.ts'
import { beginDeciding } from './deciding.ts'
import { notHere } from './over.ts'
import { passOn, settled } from './settled.ts'

/** A task: what is asked and what can be decided; or what became of it. */
export async function showTask(visit: KnownVisit, id: string): Promise<Answer> {
  const known = await ownTask(visit, id)
  if (known === null) return notHere(visit)
  if (!known.open || !known.own) return settled(visit, known)
  const asked = new URL(visit.request.url, 'http://here').searchParams.get('decision')
  const decisions = decisionsOf(known)
  const [only, other] = decisions
  const decision = asked ?? (other === undefined ? only : undefined)
  if (decision === undefined) return choose(visit, known, decisions)
  if (!decisions.includes(decision)) return notHere(visit)
  return beginDeciding(visit, known, decision)
}

/** Somebody else's turn: to a colleague who is known, at once. */
export async function showPassOn(visit: KnownVisit, id: string): Promise<Answer> {
  const known = await ownTask(visit, id)
  if (known === null) return notHere(visit)
  if (!known.open || !known.own) return settled(visit, known)
  return mayPassOn(known) ? beginDeciding(visit, known, 'delegate') : notHere(visit)
}

/** Where there are several decisions the first question is which. */
function choose(visit: KnownVisit, known: OwnTask, decisions: readonly string[]): Shown {
  const { words } = visit
  const { id, kind } = known.task
  const buttons = decisions.map((decision, n) => {
    const to = `/my/tasks/${id}?decision=${decision}`
    const text = actOf(visit.language, kind, decision)
    return n === 0 ? buttonLink(to, text) : quietLink(to, text)
  })
  return {
    title: known.told.do,
    wide: needsRoom(known),
    body: card(
      taskHead(visit, known),
      html`<h2>${words('task.decide')}</h2><div class="choices">${buttons}</div>`,
      passOn(visit, known),
    ),
  }
}
