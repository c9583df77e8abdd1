import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Connection } from '@temporalio/client'
import type { Log } from '../logging/log.ts'
import { type Child, spawnChild } from './child.ts'
import { reasonOf, StackError } from './errors.ts'
import { pidFileOf } from './orphans.ts'
import { projectRoot, type StackPaths } from './paths.ts'
import { LOOPBACK, type Ports, portTaken } from './ports.ts'
import { untilReady } from './service.ts'

const run = promisify(execFile)

const READY = { timeout: 60_000, every: 80 }
const STOP_WAIT = 8_000
const ANSWER_WAIT = 2_000

/** SQLite as fast as it may be without losing what was acknowledged before a crash of the process. */
const SQLITE = ['journal_mode=WAL', 'synchronous=NORMAL']

const DYNAMIC_CONFIG = [
  'system.enableActivityEagerExecution=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  // The two that let the clock be moved; the second makes a skip take milliseconds instead of a second.
  'frontend.WorkflowTimeSkippingEnabled=true',
  'history.timerProcessorMaxTimeShift="10ms"',
]

/** Where Temporal comes from: a server that runs already, or a binary to start. */
export type TemporalSource = { address: string } | { binary: string; version: string }

export interface TemporalServer {
  address: string
  launch(): Promise<Child>
}

/**
 * Asks scripts/temporal.mjs, which knows all the places and how to install; it runs before anything is built
 * and therefore is a program of its own.
 *
 * @throws StackError temporalBinaryMissing, with all the ways to help.
 */
export async function findTemporal({ install = true } = {}): Promise<TemporalSource> {
  const script = join(projectRoot(), 'scripts', 'temporal.mjs')
  try {
    const { stdout } = await run(process.execPath, [script, ...(install ? [] : ['--no-install'])], {
      timeout: 300_000,
    })
    return JSON.parse(stdout)
  } catch (error) {
    throw new StackError('temporalBinaryMissing', reasonOf(error), {}, { cause: error })
  }
}

export async function prepareTemporal(
  paths: StackPaths,
  ports: Ports,
  namespace: string,
  binary: string,
  log: Log,
): Promise<TemporalServer> {
  await mkdir(dirname(paths.temporalDb), { recursive: true, mode: 0o700 })
  const address = `${LOOPBACK}:${ports.temporal}`
  return {
    address,
    launch: async () => {
      const child = await spawnChild({
        name: 'Temporal',
        command: binary,
        args: serverArgs(paths, ports, namespace),
        env: temporalEnv(paths),
        cwd: paths.dataDir,
        stopSignal: 'SIGTERM',
        stopWait: STOP_WAIT,
        pidFile: pidFileOf(paths.runDir, 'temporal'),
        onLine: (line) => forward(log, line),
      })
      try {
        await untilReady('Temporal', child, () => temporalAnswers(address, namespace), READY)
      } catch (error) {
        if (/address already in use/.test(reasonOf(error))) throw await portTaken(ports.temporal)
        throw error
      }
      return child
    },
  }
}

/** True when a Temporal server answers at the address and knows the namespace. */
export async function temporalAnswers(address: string, namespace: string): Promise<boolean> {
  if (!(await accepts(address))) return false
  let connection: Connection | undefined
  try {
    connection = await Connection.connect({ address, connectTimeout: ANSWER_WAIT })
    await connection.withDeadline(Date.now() + ANSWER_WAIT, () => describe(connection, namespace))
    return true
  } catch {
    return false // not ready yet, or not a Temporal server: the caller says which after its time-out
  } finally {
    await connection?.close()
  }
}

/** @throws StackError temporalUnreachable, for a server somebody else runs. */
export async function assertTemporalAnswers(address: string, namespace: string): Promise<void> {
  if (await temporalAnswers(address, namespace)) return
  throw new StackError(
    'temporalUnreachable',
    `no Temporal server with the namespace ${namespace} answers at ${address} (TEMPORAL_ADDRESS)`,
    { address, namespace },
  )
}

async function describe(connection: Connection | undefined, namespace: string): Promise<void> {
  await connection?.workflowService.describeNamespace({ namespace })
}

/** A plain TCP probe: cheap, and gRPC would back off for a second after the first refusal. */
function accepts(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':')
  return new Promise((resolve) => {
    const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)) })
    const settle = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(ANSWER_WAIT, settle(false))
    socket.once('connect', settle(true))
    socket.once('error', settle(false))
  })
}

function serverArgs(paths: StackPaths, ports: Ports, namespace: string): string[] {
  return [
    'server',
    'start-dev',
    '--headless',
    ...['--ip', LOOPBACK],
    ...['--port', String(ports.temporal)],
    ...['--http-port', String(ports.temporalHttp)],
    ...['--metrics-port', String(ports.temporalMetrics)],
    ...['--namespace', namespace],
    ...['--db-filename', paths.temporalDb],
    ...['--log-format', 'json', '--log-level', 'warn'],
    ...SQLITE.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]),
  ]
}

/** Its own configuration folder: the person's Temporal profiles and addresses must not leak in. */
function temporalEnv(paths: StackPaths): Record<string, string> {
  const home = dirname(paths.temporalDb)
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: home, XDG_CONFIG_HOME: home, TZ: 'UTC' }
}

interface ServerLine {
  level?: string
  msg?: string
  error?: string
  component?: string
}

function forward(log: Log, line: string): void {
  const { level, msg, error, component } = parseLine(line)
  const fields = { component, ...(error ? { error } : {}) }
  if (level === 'error' || level === 'fatal') log.error(fields, msg)
  else if (level === 'warn') log.warn(fields, msg)
  else log.debug(fields, msg)
}

/** Only what names the fault; other fields may hold payloads. Its banner is not JSON. */
function parseLine(line: string): ServerLine {
  if (!line.startsWith('{')) return { msg: line }
  try {
    return JSON.parse(line)
  } catch {
    return { msg: line }
  }
}
