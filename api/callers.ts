import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import type { Doorkeeper, ServerParts } from './parts.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null where nobody knows. Never from what a body or an address says. */
    caller: Caller | null
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
  server.addHook('onRequest', async (request) => {
    request.caller = await callerFrom(request, names, parts.access)
  })
}

async function callerFrom(
  { headers, cookies }: FastifyRequest,
  names: CookieNames,
  access: Doorkeeper,
): Promise<Caller | null> {
  if (headers.authorization !== undefined) {
    const key = BEARER.exec(headers.authorization)?.[1]
    return key === undefined ? null : access.callerOfKey(key)
  }
  for (const token of [cookies[names.staff], cookies[names.link]]) {
    const found = token === undefined ? null : await access.callerOfSession(token)
    if (found !== null) return found.caller
  }
  return null
}
