import { Refused } from '../../schema/refused.ts'
import type { Answer, Shown } from '../answer.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { html, NOTHING } from '../html.ts'
import { card, entry, hidden, link, submit } from '../pieces.ts'
import type { Body } from '../posted.ts'
import { one } from '../posted.ts'
import { comingFrom, type Visit } from '../visit.ts'

const HOME = '/my'

/** Only an address of ours: nobody is led elsewhere by a link to this page. */
const goal = (asked: string): string => (/^\/(?!\/)[\w./-]*$/.test(asked) ? asked : HOME)

export function showSignIn(visit: Visit): Answer {
  if (visit.caller !== null) return { to: HOME }
  return form(visit, '', goal(new URL(visit.request.url, 'http://here').searchParams.get('to') ?? HOME))
}

export async function signIn(visit: Visit, posted: Body): Promise<Answer> {
  const { access } = visit.parts
  const [email, password, to] = ['email', 'password', 'to'].map((name) => one(posted, name))
  const signed = await attempt(() =>
    access.signIn({
      email: email ?? '',
      password: password ?? '',
      ...comingFrom(visit),
    }),
  )
  if (!(signed instanceof Refused))
    return { to: goal(to ?? HOME), session: { kind: 'console', token: signed.token } }
  return { ...form(visit, email ?? '', goal(to ?? HOME), signed), status: statusOf(signed.code) }
}

/** Of whoever is signed in: asked for by nobody, it does nothing. */
export async function signOut({ parts, request }: Visit): Promise<Answer> {
  if (request.session !== null) await parts.access.signOut(request.session)
  return { to: '/sign-in', session: 'over' }
}

function form(visit: Visit, email: string, to: string, refused?: Refused): Shown {
  const { words } = visit
  return {
    title: words('signIn.title'),
    body: card(
      html`<h1>${words('signIn.title')}</h1>`,
      refused === undefined ? NOTHING : faultBox(visit, refused),
      html`<form method="post" action="/sign-in">
${hidden('to', to)}
${entry({ name: 'email', type: 'email', label: words('signIn.email'), value: email, autocomplete: 'username', autofocus: email === '' })}
${entry({ name: 'password', type: 'password', label: words('signIn.password'), autocomplete: 'current-password', autofocus: email !== '' })}
<div class="actions">${submit(words('signIn.button'))}</div>
</form>
<h2>${words('signIn.other')}</h2>
<ul><li>${link('/forgotten', words('signIn.forgotten'))}</li><li>${link('/lost', words('signIn.link'))}</li></ul>`,
    ),
  }
}
