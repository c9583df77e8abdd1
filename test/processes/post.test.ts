import { createInformActivities } from '../../activities/inform/inform.ts'
import { InstitutionReader } from '../../activities/record/institution.ts'
import { createLog } from '../../logging/log.ts'
import { PostRoom } from '../../workers/post.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

const log = createLog({ name: 'test', level: 'fatal', pretty: false })

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine()
})

afterAll(() => engine.stop())

test('letters that a worker wrote and died before it could hand them over are brought by the next', async () => {
  const { pool, client, taskQueue } = engine
  const { database } = engine.connected
  const reader = new InstitutionReader(database)
  const { process } = await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
  await eventually(async () => (await countOf(pool, `message WHERE state = 'queued'`)) === 0)
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM institution')
  const dying = createInformActivities({ database, reader, post: () => undefined })
  const told = {
    process,
    institution: rows[0]?.id ?? '',
    policy: { id: 'generic', version: 1 },
    at: '2026-11-23T05:00:00.000Z',
  }
  for (const n of [0, 1, 2]) {
    await dying.inform({
      ...told,
      effect: {
        key: `90.${n}`,
        type: 'inform',
        persons: [{ role: 'administrator' }],
        template: 'attendanceMissing',
        data: { line: 'L01', week: n + 1 },
      },
    })
  }
  const waiting = `message WHERE template = 'attendanceMissing' AND state = 'queued'`
  expect(await countOf(pool, waiting)).toBe(3)
  const next = new PostRoom({ client, database, taskQueue, log })
  next.open()
  await eventually(async () => (await countOf(pool, waiting)) === 0)
  await next.close()
  expect(await countOf(pool, `message WHERE template = 'attendanceMissing' AND attempts = 1`)).toBe(3)
})
