import { existsSync } from 'node:fs'
import type { PayloadCodec } from '@temporalio/common'
import type { NativeConnection } from '@temporalio/worker'
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
import { createRecordActivities } from '../activities/record/record.ts'
import { createTellActivities } from '../activities/tell/tell.ts'
import type { Connected } from '../client/connect.ts'
import type { Log } from '../logging/log.ts'
import { heartbeats } from './heartbeat.ts'
import { postman } from './post.ts'

export interface WorkerParts {
  connected: Connected
  connection: NativeConnection
  namespace: string
  taskQueue: string
  /** Its connections are kept open: whoever made it closes it. */
  transport: Transporter
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
  return nodemailer.createTransport({ host, port, pool: true, maxConnections: 4, ...trust })
}

/** Everything a process may do outside, by activity name. */
export function activitiesOf(parts: Omit<WorkerParts, 'connection' | 'bundle'>) {
  const { pool, client, engine } = parts.connected
  const reader = new InstitutionReader(pool)
  const post = postman(client, parts.taskQueue)
  const handlers = {
    ...createIssueActivities({ pool, reader, store: localStore(parts.files), log: parts.log }),
    ...createTellActivities({ engine, reader, pool }),
    ...createAskActivities({ pool, reader, engine }),
    ...createInformActivities({ pool, reader, post }),
  }
  return {
    ...createRecordActivities({ pool, post, log: parts.log }),
    ...createPerformActivities(handlers, parts.log),
    ...createMailActivities({ pool, transport: parts.transport, log: parts.log }),
  }
}

export function createWorker(parts: WorkerParts, activities = activitiesOf(parts)): Promise<Worker> {
  const workflows =
    existsSync(parts.bundle) && parts.bundle.endsWith('.js')
      ? { workflowBundle: { codePath: parts.bundle } }
      : { workflowsPath: parts.bundle }
  return Worker.create({
    connection: parts.connection,
    namespace: parts.namespace,
    taskQueue: parts.taskQueue,
    ...workflows,
    activities,
    interceptors: { activity: [heartbeats] },
    maxCachedWorkflows: 300,
    maxConcurrentActivityTaskExecutions: 32,
    maxConcurrentLocalActivityExecutions: 32,
    shutdownGraceTime: '30 seconds',
    // A worker that died held its processes for this long.
    stickyQueueScheduleToStartTimeout: '3 seconds',
    ...(parts.codec === undefined ? {} : { dataConverter: { payloadCodecs: [parts.codec] } }),
    workflowTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
    activityTaskPollerBehavior: { type: 'autoscaling', initial: 2, maximum: 8 },
  })
}
