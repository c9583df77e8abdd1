import { existsSync } from 'node:fs'
import type { PayloadCodec } from '@temporalio/common'
import type { NativeConnection, WorkerOptions } from '@temporalio/worker'
import { Worker } from '@temporalio/worker'
import type { Transporter } from 'nodemailer'
import nodemailer from 'nodemailer'
import { createAskActivities } from '../activities/ask/ask.ts'
import { createIssueActivities } from '../activities/documents/issue.ts'
import { localStore } from '../activities/documents/store.ts'
import { createInformActivities } from '../activities/inform/inform.ts'
import { createMailActivities } from '../activities/mail/index.ts'
import { createPerformActivities } from '../activities/perform.ts'
import { InstitutionReader } from '../activities/record/institution.ts'
import type { Post } from '../activities/record/record.ts'
import { createRecordActivities } from '../activities/record/record.ts'
import { createTellActivities } from '../activities/tell/tell.ts'
import type { Connected } from '../client/connect.ts'
import type { Log } from '../logging/log.ts'
import { mailQueueOf } from '../workflows/mailbox/queue.ts'
import { heartbeats } from './heartbeat.ts'

/** Conversations with the mail server at once. */
const LETTERS_AT_ONCE = 4
/** Milliseconds: a mail server that says nothing for longer is asked again later. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }

export interface WorkerParts {
  connected: Connected
  connection: NativeConnection
  namespace: string
  taskQueue: string
  /** Its connections are kept open: whoever made it closes it. */
  transport: Transporter
  /** Brings new letters to their mailboxes without being waited for. */
  post(posts: Post[]): void
  files: string
  /** A prebuilt bundle, or the workflows' source where none is given. */
  bundle: string
  log: Log
  codec?: PayloadCodec
}

export interface SmtpServer {
  host: string
  port: number
  user?: string
  password?: string
}

export function createTransport({ host, port, user, password }: SmtpServer): Transporter {
  const trust = user === undefined ? { ignoreTLS: true } : { auth: { user, pass: password ?? '' } }
  return nodemailer.createTransport({
    host,
    port,
    ...PATIENCE,
    pool: true,
    maxConnections: LETTERS_AT_ONCE,
    ...trust,
  })
}

/** Everything a process may do outside, by activity name. */
export function activitiesOf(parts: Omit<WorkerParts, 'connection' | 'bundle'>) {
  const { pool, engine } = parts.connected
  const reader = new InstitutionReader(pool)
  const handlers = {
    ...createIssueActivities({ pool, reader, store: localStore(parts.files), log: parts.log }),
    ...createTellActivities({ engine, reader, pool }),
    ...createAskActivities({ pool, reader, engine }),
    ...createInformActivities({ pool, reader, post: parts.post }),
  }
  return {
    ...createRecordActivities({ pool, post: parts.post, log: parts.log }),
    ...createPerformActivities(handlers, parts.log),
    ...createMailActivities({ pool, transport: parts.transport, log: parts.log }),
  }
}

/** What polls: one worker for processes and their effects, another for letters alone. */
export interface Workers {
  /** Ends when all of it is drained; if one part breaks the other stops as well. */
  run(): Promise<void>
  shutdown(): void
}

export async function createWorkers(parts: WorkerParts, activities = activitiesOf(parts)): Promise<Workers> {
  const { send, ...others } = activities
  const common = {
    connection: parts.connection,
    namespace: parts.namespace,
    interceptors: { activity: [heartbeats] },
    shutdownGraceTime: '30 seconds',
    ...(parts.codec === undefined ? {} : { dataConverter: { payloadCodecs: [parts.codec] } }),
  } satisfies Partial<WorkerOptions>
  const bundle =
    existsSync(parts.bundle) && parts.bundle.endsWith('.js')
      ? { workflowBundle: { codePath: parts.bundle } }
      : { workflowsPath: parts.bundle }
  const workers = await Promise.all([
    Worker.create({
      ...common,
      ...bundle,
      taskQueue: parts.taskQueue,
      activities: others,
      maxCachedWorkflows: 300,
      maxConcurrentActivityTaskExecutions: 32,
      maxConcurrentLocalActivityExecutions: 32,
      // A worker that died held its processes for this long.
      stickyQueueScheduleToStartTimeout: '3 seconds',
      workflowTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
      activityTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
    }),
    Worker.create({
      ...common,
      taskQueue: mailQueueOf(parts.taskQueue),
      activities: { send },
      // Each holds a connection to the database while the mail server thinks.
      maxConcurrentActivityTaskExecutions: LETTERS_AT_ONCE,
      maxConcurrentActivityTaskPolls: 2,
    }),
  ])
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
  }
  return {
    shutdown,
    run: async () => {
      await Promise.all(workers.map((worker) => worker.run().finally(shutdown)))
    },
  }
}
