import { join } from 'node:path'
import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { pendingWork } from '../../client/reads/pending.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { limitOf, MAX_LIMIT } from '../../client/reads/scope.ts'
import { findTask, listTasks } from '../../client/reads/tasks.ts'
import { timeline } from '../../client/reads/timeline.ts'
import { LANGUAGES } from '../../messages/index.ts'
import { openWorld, type World } from '../support/world.ts'
import { bitim, environmentOf } from './support.ts'
import { beginPartnership, type Played } from './world.ts'

const AT = '2026-11-23T05:00:00.000Z'
let world: World
let story: Played

beforeAll(async () => {
  world = await openWorld()
  story = await beginPartnership(world, 'ZKM', AT)
  await story.complete('prepare.goals.1', { decision: 'record', goal: 'Meet', tasks: ['Agree on practice'] })
})
afterAll(() => world.stop())

const explained = async (now = AT) =>
  explain(world.scope, await findProcess(world.scope, 'ZKM'), new Date(now))

describe('a process is found by what a person has at hand', () => {
  it.each(['partnership/test-ZKM', 'partnership/test-Z', 'test-ZKM', 'ZKM'])('%s', async (name) => {
    expect((await findProcess(world.scope, name)).id).toBe(story.process)
  })

  it('a task’s id leads to its process', async () => {
    const [task] = await listTasks(world.scope)
    expect((await findProcess(world.scope, task?.id ?? '')).id).toBe(story.process)
  })

  it('what fits nothing, or too much, is refused by name', async () => {
    await expect(findProcess(world.scope, 'nothing')).rejects.toMatchObject({ code: 'unknownProcess' })
    await beginPartnership(world, 'NES', AT)
    await expect(findProcess(world.scope, 'partnership/test')).rejects.toMatchObject({ code: 'ambiguousId' })
    await expect(findTask(world.scope, '%')).rejects.toMatchObject({ code: 'unknownTask' })
  })
})

describe('nothing of another institution is answered', () => {
  it.each([
    ['tasks', () => listTasks({ ...world.scope, institution: 'other' })],
    ['events', () => timeline({ ...world.scope, institution: 'other' }, story.process)],
  ])('%s', async (_, read) => {
    expect(await read()).toEqual([])
  })

  it('processes and tasks', async () => {
    const other = { ...world.scope, institution: 'other' }
    await expect(findProcess(other, story.process)).rejects.toMatchObject({ code: 'unknownProcess' })
    const [task] = await listTasks(world.scope)
    await expect(findTask(other, task?.id ?? '')).rejects.toMatchObject({ code: 'unknownTask' })
    expect((await pendingWork(other)).openTasks).toBe(0)
  })
})

const nothingAwaited = (given: { name?: string }) =>
  given.name === 'read-awaited' ? Promise.resolve({ rows: [] }) : world.pool.query(given as never)

