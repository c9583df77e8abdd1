import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refusalOf } from '../client/trouble.ts'
import { describeError } from '../messages/errors.ts'
import { isLanguage, type Language } from '../messages/index.ts'
import { ERRORS, isErrorCode } from '../schema/contracts/errors.ts'
import { Refused, type WrongField } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'

/** RFC 9457, with the code of the catalogue and, where fields are wrong, each of them by JSON pointer (RFC 6901). */
export const PROBLEM_SHAPE = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    /** Of the request: what to name when asking for help. */
    instance: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
type Problem = z.output<typeof PROBLEM_SHAPE>

export const PROBLEM = 'application/problem+json'

/** What Fastify itself refuses, by our codes. */
const OWN: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'mediaTypeUnknown',
  FST_ERR_CTP_EMPTY_TYPE: 'mediaTypeUnknown',
  FST_REQ_FILE_TOO_LARGE: 'bodyTooLarge',
  FST_FILES_LIMIT: 'bodyTooLarge',
  FST_FIELDS_LIMIT: 'bodyTooLarge',
  FST_PARTS_LIMIT: 'bodyTooLarge',
  FST_ERR_MAX_PARAM_LENGTH: 'routeUnknown',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'mediaTypeUnknown',
}

/** Answers everything thrown, and every address that is none, as a problem in the caller's language. */
export function answerProblems(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => answer(request, reply, toRefused(error, request)))
  server.setNotFoundHandler((request, reply) => answer(request, reply, new Refused('routeUnknown')))
}

/** What is told of anything thrown; what is a fault of ours is logged. */
export function toRefused(error: unknown, request: FastifyRequest): Refused {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  const own = typeof code === 'string' ? OWN[code] : undefined
  if (own !== undefined) return new Refused(own)
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Refused('requestUnreadable')
  const refused = refusalOf(error)
  if (statusOf(refused.code) === 500) request.log.error({ err: error }, 'a request failed')
  return refused
}

export async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  refused: Refused,
): Promise<FastifyReply> {
  const problem = problemOf(refused, request)
  const { retryAfter } = refused.params
  if (typeof retryAfter === 'number') void reply.header('retry-after', Math.ceil(retryAfter))
  else if (isErrorCode(problem.code) && ERRORS[problem.code].retryable) void reply.header('retry-after', 5)
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer')
  return reply.code(problem.status).type(PROBLEM).send(JSON.stringify(problem))
}

export function problemOf(refused: Refused, request: FastifyRequest): Problem {
  const reader = { language: languageOf(request), timeZone: 'UTC', names: {} }
  const { code, what, next } = describeError(refused.code, refused.params as Data, reader)
  const status = statusOf(code)
  const errorOf = (field: WrongField) => ({
    pointer: pointerTo(field.path),
    code: field.code,
    detail: describeError(field.code, field.params as Data, reader).what,
  })
  return {
    type: `/api/docs/errors#${code}`,
    title: what,
    status,
    detail: next,
    code,
    instance: `urn:request:${request.id}`,
    ...(refused.fields.length === 0 ? {} : { errors: refused.fields.map(errorOf) }),
  }
}

const statusOf = (code: string): number => ERRORS[isErrorCode(code) ? code : 'internal'].http

const pointerTo = (path: WrongField['path']): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The caller's own; of who is not known yet, the first one asked for that there is. */
export function languageOf({ caller, headers }: FastifyRequest): Language {
  if (caller !== null && caller !== undefined) return caller.language
  const asked = (headers['accept-language'] ?? '').slice(0, 200).split(',')
  for (const part of asked) {
    const tag = part.split(';')[0]?.trim() ?? ''
    const found = [tag, tag.split('-')[0] === 'uz' ? 'uz-Latn' : (tag.split('-')[0] ?? '')].find(isLanguage)
    if (found !== undefined) return found
  }
  return 'uz-Latn'
}
