import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findDocument } from '../../client/reads/documents.ts'
import { type OwnPaper, ownPaper } from '../../client/reads/own-papers.ts'
import { formatDate } from '../../messages/format.ts'
import { message } from '../../messages/index.ts'
import type { Answer } from '../answer.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { tag } from '../pieces.ts'
import { ownTask } from '../task.ts'
import type { KnownVisit, Visit } from '../visit.ts'
import { notHere } from './over.ts'

/** What is told of a paper. */
type ShownPaper = Pick<OwnPaper, 'id' | 'kind' | 'number' | 'dated' | 'pages' | 'state' | 'version'>

/** A paper's name with number and date, as a link to its PDF. */
export function paperLine({ words, language }: Visit, paper: ShownPaper, task?: string): Html {
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
  return html`<a href="/my/papers/${id}${task === undefined ? '' : `?task=${task}`}" type="application/pdf">${named}</a> <small>${details.join(', ')}</small>${standing}`
}

/**
 * The PDF to whom it may be shown: a paper of his own, or one that a task of his is about. Nobody learns of papers that
 * are not for him.
 */
export async function showPaper(visit: KnownVisit, id: string): Promise<Answer> {
  const { scope, caller, request, parts } = visit
  const task = new URL(request.url, 'http://here').searchParams.get('task')
  const own =
    (await ownPaper(scope, caller.person, id)) !== null || (task !== null && (await isAbout(visit, task, id)))
  if (!own) return notHere(visit)
  const { file, kind } = await findDocument(scope, id)
  const bytes = await readFile(join(parts.documentsDir, file))
  return { bytes, type: 'application/pdf', name: `${kind}-${id}.pdf` }
}

async function isAbout(visit: KnownVisit, task: string, paper: string): Promise<boolean> {
  const known = await ownTask(visit, task)
  return known?.own === true && known.matter.papers.some(({ id }) => id === paper)
}
