import type { Choice, FixedRow, Question } from '../client/forms/form.ts'
import { type Body, rowNumbersIn } from '../schema/contracts/forms/posted.ts'
import { type Html, html, NOTHING } from './html.ts'
import { hidden } from './pieces.ts'
import { one } from './posted.ts'
import type { Words } from './words.ts'

/** What is typed so far, what is wrong with it, and where the form keeps what is not sent yet. */
export interface Filling {
  body: Body
  /** Sentences by the name of the field. */
  faults: ReadonlyMap<string, string>
  words: Words
  /** Where buttons lead that change the form without sending it. */
  edit: string
}

/** Under this name a file is sent; under its own name a field holds the hash of one that is kept. */
const UPLOAD = '_upload'

/** More choices than this are a list to open, not a list to read. */
const READABLE = 7

export const fieldId = (name: string): string => `f-${name.replaceAll('.', '-')}`

/** The last step of a path; of a row of single values the list's own name. */
const stepOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** The questions of a group, each under its concrete name: `actions.0.owner`. */
export function renderFields(fields: readonly Question[], filling: Filling, within = ''): Html {
  const shows = showing(fields)
  return html`${fields.map((field) => {
    const name = within === '' ? stepOf(field.path) : `${within}.${stepOf(field.path)}`
    const condition = shows.findIndex(({ for: path }) => path === field.path)
    const drawn = render(field, name, filling, shows)
    return condition < 0 ? drawn : html`<div data-shown="${condition + 1}">${drawn}</div>`
  })}`
}

interface Shows {
  /** The question that appears, */
  for: string
  /** with this answer to that question of the same group. */
  by: string
  is: readonly string[]
}

const showing = (fields: readonly Question[]): Shows[] =>
  fields.flatMap(({ path, when }) =>
    when === null ? [] : [{ for: path, by: when.name, is: when.is.map(String) }],
  )

/** Which of the hidden questions a choice brings up; the stylesheet does it, no script. */
function shownBy(field: Question, value: string, shows: readonly Shows[]): Html {
  const numbers = shows.flatMap(({ by, is }, n) =>
    by === stepOf(field.path) && is.includes(value) ? [n + 1] : [],
  )
  return numbers.length === 0 ? NOTHING : html` data-shows="${numbers.join(' ')}"`
}

function render(field: Question, name: string, filling: Filling, shows: readonly Shows[]): Html {
  const { body } = filling
  switch (field.widget) {
    case 'hidden':
      return hidden(name, one(body, name))
    case 'group':
      return html`<fieldset class="group" id="${fieldId(name)}"><legend>${field.label}${optional(field, filling)}</legend>${notes(field, name, filling)}${renderFields(field.fields, filling, name)}</fieldset>`
    case 'list':
      return field.rows === null ? list(field, name, filling) : table(field, field.rows, name, filling)
    case 'choices':
    case 'people':
      return several(field, name, filling)
    case 'yesNo': {
      const choices = ['true', 'false'].map((value) => ({
        value,
        label: filling.words(value === 'true' ? 'yes' : 'no'),
      }))
      return radios(field, name, filling, choices, shows)
    }
    case 'choice':
    case 'person':
      if (field.choices.length === 0)
        return labelled(field, name, filling, (attributes) => input(field, name, one(body, name), attributes))
      return field.choices.length <= READABLE
        ? radios(field, name, filling, field.choices, shows)
        : labelled(field, name, filling, (attributes) => select(field, name, filling, attributes, shows))
    case 'tick':
    case 'consent':
      return html`<div class="${wrong('field', name, filling)}">${notes(field, name, filling)}<label class="choice"><input id="${fieldId(name)}" type="checkbox" name="${name}" value="true"${one(body, name) === 'true' ? html` checked` : NOTHING}${told(field, name, filling)}${shownBy(field, 'true', shows)}><span>${field.label}</span></label></div>`
    case 'paragraph':
      return labelled(
        field,
        name,
        filling,
        (attributes) =>
          html`<textarea name="${name}" rows="${field.guide.lines ?? 4}"${attributes}>
${one(body, name)}</textarea>`,
      )
    case 'file':
      // What was sent already goes along by its hash; another file takes its place.
      return html`${hidden(name, one(body, name))}${labelled(
        { ...field, required: field.required && one(body, name) === '' },
        name,
        filling,
        (attributes) => input(field, UPLOAD, '', attributes),
      )}`
    case 'number': {
      const few = fewOf(field)
      if (few !== null) return radios(field, name, filling, few, shows)
      return labelled(field, name, filling, (attributes) => input(field, name, one(body, name), attributes))
    }
    case 'line':
    case 'day':
    case 'time':
    case 'soums':
      return labelled(field, name, filling, (attributes) => input(field, name, one(body, name), attributes))
  }
}

