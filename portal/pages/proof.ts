import type { TaskDetail } from '../../client/reads/tasks.ts'
import { WEIGHTY } from '../../schema/contracts/tasks.ts'
import { Refused } from '../../schema/refused.ts'
import type { Shown } from '../answer.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { entry, submit } from '../pieces.ts'
import { type Body, one } from '../posted.ts'
import { comingFrom, type KnownVisit } from '../visit.ts'

/** A step between: its page without the form, and what goes into that. */
export interface Proof extends Pick<Shown, 'title' | 'status'> {
  head: Html
  inside: Html
}

/**
 * Who comes by a link types six digits sent to the person's own address; who is signed in gives the password once
 * more. Null where nothing is to be proven, or all is.
 */
export async function proofNeeded(
  visit: KnownVisit,
  { kind, id }: TaskDetail,
  decision: string,
  posted: Body,
): Promise<Proof | null> {
  if (!WEIGHTY.includes(`${kind}.${decision}`)) return null
  return visit.caller.door.kind === 'link' ? byCode(visit, id, posted) : byPassword(visit, posted)
}

async function byCode(visit: KnownVisit, task: string, posted: Body): Promise<Proof | null> {
  const { words, caller, request, parts } = visit
  const { session } = request
  const { access } = parts
  if (session === null) return null
  const given = one(posted, '_code')
  const again = one(posted, '_again') !== ''
  const state = await access.codeState(session, task)
  if (state === 'confirmed') return null
  const tried = await attempt(async () => {
    if (given !== '' && !again) return access.checkCode(session, task, given)
    if (state === 'none' || again) await access.sendCode(caller, session, task)
    return undefined
  })
  const refused = tried instanceof Refused ? tried : null
  if (given !== '' && !again && refused === null) return null
  return {
    title: words('code.title'),
    status: refused === null ? 200 : statusOf(refused.code),
    head: html`<h1>${words('code.title')}</h1><p>${words('code.lead')}</p>${refused === null ? NOTHING : faultBox(visit, refused)}`,
    inside: html`${entry({ name: '_code', label: words('code.label'), inputmode: 'numeric', autocomplete: 'one-time-code', autofocus: true })}
<div class="actions">${submit(words('continue'))}<button class="button other" name="_again" value="1" formnovalidate>${words('code.again')}</button></div>`,
  }
}

async function byPassword(visit: KnownVisit, posted: Body): Promise<Proof | null> {
  const { words, request, parts } = visit
  const { session } = request
  const { access } = parts
  if (session === null) return null
  if (!((await attempt(() => access.requireRecent(session))) instanceof Refused)) return null
  const password = one(posted, '_password')
  const tried =
    password === '' ? null : await attempt(() => access.signInAgain(session, password, comingFrom(visit)))
  if (password !== '' && !(tried instanceof Refused)) return null
  return {
    title: words('again.title'),
    status: tried === null ? 200 : 403,
    head: html`<h1>${words('again.title')}</h1><p>${words('again.lead')}</p>${tried instanceof Refused ? faultBox(visit, tried) : NOTHING}`,
    inside: html`${entry({ name: '_password', type: 'password', label: words('signIn.password'), autocomplete: 'current-password', autofocus: true })}
<div class="actions">${submit(words('continue'))}</div>`,
  }
}
