import { ownPlacement, type Reachable } from '../../client/reads/own.ts'
import { formatDate } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import type { Shown } from '../answer.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { buttonLink, card, facts, tag } from '../pieces.ts'
import type { KnownVisit } from '../visit.ts'
import { notHere } from './over.ts'

/** Where to be, from when to when, whom to ask: what a trainee needs on the first day. */
export async function showPlacement(visit: KnownVisit, id: string): Promise<Shown> {
  const { scope, caller, language, words } = visit
  const placement = await ownPlacement(scope, caller.person, id, language)
  if (placement === null) return notHere(visit)
  const { code, partner, site, address, start, end, practice, stage, trainee, mentor, supervisor, diary } =
    placement
  const day = (iso: string | null): string => (iso === null ? '' : formatDate(language, iso, 'UTC'))
  const title = placement.own ? words('placement.title') : trainee
  return {
    title,
    body: card(
      html`<h1>${title}</h1>`,
      facts([
        [words('placement.partner'), partner],
        [words('placement.site'), site],
        [words('placement.address'), address],
        [words('placement.from'), day(start)],
        [words('placement.to'), day(end)],
        [words('placement.practice'), practice === null ? '' : message(language, `practice.${practice}`)],
        [words('placement.stage'), message(language, `stage.placement.${stage}`)],
        [words('placement.mentor'), person(mentor)],
        [words('placement.supervisor'), person(supervisor)],
        [words('placement.code'), code],
      ]),
      diary.length === 0
        ? NOTHING
        : html`<h2>${words('placement.diary')}</h2><ul>${diary.map(({ week, hours, confirmed }) => html`<li>${words('placement.week', { week, count: hours })} ${confirmed ? tag('done', words('placement.confirmed')) : tag('plain', words('placement.unconfirmed'))}</li>`)}</ul>`,
      html`<div class="actions">${buttonLink('/my', words('home'))}</div>`,
    ),
  }
}

function person(known: Reachable | null): Html | null {
  if (known === null) return null
  const { name, phone, email } = known
  return html`${name}${phone === null ? NOTHING : html`<br><a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>`}${email === null ? NOTHING : html`<br><a href="mailto:${email}">${email}</a>`}`
}
