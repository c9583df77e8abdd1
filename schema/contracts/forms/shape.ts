import { z } from 'zod'
import { SEVERAL_LINES } from '../characters.ts'
import type { DecisionContract } from '../tasks.ts'

/** What one value of a contract is; the one walk over contracts, for forms and the command line alike. */
export type Shape =
  | { holds: 'text'; most: number | null; severalLines: boolean }
  | { holds: 'digits'; count: number }
  | { holds: 'hash' }
  | { holds: 'day' }
  | { holds: 'clock' }
  /** `step` is 1 for whole numbers, 0.01 for sums, null for any. */
  | { holds: 'number'; least: number | null; most: number | null; step: number | null }
  | { holds: 'yesNo' }
  | { holds: 'constant'; value: Scalar }
  | { holds: 'oneOf'; values: readonly Scalar[] }
  /** A person's code or id. */
  | { holds: 'person' }
  | { holds: 'list'; least: number; most: number | null; of: Shape }
  /** Values under names of the writer's own, or under these. */
  | { holds: 'record'; names: readonly string[] | null; of: Shape }
  | { holds: 'group'; parts: readonly Part[] }

export type Scalar = string | number | boolean

/** A named value within a group. */
export interface Part {
  name: string
  shape: Shape
  required: boolean
  /** Nothing is said by null. */
  nullable: boolean
  /** Asked for only where another part of the group has one of these values. */
  when: When | null
}

export interface When {
  name: string
  is: readonly Scalar[]
}

export type Group = Extract<Shape, { holds: 'group' }>

/** The part of JSON Schema that zod writes for contracts. */
interface Schema {
  type?: string | readonly string[]
  format?: string
  pattern?: string
  enum?: readonly Scalar[]
  const?: Scalar | null
  default?: unknown
  minimum?: number
  maximum?: number
  multipleOf?: number
  minItems?: number
  maxItems?: number
  maxLength?: number
  properties?: Record<string, Schema>
  required?: readonly string[]
  items?: Schema
  propertyNames?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
}

