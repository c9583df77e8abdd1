import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine, workflowBundle } from '../support/engine.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

const HISTORIES = join(__dirname, 'histories')
/** Names the version whose histories are to be recorded anew, for example RECORD_HISTORIES=1. */
const VERSION = process.env.RECORD_HISTORIES

/** One process of each kind and one mailbox, after a small story on the real engine. */
async function oneOfEach({ pool, client }: TestEngine): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ kind: string; id: string }>(
    'SELECT DISTINCT ON (kind) kind, id FROM process ORDER BY kind, seq DESC, id',
  )
  const found = new Map(rows.map(({ kind, id }) => [kind, id]))
  const people = await pool.query<{ person: string }>(
    `SELECT person_id AS person FROM message WHERE state = 'sent' GROUP BY person_id ORDER BY count(*) DESC LIMIT 1`,
  )
  const mailbox = `mailbox/${people.rows[0]?.person}`
  await client.workflow.getHandle(mailbox).result()
  return found.set('mailbox', mailbox)
}

async function record(version: string): Promise<void> {
  const engine = await startEngine({ payloadKeys: null })
  try {
    const { pool } = engine
    await makeSmall(engine.owner, { trainees: 1, graduates: 1, end: '2027-02-13' })
    await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
    const over = `SELECT count(*) = 2 FROM event WHERE type IN ('cycleEnded', 'sessionEnded')`
    await playUntil(engine, () => isTrue(pool, over))
    await eventually(() => isTrue(pool, `SELECT count(*) = 0 FROM message WHERE state = 'queued'`))
    const folder = join(HISTORIES, version)
    await mkdir(folder, { recursive: true })
    for (const [kind, id] of await oneOfEach(engine)) {
      const history = await engine.client.workflow.getHandle(id).fetchHistory()
      await writeFile(join(folder, `${kind}.history.json`), `${historyToJSON(history)}\n`)
    }
  } finally {
    await engine.stop()
  }
}

const versions = async (): Promise<string[]> => (await readdir(HISTORIES)).sort()

async function historiesOf(version: string): Promise<{ workflowId: string; history: unknown }[]> {
  const folder = join(HISTORIES, version)
  const files = (await readdir(folder)).sort()
  return Promise.all(
    files.map(async (file) => ({
      workflowId: `${version}/${file}`,
      history: JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown,
    })),
  )
}

beforeAll(async () => {
  if (VERSION !== undefined) await record(VERSION)
}, 120_000)

test('every kind of process of every released version is replayed by this code', async () => {
  const codePath = await workflowBundle()
  const kinds = ['agreement', 'attestation', 'mailbox', 'partnership', 'placement', 'practiceCycle']
  for (const version of await versions()) {
    const histories = await historiesOf(version)
    expect(histories.map(({ workflowId }) => workflowId)).toEqual(
      kinds.map((kind) => `${version}/${kind}.history.json`),
    )
    for await (const { workflowId, error } of Worker.runReplayHistories(
      { workflowBundle: { codePath } },
      histories,
    )) {
      expect({ workflowId, error: error?.message }).toEqual({ workflowId, error: undefined })
    }
  }
}, 120_000)

test('a history that this code would not have written is noticed', async () => {
  const codePath = await workflowBundle()
  const [version = ''] = await versions()
  const [first] = await historiesOf(version)
  if (first === undefined) throw new Error('no history is recorded')
  const { events } = first.history as { events: { markerRecordedEventAttributes?: unknown }[] }
  const changed = events.filter((event) => event.markerRecordedEventAttributes === undefined)
  const history = { events: changed.map((event, n) => ({ ...event, eventId: String(n + 1) })) }
  await expect(Worker.runReplayHistory({ workflowBundle: { codePath } }, history)).rejects.toThrow()
}, 60_000)
