import swagger, { type StaticDocumentSpec } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { describeError } from '../messages/errors.ts'
import { STYLES } from '../portal/assets.ts'
import { type Html, html } from '../portal/html.ts'
import { ERRORS } from '../schema/contracts/errors.ts'
import { openApi } from './description.ts'
import { languageOf } from './problem.ts'

/** Scripts of the documentation are files of ours; nothing else runs, and nothing is loaded from elsewhere. */
const POLICY =
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';
  base-uri 'none'; form-action 'none'; frame-ancestors 'none'`.replace(/\s+/g, ' ')

/** The description for programs, and the same for people who write them. Everybody may read it. */
export async function serveDocs(server: FastifyInstance): Promise<void> {
  const document = openApi()
  server.get('/v1/openapi.json', { config: { may: 'public' } }, async () => document)
  server.get('/docs/errors', { config: { may: 'public' } }, (request, reply) =>
    reply.type('text/html; charset=utf-8').send(errorsPage(request).toString()),
  )
  await server.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, may: 'public' }
    })
    await docs.register(swagger, {
      mode: 'static',
      specification: { document: document as StaticDocumentSpec['document'] },
    })
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      indexPrefix: '/api',
      staticCSP: POLICY,
      uiConfig: { deepLinking: true, docExpansion: 'none', defaultModelsExpandDepth: -1 },
    })
  })
}

/** Every code a problem can have, with its sentences in the reader's language. */
function errorsPage(request: FastifyRequest): Html {
  const language = languageOf(request)
  const reader = { language, timeZone: 'UTC', names: {} }
  const rows = Object.entries(ERRORS).map(([code, { http }]) => {
    const { what, next } = describeError(code, {}, reader)
    return html`<tr id="${code}"><td><code>${code}</code></td><td>${http}</td><td>${what} ${next}</td></tr>`
  })
  return html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Bitim</title>
<link rel="stylesheet" href="${STYLES.path}"></head><body><main><table>${rows}</table></main></body></html>`
}
