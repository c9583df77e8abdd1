import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type OwnPaper, ownPaper } from '../../client/reads/own-papers.ts'
import { formatDate } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import type { Answer } from '../answer.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { tag } from '../pieces.ts'
import type { KnownVisit, Visit } from '../visit.ts'
import { notHere } from './over.ts'

/** A paper's name with number and date, as a link to its PDF. */
export function paperLine({ words, language }: Visit, paper: OwnPaper): Html {
  const { id, kind, number, dated, pages, state, version } = paper
  const title = message(language, `paper.${kind}`)
  const named = number === null || number === '' ? title : words('paper.numbered', { title, number })
  const details = [
    dated === null ? words('paper.version', { version }) : formatDate(language, dated, 'UTC'),
    words('paper.pages', { count: pages }),
  ]
  const standing =
    state === 'issued'
      ? NOTHING
      : html` ${tag(state === 'revoked' ? 'bad' : 'plain', words(`paper.${state}`))}`
  return html`<a href="/my/papers/${id}" type="application/pdf">${named}</a> <small>${details.join(', ')}</small>${standing}`
}

/** The PDF to whom it may be shown; nobody learns of papers that are not for him. */
export async function showPaper(visit: KnownVisit, id: string): Promise<Answer> {
  const paper = await ownPaper(visit.scope, visit.caller.person, id)
  if (paper === null) return notHere(visit)
  const bytes = await readFile(join(visit.parts.documentsDir, paper.file))
  return { bytes, type: 'application/pdf', name: `${paper.kind}-${paper.id}.pdf` }
}
