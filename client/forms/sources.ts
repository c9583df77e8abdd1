import { collate } from '../../language/names.ts'
import { hasMessage, message } from '../../messages/index.ts'
import { type PersonRow, personName } from '../../registers/names.ts'
import type { ChoiceSource } from '../../schema/contracts/forms/guide.ts'
import type { Language } from '../../schema/contracts/lists.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Scope } from '../reads/scope.ts'
import { MAX_LIMIT } from '../reads/scope.ts'
import type { Choice } from './form.ts'

/** What the choices of a form are taken from: the process, its policy, and people. */
export interface Surroundings {
  scope: Scope
  language: Language
  partner: string | null
  state: Data
  /** Parts of the mark of a defence and their highest points. */
  grading: Readonly<Record<string, number>>
  task: { data: Data; owner: string | null }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
const groups = (value: unknown): Data[] =>
  Array.isArray(value) ? value.filter((each): each is Data => typeof each === 'object' && each !== null) : []

/** The choices of each source, in the order in which people look for them. */
export async function choicesFrom(source: ChoiceSource, around: Surroundings): Promise<Choice[]> {
  const { partner, state, task } = around
  switch (source) {
    case 'institution':
      return people(around, 'person.partner_id IS NULL AND kind = $3', 'staff')
    case 'institutionSignatories':
      return people(around, `person.partner_id IS NULL AND 'signatory' = ANY(roles) AND kind = $3`, 'staff')
    case 'partner':
      return people(around, 'person.partner_id = $3', partner ?? '')
    case 'bothSides':
      return people(around, `(kind = 'staff' OR person.partner_id = $3)`, partner ?? '')
    case 'holders':
      return people(
        around,
        `person.id <> $3 AND person.partner_id IS NOT DISTINCT FROM (SELECT partner_id FROM person WHERE id = $3)
           AND kind <> 'student' AND email IS NOT NULL`,
        task.owner ?? String(task.data.person ?? ''),
      )
    case 'trainees':
      return named(around, expectedOn(state, String(task.data.line ?? '')))
    case 'graduates':
      return named(around, strings(state.graduates))
    case 'experts': {
      const asked = [...groups(state.experts).map(({ person }) => String(person)), ...strings(state.declined)]
      return named(
        around,
        strings(state.candidates).filter((person) => !asked.includes(person)),
      )
    }
    case 'lines':
      return groups(state.lines)
        .filter(({ step }) => step !== 'dropped')
        .map(({ code, start, end }) => ({ value: String(code), label: `${code}: ${start} – ${end}` }))
    case 'weeks':
      return (Array.isArray(task.data.weeks) ? task.data.weeks : []).map((week) => ({
        value: String(week),
        label: message(around.language, 'form.choice.weeks', { week }),
      }))
    case 'components':
      return inWords('components', Object.keys(around.grading), around.language)
    case 'competences':
      return inWords('competences', COMPETENCES, around.language)
  }
}

/** What a mentor looks at. */
const COMPETENCES = ['technology', 'safety', 'teamwork']

function inWords(list: string, names: readonly string[], language: Language): Choice[] {
  return names.map((value) => {
    const key = `form.choice.${list}.${value}`
    return { value, label: hasMessage(language, key) ? message(language, key) : value }
  })
}

/** Trainees of a line whose placement has no outcome yet. */
function expectedOn(state: Data, code: string): string[] {
  const line = groups(state.lines).find((one) => one.code === code)
  const outcomes = (line?.outcomes ?? {}) as Record<string, number[]>
  const gone = new Set(Object.values(outcomes).flat())
  return strings(line?.trainees).filter((_, n) => !gone.has(n))
}

type Found = PersonRow & { id: string; post: string | null }

async function people(
  { scope, language }: Surroundings,
  condition: string,
  value: string,
): Promise<Choice[]> {
  const { rows } = await scope.pool.query<Found>({
    name: `form-people ${condition}`.slice(0, 60),
    text: `SELECT id, surname, given_name, patronymic, post FROM person
           WHERE institution_id = $1 AND active = $2 AND ${condition} ORDER BY surname, given_name, id LIMIT ${MAX_LIMIT}`,
    values: [scope.institution, true, value],
  })
  const compare = collate(language)
  return rows
    .map((row) => ({ ...row, name: personName(language, row) }))
    .sort((a, b) => compare(a.name, b.name))
    .map(({ id, name, post }) => ({ value: id, label: post === null ? name : `${name}, ${post}` }))
}

/** In the order given. */
async function named({ scope, language }: Surroundings, ids: readonly string[]): Promise<Choice[]> {
  const { rows } = await scope.pool.query<Found>({
    name: 'form-named',
    text: `SELECT id, surname, given_name, patronymic, NULL AS post FROM person WHERE institution_id = $1 AND id = ANY($2)`,
    values: [scope.institution, ids],
  })
  const known = new Map(rows.map((row) => [row.id, personName(language, row)]))
  return ids.map((id) => ({ value: id, label: known.get(id) ?? id }))
}
