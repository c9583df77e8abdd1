import type { FastifyInstance } from 'fastify'
import { perform } from '../perform.ts'
import type { Route, Tools } from '../route.ts'
import { decisionRoutes } from './decisions.ts'
import { editRoutes } from './edits.ts'
import { liveRoutes } from './live.ts'
import { processRoutes } from './processes.ts'
import { recordRoutes } from './records.ts'
import { registerRoutes } from './register.ts'
import { taskRoutes } from './tasks.ts'

export const ROUTES: readonly Route[] = [
  ...taskRoutes,
  ...decisionRoutes,
  ...processRoutes,
  ...recordRoutes,
  ...registerRoutes,
  ...editRoutes,
  ...liveRoutes,
]

/** Every resource, each behind its rule and its contract. */
export function registerResources(server: FastifyInstance, tools: Tools): void {
  for (const route of ROUTES) {
    server.route({
      method: route.method,
      url: route.path,
      config: { may: route.may },
      handler: (request, reply) => perform(route, tools, request, reply),
    })
  }
}
