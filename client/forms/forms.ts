import type { Caller } from '../../access/caller.ts'
import { choiceOf, helpOf, labelOf } from '../../messages/forms.ts'
import type { Language } from '../../messages/index.ts'
import { hasMessage, message } from '../../messages/index.ts'
import { type Field, questionsOf } from '../../schema/contracts/forms/fields.ts'
import type { ChoiceSource } from '../../schema/contracts/forms/guide.ts'
import { bodyOf } from '../../schema/contracts/forms/write.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'
import { Refused } from '../../schema/refused.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Scope } from '../reads/scope.ts'
import type { Choice, FixedRow, Form, Question } from './form.ts'
import { choicesFrom, type Surroundings } from './sources.ts'
import { valuesFor } from './values.ts'

export interface AskedTask {
  kind: string
  process: string
  data: Data
  ownerId: string | null
}

/** A decision of a task as this person is asked for it, in this language. */
export async function formOf(
  scope: Scope,
  caller: Pick<Caller, 'person' | 'partner'>,
  task: AskedTask,
  decision: string,
  language: Language,
  /** What was given the last time, where it is asked for again. */
  given: Data = {},
): Promise<Form> {
  const { kind } = task
  const contract = contractOf(kind, decision)
  if (contract === undefined) throw new Refused('decisionUnknown', { decision, kind })
  const around = await surroundings(scope, task, language)
  const sources = new Map<ChoiceSource, Choice[]>()
  const pages = questionsOf(kind, decision, contract)
  for (const source of sourcesIn(pages.flat())) sources.set(source, await choicesFrom(source, around))
  const asking: Asking = { kind, decision, language, sources, grading: around.grading }
  const data = {
    ...given,
    ...(await valuesFor(scope, caller, task, around, decision)),
  }
  const asked = pages.map((page) =>
    page.filter((field) => isAskedFor(field, task)).map((field) => questionOf(field, asking)),
  )
  return {
    kind,
    decision,
    language,
    act: actOf(language, kind, decision),
    pages: asked,
    values: bodyOf(asked.flat(), data),
    contract,
  }
}

/** The verb on a decision's button. */
export function actOf(language: Language, kind: string, decision: string): string {
  const keys = [`form.act.${kind}.${decision}`, `form.act.${decision}`]
  const known = keys.find((key) => hasMessage(language, key))
  return message(language, known ?? `decision.${decision}`)
}

/** What only some papers need: everything else of an order the process knows. */
const OF_PAPERS: Readonly<Record<string, readonly string[]>> = {
  workTime: ['siteAcceptanceCertificate'],
  equipment: ['siteAcceptanceCertificate'],
  defects: ['siteAcceptanceCertificate'],
  validTo: ['siteAcceptanceCertificate'],
  instructionNo: ['safetyBriefingRecord'],
}

/** The institution's papers are numbered by the system; the employer numbers its own. */
function isAskedFor({ path }: Field, { kind, data }: AskedTask): boolean {
  if (kind !== 'issuePaper') return true
  return data.side === 'partner' && (OF_PAPERS[path]?.includes(String(data.paper)) ?? true)
}

interface Asking {
  kind: string
  decision: string
  language: Language
  sources: ReadonlyMap<ChoiceSource, readonly Choice[]>
  /** Highest points of the parts of a mark. */
  grading: Readonly<Record<string, number>>
}

const sourcesIn = (fields: readonly Field[]): Set<ChoiceSource> =>
  new Set(
    fields.flatMap(({ guide, fields: inner }) => [
      ...[guide.choices, guide.each?.of, guide.names].filter((source) => source !== undefined),
      ...sourcesIn(inner),
    ]),
  )

function questionOf(field: Field, asking: Asking): Question {
  const { kind, decision, language, sources } = asking
  const { guide, shape, path } = field
  const place = { kind, decision, path }
  const { each, names } = guide
  const found = guide.choices === undefined ? undefined : (sources.get(guide.choices) ?? [])
  const fields = names === undefined ? field.fields : partsOf(field, sources.get(names) ?? [])
  return {
    ...field,
    ...(names === undefined ? {} : { widget: 'group' as const }),
    label: labelOf(language, place),
    help: helpOf(language, place),
    unit: unitOf(field, asking),
    choices: found ?? listed(shape, (value) => choiceOf(language, place, value)),
    rows: each === undefined ? null : (sources.get(each.of) ?? []).map((one) => rowOf(each.name, one)),
    fields: fields.map((inner, n) => {
      const one = names === undefined ? undefined : sources.get(names)?.[n]
      return { ...questionOf(inner, asking), ...(one === undefined ? {} : { label: one.label }) }
    }),
  }
}

/** What a number counts, and how much there can be of it where the policy says so. */
function unitOf({ path, guide }: Field, { language, grading }: Asking): string | null {
  const part = path === 'hostScore' ? 'host' : (/\.components\.(\w+)$/.exec(path)?.[1] ?? '')
  const most = grading[part]
  if (most !== undefined) return message(language, 'form.unit.upTo', { most })
  return guide.unit === undefined ? null : message(language, `form.unit.${guide.unit}`)
}

const rowOf = (name: string, { label, value }: Choice): FixedRow => ({ label, values: { [name]: value } })

/** Of a record whose names are known, a question for each. */
function partsOf({ fields, path }: Field, names: readonly Choice[]): Field[] {
  const content = fields.at(-1)
  return content === undefined ? [] : names.map(({ value }) => ({ ...content, path: `${path}.${value}` }))
}

function listed(shape: Field['shape'], word: (value: string) => string): Choice[] {
  const of = shape.holds === 'list' ? shape.of : shape
  return of.holds === 'oneOf'
    ? of.values.map((value) => ({ value: String(value), label: word(String(value)) }))
    : []
}

async function surroundings(scope: Scope, task: AskedTask, language: Language): Promise<Surroundings> {
  const { rows } = await scope.pool.query<{ state: Data; grading: Record<string, number> | null }>({
    name: 'form-surroundings',
    text: `SELECT state, policy.data -> 'practiceCycle' -> 'grading' AS grading FROM process
           LEFT JOIN policy ON policy.id = policy_id AND policy.version = policy_version
           WHERE institution_id = $1 AND process.id = $2`,
    values: [scope.institution, task.process],
  })
  const state = rows[0]?.state ?? {}
  const partner = typeof state.partner === 'string' ? state.partner : null
  return {
    scope,
    language,
    partner,
    state,
    grading: rows[0]?.grading ?? {},
    task: { data: task.data, owner: task.ownerId },
  }
}
