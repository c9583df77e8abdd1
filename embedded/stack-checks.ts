import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { pendingMigrations } from '../schema/migrate.ts'
import type { Answer } from './finding.ts'
import { listenerOf } from './listener.ts'
import { folderOwner } from './lock.ts'
import type { StackPaths } from './paths.ts'
import { LOOPBACK, portNames, readPorts } from './ports.ts'
import type { RunningStack } from './running.ts'
import { temporalAnswers } from './temporal.ts'

/** Milliseconds a part of a running stack may take to answer. */
const ANSWER_WAIT = 3_000

/** What is asked of a running stack is no fault when none runs. */
const NOT_RUNNING: Answer = { ok: true, detail: 'not running' }
const SEE_LOGS = 'look at the logs in the data folder, then start again'

export async function checkFolder(paths: StackPaths, stack: RunningStack | null): Promise<Answer> {
  if (stack) return { ok: true, detail: `${paths.dataDir} is used by process ${stack.pid}` }
  const owner = await folderOwner(paths.runDir)
  if (owner === null) return { ok: true, detail: `${paths.dataDir} is free` }
  return {
    ok: false,
    detail: `${paths.dataDir} is held by process ${owner}, which is not ready`,
    next: 'wait a moment',
  }
}

/** A remembered port that a stranger has is no fault: the next start chooses another one. */
export async function checkPorts(paths: StackPaths, stack: RunningStack | null): Promise<Answer> {
  const ports = await readPorts(paths.portsFile)
  const told = await Promise.all(
    portNames.flatMap((name) => {
      const port = ports[name]
      return port === undefined ? [] : [describePort(name, port, stack !== null)]
    }),
  )
  return { ok: true, detail: told.length > 0 ? told.join(', ') : 'none chosen yet' }
}

export async function checkPostgres(stack: RunningStack | null): Promise<Answer> {
  if (!stack) return NOT_RUNNING
  const client = new Client({ connectionString: stack.databaseUrl, connectionTimeoutMillis: ANSWER_WAIT })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; size: string }>(
      `SELECT current_setting('server_version') AS version,
              pg_size_pretty(pg_database_size(current_database())) AS size`,
    )
    return { ok: true, detail: `PostgreSQL ${rows[0]?.version}, ${rows[0]?.size}` }
  } finally {
    await client.end()
  }
}

export async function checkMigrations(stack: RunningStack | null): Promise<Answer> {
  if (!stack) return NOT_RUNNING
  const pending = await pendingMigrations(stack.databaseUrl)
  if (pending.length === 0) return { ok: true, detail: 'all applied' }
  return {
    ok: false,
    detail: `not applied: ${pending.join(', ')}`,
    next: 'start again: a start applies them',
  }
}

export async function checkTemporal(stack: RunningStack | null): Promise<Answer> {
  if (!stack) return NOT_RUNNING
  const { temporalAddress, temporalNamespace } = stack
  if (await temporalAnswers(temporalAddress, temporalNamespace)) {
    return { ok: true, detail: `${temporalAddress}, namespace ${temporalNamespace}` }
  }
  return { ok: false, detail: `no answer at ${temporalAddress}`, next: SEE_LOGS }
}

export async function checkSmtp(stack: RunningStack | null): Promise<Answer> {
  if (!stack) return NOT_RUNNING
  const { host, port } = stack.smtp
  const greeting = await greetingOf(host, port)
  if (greeting.startsWith('220')) return { ok: true, detail: `${host}:${port}` }
  return { ok: false, detail: greeting || `no greeting at ${host}:${port}`, next: SEE_LOGS }
}

/** The HTTP door, which the process of the stack holds open. */
export async function checkDoor({ address, healthPort }: RunningStack): Promise<Answer> {
  const signal = AbortSignal.timeout(ANSWER_WAIT)
  const ready = await fetch(`http://${LOOPBACK}:${healthPort}/readyz`, { signal }).catch(() => null)
  if (ready?.ok === true) return { ok: true, detail: address }
  return { ok: false, detail: `no answer at ${address}`, next: SEE_LOGS }
}

async function describePort(name: string, port: number, running: boolean): Promise<string> {
  if (running) return `${name} ${port}`
  const owner = await listenerOf(port)
  return owner ? `${name} ${port} (now taken by pid ${owner.pid}, ${owner.name})` : `${name} ${port} (free)`
}

function greetingOf(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    socket.setTimeout(ANSWER_WAIT, () => {
      socket.destroy()
      resolve('')
    })
    socket.once('error', reject)
    createInterface({ input: socket }).once('line', (line) => {
      socket.end('QUIT\r\n')
      resolve(line)
    })
  })
}
