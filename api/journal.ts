import type { FastifyInstance } from 'fastify'
import type { Measures } from './measures.ts'

/** One line for each answer: the route, never the address, for there may be a token in it. */
export function keepJournal(server: FastifyInstance, measures: Measures): void {
  server.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    const { method, caller, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    const ms = Math.round(reply.elapsedTime * 10) / 10
    measures.request(method, route, reply.statusCode, reply.elapsedTime / 1_000)
    const door = caller === null ? null : `${caller.door.kind}/${caller.door.id}`
    request.log.info({ method, route, status: reply.statusCode, ms, door }, 'answered')
  })
}
