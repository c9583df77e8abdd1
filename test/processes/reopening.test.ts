import { settled } from '../../client/advance.ts'
import { bitim } from '../cli/support.ts'
import { refusalOf, taskOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine()
}, 60_000)

afterAll(() => engine.stop())

const kindsIn = async (process: string): Promise<string[]> => {
  const { rows } = await engine.pool.query<{ kind: string }>(
    `SELECT kind FROM task WHERE process_id = $1 AND state = 'open' ORDER BY kind`,
    [process],
  )
  return rows.map(({ kind }) => kind)
}

test('a declined partnership is taken up again in a process of its own that keeps what was prepared', async () => {
  const { facade } = engine
  const because = { partner: 'NAZ', reopenBecause: 'They called.' }
  expect(await refusalOf(facade.startPartnership(by('S004'), because))).toMatchObject({
    code: 'unknownProcess',
  })
  const { process } = await facade.startPartnership(by('S004'), { partner: 'NAZ' })
  const { id } = await taskOf(engine.pool, 'clarifyGoals')
  await facade.completeTask(by('S004'), {
    ...{ task: id, decision: 'record' },
    data: { goal: 'Places.', tasks: ['Places in summer'] },
  })
  await facade.send(by('S004'), process, 'close', { reason: 'Other plans.' })
  await settled(engine.pool, engine.clock)

  const again = await facade.startPartnership(by('S004'), because)
  await settled(engine.pool, engine.clock)
  expect(again.process).not.toBe(process)
  const open = await kindsIn(again.process)
  expect(open).toContain('agreeMeeting')
  expect(open).not.toContain('clarifyGoals')
  const begun = await engine.pool.query(
    `SELECT data -> 'reopens' AS reopens FROM event WHERE process_id = $1 AND type = 'begun'`,
    [again.process],
  )
  expect(begun.rows[0]?.reopens).toEqual({ process, reason: 'They called.' })
  expect(await refusalOf(facade.startPartnership(by('S004'), because))).toMatchObject({
    code: 'partnershipExists',
  })
})

test('what was recorded wrongly is taken back by who recorded it, and asked for again', async () => {
  const { facade, pool } = engine
  const { process } = await facade.startPartnership(by('S004'), { partner: 'ZKM' })
  await facade.send(by('S006'), process, 'note', { text: 'They move house in May.' })
  const listed = await bitim(['note', 'list', process], engine.environment)
  expect(listed.out).toMatch(/S006 +They move house in May\./)
  const { id: task } = await taskOf(pool, 'clarifyGoals', process)
  expect(await refusalOf(facade.correctTask(by('S004'), { task, reason: 'Not ours.' }))).toMatchObject({
    code: 'nothingDecided',
  })
  const data = { goal: 'Places in 9999.', tasks: ['Places in summer'] }
  await facade.completeTask(by('S004'), { task, decision: 'record', data })
  expect(await kindsIn(process)).not.toContain('clarifyGoals')
  expect(await refusalOf(facade.correctTask(by('S006'), { task, reason: 'Wrong year.' }))).toMatchObject({
    code: 'notYourEntry',
  })
  await facade.correctTask(by('S004'), { task, reason: 'Wrong year.', key: 'correct-goals' })
  await facade.correctTask(by('S004'), { task, reason: 'Wrong year.', key: 'correct-goals' })
  const again = await taskOf(pool, 'clarifyGoals', process)
  expect(again.id).not.toBe(task)
  const corrected = { task, reason: 'Wrong year.' }
  expect(await refusalOf(facade.correctTask(by('S004'), corrected))).toMatchObject({
    code: 'askedAgainAlready',
  })
  await facade.completeTask(by('S004'), {
    ...{ task: again.id, decision: 'record' },
    data: { ...data, goal: 'Places in 2027.' },
  })
  const { rows } = await pool.query(
    `SELECT type, data ->> 'reason' AS reason FROM event WHERE process_id = $1 AND type LIKE 'item%' ORDER BY seq`,
    [process],
  )
  expect(rows).toEqual([
    { type: 'itemPrepared', reason: null },
    { type: 'itemReopened', reason: 'Wrong year.' },
    { type: 'itemPrepared', reason: null },
  ])
})
