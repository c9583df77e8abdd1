import { join } from 'node:path'
import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { pendingWork } from '../../client/reads/pending.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { limitOf, MAX_LIMIT } from '../../client/reads/scope.ts'
import { findTask, listTasks } from '../../client/reads/tasks.ts'
import { timeline } from '../../client/reads/timeline.ts'
import { LANGUAGES } from '../../messages/index.ts'
import { placement, running } from '../cores/story.ts'
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

describe('what many are asked alike', () => {
  const MANY = 60
  const WEEKS = [1, 2, 3]

  beforeAll(async () => {
    const { running: carried } = running().process(placement('L01', 1))
    const { rows } = await world.pool.query<{ id: string }>(
      `SELECT id FROM person WHERE kind = 'student' ORDER BY code LIMIT $1`,
      [MANY],
    )
    const students = rows.map(({ id }) => id)
    expect(students).toHaveLength(MANY)
    await world.pool.query(
      `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version,
                            parent_id, opened_at, changed_at)
       SELECT 'placement/many-' || n, $1, 'placement', 1, '', 'running', true, $2, 'generic', 1, $3, $4, $4
       FROM generate_series(1, $5) n`,
      [world.scope.institution, JSON.stringify(carried.state), story.process, AT, MANY],
    )
    await world.pool.query(
      `INSERT INTO task (id, process_id, institution_id, key, kind, owner_id, state, opened_at, due_at, data)
       SELECT 'tmany' || n, 'placement/many-' || n, $1, 'diary.3', 'writeDiary', person, 'open', $2::timestamptz,
              $2::timestamptz + CASE WHEN n <= 52 THEN interval '-1 day' ELSE interval '1 day' END, $3
       FROM unnest($4::text[]) WITH ORDINALITY AS student (person, n)`,
      [world.scope.institution, AT, { weeks: WEEKS, ended: '2026-11-07' }, students],
    )
  })

  it('is counted in one line, whatever the number, with how old it is and how much is overdue', async () => {
    const explanation = await explained()
    expect(explanation.waits.filter(({ kind }) => kind === 'alike')).toEqual([
      {
        ...{ kind: 'alike', taskKind: 'writeDiary', processKind: 'placement', task: 'tmany1' },
        ...{ tasks: MANY, count: MANY * WEEKS.length, overdue: 52, oldest: '2026-11-07' },
      },
    ])
    const words = (await explanationInWords(world.scope, explanation, 'en')).map((one) =>
      one.replace(/\s/g, ' '),
    )
    expect(words).toContain(
      '180 weekly diaries of 60 trainees are missing, the oldest since 7 November 2026. 52 tasks are overdue.',
    )
    expect(words.length).toBeLessThan(12)
    for (const language of LANGUAGES) {
      const sentences = await explanationInWords(world.scope, explanation, language)
      expect(sentences.some((sentence) => sentence.includes('180') && sentence.includes('60'))).toBe(true)
    }
  })

  it('is shown one by one where that is asked for', async () => {
    const process = await findProcess(world.scope, 'ZKM')
    const { waits } = await explain(world.scope, process, new Date(AT), null, true)
    expect(waits.filter((wait) => wait.kind === 'person' && wait.taskKind === 'writeDiary')).toHaveLength(
      MANY,
    )
    expect(waits.some(({ kind }) => kind === 'alike')).toBe(false)
  })

  it('is listed by its kind, in a process and in those it began', async () => {
    const listed = (within: string) =>
      listTasks(world.scope, { kind: 'writeDiary', within, limit: MAX_LIMIT })
    expect(await listed(story.process)).toHaveLength(MANY)
    expect(await listed('placement/many-7')).toHaveLength(1)
    expect(await listTasks(world.scope, { kind: 'confirmDiary', within: story.process })).toEqual([])
  })
})
