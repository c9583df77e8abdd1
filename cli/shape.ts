import { z } from 'zod'
import type { DecisionContract } from '../schema/contracts/tasks.ts'
import type { Words } from './words.ts'

/** The part of JSON Schema that the contracts make use of. */
interface Schema {
  type?: string
  format?: string
  pattern?: string
  enum?: readonly unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  maxLength?: number
  properties?: Record<string, Schema>
  required?: readonly string[]
  items?: Schema
  additionalProperties?: Schema | boolean
}

/** A field of a decision's data: where it stands, what it holds, whether it must be there. */
export interface Field {
  path: string
  holds: string
  required: boolean
}

const CLOCK = /^\^\(\[01\]/
const DIGITS = /^\^(?:\\d|\[0-9\])\{(\d+)\}\$$/
const HASH = '^[0-9a-f]{64}$'

const schemaOf = (contract: DecisionContract): Schema =>
  z.toJSONSchema(contract.data, { unrepresentable: 'any' }) as Schema

/** The fields of a decision as a list that a person can read and type from. */
export function fieldsOf(contract: DecisionContract, words: Words): Field[] {
  return below(schemaOf(contract), '', true, contract, words)
}

function below(
  schema: Schema,
  path: string,
  required: boolean,
  contract: DecisionContract,
  words: Words,
): Field[] {
  const own: Field[] = path === '' ? [] : [{ path, holds: describe(schema, path, contract, words), required }]
  const inner = schema.type === 'array' ? schema.items : schema
  const prefix = schema.type === 'array' ? `${path}.*.` : path === '' ? '' : `${path}.`
  const fields = Object.entries(inner?.properties ?? {}).flatMap(([name, field]) =>
    below(field, `${prefix}${name}`, inner?.required?.includes(name) === true, contract, words),
  )
  return [...own, ...fields]
}

function describe(schema: Schema, path: string, contract: DecisionContract, words: Words): string {
  if (schema.type === 'array') {
    const item = schema.items ?? {}
    const most = schema.maxItems ?? '…'
    if (item.properties !== undefined) return words('shape.records', { most })
    return words('shape.list', { most, item: describe(item, `${path}.*`, contract, words) })
  }
  if (contract.people.includes(path)) return words('shape.person')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.join(' | ')
  switch (schema.type) {
    case 'boolean':
      return 'true | false'
    case 'integer':
    case 'number':
      return words('shape.number', { least: schema.minimum ?? '…', most: schema.maximum ?? '…' })
    case 'object':
      return schema.properties === undefined ? words('shape.map') : words('shape.group')
    default:
      return text(schema, words)
  }
}

function text({ format, pattern = '', maxLength }: Schema, words: Words): string {
  if (format === 'date') return words('shape.day')
  if (CLOCK.test(pattern)) return words('shape.clock')
  if (pattern === HASH) return words('shape.hash')
  const digits = DIGITS.exec(pattern)?.[1]
  if (digits !== undefined) return words('shape.digits', { count: digits })
  return words('shape.text', { most: maxLength ?? '…' })
}

/** What stands at a path like `actions.0.owner`; undefined where the contract has no such place. */
export function typeAt(contract: DecisionContract, path: string): string | undefined {
  let schema: Schema | undefined = schemaOf(contract)
  for (const step of path.split('.')) {
    const more: Schema | boolean | undefined = schema?.additionalProperties
    schema =
      schema?.type === 'array'
        ? schema.items
        : (schema?.properties?.[step] ?? (typeof more === 'object' ? more : undefined))
  }
  return schema?.type
}
