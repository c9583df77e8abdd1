import { verifiedPaper } from '../../client/reads/verification.ts'
import { formatDate } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import { Refused } from '../../schema/refused.ts'
import type { Shown } from '../answer.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { type Html, html } from '../html.ts'
import { box, card, facts } from '../pieces.ts'
import { comingFrom, type Visit } from '../visit.ts'

/** Whether a paper is genuine and in force; anybody may ask who holds its code. */
export async function verify(visit: Visit, code: string): Promise<Shown> {
  const { words, language, parts } = visit
  const title = words('verify.title')
  const page = (status: number, body: Html): Shown => ({
    title,
    status,
    body: card(html`<h1>${title}</h1>`, body),
  })
  const paper = await verifiedPaper(parts.connected.database, code, language)
  if (paper === null) {
    const counted = await attempt(() => parts.access.guessed(comingFrom(visit)))
    if (counted instanceof Refused) return page(statusOf(counted.code), faultBox(visit, counted))
    return page(
      404,
      box('bad', html`<p>${words('verify.unknown', { code })}</p><p>${words('verify.compare')}</p>`),
    )
  }
  const { kind, number, dated, institution, partner, state, partlyRevoked } = paper
  const verdict = state === 'issued' && partlyRevoked ? 'partly' : state
  const tone = { issued: 'done', partly: 'late', draft: 'late', revoked: 'bad' } as const
  return page(
    200,
    html`${box(tone[verdict], html`<p><strong>${words(`verify.${verdict}`)}</strong></p>`)}
${facts([
  [words('verify.paper'), message(language, `paper.${kind}`)],
  [words('verify.number'), number],
  [words('verify.dated'), dated === null ? '' : formatDate(language, dated, 'UTC')],
  [words('verify.parties'), [institution, partner].filter((name) => name !== null).join(' · ')],
  [words('verify.code'), code],
])}
<p class="hint">${words('verify.compare')}</p>`,
  )
}
