/** A JSON schema as far as examples need it. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  minimum?: number
  minItems?: number
  [other: string]: unknown
}

const PROCESS = 'partnership/0f8b2c64-6a3e-4b55-9d0e-6f0f3f9a7c11'

/** What fields are called says what stands in them: from the sample institution and its partners. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  id: '0f8b2c64-6a3e-4b55-9d0e-6f0f3f9a7c11',
  process: PROCESS,
  parent: PROCESS,
  task: 'k3v9q2hx7m4t',
  partner: 'ZKM',
  partnerName: '“Zarafshon kon-metallurgiya majmuasi” AJ',
  person: 'S004',
  owner: 'S004',
  actor: 'S004',
  who: 'S004',
  administrator: 'S004',
  trainee: 'ZTU26000001',
  graduate: 'ZTU26000001',
  email: 'm.tosheva@zkm.example',
  phone: '+998 79 223-40-50',
  address: 'Navoiy sh., Galaba koʻchasi, 1',
  taxId: '301234567',
  bankAccount: '20210000900123456001',
  bankMfo: '00197',
  hash: 'a'.repeat(64),
  scan: 'b'.repeat(64),
  sha256: 'c'.repeat(64),
  time: '10:00',
  startAt: '10:00',
  endAt: '13:00',
  academicYear: '2026-2027',
  cycle: '0f8b2c64-6a3e-4b55-9d0e-6f0f3f9a7c11',
  pointer: '/data/reason',
  code: 'S004',
  language: 'uz-Latn',
  instance: 'urn:request:1744a3f0-a4dd-415b-b9e7-f5713c0af009',
  next: null,
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2027-02-08T05:00:00.000Z',
  date: '2027-02-08',
  uuid: '0f8b2c64-6a3e-4b55-9d0e-6f0f3f9a7c11',
  email: 'm.tosheva@zkm.example',
}

/** A value as the schema wants it, for readers of the documentation. */
export function exampleOf(
  schema: JsonSchema,
  known: Readonly<Record<string, JsonSchema>>,
  name = '',
): unknown {
  if (schema.$ref !== undefined)
    return exampleOf(known[schema.$ref.split('/').at(-1) ?? ''] ?? {}, known, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (first !== undefined) return exampleOf(first, known, name)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') return objectOf(schema, known)
  if (type === 'array') return [exampleOf(schema.items ?? {}, known, name)]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1)
  if (type === 'string') return textOf(schema, name)
  return null
}

function objectOf(schema: JsonSchema, known: Readonly<Record<string, JsonSchema>>): unknown {
  const fields = Object.entries(schema.properties ?? {})
  return Object.fromEntries(fields.map(([field, inner]) => [field, exampleOf(inner, known, field)]))
}

function textOf({ format }: JsonSchema, name: string): unknown {
  const named = BY_NAME[name]
  if (format !== undefined) return BY_FORMAT[format] ?? 'text'
  return typeof named === 'string' ? named : 'Amaliyot shartnomasi'
}
