import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { connect } from '../../client/connect.ts'
import { stackPaths } from '../../embedded/paths.ts'
import type { StackInfo } from '../../embedded/running.ts'
import { Agreements } from '../agreements.ts'
import type { Measurement } from '../line.ts'
import type { Question } from '../memory-worker.ts'
import { dropLetters } from '../place.ts'
import type { Stand } from '../stand.ts'
import { byClients, upTo } from '../statistics.ts'
import { CLIENTS } from './updates.ts'

const QUEUE = 'bench-memory'
const WARM = 100
const STEPS = 4
const A_STEP = 250
const MIB = 2 ** 20

/**
 * Resident memory of a worker that keeps a thousand idle agreements, less what it had before them, each. The samples
 * are the growth per agreement of every quarter: they show whether it is linear.
 */
export async function memoryPerAgreement({ system, place }: Stand): Promise<Measurement> {
  const { stack } = system
  const worker = await startWorker(stack)
  const connected = await connect({ ...stack, taskQueue: QUEUE })
  try {
    const agreements = new Agreements(connected, place)
    const begin = async (count: number): Promise<void> => {
      await byClients(CLIENTS, upTo(count), async () => {
        await agreements.begin()
      })
    }
    await begin(WARM)
    const sizes = [await residentBytes(worker)]
    for (let step = 0; step < STEPS; step += 1) {
      await begin(A_STEP)
      sizes.push(await residentBytes(worker))
    }
    await dropLetters(connected)
    const growth = sizes.slice(1).map((size, n) => (size - (sizes[n] ?? 0)) / A_STEP / MIB)
    const total = ((sizes.at(-1) ?? 0) - (sizes[0] ?? 0)) / (STEPS * A_STEP) / MIB
    return { value: total, reference: null, samples: growth }
  } finally {
    await connected.close()
    const gone = once(worker, 'exit')
    worker.kill('SIGTERM')
    await gone
  }
}

async function startWorker(stack: StackInfo): Promise<ChildProcess> {
  const worker = fork(join(__dirname, '..', 'memory-worker.js'), {
    execArgv: ['--enable-source-maps', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      TEMPORAL_NAMESPACE: stack.temporalNamespace,
      TASK_QUEUE: QUEUE,
      SMTP_HOST: stack.smtp.host,
      SMTP_PORT: String(stack.smtp.port),
      BITIM_PAYLOAD_KEYS: stack.payloadKeys,
      BITIM_FILES: stack.documentsDir,
      BITIM_LOGS: stackPaths(stack.dataDir).logsDir,
    },
  })
  await answerOf(worker)
  return worker
}

async function residentBytes(worker: ChildProcess): Promise<number> {
  const question: Question = 'rss'
  worker.send(question)
  return Number(await answerOf(worker))
}

async function answerOf(worker: ChildProcess): Promise<unknown> {
  const over = new AbortController()
  try {
    return await Promise.race([
      once(worker, 'message', { signal: over.signal }).then(([message]) => message),
      once(worker, 'exit', { signal: over.signal }).then(([code]) => {
        throw new Error(`the worker for the memory line ended with exit code ${code}`)
      }),
    ])
  } finally {
    over.abort()
  }
}
