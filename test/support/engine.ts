import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Client } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import { Pool } from 'pg'
import type { Post } from '../../activities/record/record.ts'
import type { MovableClock } from '../../client/clock.ts'
import { codecOf, newPayloadKey } from '../../client/codec.ts'
import { type Connected, connect } from '../../client/connect.ts'
import type { Facade } from '../../client/facade.ts'
import type { Bound } from '../../database/database.ts'
import { closeRenderer } from '../../documents/render.ts'
import { type Inbox, startInbox } from '../../embedded/inbox.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { choosePorts, LOOPBACK } from '../../embedded/ports.ts'
import { createLog, type Log } from '../../logging/log.ts'
import { bindTemporalRuntime } from '../../logging/temporal-runtime.ts'
import { importPath } from '../../registers/import/import.ts'
import { prepareDatabase } from '../../schema/prepare.ts'
import { activitiesOf } from '../../workers/activities.ts'
import { PostRoom } from '../../workers/post.ts'
import { createWorkers, type Workers } from '../../workers/worker.ts'
import { createTestDatabase, startTestPostgres } from './postgres.ts'
import { startTestTemporal, type TestTemporal } from './temporal.ts'

/** The story's first morning: Monday 2026-11-23, ten o'clock in Asia/Tashkent. */
const FIRST_MORNING = new Date('2026-11-23T05:00:00.000Z')

export interface EngineOptions {
  /** Processes continue as new after this many facts. */
  renewEvery?: number
  /** Milliseconds a command waits for a worker. */
  patience?: number
  /** False: nobody works until startWorker is called. */
  working?: boolean
  /** Null: what the engine keeps is in clear, for histories that people read. */
  payloadKeys?: null
  /** The server, where it is not the one all tests share. */
  temporal?: TestTemporal
  /** Where letters lead; without it they have no buttons. */
  address?: string
  /** What the worker runs instead of the plain activities. */
  wrap?: (activities: Activities) => Activities
}

export type Activities = ReturnType<typeof activitiesOf>['activities']

/** Everything a test of real processes needs, its own except for the two servers. */
export interface TestEngine {
  /** Of all institutions, in the role of workers and commands. */
  pool: Bound
  /** Of the tables: may do what workers and commands may not. */
  owner: Pool
  client: Client
  connected: Connected
  facade: Facade
  clock: MovableClock
  taskQueue: string
  /** Names these servers to a command line, as in production. */
  environment: NodeJS.ProcessEnv
  inbox: Inbox
  inboxDir: string
  filesDir: string
  /** The activities as the worker runs them, for tests that call one twice. */
  activities: Activities
  startWorker(): Promise<void>
  stopWorker(): Promise<void>
  stop(): Promise<void>
}

const buildScript = () => join(projectRoot(), 'scripts', 'build.mjs')

/** The bundle every file shares: built by the first that needs it, at once when it is current. */
export async function workflowBundle(): Promise<string> {
  const given = process.env.TEST_WORKFLOW_BUNDLE
  if (given !== undefined && given !== '') return given
  await promisify(execFile)(process.execPath, [buildScript()], { timeout: 300_000 })
  return join(projectRoot(), 'dist', 'workflow-bundle.js')
}

/** A database with the samples, business time at the story's first morning, a mail inbox and a worker. */
export async function startEngine(options: EngineOptions = {}): Promise<TestEngine> {
  const [server, temporal, bundle] = await Promise.all([
    startTestPostgres(),
    options.temporal ?? startTestTemporal(),
    workflowBundle(),
  ])
  const database = await createTestDatabase(server)
  const folder = await mkdtemp(join(tmpdir(), 'bitim-test-'))
  const log = createLog({ name: 'test', dir: join(folder, 'logs'), pretty: false, level: 'warn' })
  bindRuntimeOnce(log)
  const taskQueue = `test-${randomBytes(6).toString('hex')}`
  const inboxDir = join(folder, 'inbox')
  const { smtp: port } = await choosePorts(join(folder, 'ports.json'), {})
  const inbox = await startInbox({ dir: inboxDir, port, log })
  const { renewEvery, patience = 30_000, payloadKeys = newPayloadKey() } = options
  const open = (role: 'worker' | 'client'): Promise<Connected> =>
    connect({
      databaseUrl: database.url,
      temporalAddress: temporal.address,
      taskQueue,
      payloadKeys,
      role,
      movableClock: true,
      patience,
      ...(renewEvery === undefined ? {} : { renewEvery }),
    })
  // Two, as in production: a worker that waits for a process must not take the connections of who talks to it.
  const [connected, ofWorker] = await Promise.all([open('client'), open('worker')])
  const connection = await NativeConnection.connect({ address: temporal.address })
  const filesDir = join(folder, 'files')
  const { database: ofPost, client } = ofWorker
  const postRoom = new PostRoom({ client, database: ofPost, taskQueue, log })
  const post = (posts: Post[]): void => postRoom.take(posts)
  const parts = {
    connected: ofWorker,
    smtp: { host: LOOPBACK, port },
    files: filesDir,
    ...(options.address === undefined ? {} : { address: options.address }),
    log,
    post,
  }
  await prepareDatabase(database.url)
  const owner = new Pool({ connectionString: database.url, max: 1 })
  const report = await importPath({ database: connected.database, log }, join(projectRoot(), 'samples'))
  if (!report.ok) throw new Error('the samples were refused')
  const clock = connected.clock as MovableClock
  await clock.set(FIRST_MORNING.getTime() - Date.now())

  const { activities: plain, close } = activitiesOf(parts)
  let running: { workers: Workers; done: Promise<void> } | null = null
  const startWorker = async (): Promise<void> => {
    const activities = options.wrap?.(plain) ?? plain
    const codec = payloadKeys === null ? null : codecOf(payloadKeys)
    const workers = await createWorkers({
      connection,
      namespace: 'default',
      taskQueue,
      bundle,
      activities,
      codec,
    })
    running = { workers, done: workers.run() }
  }
  const stopWorker = async (): Promise<void> => {
    const { workers, done } = running ?? {}
    running = null
    workers?.shutdown()
    await done
  }
  if (options.working !== false) await startWorker()

  return {
    pool: connected.database.all,
    owner,
    client: connected.client,
    connected,
    facade: await connected.facadeIn(),
    clock,
    taskQueue,
    environment: {
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      TASK_QUEUE: taskQueue,
      ...(payloadKeys === null ? {} : { BITIM_PAYLOAD_KEYS: payloadKeys }),
    },
    inbox,
    inboxDir,
    filesDir,
    activities: plain,
    startWorker,
    stopWorker,
    stop: async () => {
      await endProcesses(connected)
      await stopWorker()
      await postRoom.close()
      await Promise.all([connected.close(), ofWorker.close(), owner.end()])
      await connection.close()
      await closeRenderer()
      await close()
      await inbox.stop()
      await database.drop()
      await temporal.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let runtimeBound = false

/** One native runtime serves all workers of a Node process. */
function bindRuntimeOnce(log: Log): void {
  if (!runtimeBound) bindTemporalRuntime(log)
  runtimeBound = true
}

/** What still runs would wait for a worker for ever. */
async function endProcesses({ database: { all }, client }: Connected): Promise<void> {
  const { rows } = await all.query<{ id: string }>('SELECT id FROM process WHERE open')
  await Promise.all(
    rows.map(({ id }) =>
      client.workflow
        .getHandle(id)
        .terminate('the test is over')
        .catch(() => undefined),
    ),
  )
}
