import { randomUUID } from 'node:crypto'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { registerPortal } from '../portal/index.ts'
import { parseJson } from '../schema/contracts/json.ts'
import { Refused } from '../schema/refused.ts'
import { findCallers } from './callers.ts'
import { serveDocs } from './docs.ts'
import { answerBeforeClosing } from './drain.ts'
import { takeFiles } from './files.ts'
import { guard } from './guard.ts'
import { keepJournal } from './journal.ts'
import { Streams } from './live.ts'
import { Measures } from './measures.ts'
import type { ServerParts } from './parts.ts'
import { answer, answerProblems, toRefused } from './problem.ts'
import { registerResources } from './resources/index.ts'
import { requireRules } from './rules.ts'

/** Bytes of a body that is no upload: the largest decision, and what JSON adds. */
const LARGEST_BODY = 1024 * 1024
/** Milliseconds for a whole request to come in: who sends a byte at a time is not waited for. */
const SLOWEST_REQUEST = 30_000
/** Longer than a proxy keeps a connection it does not use, or it would send into a closed one. */
const KEEP_ALIVE = 72_000

/**
 * The HTTP door: pages of links and of staff, and the resources for programs and the console. It keeps nothing in
 * memory that another replica would miss.
 */
export async function createServer(
  parts: ServerParts,
  measures: Measures = new Measures(),
): Promise<FastifyInstance> {
  const { log, proxies = [] } = parts
  const server: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: LARGEST_BODY,
    requestTimeout: SLOWEST_REQUEST,
    keepAliveTimeout: KEEP_ALIVE,
    // Once everybody has an answer: what else is open are streams, and connections that nobody uses.
    forceCloseConnections: true,
    trustProxy: proxies.length === 0 ? false : [...proxies],
    routerOptions: { maxParamLength: 300 },
    // Addresses that are none are no reason for another kind of answer.
    frameworkErrors: (error, request, reply) => void answer(request, reply, toRefused(error, request)),
  })
  const streams = new Streams(parts.connected.database)
  server.addHook('preClose', () => streams.close())
  answerBeforeClosing(server)
  requireRules(server)
  keepJournal(server, measures)
  answerProblems(server)
  readJson(server)
  await guard(server, parts)
  findCallers(server, parts)
  await takeFiles(server)
  await server.register(async (pages) => registerPortal(pages, parts))
  await server.register(async (api) => registerResources(api, { parts, measures, streams }), {
    prefix: '/api/v1',
  })
  await server.register(serveDocs, { prefix: '/api' })
  return server
}

/** JSON of a bounded depth that means no prototype; text is read by nobody. */
function readJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const read = parseJson(body.toString())
    if ('fault' in read) return done(new Refused('jsonUnreadable', { reason: read.fault }))
    return parse(request, body.toString(), done)
  })
}
