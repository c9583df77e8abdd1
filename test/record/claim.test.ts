import { InstitutionReader } from '../../activities/record/institution.ts'
import { createRecordActivities, type Post } from '../../activities/record/record.ts'
import { createLog } from '../../logging/log.ts'
import type { RecordInput } from '../../workflows/durable/port.ts'
import { openWorld, type World } from '../support/world.ts'

const log = createLog({ name: 'test', level: 'fatal', pretty: false })
const AT = '2026-11-23T05:00:00.000Z'

let world: World
let administrator: string
let posts: Post[]
let record: ReturnType<typeof createRecordActivities>['record']

beforeAll(async () => {
  world = await openWorld()
  const { rows } = await world.pool.query<{ id: string }>(`SELECT id FROM person WHERE code = 'S004'`)
  administrator = rows[0]?.id ?? ''
  const post = (more: Post[]): void => {
    posts.push(...more)
  }
  record = createRecordActivities({
    database: world.database,
    reader: new InstitutionReader(world.database),
    log,
    post,
  }).record
})

beforeEach(() => {
  posts = []
})

afterAll(() => world.stop())

/** The first fact of a partnership, which asks its administrator for something. */
async function begun(name: string): Promise<RecordInput> {
  const { rows } = await world.pool.query<{ id: string }>(`SELECT id FROM partner WHERE code = 'ZKM'`)
  const partner = rows[0]?.id ?? ''
  return {
    id: `partnership/${name}`,
    kind: 'partnership',
    institution: world.scope.institution,
    policy: { id: 'generic', version: 1 },
    parent: null,
    clockOffset: 0,
    fromSeq: 0,
    head: '',
    facts: [
      {
        type: 'begun',
        data: { partner },
        by: administrator,
        door: 'commandLine/test',
        onBehalf: null,
        command: name,
        at: AT,
      },
    ],
    opened: [
      {
        wait: 'task',
        key: 'clarifyGoals',
        kind: 'clarifyGoals',
        owner: { person: administrator },
        due: { workingDays: 3 },
        ladder: 'standard',
        data: {},
      },
    ],
    closed: [],
    situation: { stage: 'preparation', outcome: null, open: true },
    state: { id: name, partner, administrator, forms: [], stage: 'preparation' },
    book: {},
    outbox: [],
    at: AT,
  }
}

const counted = async (process: string): Promise<Record<string, number>> => {
  const { rows } = await world.pool.query(
    `SELECT (SELECT count(*)::int FROM event WHERE process_id = $1) AS events,
            (SELECT count(*)::int FROM task WHERE process_id = $1) AS tasks,
            (SELECT count(*)::int FROM message WHERE process_id = $1) AS letters`,
    [process],
  )
  return rows[0]
}

test('of ten who record the same facts at once one writes, and the others learn what is recorded', async () => {
  const input = await begun('at-once')
  const answers = await Promise.all(Array.from({ length: 10 }, () => record(input)))
  expect(answers.filter((answer) => 'bookings' in answer)).toHaveLength(1)
  expect(new Set(answers.map(({ head }) => head)).size).toBe(1)
  expect(await counted(input.id)).toEqual({ events: 1, tasks: 1, letters: 1 })
  expect(posts).toHaveLength(1)
})

test('of ten who continue the same process with other facts one writes, and no trace of the others is left', async () => {
  const first = await begun('two-ways')
  const { head } = await record(first)
  const next = (n: number): RecordInput => ({
    ...first,
    fromSeq: 1,
    head,
    facts: [
      {
        type: 'noted',
        data: { n },
        by: administrator,
        door: 'commandLine/test',
        onBehalf: null,
        command: `way-${n}`,
        at: AT,
      },
    ],
    opened: first.opened.map((wait) => ({ ...wait, key: `way-${n}` })),
  })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => record(next(n))))
  const won = answers.findIndex((answer) => 'bookings' in answer)
  for (const answer of answers) {
    if ('recorded' in answer) expect(answer.recorded.map(({ command }) => command)).toEqual([`way-${won}`])
  }
  expect(await counted(first.id)).toEqual({ events: 2, tasks: 2, letters: 2 })
})

test('facts that do not follow what is recorded are refused', async () => {
  const input = await begun('gap')
  await expect(record({ ...input, fromSeq: 3, head: 'a'.repeat(64) })).rejects.toThrow('is recorded up to 0')
  const { head } = await record(input)
  await expect(record({ ...input, fromSeq: 1, head: 'b'.repeat(64) })).rejects.toThrow('is recorded up to 1')
  expect(head).toMatch(/^[0-9a-f]{64}$/)
})

test('a letter to somebody without an address is suppressed, and so is its contact', async () => {
  await world.pool.query('UPDATE person SET email = NULL WHERE id = $1', [administrator])
  const input = await begun('silent')
  await record(input)
  const { rows } = await world.pool.query(
    `SELECT message.state, message.reply, contact.state AS contact, contact.reason
     FROM message JOIN contact ON contact.message_id = message.id WHERE process_id = $1`,
    [input.id],
  )
  expect(rows).toEqual([{ state: 'suppressed', reply: 'noEmail', contact: 'suppressed', reason: 'noEmail' }])
  expect(posts).toEqual([])
})
