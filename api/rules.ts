import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
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
  const routes: RouteOptions[] = []
  server.addHook('onRoute', (route) => {
    routes.push(route)
  })
  server.addHook('onReady', async () => {
    const without = routes.flatMap(({ method, url, config }) =>
      config?.may === undefined ? [`${method} ${url}`] : [],
    )
    if (without.length > 0) throw new Error(`no rule says who may call: ${without.join(', ')}`)
  })
}

/** Programs and the console are for staff with a role; whoever comes by a letter or for a partner has pages. */
export function requireStaff({ partner, roles, door }: Caller): void {
  if (partner !== null || roles.length === 0 || door.kind === 'link') throw new Refused('notAllowed')
}

/** The caller of a route that is not for everybody. @throws Refused signInNeeded */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new Refused('signInNeeded')
  return caller
}
