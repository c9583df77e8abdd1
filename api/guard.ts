import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refused } from '../schema/refused.ts'
import type { ServerParts } from './parts.ts'

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** Nothing but what a page of ours needs: no script, no frame, no form to elsewhere. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
}

/** What every answer says to browsers, and what no request gets past. */
export async function guard(server: FastifyInstance, { address, production }: ServerParts): Promise<void> {
  const secure = address.startsWith('https:')
  await server.register(cookie)
  await server.register(helmet, {
    contentSecurityPolicy: POLICY,
    // An address with a token is left at once; without a referrer browsers send no origin with forms either.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
  })
  const origins = originsOf(address, production)
  const names = origins.map((origin) => new URL(origin).hostname)
  server.addHook('onRequest', async (request) => {
    // On one's own machine a foreign name that leads here is a trick of a page elsewhere; before a server stands a proxy.
    if (!production && !names.includes(request.hostname)) throw new Refused('foreignOrigin')
    if (!SAFE.includes(request.method) && !isOurs(request, origins)) throw new Refused('foreignOrigin')
  })
}

/** On one's own machine a browser may call it by either of its names. */
function originsOf(address: string, production: boolean): string[] {
  const { origin, port, protocol } = new URL(address)
  return production ? [origin] : [origin, `${protocol}//localhost:${port}`]
}

/** A browser says where a request comes from; a program brings a key, which no browser adds by itself. */
function isOurs({ headers }: FastifyRequest, origins: readonly string[]): boolean {
  const site = headers['sec-fetch-site']
  if (headers.origin !== undefined) return origins.includes(headers.origin)
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return headers.authorization !== undefined
}
