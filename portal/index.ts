import type { FastifyInstance } from 'fastify'
import type { ServerParts } from '../api/parts.ts'
import { toRefused } from '../api/problem.ts'
import { STYLES } from './assets.ts'
import { faultPage } from './faults.ts'
import { showAddress, takeAddress } from './pages/addresses.ts'
import { editDecision, reviewDecision, sendDecision } from './pages/deciding.ts'
import { letterAsSent, showInbox, showLetter } from './pages/inbox.ts'
import { askFresh, openLink } from './pages/links.ts'
import { showMy } from './pages/my.ts'
import { notHere } from './pages/over.ts'
import { showPaper } from './pages/papers.ts'
import { type Purpose, setPassword, showPassword } from './pages/passwords.ts'
import { showPlacement } from './pages/placement.ts'
import { calendarEntry, showReceipt } from './pages/receipt.ts'
import { showSignIn, signIn, signOut } from './pages/sign-in.ts'
import { showStart, start } from './pages/start.ts'
import { showPassOn, showTask } from './pages/task.ts'
import { verify } from './pages/verify.ts'
import { Portal } from './portal.ts'
import { postedOf } from './posted.ts'
import type { KnownVisit } from './visit.ts'

/** The pages behind letters, of staff without the console, and the inbox of the one-machine stack. */
export function registerPortal(server: FastifyInstance, parts: ServerParts): void {
  const portal = new Portal(server, parts)
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, postedOf(body.toString())),
  )
  server.setErrorHandler((error, request, reply) => {
    const refused = toRefused(error, request)
    return portal.answer(request, reply, (visit) => faultPage(visit, refused))
  })
  server.get(STYLES.path, { config: { may: 'public' } }, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(STYLES.text),
  )
  nowhere(server, portal)
  comingIn(portal)
  ownPages(portal)
  portal.open('/verify/:code', (visit, { code = '' }) => verify(visit, code))
  if (parts.inbox !== null) inboxPages(portal, parts.inbox)
}

/** What leads nowhere is a page to who looks at pages, and a problem to a program. */
function nowhere(server: FastifyInstance, portal: Portal): void {
  server.get('/*', { config: { may: 'public' } }, async (request, reply) => {
    const looks = !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
    if (looks) return portal.answer(request, reply, notHere)
    return reply.callNotFound()
  })
}

/** By which of the one-time links somebody came. */
const ONE_TIME: Readonly<Record<string, Purpose>> = {
  '/setup/:token': 'setUp',
  '/invited/:token': 'invitation',
  '/reset/:token': 'reset',
}

function comingIn(portal: Portal): void {
  portal.open('/', ({ caller }) => ({ to: caller === null ? '/sign-in' : '/my' }))
  portal.open('/l/:token', (visit, { token = '' }) => openLink(visit, token))
  portal.openAct('/l/:token', (visit, posted, { token = '' }) => askFresh(visit, token, posted))
  for (const page of ['lost', 'forgotten'] as const) {
    portal.open(`/${page}`, (visit) => showAddress(visit, page))
    portal.openAct(`/${page}`, (visit, posted) => takeAddress(visit, page, posted))
  }
  portal.open('/sign-in', showSignIn)
  portal.openAct('/sign-in', signIn)
  portal.openAct('/sign-out', signOut)
  for (const [path, purpose] of Object.entries(ONE_TIME)) {
    portal.open(path, (visit, { token = '' }) => showPassword(visit, token, purpose))
    portal.openAct(path, (visit, posted, { token = '' }) => setPassword(visit, token, purpose, posted))
  }
}

function ownPages(portal: Portal): void {
  portal.own('/my', 'signedIn', showMy)
  portal.own('/my/tasks/:id', 'task.read', (visit, { id = '' }) => showTask(visit, id))
  portal.ownAct('/my/tasks/:id', 'task.decide', (visit, posted, { id = '' }) =>
    sendDecision(visit, id, posted),
  )
  portal.ownAct('/my/tasks/:id/edit', 'task.decide', (visit, posted, { id = '' }) =>
    editDecision(visit, id, posted),
  )
  portal.ownAct('/my/tasks/:id/review', 'task.decide', (visit, posted, { id = '' }) =>
    reviewDecision(visit, id, posted),
  )
  for (const step of ['edit', 'review'])
    portal.own(`/my/tasks/:id/${step}`, 'task.read', (_visit, { id = '' }) => ({ to: `/my/tasks/${id}` }))
  portal.own('/my/tasks/:id/pass-on', 'task.read', (visit, { id = '' }) => showPassOn(visit, id))
  portal.own('/my/tasks/:id/receipt', 'task.read', (visit, { id = '' }) => showReceipt(visit, id))
  portal.own('/my/tasks/:id/due.ics', 'task.read', (visit, { id = '' }) => calendarEntry(visit, id))
  portal.own('/my/papers/:id', 'signedIn', (visit, { id = '' }) => showPaper(visit, id))
  portal.own('/my/placements/:id', 'signedIn', (visit, { id = '' }) => showPlacement(visit, id))
  // Whoever comes by a letter answers it; what is begun is begun by who signed in.
  portal.own('/start', 'partnership.start', (visit) => (byLetter(visit) ? notHere(visit) : showStart(visit)))
  portal.ownAct('/start', 'partnership.start', (visit, posted) =>
    byLetter(visit) ? notHere(visit) : start(visit, posted),
  )
}

const byLetter = ({ caller }: KnownVisit): boolean => caller.door.kind === 'link'

function inboxPages(portal: Portal, inbox: NonNullable<ServerParts['inbox']>): void {
  portal.open('/inbox', (visit) => showInbox(visit, inbox))
  portal.open('/inbox/:file', (visit, { file = '' }) => showLetter(visit, inbox, file))
  portal.open(
    '/inbox/:file/letter',
    async (visit, { file = '' }) => (await letterAsSent(inbox, file)) ?? notHere(visit),
  )
}