describe('an explanation', () => {
  it('says whose turn it is, since when, until when, and what happens otherwise', async () => {
    const { waits, stage, open } = await explained()
    expect([stage, open]).toEqual(['preparing', true])
    expect(waits).toHaveLength(5)
    expect(waits[0]).toMatchObject({
      kind: 'person',
      who: 'S004',
      since: AT,
      overdue: false,
      nextContact: expect.stringMatching(/^2026-1[12]-/),
      consequence: { type: 'superiorAsked', at: expect.stringMatching(/^2026-12-/) },
    })
  })

  it('knows that the date is past', async () => {
    const { waits } = await explained('2027-06-01T05:00:00.000Z')
    expect(waits.every((wait) => wait.kind !== 'person' || (wait.overdue && wait.nextContact === null))).toBe(
      true,
    )
  })

  it.each(LANGUAGES)('is in whole sentences in %s', async (language) => {
    const sentences = await explanationInWords(world.scope, await explained(), language)
    expect(sentences).toHaveLength(5)
    for (const sentence of sentences) {
      expect(sentence).toMatch(/\.$/)
      expect(sentence).not.toMatch(/[{}…]|undefined|S004/)
    }
  })

  it('tells of work the system repeats, with its failure', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    const working = { ...process, state: { ...process.state, outbox: [{ key: '3.0', type: 'issue' }] } }
    const attempts = [{ failed: 3, failure: 'no paper' }]
    const { waits } = await explain(world.scope, working, new Date(AT), {
      status: 'running',
      attempts,
      failing: null,
      book: null,
    })
    expect(waits[0]).toEqual({
      kind: 'system',
      effect: 'issue',
      count: 1,
      attempts: 3,
      lastFailure: 'no paper',
    })
  })

  it('shows a process that the engine has lost', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    const engine = { status: 'lost' as const, attempts: [], failing: null, book: null }
    const explanation = await explain(world.scope, process, new Date(AT), engine)
    expect(explanation.waits[0]).toMatchObject({ kind: 'stuck', cause: 'lost' })
    const [first] = await explanationInWords(world.scope, explanation, 'en')
    expect(first).toMatch(/stuck.* since 23\sNovember\s2026.*does not run it.*`bitim rebuild`/)
  })

  it('of a process whose own steps fail says since when, how often, why and what to do', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    const failing = { failed: 7, failure: 'relation "event" does not exist' }
    const engine = { status: 'running' as const, attempts: [], failing, book: null }
    const explanation = await explain(world.scope, process, new Date(AT), engine)
    expect(explanation.waits[0]).toEqual({
      kind: 'stuck',
      cause: 'failing',
      attempts: 7,
      lastFailure: 'relation "event" does not exist',
    })
    for (const language of LANGUAGES) {
      const [first] = await explanationInWords(world.scope, explanation, language)
      expect(first).toContain('relation "event" does not exist. ')
      expect(first).toMatch(/7.*`bitim doctor`.*\.$/)
    }
  })

  it('of a process that went on while it was read says what it waits for now', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    let asked = 0
    const meanwhile = {
      query(given: { name?: string }) {
        if (given.name !== 'read-awaited') return world.pool.query(given as never)
        asked += 1
        // Between the two reads its tasks were done, and others opened.
        return asked === 1 ? Promise.resolve({ rows: [] }) : world.pool.query(given as never)
      },
    }
    const scope = { ...world.scope, pool: meanwhile as never }
    const { waits } = await explain(scope, { ...process, seq: process.seq - 1 }, new Date(AT))
    expect(waits.map(({ kind }) => kind)).toEqual(Array(5).fill('person'))
  })

  it('never is empty while the process is open: one for which nothing is planned says so', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    const nothing = { query: (given: { name?: string }) => nothingAwaited(given) }
    const scope = { ...world.scope, pool: nothing as never }
    const { waits } = await explain(scope, process, new Date(AT))
    expect(waits).toEqual([{ kind: 'stuck', cause: 'nothingPlanned', attempts: 0, lastFailure: '' }])
  })

  it('of an ended process says how it ended', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    const state = { ...process.state, stage: 'declined', reason: 'No common ground' }
    const ended = { ...process, stage: 'declined', outcome: 'declined', open: false, state }
    const explanation = await explain(world.scope, ended, new Date(AT))
    const [sentence] = await explanationInWords(world.scope, explanation, 'en')
    expect(sentence).toContain('No common ground')
  })
})

