import { invalid } from '../../client/invalid.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'

function refusalOf(kind: string, decision: string, data: unknown) {
  const parsed = contractOf(kind, decision)?.data.safeParse(data)
  if (parsed?.error === undefined) throw new Error('this is not wrong')
  return invalid(parsed.error)
}

test('every wrong field is named at once, each with a code of the catalogue', () => {
  const { code, params, fields } = refusalOf('holdMeeting', 'held', {
    outcome: 'x'.repeat(3000),
    actions: [{ what: 'Xo\u0007sh', owner: 'S004', due: '2027-02-30' }],
    colour: 'red',
  })
  expect(code).toBe('textTooLong')
  expect(params).toEqual({ field: 'outcome' })
  expect(fields.map(({ path, code: own }) => [path.join('.'), own])).toEqual([
    ['outcome', 'textTooLong'],
    ['actions.0.what', 'controlCharacters'],
    ['actions.0.due', 'invalidInput'],
    ['colour', 'invalidInput'],
  ])
})

test('what was written is not repeated, but for a character no paper can show', () => {
  const { fields } = refusalOf('decideSilence', 'close', { reason: 'Telefon ☎ yoʻq' })
  expect(fields).toEqual([
    { path: ['reason'], code: 'characterUnwritable', params: { field: 'reason', character: '☎ (U+260E)' } },
  ])
})
