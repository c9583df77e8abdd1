import { z } from 'zod'
import { exampleOf, type JsonSchema } from './example.ts'
import { PROBLEM, PROBLEM_SHAPE } from './problem.ts'
import type { Route } from './route.ts'

type Schemas = Record<string, JsonSchema>

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}

const JSON_TYPE = 'application/json'

/** What may be refused by its status, for readers: why stands in `code`. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'It is not known who asks.',
  403: 'Whoever asks may not do this, or the request comes from a foreign page.',
  404: 'There is no such thing in the institution of whoever asks.',
  409: 'This is not possible as things stand, or the same request is still being answered.',
  412: 'It was changed meanwhile.',
  413: 'More was sent than is accepted.',
  415: 'What was sent is of a kind that is not read.',
  416: 'The file has no such part.',
  422: 'Fields are wrong, each named under `errors`, or the key was used for another request.',
  429: 'Too much was asked; `Retry-After` says when to come again.',
  500: 'A fault of ours, logged under the request’s id.',
  503: 'A part of the system does not answer; the same request may succeed later.',
  504: 'No worker took it in time; the same request with the same key may be sent again.',
  507: 'There is hardly any room left.',
}

/** Statuses of refusals that a route can answer, by what it takes. */
function refusalsOf(route: Route): number[] {
  const changes = route.method !== 'GET'
  return [
    ...[400, 401, 403, 404, 429, 500, 503],
    ...(route.query === undefined && !changes ? [] : [422]),
    ...(changes ? [409, 413, 415, 504, 507] : []),
    ...(route.edits === true ? [412] : []),
    ...(route.media === undefined ? [] : [416]),
  ].sort((a, b) => a - b)
}

/** The description of everything that runs, for programs and their authors. */
export function describe(routes: readonly Route[], version: string): object {
  const schemas: Schemas = {}
  const problem = schemaOf(PROBLEM_SHAPE, 'output', schemas)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bitim',
      version,
      summary:
        'Partnerships between an educational institution and enterprises, from first contact to follow-up.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key that an administrator made.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-bitim' },
      },
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => {
          const example = problemExample(Number(status), problem, schemas)
          return [status, { description, content: { [PROBLEM]: { schema: problem, example } } }]
        }),
      ),
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

function operationOf(route: Route, schemas: Schemas): object {
  const body = route.documented ?? route.body
  return {
    operationId: route.operation,
    summary: route.says,
    tags: [tagOf(route)],
    'x-may': route.may,
    parameters: parametersOf(route, schemas),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: contentOf(route, schemaOf(body, 'input', schemas), schemas),
          },
        }),
    responses: {
      ...successOf(route, schemas),
      ...Object.fromEntries(
        refusalsOf(route).map((status) => [status, { $ref: `#/components/responses/${status}` }]),
      ),
    },
  }
}

const tagOf = ({ path }: Route): string => path.split('/')[1] ?? ''

function contentOf(route: Route, schema: JsonSchema, schemas: Schemas): object {
  const type = route.takes ?? JSON_TYPE
  return { [type]: { schema, example: exampleOf(schema, schemas) } }
}

function problemExample(status: number, problem: JsonSchema, schemas: Schemas): object {
  return { ...(exampleOf(problem, schemas) as object), status, type: '/api/docs/errors', code: 'notAllowed' }
}

function successOf(route: Route, schemas: Schemas): object {
  const { answer, media, status } = route
  if (media !== undefined) {
    const content = { [media]: {} }
    return {
      200: { description: 'All of it.', content },
      ...(media === 'text/event-stream'
        ? {}
        : {
            206: { description: 'The part that was asked for.', content },
            304: { description: 'As the caller has it.' },
          }),
    }
  }
  if (answer === undefined) return { [status ?? 204]: { description: 'Done.' } }
  const schema = schemaOf(answer, 'output', schemas)
  return {
    [status ?? 200]: {
      description: 'Done.',
      content: { [JSON_TYPE]: { schema, example: exampleOf(schema, schemas) } },
    },
  }
}

function parametersOf(route: Route, schemas: Schemas): Parameter[] {
  const path = fieldsOf(route.params, schemas).map(
    ([name, schema]): Parameter => ({
      name,
      in: 'path',
      required: true,
      schema,
      example: exampleOf(schema, schemas, name),
    }),
  )
  const query = fieldsOf(route.query, schemas).map(
    ([name, schema, required]): Parameter => ({
      name,
      in: 'query',
      required,
      schema,
    }),
  )
  const header = (name: string, description: string): Parameter => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  })
  return [
    ...path,
    ...query,
    ...(route.method === 'GET'
      ? []
      : [header('Idempotency-Key', 'Repeated with the same key it is answered as it was the first time.')]),
    ...(route.edits === true
      ? [header('If-Match', 'The ETag that was read: refused where it is another by now.')]
      : []),
    ...(route.media === undefined || route.media === 'text/event-stream'
      ? []
      : [header('Range', 'One part in bytes.')]),
  ]
}

function fieldsOf(shape: z.ZodObject | undefined, schemas: Schemas): [string, JsonSchema, boolean][] {
  if (shape === undefined) return []
  const { properties = {}, required = [] } = schemaOf(shape, 'input', schemas)
  return Object.entries(properties).map(([name, schema]) => [name, schema, required.includes(name)])
}

/** A contract as JSON schema; what has a name of its own stands once, among the components. */
function schemaOf(contract: z.ZodType, io: 'input' | 'output', schemas: Schemas): JsonSchema {
  const made = z.toJSONSchema(contract, { io, unrepresentable: 'any' }) as JsonSchema & { $defs?: Schemas }
  const { $defs = {}, $schema: _, ...schema } = made
  for (const [name, inner] of Object.entries($defs)) schemas[name] = pointed(inner)
  if (typeof schema.id === 'string') {
    const { id, ...own } = schema
    schemas[id] = pointed(own)
    return { $ref: `#/components/schemas/${id}` }
  }
  return pointed(schema)
}

/** References to the components instead of the contract's own definitions. */
function pointed(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value,
  ) as JsonSchema
}
