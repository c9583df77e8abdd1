import { DatabaseError, type QueryResultRow } from 'pg'
import { Refused } from '../../schema/refused.ts'
import { limitOf, only, type Scope } from '../reads/scope.ts'

export interface Page<Row> {
  items: Row[]
  /** Where the next page begins; null at the end. It says nothing to whoever holds it. */
  next: string | null
}

/** Which part of a list is wanted. */
export interface Part {
  /** The one with this id, or with what else names it. */
  name?: string | undefined
  sort?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** An order in which a list can be read: none of its columns is ever null, and the last ones make it unique. */
interface Order {
  by: readonly { column: string; type: 'text' | 'timestamptz' | 'date' | 'int' | 'bool' }[]
  descending: boolean
}

/** A list as one statement. Its orders are those there is an index for; the first one is meant where none is named. */
export interface Listing {
  columns: string
  from: string
  orders: Readonly<Record<string, Order>>
}

/** Conditions of a statement and their values, each behind `?`. The first value is the institution. */
export class Conditions {
  readonly texts: string[] = []
  readonly values: unknown[]

  constructor(institution: string) {
    this.values = [institution]
  }

  add(condition: string, ...values: unknown[]): this {
    let next = 0
    const text = condition.replaceAll('?', () => {
      this.values.push(values[next])
      next += 1
      return `$${this.values.length}`
    })
    this.texts.push(text)
    return this
  }

  /** Only where the value was given; behind every `?` stands the same one. */
  when(value: unknown, condition: string): this {
    if (value === undefined) return this
    this.values.push(value)
    this.texts.push(condition.replaceAll('?', `$${this.values.length}`))
    return this
  }
}

type Keyed = { _key: string[] }
/** Class of SQLSTATE that speaks of a value: here only a cursor's can be wrong. */
const WRONG_VALUE = /^22/

/** A page of a list: one statement, bounded, by an index. @throws Refused invalidInput of a cursor or order that is none. */
export async function pageOf<Row extends QueryResultRow>(
  scope: Scope,
  listing: Listing,
  conditions: Conditions,
  part: Part,
): Promise<Page<Row>> {
  const [first = ''] = Object.keys(listing.orders)
  const sort = part.sort ?? first
  const order = Object.hasOwn(listing.orders, sort) ? listing.orders[sort] : undefined
  if (order === undefined) throw wrong('sort')
  const columns = order.by.map(({ column }) => column)
  const direction = order.descending ? 'DESC' : 'ASC'
  if (part.cursor !== undefined) {
    const places = order.by.map(({ type }) => `?::${type}`).join(', ')
    const comparison = order.descending ? '<' : '>'
    conditions.add(`(${columns.join(', ')}) ${comparison} (${places})`, ...keyIn(part.cursor, sort, columns))
  }
  const limit = limitOf(part.limit)
  const text = `SELECT ${listing.columns}, ARRAY[${columns.map((column) => `${column}::text`).join(', ')}] AS _key
    FROM ${listing.from} WHERE ${conditions.texts.join(' AND ')}
    ORDER BY ${columns.map((column) => `${column} ${direction}`).join(', ')} LIMIT ${limit + 1}`
  const { rows } = await scope.pool.query<Row & Keyed>(text, conditions.values).catch((error: unknown) => {
    const ofCursor = error instanceof DatabaseError && WRONG_VALUE.test(error.code ?? '')
    throw ofCursor && part.cursor !== undefined ? wrong('cursor') : error
  })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(({ _key, ...row }) => row as unknown as Row),
    next: last === undefined ? null : cursorOf(sort, last._key),
  }
}

/** The one of a list that a name stands for. @throws Refused with the code given, ambiguousId */
export async function oneOf<Row>(
  list: (part: Part) => Promise<Page<Row>>,
  name: string,
  missing: string,
): Promise<Row> {
  const { items } = await list({ name, limit: 2 })
  return only(items, name, missing)
}

const cursorOf = (sort: string, key: readonly string[]): string =>
  Buffer.from(JSON.stringify([sort, ...key])).toString('base64url')

function keyIn(cursor: string, sort: string, columns: readonly string[]): string[] {
  const read = parsed(Buffer.from(cursor, 'base64url').toString())
  const texts = Array.isArray(read) ? read.filter((part): part is string => typeof part === 'string') : []
  const [order, ...key] = texts
  // A null character would be an error of the connection, not of the value.
  if (order !== sort || key.length !== columns.length || cursor.length > 2_000 || key.join('').includes('\0'))
    throw wrong('cursor')
  return key
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const wrong = (field: string): Refused => {
  const params = { field }
  return new Refused('invalidInput', params, [{ path: ['query', field], code: 'invalidInput', params }])
}
