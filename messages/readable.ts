import type { Data, Json } from '../workflows/durable/types.ts'
import { formatDate, formatDateTime, isDay, isInstant } from './format.ts'
import type { Language, Params } from './index.ts'
import { GAP, hasMessage, message } from './index.ts'

/** Who reads, and what the caller found out beforehand. */
export interface Reader {
  language: Language
  timeZone: string
  /** Names by id or key: persons, partners, sites, programmes, open tasks. */
  names: Readonly<Record<string, string>>
}

/** Which lists a coded value of a field may come from, the first that knows it wins. */
const LISTS = new Map<string, readonly string[]>(
  Object.entries({
    kind: ['paper', 'process'],
    paper: ['paper'],
    role: ['role'],
    item: ['item'],
    items: ['item'],
    conflicts: ['conflict'],
    outcome: ['outcome'],
    route: ['route'],
    form: ['form'],
    forms: ['form'],
    formsExisting: ['form'],
    formsProspective: ['form'],
    by: ['side'],
    side: ['side'],
    reason: ['reason', 'outcome'],
    practiceType: ['practice'],
    decision: ['decision'],
    instead: ['instead'],
    stage: [
      'stage.partnership',
      'stage.agreement',
      'stage.practiceCycle',
      'stage.placement',
      'stage.attestation',
    ],
  }),
)
/** Fields that hold papers of the order pack: kind@wave@site. */
const PACK = new Set(['instance', 'missing', 'exception'])
/** An error code, told apart from the code of a placement (P-2027-L01-02) or a session (A1). */
const CODE = /^[a-z]+(?:[A-Z][a-z]*)*$/
const PROCESS_ID = /^(partnership|agreement|practice-cycle|placement|attestation)\/\S+$/
/** An id of ours whose name nobody looked up: no reader can do anything with it. */
const UNNAMED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const KIND_OF_PREFIX = new Map([['practice-cycle', 'practiceCycle']])

/** Only names the caller gave: a text may also be the name of something every object has. */
const nameOf = (id: string, { names }: Reader): string | undefined =>
  Object.hasOwn(names, id) ? names[id] : undefined

function packPaper(instance: string, reader: Reader): string {
  const [kind = '', , site = ''] = instance.split('@')
  const key = `paper.${kind}`
  const title = hasMessage(reader.language, key) ? message(reader.language, key) : kind
  const place = nameOf(site, reader)
  return place === undefined ? title : `${title} (${place})`
}

/** A sentence about a refusal or a fault, without the full stop that its own sentence brings. */
function fault(code: string, language: Language): string {
  const key = `error.${code}.what`
  return message(language, hasMessage(language, key) ? key : 'error.unexpected.what').replace(/\.$/, '')
}

/** One text of a field: a name instead of an id, a title instead of a code, a day in the reader's form. */
export function textInWords(field: string, value: string, reader: Reader): string {
  const known = nameOf(value, reader)
  if (known !== undefined) return known
  if (PACK.has(field)) return packPaper(value, reader)
  if (field === 'code' && CODE.test(value)) return fault(value, reader.language)
  const list = LISTS.get(field)?.find((name) => hasMessage(reader.language, `${name}.${value}`))
  if (list !== undefined) return message(reader.language, `${list}.${value}`)
  const process = PROCESS_ID.exec(value)?.[1]
  if (process !== undefined)
    return message(reader.language, `process.${KIND_OF_PREFIX.get(process) ?? process}`)
  if (isDay(value)) return formatDate(reader.language, value, reader.timeZone)
  if (UNNAMED.test(value)) return GAP
  return isInstant(value) ? formatDateTime(reader.language, value, reader.timeZone) : value
}

/** Weeks and the like, those that follow one another together: 1, 3–5. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const one of numbers.toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run !== undefined && one <= run[1] + 1) run[1] = one
    else runs.push([one, one])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

function put(into: Params, path: string, field: string, value: Json, reader: Reader): void {
  if (Array.isArray(value)) {
    into[`${path}Count`] = value.length
    const words = value.filter((one) => typeof one === 'string')
    const numbers = value.filter((one) => typeof one === 'number')
    if (numbers.length === value.length && numbers.length > 0) into[path] = ranges(numbers)
    else
      into[path] =
        words.length === value.length
          ? words.map((one) => textInWords(field, one, reader)).join(', ')
          : value.length
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) put(into, `${path}.${name}`, name, inner, reader)
  } else if (typeof value === 'string') {
    into[path] = textInWords(field, value, reader)
  } else if (value !== null) {
    into[path] = value
  }
}

/**
 * Data of a task, an event or a refusal as words: days in the reader's form, names instead of ids, titles instead of
 * codes. Nested fields become `outer.inner`; a list also gives its length as `<field>Count`.
 */
export function readable(data: Data, reader: Reader): Params {
  const params: Params = {}
  for (const [field, value] of Object.entries(data)) put(params, field, field, value, reader)
  // What was recorded of one week reads like what is recorded of several.
  if (data.weeks === undefined && typeof data.week === 'number') params.weeks = data.week
  return params
}

/** Weeks are written out, like 2–4: what chooses the plural is whether they are several. 0 where there are none. */
export function severalWeeks({ week, weeks }: Data): number {
  if (Array.isArray(weeks)) return Math.min(2, weeks.length)
  return typeof week === 'number' ? 1 : 0
}