/** A few whole numbers are chosen, not typed: a level from one to five. */
function fewOf({ shape, required }: Question): Choice[] | null {
  if (shape.holds !== 'number' || !required || shape.step !== 1) return null
  const { least, most } = shape
  if (least === null || most === null || most - least >= READABLE) return null
  return Array.from({ length: most - least + 1 }, (_, n) => ({
    value: String(least + n),
    label: String(least + n),
  }))
}

const TYPES: Readonly<Record<string, Html>> = {
  line: html` type="text"`,
  person: html` type="text"`,
  choice: html` type="text"`,
  day: html` type="date" class="short"`,
  time: html` type="time" class="short"`,
  number: html` type="text" inputmode="decimal" class="short"`,
  soums: html` type="text" inputmode="decimal" class="short"`,
  file: html` type="file" accept="application/pdf,image/jpeg,image/png"`,
}

function input({ widget, guide }: Question, name: string, value: string, attributes: Html): Html {
  const known = guide.autocomplete === undefined ? NOTHING : html` autocomplete="${guide.autocomplete}"`
  const typed = widget === 'file' ? NOTHING : html` value="${value}"`
  return html`<input name="${name}"${TYPES[widget] ?? NOTHING}${typed}${known}${attributes}>`
}

/** A label, what helps, what is wrong, then the thing to fill in. */
function labelled(
  field: Question,
  name: string,
  filling: Filling,
  control: (attributes: Html) => Html,
): Html {
  const attributes = html` id="${fieldId(name)}"${told(field, name, filling)}`
  return html`<div class="${wrong('field', name, filling)}"><label for="${fieldId(name)}">${field.label}${optional(field, filling)}</label>${notes(field, name, filling)}${control(attributes)}</div>`
}

const wrong = (className: string, name: string, { faults }: Filling): string =>
  faults.has(name) ? `${className} wrong` : className

const optional = ({ required }: Question, { words }: Filling): Html =>
  required ? NOTHING : html` <small>(${words('optional')})</small>`

function notes({ help, unit }: Question, name: string, { faults }: Filling): Html {
  const fault = faults.get(name)
  const hints = [help, unit].filter((text) => text !== null)
  return html`${hints.length === 0 ? NOTHING : html`<p class="hint" id="${fieldId(name)}-hint">${hints.join(' · ')}</p>`}${fault === undefined ? NOTHING : html`<p class="fault" id="${fieldId(name)}-fault">${fault}</p>`}`
}

function told({ help, unit }: Question, name: string, { faults }: Filling): Html {
  const ids = [
    ...(help === null && unit === null ? [] : [`${fieldId(name)}-hint`]),
    ...(faults.has(name) ? [`${fieldId(name)}-fault`] : []),
  ]
  if (ids.length === 0) return NOTHING
  return html` aria-describedby="${ids.join(' ')}"${faults.has(name) ? html` aria-invalid="true"` : NOTHING}`
}

function select(
  field: Question,
  name: string,
  { body, words }: Filling,
  attributes: Html,
  shows: readonly Shows[],
): Html {
  const value = one(body, name)
  const options = field.choices.map(
    (choice) =>
      html`<option value="${choice.value}"${choice.value === value ? html` selected` : NOTHING}${shownBy(field, choice.value, shows)}>${choice.label}</option>`,
  )
  return html`<select name="${name}"${attributes}><option value="">${words('choose')}</option>${options}</select>`
}

