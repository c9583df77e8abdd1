import type { FixedRow, Question } from '../client/forms/form.ts'
import { formatDate } from '../messages/format.ts'
import { type Body, rowNumbersIn } from '../schema/contracts/forms/posted.ts'
import type { Language } from '../schema/contracts/lists.ts'
import { type Html, html, NOTHING, type Part } from './html.ts'
import { facts } from './pieces.ts'
import { one } from './posted.ts'
import type { Words } from './words.ts'

interface Reading {
  body: Body
  words: Words
  language: Language
}

const stepOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What was typed, as its writer reads it once more before it is sent. */
export function renderAnswers(fields: readonly Question[], reading: Reading, within = ''): Html {
  const lines = fields.flatMap((field): [string, Part][] => {
    if (field.widget === 'hidden' || !isAsked(field, reading.body, within)) return []
    const name = within === '' ? stepOf(field.path) : `${within}.${stepOf(field.path)}`
    return [[field.label, answer(field, name, reading)]]
  })
  return facts(lines)
}

/** Questions that another answer made needless are not read back. */
function isAsked({ when }: Question, body: Body, within: string): boolean {
  if (when === null) return true
  const value = one(body, within === '' ? when.name : `${within}.${when.name}`)
  return when.is.some((is) => String(is) === value)
}

function answer(field: Question, name: string, reading: Reading): Part {
  const { body, words, language } = reading
  const nothing = html`<span class="quiet">${words('none')}</span>`
  switch (field.widget) {
    case 'group':
      return renderAnswers(field.fields, reading, name)
    case 'list': {
      const rows = (field.rows ?? rowNumbersIn(body, name)).flatMap((row, n) =>
        typeof row === 'number'
          ? rowOf(field, `${name}.${row}`, reading)
          : aboutOf(field, row, `${name}.${n}`, reading),
      )
      return rows.length === 0 ? nothing : html`<ol>${rows.map((row) => html`<li>${row}</li>`)}</ol>`
    }
    case 'choices':
    case 'people': {
      const chosen = [body[name] ?? []].flat()
      const labels = field.choices.filter(({ value }) => chosen.includes(value)).map(({ label }) => label)
      return labels.length === 0 ? nothing : labels.join(', ')
    }
    case 'choice':
    case 'person': {
      const value = one(body, name)
      return field.choices.find((choice) => choice.value === value)?.label ?? nothing
    }
    case 'yesNo': {
      const value = one(body, name)
      return value === '' ? nothing : words(value === 'true' ? 'yes' : 'no')
    }
    case 'tick':
    case 'consent':
      return words(one(body, name) === 'true' ? 'yes' : 'no')
    default: {
      const value = one(body, name).trim()
      if (value === '') return nothing
      if (field.widget === 'day' && DAY.test(value)) return formatDate(language, value, 'UTC')
      return html`<span class="typed">${value}${field.unit === null ? NOTHING : ` ${field.unit}`}</span>`
    }
  }
}

/** A row in which nothing was filled in is none. */
function rowOf(field: Question, at: string, reading: Reading): Html[] {
  const [only] = field.fields
  if (only?.path.endsWith('.*') === true) {
    const value = one(reading.body, at).trim()
    return value === '' ? [] : [html`${answer(only, at, reading)}`]
  }
  return hasValue(reading.body, at) ? [renderAnswers(field.fields, reading, at)] : []
}

function aboutOf(field: Question, { label, values }: FixedRow, at: string, reading: Reading): Html[] {
  const asked = field.fields.filter(({ path }) => !Object.hasOwn(values, stepOf(path)))
  const filled = asked.some(({ path }) => hasValue(reading.body, `${at}.${stepOf(path)}`))
  return filled ? [html`${label}${renderAnswers(asked, reading, at)}`] : []
}

const hasValue = (body: Body, name: string): boolean =>
  Object.entries(body).some(
    ([key, value]) =>
      (key === name || key.startsWith(`${name}.`)) && [value].flat().some((each) => each.trim() !== ''),
  )
