import { choiceKeyOf, keyOf } from '../../messages/forms.ts'
import { hasMessage, LANGUAGES } from '../../messages/index.ts'
import { type Field, questionsOf } from '../../schema/contracts/forms/fields.ts'
import { DELEGATE, TASKS } from '../../schema/contracts/tasks.ts'

const DECISIONS = Object.entries({ ...TASKS, any: { delegate: DELEGATE } }).flatMap(([kind, decisions]) =>
  Object.entries(decisions).map(([decision, contract]) => ({ kind, decision, contract })),
)

/** Questions that somebody sees, with those within them; a row that is one value is named by its list. */
const seen = (fields: readonly Field[]): Field[] =>
  fields.filter(({ widget }) => widget !== 'hidden').flatMap((field) => [field, ...seen(field.fields)])
const questions = DECISIONS.flatMap(({ kind, decision, contract }) =>
  seen(questionsOf(kind, decision, contract).flat())
    .filter(({ path }) => !path.endsWith('.*'))
    .map((field) => ({ kind, decision, field })),
)

it('every question of every decision has a label in every language', () => {
  expect(questions.length).toBeGreaterThan(150)
  const unlabelled = LANGUAGES.flatMap((language) =>
    questions
      .filter(
        ({ kind, decision, field }) =>
          keyOf(language, 'label', { kind, decision, path: field.path }) === null,
      )
      .map(({ kind, decision, field }) => `${language} ${kind}.${decision}.${field.path}`),
  )
  expect(unlabelled).toEqual([])
})

it('every answer that can be chosen has words in every language', () => {
  const silent = LANGUAGES.flatMap((language) =>
    questions.flatMap(({ kind, decision, field: { path, shape } }) => {
      const of = shape.holds === 'list' ? shape.of : shape
      const values = of.holds === 'oneOf' ? of.values.map(String) : []
      return values
        .filter((value) => choiceKeyOf(language, { kind, decision, path }, value) === null)
        .map((value) => `${language} ${kind}.${decision}.${path} ${value}`)
    }),
  )
  expect(silent).toEqual([])
})

it('every decision has a verb for its button, and every number says what it counts', () => {
  const verbless = LANGUAGES.flatMap((language) =>
    DECISIONS.filter(({ decision }) => !hasMessage(language, `form.act.${decision}`)).map(
      ({ decision }) => `${language} ${decision}`,
    ),
  )
  const unitless = LANGUAGES.flatMap((language) =>
    questions
      .filter(
        ({ field }) =>
          field.guide.unit !== undefined && !hasMessage(language, `form.unit.${field.guide.unit}`),
      )
      .map(({ field }) => `${language} ${field.path}`),
  )
  expect([verbless, unitless]).toEqual([[], []])
})
