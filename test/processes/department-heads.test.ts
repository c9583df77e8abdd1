import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { isTrue, playUntil } from '../support/story.ts'

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine()
  await engine.owner.query(`DELETE FROM schedule_line WHERE code NOT IN ('L01', 'L02', 'L03')`)
  await engine.owner.query('DELETE FROM attestation_session')
  await engine.owner.query(`
    UPDATE schedule_line SET programme_id = (
      SELECT programme.id FROM programme JOIN department ON department.id = department_id
      WHERE department.code = 'ICT' ORDER BY programme.code LIMIT 1)
    WHERE code = 'L02'`)
}, 120_000)

afterAll(() => engine.stop())

test('a draft is approved by the head of each department whose programmes it serves, once, and by no other head', async () => {
  const { pool, facade } = engine
  await facade.startPartnership(by('S004'), { partner: 'ZKM' })
  const heads = `FROM task JOIN person ON person.id = owner_id WHERE task.key LIKE 'approve.departmentHead%'`
  await playUntil(engine, () => isTrue(pool, `SELECT count(*) > 0 ${heads}`))
  const { rows } = await pool.query<{ code: string }>(`SELECT person.code ${heads} ORDER BY person.code`)
  expect(rows.map(({ code }) => code)).toEqual(['S009', 'S011'])
}, 120_000)
