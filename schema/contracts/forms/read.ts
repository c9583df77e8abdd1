import type { Data, Json } from '../../../workflows/durable/types.ts'
import type { Field } from './fields.ts'
import { NAME, VALUE } from './fields.ts'
import type { Posted } from './posted.ts'
import { rowsOf } from './posted.ts'
import type { When } from './shape.ts'
import { clockTyped, dayTyped, digitsTyped, isBlank, numberTyped, oneOfTyped, yesNoTyped } from './typed.ts'

/** What was posted as the contract wants it, and which posted row each row of a list was. */
export interface Read {
  data: Data
  /** Numbers of the posted rows by the path of their list in the data. */
  rows: Map<string, number[]>
}

/** Nothing was said here. */
const NOTHING = Symbol('nothing')
type Value = Json | typeof NOTHING

const EMPTY: Posted = { values: [], parts: new Map() }

export function readPosted(fields: readonly Field[], posted: Posted): Read {
  const rows = new Map<string, number[]>()
  return { data: groupAt(fields, posted, '', rows), rows }
}

const stepOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

const isAsked = (when: When | null, group: Data): boolean =>
  when === null || when.is.some((value) => value === group[when.name])

function groupAt(fields: readonly Field[], posted: Posted, at: string, rows: Map<string, number[]>): Data {
  const read: [string, Value][] = []
  for (const field of fields) {
    const name = stepOf(field.path)
    const value = valueAt(field, posted.parts.get(name) ?? EMPTY, at === '' ? name : `${at}.${name}`, rows)
    read.push([name, value])
  }
  const group: Data = Object.fromEntries(
    read.filter((entry): entry is [string, Json] => entry[1] !== NOTHING),
  )
  for (const { path, when } of fields) if (!isAsked(when, group)) delete group[stepOf(path)]
  return group
}

function valueAt(field: Field, posted: Posted, at: string, rows: Map<string, number[]>): Value {
  const { shape } = field
  switch (shape.holds) {
    case 'list':
      return listAt(field, posted, at, rows)
    case 'group': {
      const group = groupAt(field.fields, posted, at, rows)
      return field.required || Object.keys(group).length > 0 ? group : NOTHING
    }
    case 'record':
      return recordAt(field, posted, at, rows)
    default:
      return scalarAt(field, posted.values.at(-1))
  }
}

function scalarAt({ shape, widget, nullable, required }: Field, text: string | undefined): Value {
  if (text === undefined || isBlank(text)) {
    if (widget === 'tick') return false
    return nullable && required ? null : NOTHING
  }
  switch (shape.holds) {
    case 'day':
      return dayTyped(text)
    case 'clock':
      return clockTyped(text)
    case 'number':
      return numberTyped(text, shape.step)
    case 'digits':
    case 'hash':
      return digitsTyped(text)
    case 'yesNo':
      return yesNoTyped(text)
    case 'constant':
      return typeof shape.value === 'boolean' ? yesNoTyped(text) : oneOfTyped(text, [shape.value])
    case 'oneOf':
      return oneOfTyped(text, shape.values)
    case 'person':
      return text.trim()
    default:
      return text
  }
}

/** A list that was on the page says so by an empty value of its own name; rows in which nothing was filled are none. */
function listAt(field: Field, posted: Posted, at: string, rows: Map<string, number[]>): Value {
  const numbers: number[] = []
  const list: Json[] = []
  const keep = (number: number, value: Value): void => {
    if (value === NOTHING) return
    list.push(value)
    numbers.push(number)
  }
  const [only] = field.fields
  const isOfGroups = field.shape.holds === 'list' && field.shape.of.holds === 'group'
  if (!isOfGroups && only !== undefined)
    for (const [number, text] of posted.values.entries()) keep(number, scalarAt(only, text))
  for (const [number, row] of rowsOf(posted)) {
    const place = `${at}.${list.length}`
    if (!isOfGroups) keep(number, only === undefined ? NOTHING : valueAt(only, row, place, rows))
    else if (isFilled(field, row)) keep(number, groupAt(field.fields, row, place, rows))
  }
  rows.set(at, numbers)
  // An empty list that may be left out, but not be empty, was left out.
  const mayBeEmpty = field.shape.holds === 'list' && field.shape.least === 0
  const isThere = (posted.values.length > 0 && mayBeEmpty) || list.length > 0
  return isThere || field.required ? list : NOTHING
}

/** A row is there when something beside the name it was made for was filled in. */
function isFilled({ guide, fields }: Field, { parts }: Posted): boolean {
  const filled = ({ values, parts: below }: Posted): boolean =>
    values.some((value) => !isBlank(value)) || [...below.values()].some(filled)
  return fields
    .map(({ path }) => stepOf(path))
    .some((name) => {
      const part = parts.get(name)
      return part !== undefined && name !== guide.each?.name && filled(part)
    })
}

function recordAt(field: Field, posted: Posted, at: string, rows: Map<string, number[]>): Value {
  const named = field.fields.every(({ path }) => !path.includes(`${stepOf(field.path)}.*.`))
  if (named) {
    const record = groupAt(field.fields, posted, at, rows)
    return field.required || Object.keys(record).length > 0 ? record : NOTHING
  }
  const [, content] = field.fields
  const entries = rowsOf(posted).flatMap(([number, row]): [string, Json][] => {
    const name = (row.parts.get(NAME)?.values.at(-1) ?? '').trim()
    const part = row.parts.get(VALUE) ?? EMPTY
    const value = content === undefined ? NOTHING : valueAt(content, part, `${at}.${number}`, rows)
    return name === '' || name === '__proto__' || value === NOTHING ? [] : [[name, value]]
  })
  return entries.length > 0 || posted.values.length > 0 || field.required
    ? Object.fromEntries(entries)
    : NOTHING
}
