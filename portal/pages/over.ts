import type { Shown } from '../answer.ts'
import { html, NOTHING } from '../html.ts'
import { box, buttonLink, card, entry, hidden, quietLink, submit } from '../pieces.ts'
import type { Body } from '../posted.ts'
import { answerIn, one } from '../posted.ts'
import type { Visit } from '../visit.ts'

const TASK = /^(\/my\/tasks\/[\w-]+)(?:\/(?:edit|review|pass-on))?$/

/**
 * The visit is over, or never began. What was typed into a form stays on this page: once signed in again beside it, or
 * come in by a fresh letter, its reader goes on where he was.
 */
export function sessionOver(visit: Visit, posted: Body): Shown {
  const { words, here } = visit
  const typed = Object.entries(answerIn(posted))
  const decision = one(posted, '_decision')
  const kept = typed.length > 0 || decision !== ''
  const to = TASK.exec(here)?.[1]
  const beside = kept ? html` target="_blank"` : NOTHING
  return {
    title: words('over.title'),
    status: 401,
    body: card(
      html`<h1>${words('over.title')}</h1><p>${words('over.lead')}</p>`,
      kept ? box('plain', html`<p>${words('over.kept')}</p>`) : NOTHING,
      html`<h2>${words('over.link')}</h2>
<form method="post" action="/lost"${beside}>
${entry({ name: 'email', type: 'email', label: words('signIn.email'), autocomplete: 'email' })}
<div class="actions">${submit(words('lost.button'))}</div>
</form>
<h2>${words('over.staff')}</h2>
<div class="actions"><a class="button other" href="/sign-in${to === undefined ? '' : `?to=${to}`}"${beside}>${words('signIn.button')}</a></div>`,
      kept && to !== undefined
        ? html`<h2>${words('over.then')}</h2>
<form method="post" action="${to}/edit">
${hidden('_decision', decision)}${hidden('_page', one(posted, '_page'))}
${typed.flatMap(([name, value]) => [value].flat().map((each) => hidden(name, each)))}
<div class="actions">${submit(words('over.continue'))}</div>
</form>`
        : NOTHING,
    ),
  }
}

/** An address that leads nowhere, or to what is not for this reader: both look the same. */
export function notHere(visit: Visit): Shown {
  const { words } = visit
  return {
    title: words('nowhere.title'),
    status: 404,
    body: card(
      html`<h1>${words('nowhere.title')}</h1><p>${words('nowhere.lead')}</p>
<div class="actions">${visit.caller === null ? buttonLink('/lost', words('lost.title')) : buttonLink('/my', words('home'))}
${visit.caller === null ? quietLink('/sign-in', words('signIn.button')) : NOTHING}</div>`,
    ),
  }
}
