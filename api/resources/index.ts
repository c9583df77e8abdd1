import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { invalid } from '../../client/invalid.ts'
import { Refused } from '../../schema/refused.ts'
import type { Measures } from '../measures.ts'
import type { ServerParts } from '../parts.ts'
import type { Route } from '../route.ts'
import { callerOf } from '../rules.ts'
import { taskRoutes } from './tasks.ts'

const ROUTES: readonly Route[] = [...taskRoutes]

/** Every resource, each behind its rule and its contract. */
export function registerResources(server: FastifyInstance, parts: ServerParts, measures: Measures): void {
  for (const declared of ROUTES) {
    const { method, path, may } = declared
    server.route({
      method,
      url: path,
      config: { may },
      handler: (request, reply) => perform(declared, { parts, measures }, request, reply),
    })
  }
}

async function perform(
  declared: Route,
  tools: { parts: ServerParts; measures: Measures },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const caller = callerOf(request)
  const { database, facadeIn } = tools.parts.connected
  const answer = await declared.handle({
    ...tools,
    caller,
    scope: { pool: database.of(caller.institution), institution: caller.institution },
    facade: () => facadeIn(caller.institution),
    params: paramsOf(declared, request),
    query: checked(declared.query, request.query, ['query']),
    body: checked(declared.body, request.body, []),
    request,
    reply,
  })
  if (reply.sent) return reply
  void reply.header('cache-control', 'no-store')
  if (answer === undefined && declared.answer === undefined) return reply.code(declared.status ?? 204).send()
  const text = JSON.stringify(answer)
  if (!tools.parts.production) declared.answer?.parse(JSON.parse(text))
  return reply
    .code(declared.status ?? 200)
    .type('application/json')
    .send(text)
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
