import type { BrokenChain } from '../../client/reads/audit.ts'
import { auditVerify } from '../../client/reads/audit.ts'
import { openWorld, type World } from '../support/world.ts'
import { bitim, environmentOf } from './support.ts'
import { beginPartnership, type Played } from './world.ts'

const AT = '2026-11-23T05:00:00.000Z'
let world: World
let story: Played

beforeAll(async () => {
  world = await openWorld()
  story = await beginPartnership(world, 'ZKM', AT)
  await beginPartnership(world, 'NAZ', AT)
  await story.complete('prepare.goals.1', { decision: 'record', goal: 'Meet', tasks: ['Agree on practice'] })
  await story.complete('prepare.partnerInfo.1', {
    decision: 'record',
    mainDirections: 'Ore',
    tradeUnion: 'yes',
  })
  await story.complete('prepare.questions.1', { decision: 'record', whatIsCooperation: 'Practice' })
})
afterAll(() => world.stop())

/** Does to the table what its triggers forbid, looks, and puts everything back. */
async function tampered(sql: string): Promise<{ broken: BrokenChain[]; code: number; err: string }> {
  const client = await world.pool.connect()
  const keep = `CREATE TABLE kept_event AS SELECT * FROM event; CREATE TABLE kept_process AS SELECT * FROM process`
  try {
    await client.query(`${keep}; ALTER TABLE event DISABLE TRIGGER ALL; ${sql}`)
    const { broken } = await auditVerify(world.database.all)
    const { code, err } = await bitim(['audit', 'verify'], environmentOf(world.url))
    return { broken, code, err }
  } finally {
    await client.query(`
      DELETE FROM event; INSERT INTO event SELECT * FROM kept_event;
      UPDATE process SET head = kept_process.head, seq = kept_process.seq FROM kept_process
      WHERE kept_process.id = process.id;
      DROP TABLE kept_event, kept_process;
      ALTER TABLE event ENABLE TRIGGER ALL;
      ALTER TABLE event ENABLE ALWAYS TRIGGER event_refuses_change;
      ALTER TABLE event ENABLE ALWAYS TRIGGER event_refuses_truncate`)
    client.release()
  }
}

const OWN = `process_id = 'partnership/test-ZKM'`

describe('the audit trail', () => {
  it('is whole as it was recorded', async () => {
    const report = await auditVerify(world.database.all)
    expect(report.broken).toEqual([])
    expect(report.events).toBeGreaterThanOrEqual(4)
    const { code, out } = await bitim(['audit', 'verify', 'ZKM', '--json'], environmentOf(world.url))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ ok: true, processes: 1, events: 4, broken: [] })
  })

  it.each([
    ['what it says', `data = jsonb_set(data, '{answer,goal}', '"Another"')`],
    ['who did it', `actor_id = 'somebody'`],
    ['door', `door = 'console/else'`],
    ['when it was', `at = at + interval '1 day'`],
    ['what it is', `type = 'begun'`],
  ])('shows an event whose %s was changed', async (_, change) => {
    const { broken, code, err } = await tampered(`UPDATE event SET ${change} WHERE ${OWN} AND seq = 2`)
    expect(broken).toEqual([{ process: story.process, seq: 2, fault: 'altered' }])
    expect(code).toBe(4)
    expect(err).toContain('(auditBroken)')
  })

  it('shows an event that was taken out', async () => {
    const { broken, code } = await tampered(`DELETE FROM event WHERE ${OWN} AND seq = 3`)
    expect(broken).toEqual([{ process: story.process, seq: 3, fault: 'missing' }])
    expect(code).toBe(4)
  })

  it('shows last events that were taken out', async () => {
    const { broken } = await tampered(`DELETE FROM event WHERE ${OWN} AND seq = 4`)
    expect(broken).toEqual([{ process: story.process, seq: 4, fault: 'end' }])
  })

  it('shows last events taken out together with the count of the process', async () => {
    const sql = `DELETE FROM event WHERE ${OWN} AND seq = 4; UPDATE process SET seq = 3 WHERE id = 'partnership/test-ZKM'`
    expect((await tampered(sql)).broken).toEqual([{ process: story.process, seq: 3, fault: 'head' }])
  })

  it('shows all events of a process taken out', async () => {
    const { broken } = await tampered(`DELETE FROM event WHERE ${OWN}`)
    expect(broken).toEqual([{ process: story.process, seq: 1, fault: 'end' }])
  })

  it('shows events that changed places', async () => {
    const { broken } = await tampered(`
      UPDATE event SET seq = 1000 WHERE ${OWN} AND seq = 2;
      UPDATE event SET seq = 2 WHERE ${OWN} AND seq = 3;
      UPDATE event SET seq = 3 WHERE ${OWN} AND seq = 1000`)
    expect(broken).toEqual([{ process: story.process, seq: 2, fault: 'order' }])
  })

  it('shows events whose process was taken out', async () => {
    const { broken } = await tampered(`
      SET session_replication_role = replica;
      INSERT INTO event (process_id, seq, institution_id, type, data, actor_id, door, command_id, at, prev_hash, hash)
      SELECT 'partnership/ghost', seq, institution_id, type, data, actor_id, door, command_id, at, prev_hash, hash
      FROM event WHERE ${OWN};
      SET session_replication_role = DEFAULT`)
    expect(broken).toEqual([{ process: 'partnership/ghost', seq: 1, fault: 'noProcess' }])
  })

  it('names every broken process, and only those', async () => {
    const { broken } = await tampered(`UPDATE event SET command_id = 'x' WHERE seq = 1`)
    expect(broken.map(({ process }) => process).sort()).toEqual([
      'partnership/test-NAZ',
      'partnership/test-ZKM',
    ])
    expect((await auditVerify(world.database.all)).broken).toEqual([])
  })
})
