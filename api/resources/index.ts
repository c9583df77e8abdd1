import type { FastifyInstance } from 'fastify'
import { perform } from '../perform.ts'
import type { Route, Tools } from '../route.ts'
import { decisionRoutes } from './decisions.ts'
import { editRoutes } from './edits.ts'
import { importRoutes } from './imports.ts'
import { liveRoutes } from './live.ts'
import { processRoutes } from './processes.ts'
import { recordRoutes } from './records.ts'
import { registerRoutes } from './register.ts'
import { taskRoutes } from './tasks.ts'
import { uploadRoutes } from './uploads.ts'

export const ROUTES: readonly Route[] = [
  ...taskRoutes,
  ...decisionRoutes,
  ...processRoutes,
  ...recordRoutes,
  ...registerRoutes,
  ...editRoutes,
  ...importRoutes,
  ...uploadRoutes,
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
