import type { InboxReader } from '../../api/parts.ts'
import { formatDateTime } from '../../messages/format.ts'
import type { Answer, Shown } from '../answer.ts'
import { html, NOTHING } from '../html.ts'
import { card, facts, link } from '../pieces.ts'
import type { Visit } from '../visit.ts'
import { notHere } from './over.ts'

const MOST = 100
/** A letter may style itself, and its links lead out of its frame; nothing else of it does anything. */
const SANDBOX = 'allow-top-navigation-by-user-activation'
const LETTER_POLICY = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'self'; frame-ancestors 'self'; sandbox ${SANDBOX}`
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

const searched = ({ request }: Visit): string =>
  (new URL(request.url, 'http://here').searchParams.get('to') ?? '').trim().slice(0, 254)

/** Every letter that left this machine's stack, the newest first: on one machine everybody's mail ends up here. */
export async function showInbox(visit: Visit, inbox: InboxReader): Promise<Shown> {
  const { words, language } = visit
  const to = searched(visit)
  const letters = await inbox.list({ limit: MOST, ...(to === '' ? {} : { to }) })
  const rows = letters.map(
    ({ file, to: addresses, subject, deliveredAt }) =>
      html`<tr><td class="number" data-label="${words('inbox.at')}">${formatDateTime(language, deliveredAt, visit.house?.timeZone ?? 'UTC')}</td><td data-label="${words('inbox.to')}">${addresses.map((address) => link(`/inbox?to=${encodeURIComponent(address)}`, address))}</td><td data-label="${words('inbox.subject')}">${link(`/inbox/${encodeURIComponent(file)}`, subject === '' ? '—' : subject)}</td></tr>`,
  )
  return {
    title: words('inbox.title'),
    wide: true,
    body: card(
      html`<h1>${words('inbox.title')}</h1><p>${words('inbox.lead')}</p>
<form class="search" method="get" action="/inbox"><label for="to">${words('inbox.to')}</label>
<div class="actions"><input id="to" name="to" type="text" value="${to}"><button class="button other">${words('inbox.search')}</button></div></form>`,
      letters.length === 0
        ? html`<p>${words(to === '' ? 'inbox.empty' : 'inbox.nothing', { address: to })}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="${words('inbox.title')}"><table class="stack"><thead><tr><th>${words('inbox.at')}</th><th>${words('inbox.to')}</th><th>${words('inbox.subject')}</th></tr></thead><tbody>${rows}</tbody></table></div>`,
      letters.length === MOST ? html`<p class="hint">${words('inbox.more', { count: MOST })}</p>` : NOTHING,
    ),
  }
}

export async function showLetter(visit: Visit, inbox: InboxReader, file: string): Promise<Shown> {
  const { words, language } = visit
  const letter = await inbox.read(file)
  if (letter === null) return notHere(visit)
  const at = `/inbox/${encodeURIComponent(file)}`
  return {
    title: letter.subject,
    wide: true,
    policy: PAGE_POLICY,
    body: card(
      html`<p>${link('/inbox', words('inbox.all'))}</p><h1>${letter.subject}</h1>`,
      facts([
        [words('inbox.from'), letter.from],
        [words('inbox.to'), letter.to.join(', ')],
        [words('inbox.at'), formatDateTime(language, letter.deliveredAt, visit.house?.timeZone ?? 'UTC')],
      ]),
      letter.html === ''
        ? NOTHING
        : html`<iframe class="letter" title="${letter.subject}" src="${at}/letter" sandbox="${SANDBOX}"></iframe>`,
      html`<details><summary>${words('inbox.text')}</summary><pre class="typed">${letter.text}</pre></details>`,
    ),
  }
}

/** The letter itself, as a page that can do nothing, not even know where it is. */
export async function letterAsSent(inbox: InboxReader, file: string): Promise<Answer | null> {
  const letter = await inbox.read(file)
  if (letter === null) return null
  const page = letter.html.replace(/<head[^>]*>/i, '$&<base target="_top">')
  return {
    bytes: Buffer.from(page),
    type: 'text/html; charset=utf-8',
    name: 'letter.html',
    policy: LETTER_POLICY,
  }
}