describe('the command line over the database alone', () => {
  const run = (...line: string[]) => bitim(line, environmentOf(world.url))

  it('explains without the engine, and says so', async () => {
    const { code, out, err } = await run('why', 'ZKM')
    expect(code).toBe(0)
    expect(out).toContain('Waiting for Pardayeva Maftuna')
    expect(err).toContain('engine did not answer')
  })

  it('lists own tasks with --as and everybody’s with --all', async () => {
    const own = JSON.parse((await run('task', 'list', '--as', 'S004', '--json')).out)
    expect(own.length).toBeGreaterThanOrEqual(5)
    expect(JSON.parse((await run('task', 'list', '--as', 'S001', '--json')).out)).toEqual([])
    expect(JSON.parse((await run('task', 'list', '--as', 'S001', '--all', '--json')).out)).toEqual(own)
    expect((await run('task', 'list', '--as', 'S001')).err).toContain('Nothing waits for you.')
  })

  it('shows a task with its reminders and the shape of its decisions, within 100 columns', async () => {
    const [task] = await listTasks(world.scope)
    const { code, out } = await run('task', 'show', task?.id ?? '')
    expect(code).toBe(0)
    expect(out).toMatch(/planned/)
    expect(out).toMatch(/delegate/)
    expect(out.split('\n').every((line) => line.length <= 100)).toBe(true)
  })

  it('tells the events in words', async () => {
    const { code, out } = await run('events', 'ZKM', '--limit', '1')
    expect(code).toBe(0)
    expect(out).toContain('S004')
    expect(out.trimEnd().split('\n')).toHaveLength(3)
  })

  it('refuses who is not known', async () => {
    const { code, err } = await run('task', 'list', '--as', 'S999')
    expect(code).toBe(1)
    expect(err).toContain('(unknownPerson)')
  })

  it('refuses to list the tasks of somebody who is not known, and knows whose list is empty', async () => {
    const unknown = await run('task', 'list', '--owner', 'S999')
    expect(unknown.code).toBe(1)
    expect(unknown.err).toMatch(/S999.*\(unknownPerson\)/)
    expect((await run('task', 'list', '--owner', 'S001', '--as', 'S004')).err).toContain('No open tasks.')
  })

  it('refuses an institution that is unknown or not that of who acts', async () => {
    for (const who of [[], ['--as', 'S004']]) {
      const { code, err } = await run('task', 'list', '--institution', 'XXX', ...who)
      expect(code).toBe(1)
      expect(err).toContain('“XXX”')
    }
    expect((await run('task', 'list', '--institution', 'ZTU', '--as', 'S004')).code).toBe(0)
  })

  it('shows since when and why a paper is not in force, and which one is instead', async () => {
    const insert = (id: string, revocations: object[]) =>
      world.pool.query(
        `INSERT INTO document (id, institution_id, process_id, effect_key, kind, language, number, dated_on, side, version,
           state, title, pages, bytes, sha256, file, data, revocations, at)
         VALUES ($1, $2, $3, $1, 'orderSendingStudents', 'en', $1, '2027-01-20', 'institution', 1, 'issued', '', 1, 1,
           $4, '', '{}', $5, now())`,
        [id, world.scope.institution, story.process, 'a'.repeat(64), JSON.stringify(revocations)],
      )
    await insert('200-T', [
      { line: 'L01', on: '2027-02-01', reason: 'the roof leaks', replacedBy: '201-T' },
      { line: 'L02', on: '2027-02-02', reason: 'didNotShow', replacedBy: null },
    ])
    await insert('201-T', [])
    expect((await run('document', 'list')).out).toMatch(/200-T.*in force in part/)
    const { out } = await run('document', 'show', '200-T')
    expect(out).toMatch(/L01 +2027-02-01 +the roof leaks +201-T/)
    expect(out).toMatch(/L02 +2027-02-02 +did not show up/)
  })

  it('names the kinds of papers where one is not known', async () => {
    const { code, err } = await run('document', 'list', '--kind', 'nonsense')
    expect(code).toBe(2)
    expect(err).toContain('completionCertificate')
  })

  it('refuses to import a folder that holds nothing for it', async () => {
    const { code, err } = await run('import', join(__dirname, '..', 'support'))
    expect(code).toBe(2)
    expect(err).toContain('no file that can be imported')
  })

  it('reports every mistake of an import with its row and column, and ends with 1', async () => {
    const { code, out } = await run('import', __filename)
    expect(code).toBe(1)
    expect(out).toContain('no file of this name is known')
  })
})

it('a list is never longer than 500', () => {
  expect([limitOf(undefined), limitOf(3), limitOf(10_000), limitOf(0)]).toEqual([50, 3, MAX_LIMIT, 1])
})
