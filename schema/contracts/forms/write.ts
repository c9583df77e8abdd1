import type { Data, Json } from '../../../workflows/durable/types.ts'
import type { Field } from './fields.ts'
import { NAME, VALUE } from './fields.ts'
import type { Body } from './posted.ts'

/** Data as a form shows it before anything is typed: the opposite of reading what was posted. */
export function bodyOf(fields: readonly Field[], data: Data): Body {
  const body: Record<string, string | string[]> = {}
  for (const field of fields) put(field, data[stepOf(field.path)], stepOf(field.path), body)
  return body
}

const stepOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

function put(
  field: Field,
  value: Json | undefined,
  at: string,
  body: Record<string, string | string[]>,
): void {
  if (value === undefined || value === null) return
  if (Array.isArray(value)) {
    // That the list was on the page and may be empty.
    body[at] = ''
    for (const [row, item] of value.entries()) putRow(field, item, `${at}.${row}`, body)
  } else if (typeof value !== 'object') body[at] = String(value)
  else if (field.shape.holds === 'record' && field.widget === 'list') {
    const [title, content] = field.fields
    for (const [row, [name, item]] of Object.entries(value).entries()) {
      if (title !== undefined) put(title, name, `${at}.${row}.${NAME}`, body)
      if (content !== undefined) put(content, item, `${at}.${row}.${VALUE}`, body)
    }
  } else
    for (const part of field.fields) put(part, value[stepOf(part.path)], `${at}.${stepOf(part.path)}`, body)
}

function putRow(field: Field, item: Json, at: string, body: Record<string, string | string[]>): void {
  const [only] = field.fields
  const isGroup = field.shape.holds === 'list' && field.shape.of.holds === 'group'
  if (!isGroup) {
    if (only !== undefined) put(only, item, at, body)
  } else if (item !== null && typeof item === 'object' && !Array.isArray(item))
    for (const part of field.fields) put(part, item[stepOf(part.path)], `${at}.${stepOf(part.path)}`, body)
}