function radios(
  field: Question,
  name: string,
  filling: Filling,
  choices: readonly Choice[],
  shows: readonly Shows[],
): Html {
  const value = one(filling.body, name)
  const rows = choices.map(
    (choice, n) =>
      html`<label class="choice"><input type="radio"${n === 0 ? html` id="${fieldId(name)}"` : NOTHING} name="${name}" value="${choice.value}"${choice.value === value ? html` checked` : NOTHING}${shownBy(field, choice.value, shows)}><span>${choice.label}</span></label>`,
  )
  return html`<fieldset class="${wrong('field', name, filling)}"${told(field, name, filling)}><legend>${field.label}${optional(field, filling)}</legend>${notes(field, name, filling)}<div${field.widget === 'number' || field.widget === 'yesNo' ? html` class="inline"` : NOTHING}>${rows}</div></fieldset>`
}

/** Every box that is ticked; the empty value says that the list was on the page. */
function several(field: Question, name: string, filling: Filling): Html {
  const chosen = [filling.body[name] ?? []].flat()
  const rows = field.choices.map(
    ({ value, label }, n) =>
      html`<label class="choice"><input type="checkbox"${n === 0 ? html` id="${fieldId(name)}"` : NOTHING} name="${name}" value="${value}"${chosen.includes(value) ? html` checked` : NOTHING}><span>${label}</span></label>`,
  )
  return html`<fieldset class="${wrong('field', name, filling)}"${told(field, name, filling)}><legend>${field.label}${optional(field, filling)}</legend>${notes(field, name, filling)}${hidden(name, '')}${rows}</fieldset>`
}

/** Rows that may be added and taken away: each a group of its own, or one line. */
function list(field: Question, name: string, filling: Filling): Html {
  const { body, words, edit } = filling
  const there = rowNumbersIn(body, name)
  const rows = there.length === 0 && field.required ? [0] : there
  const change = (action: '_add' | '_remove', value: string, text: string): Html =>
    html`<button class="button other small" name="${action}" value="${value}" formaction="${edit}" formnovalidate>${text}</button>`
  const single = field.fields.length === 1 && field.fields[0]?.path.endsWith('.*') ? field.fields[0] : null
  const drawn = rows.map((row, n) => {
    const at = `${name}.${row}`
    const away =
      rows.length > 1 || !field.required ? change('_remove', at, words('rows.remove', { n: n + 1 })) : NOTHING
    return single === null
      ? html`<fieldset class="group" id="${fieldId(at)}"><legend>${words('rows.row', { n: n + 1 })}</legend>${renderFields(field.fields, filling, at)}<p>${away}</p></fieldset>`
      : html`<div class="group">${render({ ...single, label: `${n + 1}` }, at, filling, [])}<p>${away}</p></div>`
  })
  return html`<fieldset class="${wrong('field', name, filling)}" id="${fieldId(name)}"><legend>${field.label}${optional(field, filling)}</legend>${notes(field, name, filling)}${hidden(name, '')}${drawn}${change('_add', name, words(rows.length === 0 ? 'rows.first' : 'rows.add'))}</fieldset>`
}

/** One row for each person or thing, which nobody has to type. */
function table(field: Question, rows: readonly FixedRow[], name: string, filling: Filling): Html {
  const drawn = rows.map(({ label, values }, row) => {
    const at = `${name}.${row}`
    const given = Object.entries(values).map(([part, value]) => hidden(`${at}.${part}`, value))
    const asked = field.fields.filter(({ path }) => !Object.hasOwn(values, stepOf(path)))
    return html`<fieldset class="row" id="${fieldId(at)}"><legend>${label}</legend>${given}<div class="cells">${renderFields(asked, filling, at)}</div></fieldset>`
  })
  return html`<fieldset class="${wrong('field', name, filling)}" id="${fieldId(name)}"><legend>${field.label}</legend>${notes(field, name, filling)}${hidden(name, '')}${drawn}</fieldset>`
}
