import { Refused } from '../../schema/refused.ts'
import type { Answer } from '../answer.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { html, NOTHING } from '../html.ts'
import { box, buttonLink, card, quietLink, submit } from '../pieces.ts'
import { type Body, one } from '../posted.ts'
import { comingFrom, type Visit } from '../visit.ts'

const placeOf = (task: string | null): string => (task === null ? '/my' : `/my/tasks/${task}`)

/**
 * The link of a letter is exchanged for a visit at once, and its address left. Looking is all it does: scanners of mail
 * open every link, some of them twice.
 */
export async function openLink(visit: Visit, token: string): Promise<Answer> {
  const { caller, parts } = visit
  const opened = await attempt(() => parts.access.openLink(token, comingFrom(visit)))
  if (opened instanceof Refused) return over(visit, 'unknown', opened)
  const { person, session, task, state } = opened
  // Somebody else's letter, in the browser of one who is signed in: it is not opened in passing.
  if (caller !== null && caller.door.kind === 'console' && caller.person !== person) {
    parts.log.warn(
      { person: caller.person, link: opened.id },
      'the link of another person was opened by staff',
    )
    return notYours(visit, token)
  }
  if (session === null) return over(visit, state, null, token)
  return { to: placeOf(task), session: { kind: 'link', token: session } }
}

/** A letter with another link, to where the first one went: whoever holds the old one need not be its reader. */
export async function askFresh(visit: Visit, token: string, posted: Body): Promise<Answer> {
  const { access } = visit.parts
  const { words } = visit
  const opened = await attempt(() => access.openLink(token, comingFrom(visit)))
  if (opened instanceof Refused) return over(visit, 'unknown', opened)
  if (one(posted, '_as') === 'reader') return leaveFor(visit, token)
  const written = await attempt(() => access.freshLetter(opened, comingFrom(visit)))
  if (written instanceof Refused) return over(visit, opened.state, written, token)
  return {
    title: words('mailed.title'),
    body: card(
      html`<h1>${words('mailed.title')}</h1><p>${words('linkOver.sent')}</p><p>${words('mailed.none')}</p>`,
    ),
  }
}

/** Signs out whoever is signed in here, and opens the letter as its reader. */
async function leaveFor({ request, parts }: Visit, token: string): Promise<Answer> {
  if (request.session !== null) await parts.access.signOut(request.session)
  return { to: `/l/${token}`, session: 'over' }
}

function notYours(visit: Visit, token: string): Answer {
  const { words, addressee = '' } = visit
  return {
    title: words('notYours.title'),
    status: 403,
    body: card(
      html`<h1>${words('notYours.title')}</h1>`,
      box('late', html`<p>${words('notYours.lead', { name: addressee })}</p>`),
      html`<form method="post" action="/l/${token}"><input type="hidden" name="_as" value="reader">
<div class="actions">${buttonLink('/my', words('home'))}<button class="button other">${words('notYours.leave')}</button></div></form>`,
    ),
  }
}

function over(visit: Visit, state: string, refused: Refused | null, token?: string): Answer {
  const { words } = visit
  const fresh = state === 'over' && token !== undefined
  return {
    title: words('linkOver.title'),
    status: refused === null ? 410 : statusOf(refused.code),
    body: card(
      html`<h1>${words('linkOver.title')}</h1>`,
      refused === null
        ? html`<p>${words(state === 'over' ? 'linkOver.over' : 'linkOver.void')}</p>`
        : faultBox(visit, refused),
      fresh
        ? html`<form method="post" action="/l/${token}"><div class="actions">${submit(words('linkOver.fresh'))}</div></form>`
        : html`<div class="actions">${quietLink('/lost', words('lost.title'))}</div>`,
      NOTHING,
    ),
  }
}
