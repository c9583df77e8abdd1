import type { Data, Json } from '../workflows/durable/types.ts'
import { hasMessage, message } from './index.ts'
import type { Reader } from './readable.ts'
import { textInWords } from './readable.ts'

/** A part of what has to be known to decide: the fields of one thing, or a list of things that are alike. */
interface GivenPart {
  name: string
  fields?: Data
  rows?: Data[]
}

interface Column {
  field: string
  label: string
}

export interface PartWords {
  name: string
  title: string
  fields: (Column & { text: string })[]
  /** Of a list: what stands in each column of its rows. */
  columns: Column[]
  rows: string[][]
}

/** A part in words, the same on every door. */
export function describePart({ name, fields = {}, rows = [] }: GivenPart, reader: Reader): PartWords {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((field) =>
    columnOf(field, reader),
  )
  return {
    name,
    title: message(reader.language, `matter.part.${name}`),
    fields: Object.entries(fields)
      .map(([field, value]) => ({ ...columnOf(field, reader), text: valueInWords(field, value, reader) }))
      .filter(({ text }) => text !== ''),
    columns,
    rows: rows.map((row) => columns.map(({ field }) => valueInWords(field, row[field] ?? '', reader))),
  }
}

export interface DifferenceWords extends Column {
  was: string
  became: string
}

export function describeDifference(
  { field, was, became }: { field: string; was: Json; became: Json },
  reader: Reader,
): DifferenceWords {
  const inWords = (value: Json): string => valueInWords(field, value, reader) || '—'
  return { ...columnOf(field, reader), was: inWords(was), became: inWords(became) }
}

/** The label of a field, with a capital. */
function fieldLabel(field: string, { language }: Reader): string {
  const key = `matter.field.${field}`
  const label = hasMessage(language, key) ? message(language, key) : field
  return label.charAt(0).toUpperCase() + label.slice(1)
}

const columnOf = (field: string, reader: Reader): Column => ({ field, label: fieldLabel(field, reader) })

/** One value in words: names instead of ids, words instead of codes, groups as “label: value”. */
function valueInWords(field: string, value: Json, reader: Reader): string {
  if (value === null) return ''
  if (Array.isArray(value)) {
    const isText = value.every((one) => typeof one !== 'object' || one === null)
    return value.map((one) => valueInWords(field, one, reader)).join(isText ? ', ' : '; ')
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => [columnOf(name, reader).label, valueInWords(name, inner, reader)] as const)
      .filter(([, text]) => text !== '')
      .map(([label, text]) => `${label}: ${text}`)
      .join(', ')
  }
  if (typeof value === 'number') return String(value)
  const word = `matter.value.${value}`
  if (typeof value === 'boolean') return message(reader.language, word)
  return CODED.has(field) && hasMessage(reader.language, word)
    ? message(reader.language, word)
    : textInWords(field, value, reader)
}

/** Fields whose values are words of the contract, not of a person. */
const CODED = new Set(['answer', 'basis', 'component', 'renewal', 'source', 'status', 'step', 'tradeUnion'])
