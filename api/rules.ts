import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { type Action, isStaff, may } from '../access/may.ts'
import { Refused } from '../schema/refused.ts'

/** Who may ask: everybody, everybody who is known, or whom the table of access/may.ts lets do it. */
export type Rule = 'public' | 'signedIn' | Action

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

/** The caller of a resource. @throws Refused signInNeeded, notAllowed */
export function callerOf({ caller }: FastifyRequest, action: Action): Caller {
  if (caller === null) throw new Refused('signInNeeded')
  if (!isStaff(caller) || !may(caller, action)) throw new Refused('notAllowed')
  return caller
}
