import fc from 'fast-check'
import type { JsonSchema } from '../../api/example.ts'
import { exampleOf } from '../../api/example.ts'

/** What an operation of the description says of itself. */
export interface Described {
  method: string
  path: string
  operationId: string
  parameters: { name: string; in: string; schema: JsonSchema }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, unknown>
}

export interface Generated {
  operation: Described
  method: string
  url: string
  headers: Record<string, string>
  payload?: string
}

const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '[]',
  "' OR 1=1 --",
  '"; DROP TABLE task; --',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://evil")',
  '{{7*7}}#{7*7}',
  '../../etc/passwd',
  '%00',
  '\u0000',
  '\u202e\ufeff',
  '\ud800',
  '𝒳'.repeat(300),
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  '1e309',
  '9'.repeat(40),
  '2027-02-30',
  'Content-Type: text/html\r\n\r\n<b>',
]

const anything = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 3 }),
  fc.constantFrom({ $gt: '' }, { toString: 1 }, { length: -1 }),
)

type Schemas = Readonly<Record<string, JsonSchema>>

/** Values as the schema wants them, and now and then such as it does not. */
function valueFrom(schema: JsonSchema, schemas: Schemas, name = ''): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return valueFrom(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas, name)
  const right = rightOf(schema, schemas, name)
  return fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: anything })
}

function rightOf(schema: JsonSchema, schemas: Schemas, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const variants = schema.anyOf ?? schema.oneOf
  if (variants !== undefined) return fc.oneof(...variants.map((one) => valueFrom(one, schemas, name)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') return objectOf(schema, schemas)
  if (type === 'array') return fc.array(valueFrom(schema.items ?? {}, schemas, name), { maxLength: 3 })
  if (type === 'integer' || type === 'number') return fc.integer({ min: schema.minimum ?? 0, max: 1_000_000 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'string')
    return fc.oneof(fc.constant(exampleOf(schema, schemas, name)), fc.string({ minLength: 1, maxLength: 30 }))
  return anything
}

function objectOf({ properties = {}, required = [] }: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([field, inner]) => [field, valueFrom(inner, schemas, field)]),
  )
  return fc.record(fields, { requiredKeys: required.filter((field) => Object.hasOwn(fields, field)) })
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** A text that may stand in an address: a half character cannot be written at all. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString())

/** Requests to the operations of a description, with ids that there are and such that there are not. */
export function requestsTo(
  operations: readonly Described[],
  schemas: Schemas,
  ids: readonly string[],
): fc.Arbitrary<Generated> {
  return fc.constantFrom(...operations).chain((operation) => requestTo(operation, schemas, ids))
}

function requestTo(operation: Described, schemas: Schemas, ids: readonly string[]): fc.Arbitrary<Generated> {
  const id = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: anything.map(textOf) },
  )
  const named = (place: string) => operation.parameters.filter((one) => one.in === place)
  const path = fc.record(Object.fromEntries(named('path').map(({ name }) => [name, id])))
  const query = fc.record(
    Object.fromEntries(
      named('query').map(({ name, schema }) => [
        name,
        ['process', 'id', 'owner', 'partner'].includes(name)
          ? id
          : valueFrom(schema, schemas, name).map(textOf),
      ]),
    ),
    { requiredKeys: [] },
  )
  const headers = fc.record(
    {
      'accept-language': fc.constantFrom('ru', 'en', '*', 'x'.repeat(500), ';;;,,,'),
      'idempotency-key': fc.constantFrom('a', 'b', 'c', 'x'.repeat(300), ''),
      'if-match': fc.constantFrom('*', '"x"', 'nothing'),
      range: fc.constantFrom('bytes=0-1', 'bytes=-1', 'bytes=5-1', 'lines=1', 'bytes=99999999999999999999-'),
      'last-event-id': fc.constantFrom('0', '-1', 'x'),
    },
    { requiredKeys: [] },
  )
  const [content] = Object.values(operation.requestBody?.content ?? {})
  const body: fc.Arbitrary<string | undefined> =
    content === undefined
      ? fc.constant(undefined)
      : valueFrom(content.schema, schemas).map((value) => JSON.stringify(value))
  return fc.tuple(path, query, headers, body).map(([ofPath, ofQuery, ofHeaders, payload]) => {
    const address = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encoded(String(ofPath[name] ?? '')),
    )
    const search = Object.entries(ofQuery).map(([name, value]) => `${name}=${encoded(String(value))}`)
    return {
      operation,
      method: operation.method,
      url: `/api/v1${address}${search.length === 0 ? '' : `?${search.join('&')}`}`,
      headers: { ...ofHeaders, ...(payload === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(payload === undefined ? {} : { payload }),
    }
  })
}
