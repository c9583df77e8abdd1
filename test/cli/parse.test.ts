import { instantOf, spanOf } from '../../cli/dates.ts'
import { languageOf } from '../../cli/language.ts'
import { Options } from '../../cli/program.ts'
import { fieldsOf } from '../../cli/shape.ts'
import { dataOf } from '../../cli/values.ts'
import { wordsIn } from '../../cli/words.ts'
import { type DecisionContract, TASKS } from '../../schema/contracts/tasks.ts'

function contract(kind: string, decision: string): DecisionContract {
  const found = TASKS[kind]?.[decision]
  if (found === undefined) throw new Error(`no contract ${kind} ${decision}`)
  return found
}

describe('the reader’s language', () => {
  it('is what the line says, wherever it stands', () => {
    expect(languageOf(['task', 'list', '--language', 'ru'], { LANG: 'en_US.UTF-8' })).toBe('ru')
    expect(languageOf(['--language=uz-Cyrl'], {})).toBe('uz-Cyrl')
  })

  it('is otherwise the machine’s, and English at last', () => {
    expect(languageOf([], { LANG: 'ru_RU.UTF-8' })).toBe('ru')
    expect(languageOf([], { LC_ALL: 'uz_UZ@cyrillic', LANG: 'ru_RU' })).toBe('uz-Cyrl')
    expect(languageOf([], { LANG: 'de_DE' })).toBe('en')
  })
})

describe('times', () => {
  it('are spans of minutes, hours, days and weeks', () => {
    expect(spanOf('3d')).toBe(3 * 86_400_000)
    expect(spanOf('1w2d')).toBe(9 * 86_400_000)
    expect(spanOf('12h')).toBe(12 * 3_600_000)
    expect(['3', 'd', '-3d', '3y', '3d ', 'P3D'].map(spanOf)).toEqual([null, null, null, null, null, null])
  })

  it('are days of the institution’s zone and instants with a zone', () => {
    expect(instantOf('2027-01-18', 'Asia/Tashkent')?.toISOString()).toBe('2027-01-17T19:00:00.000Z')
    expect(instantOf('2027-01-18', 'America/New_York')?.toISOString()).toBe('2027-01-18T05:00:00.000Z')
    expect(instantOf('2027-01-18T09:00+05:00', 'UTC')?.toISOString()).toBe('2027-01-18T04:00:00.000Z')
    expect(
      ['2027-02-30', '2027-13-01', '2027-01-18T09:00', 'tomorrow'].map((text) => instantOf(text, 'UTC')),
    ).toEqual([null, null, null, null])
  })
})

describe('the data of a decision', () => {
  const given = (values: Record<string, unknown>, kind: string, decision: string) =>
    dataOf(new Options(values), contract(kind, decision))

  it('takes its types from the contract: a number that is text stays text', async () => {
    const data = await given({ set: ['number=12', 'date=2027-01-10'] }, 'issuePaper', 'issue')
    expect(data).toEqual({ number: '12', date: '2027-01-10' })
    expect(await given({ set: ['weeks.0.hours=18'] }, 'writeDiary', 'write')).toEqual({
      weeks: [{ hours: 18 }],
    })
    expect(await given({ set: ['ownTerritory=true'] }, 'agreeMeeting', 'record')).toEqual({
      ownTerritory: true,
    })
  })

  it('reaches into lists and groups, and stands over --data', async () => {
    const set = [
      'outcome=agreed',
      'actions.0.what=Send the terms',
      'actions.0.owner=S004',
      'actions.1.due=2027-01-01',
    ]
    expect(await given({ data: '{"outcome":"none","actions":[]}', set }, 'holdMeeting', 'held')).toEqual({
      outcome: 'agreed',
      actions: [{ what: 'Send the terms', owner: 'S004' }, { due: '2027-01-01' }],
    })
    expect(await given({ set: ['lines=L01, L02', 'reason=x'] }, 'confirmSchedule', 'dropLines')).toEqual({
      lines: ['L01', 'L02'],
      reason: 'x',
    })
  })

  it.each([
    [{ data: '[]' }, 'notAnObject'],
    [{ data: '{' }, 'notAnObject'],
    [{ data: '{}', dataFile: 'x' }, 'twoSources'],
    [{ set: ['nothing'] }, 'notAPair'],
    [{ set: ['__proto__.x=1'] }, 'notAPair'],
    [{ set: ['actions.999999.what=x'] }, 'notAPair'],
  ])('refuses %j', async (values, key) => {
    await expect(given(values, 'holdMeeting', 'held')).rejects.toMatchObject({ key })
  })

  it('is described so that it can be typed: persons, days, choices, what may be left out', () => {
    const fields = fieldsOf(contract('holdMeeting', 'held'), wordsIn('en'))
    expect(fields).toEqual([
      { path: 'outcome', holds: expect.stringMatching(/^text, at most \d+$/), required: true },
      { path: 'actions', holds: 'list (at most 50) of:', required: true },
      { path: 'actions.*.what', holds: 'text, at most 300', required: true },
      { path: 'actions.*.owner', holds: 'person’s code', required: true },
      { path: 'actions.*.due', holds: 'day, YYYY-MM-DD', required: true },
    ])
  })

  it('can be described for every decision there is', () => {
    const words = wordsIn('en')
    const silent = Object.entries(TASKS).flatMap(([kind, decisions]) =>
      Object.entries(decisions).flatMap(([decision, one]) =>
        fieldsOf(one, words)
          .filter(({ holds }) => holds === '' || /^…|…$|undefined/.test(holds))
          .map(({ path }) => `${kind}.${decision}.${path}`),
      ),
    )
    expect(silent).toEqual([])
  })
})
