import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { invalid } from '../client/invalid.ts'
import type { Answer } from '../client/once.ts'
import { commandKey, once } from '../client/once.ts'
import { ERRORS, isErrorCode } from '../schema/contracts/errors.ts'
import { Refused } from '../schema/refused.ts'
import { type Sent, sentWith } from './files.ts'
import { PROBLEM, problemOf, toRefused } from './problem.ts'
import type { Call, Route, Tools } from './route.ts'
import { callerOf } from './rules.ts'

const JSON_TYPE = 'application/json'
/** What may be the name of a request: visible, and bounded. */
const KEY = /^[\x21-\x7e]{1,200}$/

/** Answers a request of a resource: who, what, and once where its sender gave it a key. */
export async function perform(
  route: Route,
  tools: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const call = await callOf(route, tools, request, reply)
  const key = keyOf(route, request)
  if (key === undefined) {
    const answer = await route.handle(call)
    return reply.sent || reply.raw.headersSent ? reply : send(reply, written(route, answer, tools))
  }
  const { caller, scope } = call
  const named = { person: caller.person, key, request: fingerprint(request, call.sent) }
  const fresh = { is: false }
  const answer = await once(scope.pool, named, () => {
    fresh.is = true
    return keptAnswer(route, call, tools)
  })
  if (!fresh.is) void reply.header('idempotency-replayed', 'true')
  return answer === null ? reply : send(reply, answer)
}

async function callOf(
  route: Route,
  tools: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Call<unknown, unknown, unknown>> {
  const caller = callerOf(request, route.may)
  const { database, facadeIn } = tools.parts.connected
  const key = keyOf(route, request)
  return {
    ...tools,
    caller,
    scope: { pool: database.of(caller.institution), institution: caller.institution },
    facade: () => facadeIn(caller.institution),
    params: paramsOf(route, request),
    query: checked(route.query, request.query, ['query']),
    body: checked(route.body, request.body, []),
    // Without a key of the sender's it is the request's own: log, command and event tell of the same one.
    commandKey: key === undefined ? request.id : commandKey(caller.person, key),
    sent: route.takes === undefined ? { files: [], fields: {} } : await sentWith(request),
    request,
    reply,
  }
}

/** An answer or a refusal that will be the same however often it is asked; what may pass is thrown on. */
async function keptAnswer(
  route: Route,
  call: Call<unknown, unknown, unknown>,
  tools: Tools,
): Promise<Answer | null> {
  try {
    return written(route, await route.handle(call), tools)
  } catch (error) {
    const refused = toRefused(error, call.request)
    const { http } = ERRORS[isErrorCode(refused.code) ? refused.code : 'internal']
    if (http >= 500 || http === 429) throw refused
    return { status: http, media: PROBLEM, body: JSON.stringify(problemOf(refused, call.request)) }
  }
}

function written(route: Route, answer: unknown, { parts }: Tools): Answer {
  if (route.answer === undefined) return { status: route.status ?? 204, media: JSON_TYPE, body: '' }
  const body = JSON.stringify(answer)
  // What is answered is what is documented: checked wherever it is not people who wait.
  if (!parts.production) route.answer.parse(JSON.parse(body))
  return { status: route.status ?? 200, media: JSON_TYPE, body }
}

function send(reply: FastifyReply, { status, media, body }: Answer): FastifyReply {
  void reply.code(status).header('cache-control', 'no-store')
  return body === '' ? reply.send() : reply.type(media).send(body)
}

/** What cannot be the name of anything names nothing. */
function paramsOf({ params }: Route, request: FastifyRequest): unknown {
  const parsed = params?.safeParse(request.params)
  if (parsed !== undefined && !parsed.success) throw new Refused('routeUnknown')
  return parsed?.data
}

function checked(schema: z.ZodType | undefined, given: unknown, above: readonly string[]): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(given ?? {})
  if (parsed.success) return parsed.data
  const { code, params, fields } = invalid(parsed.error)
  throw new Refused(
    code,
    params,
    fields.map((field) => ({ ...field, path: [...above, ...field.path] })),
  )
}

/** What only reads may be repeated as it is. */
function keyOf({ method }: Route, { headers }: FastifyRequest): string | undefined {
  const key = method === 'GET' ? undefined : headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !KEY.test(key)) throw new Refused('keyUnfit')
  return key
}

/** Of files their hashes: the same file is the same request. */
const fingerprint = ({ method, url, body }: FastifyRequest, { files, fields }: Sent): string =>
  JSON.stringify([method, url, body ?? null, files.map(({ name, sha256 }) => [name, sha256]), fields])