const CLOCK = /^\^\(\??:?\[01\]/
const DIGITS = /^\^(?:\\d|\[0-9\])\{(\d+)\}\$$/
const HASH = '^[0-9a-f]{64}$'

const known = new WeakMap<DecisionContract, Group>()

/** What a decision carries, from its contract. */
export function shapeOf(contract: DecisionContract): Group {
  const before = known.get(contract)
  if (before !== undefined) return before
  const schema = z.toJSONSchema(contract.data, { unrepresentable: 'any' }) as Schema
  const shape = groupOf([schema], '', contract.people)
  known.set(contract, shape)
  return shape
}

function walk(schema: Schema, path: string, people: readonly string[]): Shape {
  if (people.includes(path)) return { holds: 'person' }
  const variants = (schema.anyOf ?? schema.oneOf ?? []).filter((variant) => !isNull(variant))
  if (variants.length > 0) return union(variants, path, people)
  if (schema.const !== undefined && schema.const !== null) return { holds: 'constant', value: schema.const }
  if (schema.enum !== undefined) return { holds: 'oneOf', values: schema.enum }
  switch (typeOf(schema)) {
    case 'array':
      return {
        holds: 'list',
        least: schema.minItems ?? 0,
        most: schema.maxItems ?? null,
        of: walk(schema.items ?? {}, `${path}.*`, people),
      }
    case 'object':
      return schema.properties === undefined
        ? recordOf(schema, path, people)
        : groupOf([schema], path, people)
    case 'boolean':
      return { holds: 'yesNo' }
    case 'integer':
      return numberOf(schema, 1)
    case 'number':
      return numberOf(schema, schema.multipleOf ?? null)
    default:
      return textOf(schema)
  }
}

const typeOf = ({ type }: Schema): string | undefined =>
  typeof type === 'string' ? type : type?.find((one) => one !== 'null')

const isNull = ({ type, const: value }: Schema): boolean => type === 'null' || value === null

const isNullable = ({ type, anyOf = [] }: Schema): boolean =>
  (Array.isArray(type) && type.includes('null')) || anyOf.some(isNull)

/** Words of several lists are one list, records of several kinds one group; of anything else the first is asked for. */
function union(variants: readonly Schema[], path: string, people: readonly string[]): Shape {
  if (variants.every(({ properties }) => properties !== undefined)) return groupOf(variants, path, people)
  const values = variants.flatMap(({ enum: list, const: value }) => list ?? value ?? [])
  const isList = variants.every(({ enum: list, const: value }) => list !== undefined || value !== undefined)
  return isList ? { holds: 'oneOf', values } : walk(variants[0] ?? {}, path, people)
}

function recordOf(schema: Schema, path: string, people: readonly string[]): Shape {
  const { propertyNames: { enum: names } = {}, additionalProperties: of } = schema
  return {
    holds: 'record',
    names: names?.map(String) ?? null,
    of: walk(typeof of === 'object' ? of : {}, `${path}.*`, people),
  }
}

/** The parts of a group; of a group in several variants those of each, with what tells the variants apart. */
function groupOf(variants: readonly Schema[], path: string, people: readonly string[]): Group {
  const kind = discriminatorOf(variants)
  const parts = new Map<string, Part>()
  for (const { properties = {}, required = [] } of variants) {
    const is = kind === null ? undefined : (properties[kind]?.const ?? undefined)
    for (const [name, schema] of Object.entries(properties)) {
      const before = parts.get(name)
      const shape = walk(schema, path === '' ? name : `${path}.${name}`, people)
      const own = name === kind || kind === null || is === undefined ? null : { name: kind, is: [is] }
      parts.set(name, {
        name,
        shape: before === undefined ? shape : joined(before.shape, shape),
        required:
          required.includes(name) &&
          schema.default === undefined &&
          (kind !== null || variants.every((one) => one.required?.includes(name))),
        nullable: isNullable(schema),
        when: before?.when && own ? { name: own.name, is: [...before.when.is, ...own.is] } : own,
      })
    }
  }
  return { holds: 'group', parts: [...parts.values()] }
}

/** The part by whose constant the variants differ. */
function discriminatorOf(variants: readonly Schema[]): string | null {
  if (variants.length < 2) return null
  const names = Object.keys(variants[0]?.properties ?? {})
  return names.find((name) => variants.every((one) => one.properties?.[name]?.const !== undefined)) ?? null
}

const valuesOf = (shape: Shape): readonly Scalar[] =>
  shape.holds === 'constant' ? [shape.value] : shape.holds === 'oneOf' ? shape.values : []

function joined(before: Shape, shape: Shape): Shape {
  const values = [...new Set([...valuesOf(before), ...valuesOf(shape)])]
  return values.length > 1 ? { holds: 'oneOf', values } : before
}

function numberOf({ minimum, maximum }: Schema, step: number | null): Shape {
  const bound = (value: number | undefined): number | null =>
    value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value
  return { holds: 'number', least: bound(minimum), most: bound(maximum), step }
}

function textOf({ format, pattern = '', maxLength }: Schema): Shape {
  if (format === 'date') return { holds: 'day' }
  if (CLOCK.test(pattern)) return { holds: 'clock' }
  if (pattern === HASH) return { holds: 'hash' }
  const digits = DIGITS.exec(pattern)?.[1]
  if (digits !== undefined) return { holds: 'digits', count: Number(digits) }
  return { holds: 'text', most: maxLength ?? null, severalLines: pattern === SEVERAL_LINES.source }
}

/** What stands at a path like `actions.0.owner`; undefined where the contract has no such place. */
export function shapeAt(contract: DecisionContract, path: string): Shape | undefined {
  let shape: Shape | undefined = shapeOf(contract)
  for (const step of path.split('.')) {
    switch (shape?.holds) {
      case 'list':
      case 'record':
        shape = shape.of
        break
      case 'group':
        shape = shape.parts.find(({ name }) => name === step)?.shape
        break
      default:
        return undefined
    }
  }
  return shape
}
