import { Refused } from '../../schema/refused.ts'
import type { Answer, Shown } from '../answer.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { html, NOTHING } from '../html.ts'
import { card, entry, link, submit } from '../pieces.ts'
import type { Body } from '../posted.ts'
import { one } from '../posted.ts'
import { comingFrom, type Visit } from '../visit.ts'

/** Pages that take an address and answer everybody the same: whether it is known is told by mail only. */
export type AddressPage = 'forgotten' | 'lost'

export function showAddress(visit: Visit, page: AddressPage): Shown {
  const { words } = visit
  return {
    title: words(`${page}.title`),
    body: card(form(visit, page)),
  }
}

export async function takeAddress(visit: Visit, page: AddressPage, posted: Body): Promise<Answer> {
  const { words, parts } = visit
  const { access } = parts
  const address = one(posted, 'email').trim()
  const from = comingFrom(visit)
  const taken = await attempt(() =>
    page === 'lost' ? access.freshLink(address, from) : access.forgotten(address, from),
  )
  if (taken instanceof Refused)
    return {
      title: words(`${page}.title`),
      status: statusOf(taken.code),
      body: card(form(visit, page, address, taken)),
    }
  return {
    title: words('mailed.title'),
    body: card(
      html`<h1>${words('mailed.title')}</h1><p>${words(`${page}.done`, { address })}</p><p>${words('mailed.none')}</p>
<p>${link(`/${page}`, words('mailed.again'))}</p>`,
    ),
  }
}

function form(visit: Visit, page: AddressPage, email = '', refused?: Refused) {
  const { words } = visit
  return html`<h1>${words(`${page}.title`)}</h1><p>${words(`${page}.lead`)}</p>
${refused === undefined ? NOTHING : faultBox(visit, refused)}
<form method="post" action="/${page}">
${entry({ name: 'email', type: 'email', label: words('signIn.email'), value: email, autocomplete: 'email', autofocus: true })}
<div class="actions">${submit(words(`${page}.button`))}</div>
</form>`
}
