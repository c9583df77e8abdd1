import { randomUUID } from 'node:crypto'
import { partnersToBegin } from '../../client/reads/partnerships.ts'
import { message } from '../../messages/index.ts'
import { FORMS, LANGUAGES } from '../../schema/contracts/lists.ts'
import { Refused } from '../../schema/refused.ts'
import type { Answer, Shown } from '../answer.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { html, NOTHING } from '../html.ts'
import { buttonLink, card, hidden, submit } from '../pieces.ts'
import { type Body, formToken, isToken, one } from '../posted.ts'
import type { KnownVisit } from '../visit.ts'

const PURPOSE = 'start'

/** An administrator begins a partnership: with whom, about what, in which language its papers are. */
export async function showStart(visit: KnownVisit, body: Body = {}, refused?: Refused): Promise<Shown> {
  const { words, scope, language } = visit
  const title = words('start.title')
  const partners = await partnersToBegin(scope)
  if (partners.length === 0)
    return {
      title,
      body: card(html`<h1>${title}</h1><p>${words('start.none')}</p>${buttonLink('/my', words('home'))}`),
    }
  const [partner, written, forms] = [one(body, 'partner'), one(body, 'language'), [body.forms ?? []].flat()]
  const boxes = FORMS.map(
    (form) =>
      html`<label class="choice"><input type="checkbox" name="forms" value="${form}"${forms.includes(form) ? html` checked` : NOTHING}><span>${message(language, `form.${form}`)}</span></label>`,
  )
  return {
    title,
    ...(refused === undefined ? {} : { status: statusOf(refused.code) }),
    body: card(
      html`<h1>${title}</h1><p>${words('start.lead')}</p>`,
      refused === undefined ? NOTHING : faultBox(visit, refused),
      html`<form method="post" action="/start">
${hidden('_token', formToken(visit.secret, PURPOSE))}${hidden('_key', one(body, '_key') || randomUUID())}
<div class="field"><label for="partner">${words('start.partner')}</label><select id="partner" name="partner" required><option value="">${words('choose')}</option>${partners.map(
        ({ code, name }) =>
          html`<option value="${code}"${code === partner ? html` selected` : NOTHING}>${name}</option>`,
      )}</select></div>
<fieldset class="field"><legend>${words('start.forms')} <small>(${words('optional')})</small></legend><p class="hint">${words('start.formsHint')}</p>${boxes}</fieldset>
<div class="field"><label for="language">${words('start.language')}</label><select id="language" name="language" class="short">${LANGUAGES.map(
        (each) =>
          html`<option value="${each}"${each === (written || language) ? html` selected` : NOTHING}>${words(`languageName.${each}`)}</option>`,
      )}</select></div>
<div class="actions">${submit(words('start.button'))}</div>
</form>`,
    ),
  }
}

export async function start(visit: KnownVisit, posted: Body): Promise<Answer> {
  if (!isToken(one(posted, '_token'), visit.secret, PURPOSE)) return showStart(visit, posted)
  const { caller, parts } = visit
  const forms = [posted.forms ?? []].flat()
  const facade = await parts.connected.facadeIn(caller.institution)
  const begun = await attempt(() =>
    facade.startPartnership(caller, {
      partner: one(posted, 'partner'),
      language: one(posted, 'language'),
      key: one(posted, '_key'),
      ...(forms.length === 0 ? {} : { forms }),
    }),
  )
  return begun instanceof Refused ? showStart(visit, posted, begun) : { to: '/my' }
}
