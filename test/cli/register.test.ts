import { folded } from '../../language/fold.ts'
import { openWorld, type World } from '../support/world.ts'
import { bitim, environmentOf } from './support.ts'
import { beginPartnership } from './world.ts'

const AT = '2026-11-23T05:00:00.000Z'
let world: World

beforeAll(async () => {
  world = await openWorld()
  const story = await beginPartnership(world, 'ZKM', AT)
  await story.complete('prepare.goals.1', { decision: 'record', goal: 'Meet', tasks: ['Agree on practice'] })
  await beginPartnership(world, 'NES', AT)
})
afterAll(() => world.stop())

const json = async (...line: string[]) => {
  const { code, out } = await bitim([...line, '--json'], environmentOf(world.url))
  expect(code).toBe(0)
  return JSON.parse(out)
}
const codesOf = (rows: { code: string }[]): string[] => rows.map(({ code }) => code)

describe('a record of the register is found by what a person types', () => {
  it.each(['Oʻroqov', "O'roqov", 'O‘roqov', 'oroqov', 'Ўроқов'])('%s', async (text) => {
    expect(codesOf(await json('person', 'list', '--text', text))).toContain('S002')
  })

  it('a name is looked for in one script, without marks', () => {
    expect(folded('Жумаев Фаррух')).toBe(folded('Jumaev Farrux'))
    expect(folded('“Oqtogʻ-Azotkimyo” AJ')).toBe('oqtog-azotkimyo aj')
  })

  it('partners, places and programmes are listed with their codes, and one shown without ids of ours', async () => {
    expect(codesOf(await json('partner', 'list', '--text', 'Зарафшон кон'))).toEqual(['ZKM'])
    expect(codesOf(await json('site', 'list', '--partner', 'ZKM'))).toEqual(
      expect.arrayContaining(['ZKM-1', 'ZKM-2']),
    )
    expect(codesOf(await json('programme', 'list'))).toContain('60711400')
    for (const [group, code] of [
      ['partner', 'ZKM'],
      ['person', 'C001'],
      ['site', 'ZKM-1'],
      ['programme', '60711400'],
    ] as const) {
      const { code: exit, out } = await bitim([group, 'show', code], environmentOf(world.url))
      expect(exit).toBe(0)
      expect(out).toContain(code)
      expect(out).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    }
  })

  it('an unknown one is refused in words', async () => {
    const { code, err } = await bitim(['site', 'show', 'XXX'], environmentOf(world.url))
    expect(code).toBe(1)
    expect(err).toContain('(unknownRecord)')
  })
})

describe('tasks are filtered by what a person knows of them', () => {
  const all = (...line: string[]) => json('task', 'list', '--all', ...line)

  it('by partner, kind, person, state and due date', async () => {
    const [own, other] = [await all('--partner', 'ZKM'), await all('--partner', 'NES')]
    expect([own.length, other.length]).toEqual([5, 6])
    expect(await all('--partner', 'ZKM', '--kind', 'clarifyGoals', '--state', 'done')).toHaveLength(1)
    expect(await all('--person', 'S004')).toHaveLength(11)
    expect(await all('--person', 'S001')).toEqual([])
    expect(await all('--due-to', '2026-11-24')).toEqual([])
    expect(await all('--due-from', '2026-11-24')).toHaveLength(11)
  })

  it('by text, whatever apostrophes and script it is typed in', async () => {
    const found = await all('--partner', 'ZKM', '--text', 'савол', '--language', 'uz-Latn')
    expect(found.map(({ kind }: { kind: string }) => kind)).toEqual(['answerQuestions'])
  })

  it('by a process with all that belongs to it', async () => {
    expect(await all('--process', 'ZKM')).toHaveLength(5)
  })

  it.each([
    ['--kind', 'nonsense'],
    ['--state', 'lost'],
    ['--due-to', 'tomorrow'],
  ])('what is none is refused with what there is: %s %s', async (...line) => {
    const { code, err } = await bitim(['task', 'list', '--all', ...line], environmentOf(world.url))
    expect(code).toBe(2)
    expect(err).toContain(line[1])
  })

  it('--json is understood before and behind a command', async () => {
    const lines = [
      ['--json', 'task', 'list', '--all'],
      ['task', '--json', 'list', '--all'],
      ['task', 'list', '--all', '--json'],
    ]
    const answers = []
    for (const line of lines) answers.push((await bitim(line, environmentOf(world.url))).out)
    expect(new Set(answers).size).toBe(1)
    expect(JSON.parse(answers[0] ?? '')).toHaveLength(11)
  })
})
