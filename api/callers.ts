import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access } from '../access/access.ts'
import type { Caller } from '../access/caller.ts'
import type { Session } from '../access/sessions.ts'
import type { ServerParts } from './parts.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null where nobody knows. Never from what a body or an address says. */
    caller: Caller | null
    /** The session of a cookie. */
    session: Session | null
  }
}

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/

/** Cookies that only this origin can set. A browser takes them on https alone; on one's own machine they go without. */
export interface CookieNames {
  staff: string
  link: string
}

export const cookieNames = ({ address }: Pick<ServerParts, 'address'>): CookieNames => {
  const prefix = address.startsWith('https:') ? '__Host-' : ''
  return { staff: `${prefix}bitim`, link: `${prefix}bitim-link` }
}

/** Finds out who calls, before anything else is done for him: by key, else as staff, else by link. */
export function findCallers(server: FastifyInstance, parts: ServerParts): void {
  const names = cookieNames(parts)
  server.decorateRequest('caller', null)
  server.decorateRequest('session', null)
  server.addHook('onRequest', async (request) => {
    const { caller = null, session = null } = (await found(request, names, parts.access)) ?? {}
    request.caller = caller
    request.session = session
  })
}

/** Who calls by now: a session may have ended since the request began. */
export async function callerAgain(request: FastifyRequest, parts: ServerParts): Promise<Caller | null> {
  return (await found(request, cookieNames(parts), parts.access))?.caller ?? null
}

async function found(
  { headers, cookies }: FastifyRequest,
  names: CookieNames,
  access: Access,
): Promise<{ caller: Caller | null; session?: Session } | null> {
  if (headers.authorization !== undefined) {
    const key = BEARER.exec(headers.authorization)?.[1]
    return key === undefined ? null : { caller: await access.callerOfKey(key) }
  }
  for (const token of [cookies[names.staff], cookies[names.link]]) {
    const known = token === undefined ? null : await access.callerOfSession(token)
    if (known !== null) return known
  }
  return null
}
