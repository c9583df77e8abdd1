import { settled } from '../../client/advance.ts'
import { operatingIn, tellImported } from '../../client/told-imports.ts'
import type { Opening } from '../../workflows/partnership/state.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'

let engine: TestEngine
let partnership: string

beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: 1, end: '2027-02-20' })
  partnership = (await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })).process
  const known = `SELECT count(*) > 0 FROM event WHERE type = 'agendaKnown'`
  await playUntil(engine, () => isTrue(engine.pool, known))
}, 120_000)

afterAll(() => engine.stop())

async function openings(): Promise<Opening[]> {
  await tellImported(engine.facade.engine, await operatingIn(engine.facade.pool))
  await settled(engine.pool, engine.clock)
  const { rows } = await engine.pool.query<{ openings: Opening[] }>(
    `SELECT state -> 'openings' AS openings FROM process WHERE id = $1`,
    [partnership],
  )
  return rows[0]?.openings ?? []
}

const next = async (): Promise<Opening | undefined> =>
  (await openings()).find(({ id }) => id.endsWith('/2027-2028'))

test('the next academic year opens on the day of the policy, or so many days before its first line', async () => {
  expect((await next())?.opens).toBe('2027-08-15')
  await engine.owner.query(
    `INSERT INTO schedule_line (id, institution_id, partner_id, academic_year, code, site_id, programme_id, course,
       study_group, practice_type, start_on, end_on, planned, supervisor_person_id, mentor_person_ids)
     SELECT 'later', institution_id, partner_id, '2027-2028', 'L77', site_id, programme_id, course, study_group,
       practice_type, '2027-10-01', '2027-10-30', planned, supervisor_person_id, mentor_person_ids
     FROM schedule_line LIMIT 1`,
  )
  expect((await next())?.opens).toBe('2027-07-03')
})

test('an agreement that renews by itself has no end that stands against the year after it', async () => {
  const end = (to: string) => engine.owner.query(`UPDATE agreement SET valid_to = $1`, [to])
  await end('2027-06-30')
  expect(await next()).toBeUndefined()
  const { rows } = await engine.pool.query<{ id: string }>(`SELECT id FROM process WHERE kind = 'agreement'`)
  await engine.owner.query(
    `UPDATE process SET state = jsonb_set(state, '{terms,renewal}', '"automatic"') WHERE id = $1`,
    [rows[0]?.id],
  )
  expect(await next()).toBeDefined()
  await end('2029-08-31')
})

test('a session imported later is to be opened, with nobody invited who cannot be asked', async () => {
  await engine.owner.query(
    `INSERT INTO attestation_session (id, institution_id, year, code, programme_id, held_on, partner_ids,
       expert_person_ids, secretary_person_id, groups)
     SELECT 'later', institution_id, 2028, 'A9', programme_id, '2028-06-12', partner_ids, expert_person_ids,
       secretary_person_id, groups FROM attestation_session WHERE code = 'A1'`,
  )
  await engine.owner.query(
    `UPDATE person SET active = false WHERE id = (SELECT expert_person_ids[1] FROM attestation_session WHERE code = 'A9')`,
  )
  const session = (await openings()).find(({ id }) => id === 'attestation/later')
  expect(session?.begin.unfit).toHaveLength(1)
})
