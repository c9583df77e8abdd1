import { Refused } from '../../schema/refused.ts'
import type { Answer, Shown } from '../answer.ts'
import { attempt, faultOf, statusOf } from '../faults.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { box, buttonLink, card, entry, submit } from '../pieces.ts'
import type { Body } from '../posted.ts'
import { one } from '../posted.ts'
import { comingFrom, type Visit } from '../visit.ts'

/** What a one-time link is for: the first password of all, that of somebody invited, another one. */
export type Purpose = 'setUp' | 'invitation' | 'reset'

/** Looking at the page uses nothing up: mail scanners look too. */
export async function showPassword(visit: Visit, token: string, purpose: Purpose): Promise<Answer> {
  const found = await attempt(() => visit.parts.access.oneTime(token, comingFrom(visit)))
  return found instanceof Refused ? over(visit, found) : form(visit, purpose)
}

export async function setPassword(
  visit: Visit,
  token: string,
  purpose: Purpose,
  posted: Body,
): Promise<Answer> {
  const [password, again] = [one(posted, 'password'), one(posted, 'again')]
  if (password !== again) return form(visit, purpose, { again: html`${visit.words('password.differ')}` })
  const redeemed = await attempt(() => visit.parts.access.redeem(token, password, comingFrom(visit)))
  if (!(redeemed instanceof Refused))
    return { to: '/my', session: { kind: 'console', token: redeemed.token } }
  if (!redeemed.code.startsWith('password')) return over(visit, redeemed)
  return form(visit, purpose, { password: faultOf(visit, redeemed) })
}

/** An empty one, whatever was typed: passwords do not travel back. */
function form(visit: Visit, purpose: Purpose, faults: { password?: Html; again?: Html } = {}): Shown {
  const { words } = visit
  const wrong = faults.password ?? faults.again
  return {
    title: words(`${purpose}.title`),
    ...(wrong === undefined ? {} : { status: 422 }),
    body: card(
      html`<h1>${words(`${purpose}.title`)}</h1><p>${words(`${purpose}.lead`)}</p>`,
      wrong === undefined ? NOTHING : box('bad', wrong),
      html`<form method="post">
${entry({ name: 'password', type: 'password', label: words('password.new'), hint: words('password.hint'), autocomplete: 'new-password', autofocus: true })}
${entry({ name: 'again', type: 'password', label: words('password.again'), autocomplete: 'new-password' })}
<div class="actions">${submit(words('password.button'))}</div>
</form>`,
    ),
  }
}

function over(visit: Visit, refused: Refused): Shown {
  const { words } = visit
  return {
    title: words('oneTimeOver.title'),
    status: statusOf(refused.code),
    body: card(
      html`<h1>${words('oneTimeOver.title')}</h1>${faultOf(visit, refused)}
<div class="actions">${buttonLink('/forgotten', words('oneTimeOver.again'))}</div>`,
    ),
  }
}
