import type { Data } from '../../workflows/durable/types.ts'
import { refusalOf, taskOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf } from '../support/story.ts'

let engine: TestEngine
let partnership: string

const QUESTIONS: Data = {
  whatIsCooperation: 'Practice places.',
  problemsToSolve: 'Too few places.',
  mainPartner: 'The smelter.',
  whatWeGive: 'Graduates.',
}
const GOALS: Data = { goal: 'Places for practice.', tasks: ['agree on places'] }

beforeAll(async () => {
  engine = await startEngine()
  partnership = (await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })).process
}, 60_000)

afterAll(() => engine.stop())

const facts = (): Promise<number> => countOf(engine.pool, `event WHERE process_id = '${partnership}'`)

test('a fact the database can never take is refused to whoever sent it, and the process goes on', async () => {
  const questions = await taskOf(engine.pool, 'answerQuestions')
  const goals = await taskOf(engine.pool, 'clarifyGoals')
  await engine.owner.query(
    `ALTER TABLE event ADD CONSTRAINT no_questions CHECK (data ->> 'item' IS DISTINCT FROM 'questions') NOT VALID`,
  )
  const before = await facts()
  const answer = { task: questions.id, decision: 'record', data: QUESTIONS }
  const refused = refusalOf(engine.facade.completeTask(by('S004'), answer))
  const recorded = engine.facade.completeTask(by('S004'), { task: goals.id, decision: 'record', data: GOALS })
  expect(await refused).toMatchObject({ code: 'recordImpossible' })
  await recorded
  expect(await facts()).toBe(before + 1)
  await engine.owner.query('ALTER TABLE event DROP CONSTRAINT no_questions')
  await engine.facade.completeTask(by('S004'), answer)
  expect(await facts()).toBe(before + 2)
}, 60_000)

test('a key used once more after a hundred other commands answers what it answered first', async () => {
  const task = await taskOf(engine.pool, 'collectPartnerInfo')
  const data = { mainDirections: 'Copper.', tradeUnion: 'yes' }
  const answer = { task: task.id, decision: 'record', data, key: 'once and for all' }
  const first = await engine.facade.completeTask(by('S004'), answer)
  for (let n = 0; n < 100; n += 1) {
    const papers = [{ kind: 'visitPlan', document: `d${n}`, number: '', version: 1 }]
    await engine.facade.engine.command(partnership, {
      id: `paper ${n}`,
      type: 'papersIssued',
      data: { papers },
      by: { person: null, roles: [] },
    })
  }
  const before = await facts()
  expect(await engine.facade.completeTask(by('S004'), answer)).toEqual(first)
  expect(await facts()).toBe(before)
}, 60_000)
