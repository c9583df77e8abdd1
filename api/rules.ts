import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { Refused } from '../schema/refused.ts'

/** Who may ask: everybody, everybody who is known, or whom the table of access/may.ts lets do it. */
export type Rule = 'public' | 'signedIn' | `${string}.${string}`

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route has one, or the server does not start. */
    may?: Rule
  }
}

/** Routes that came without a rule end the start: nothing is open because somebody forgot. */
export function requireRules(server: FastifyInstance): void {
  const without: string[] = []
  server.addHook('onRoute', ({ method, url, config }) => {
    if (config?.may === undefined) without.push(`${method} ${url}`)
  })
  server.addHook('onReady', async () => {
    if (without.length > 0) throw new Error(`no rule says who may call: ${without.join(', ')}`)
  })
}

/** The caller of a route that is not for everybody. @throws Refused signInNeeded */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new Refused('signInNeeded')
  return caller
}
