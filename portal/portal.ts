import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { cookieNames } from '../api/callers.ts'
import { sentWith } from '../api/files.ts'
import type { ServerParts } from '../api/parts.ts'
import type { Rule } from '../api/rules.ts'
import { keepUpload } from '../client/uploads.ts'
import { isLanguage } from '../messages/index.ts'
import type { Language } from '../schema/contracts/lists.ts'
import type { Answer, FileAnswer, Sent, SessionChange, Shown } from './answer.ts'
import { type Html, html } from './html.ts'
import { renderPage } from './page.ts'
import { sessionOver } from './pages/over.ts'
import { type Body, KEPT } from './posted.ts'
import { isKnown, type KnownVisit, LANGUAGE_COOKIE, type Visit, visitOf } from './visit.ts'

type Params = Readonly<Record<string, string>>
type Look<Who extends Visit> = (visit: Who, params: Params) => Answer | Promise<Answer>
type Act<Who extends Visit> = (visit: Who, posted: Body, params: Params) => Answer | Promise<Answer>

const YEAR_SECONDS = 31_536_000
const NOTHING_TYPED: Body = {}
/** What a page shows concerns its reader only; going back shows it again with what was typed. */
const PRIVATE = { 'cache-control': 'private, no-cache' }

/** Ties pages to addresses. A page is a function from a visit, and what was posted, to an answer. */
export class Portal {
  constructor(
    private readonly server: FastifyInstance,
    private readonly parts: ServerParts,
  ) {}

  /** Looking never changes anything. */
  open(path: string, look: Look<Visit>): void {
    this.server.get(path, { config: { may: 'public' } }, (request, reply) =>
      this.answer(request, reply, (visit) => look(visit, request.params as Params)),
    )
  }

  openAct(path: string, act: Act<Visit>): void {
    this.server.post(path, { config: { may: 'public' } }, (request, reply) =>
      this.answer(request, reply, (visit) => act(visit, bodyOf(request), request.params as Params)),
    )
  }

  /** Pages of somebody who is known; whoever is not is told how to come in again, and loses nothing he typed. */
  own(path: string, may: Rule, look: Look<KnownVisit>): void {
    this.server.get(path, { config: { may } }, (request, reply) =>
      this.answer(request, reply, (visit) =>
        isKnown(visit) ? look(visit, request.params as Params) : sessionOver(visit, NOTHING_TYPED),
      ),
    )
  }

  ownAct(path: string, may: Rule, act: Act<KnownVisit>): void {
    this.server.post(path, { config: { may } }, (request, reply) =>
      this.answer(request, reply, async (visit) => {
        const posted = request.isMultipart() ? await this.kept(visit, request) : bodyOf(request)
        return isKnown(visit) ? act(visit, posted, request.params as Params) : sessionOver(visit, posted)
      }),
    )
  }

  /** What came with a file: that is kept, and goes on by its hash. Nothing is kept for who is not known. */
  private async kept(visit: Visit, request: FastifyRequest): Promise<Body> {
    const { files, fields } = await sentWith(request)
    const [file] = files.filter(({ bytes }) => bytes.length > 0)
    if (file === undefined || !isKnown(visit)) return fields
    const { sha256 } = await keepUpload(visit.scope, visit.caller, this.parts.documentsDir, file)
    return { ...fields, [KEPT]: sha256 }
  }

  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (visit: Visit) => Answer | Promise<Answer>,
  ): Promise<FastifyReply> {
    const chosen = languageIn(request)
    if (chosen !== null)
      void reply.setCookie(LANGUAGE_COOKIE, chosen, { ...this.cookie, maxAge: YEAR_SECONDS })
    if (chosen !== null && request.method === 'GET') return this.send(reply, withoutChoice(request.url))
    const visit = await visitOf(request, this.parts, chosen)
    const answer = await work(visit)
    if ('bytes' in answer) return this.give(reply, answer)
    if (answer.session !== undefined) this.change(reply, answer.session)
    return 'to' in answer ? this.send(reply, answer) : this.show(visit, reply, answer)
  }

  private send(reply: FastifyReply, { to }: Sent): FastifyReply {
    return reply.headers(PRIVATE).redirect(to, 303)
  }

  private give(reply: FastifyReply, { bytes, type, name, policy }: FileAnswer): FastifyReply {
    void reply.headers({ ...PRIVATE, 'content-disposition': `inline; filename="${name}"` })
    if (policy !== undefined)
      void reply.headers({ 'content-security-policy': policy, 'x-frame-options': 'SAMEORIGIN' })
    return reply.type(type).send(bytes)
  }

  private show(visit: Visit, reply: FastifyReply, shown: Shown): FastifyReply {
    const { status = 200, retryAfter, policy, foot, ...page } = shown
    const { language, house, addressee, here } = visit
    if (retryAfter !== undefined) void reply.header('retry-after', Math.ceil(retryAfter))
    if (policy !== undefined) void reply.header('content-security-policy', policy)
    const text = renderPage({
      language,
      house,
      addressee,
      here,
      ...page,
      foot: html`${foot}${leaving(visit)}`,
    })
    return reply.code(status).headers(PRIVATE).type('text/html; charset=utf-8').send(text)
  }

  private change(reply: FastifyReply, session: SessionChange): void {
    const names = cookieNames(this.parts)
    if (session === 'over') {
      for (const name of Object.values(names)) void reply.clearCookie(name, this.cookie)
      return
    }
    void reply.setCookie(session.kind === 'console' ? names.staff : names.link, session.token, this.cookie)
  }

  private get cookie() {
    const secure = this.parts.address.startsWith('https:')
    return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  }
}

const bodyOf = ({ body }: FastifyRequest): Body => (body ?? NOTHING_TYPED) as Body

/** Under every page of somebody who is known: home, and out. */
function leaving({ caller, words }: Visit): Html | null {
  if (caller === null) return null
  return html`<form method="post" action="/sign-out"><p><a href="/my">${words('home')}</a> · <button class="plain">${words('signOut')}</button></p></form>`
}

/** A language that was chosen on the page: in its address, or among what was typed. */
function languageIn(request: FastifyRequest): Language | null {
  const asked = (request.query as Params).language ?? bodyOf(request)._language
  return typeof asked === 'string' && isLanguage(asked) ? asked : null
}

/** The same address without the choice of a language, which is in a cookie by then. */
function withoutChoice(url: string): Sent {
  const { pathname, searchParams } = new URL(url, 'http://here')
  searchParams.delete('language')
  const rest = searchParams.toString()
  return { to: rest === '' ? pathname : `${pathname}?${rest}` }
}
