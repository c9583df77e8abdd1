import { mkdir, rm } from 'node:fs/promises'
import type { Log } from '../logging/log.ts'
import { StackError } from './errors.ts'
import { type Inbox, startInbox } from './inbox.ts'
import { type FolderLock, lockFolder } from './lock.ts'
import { stopOrphans } from './orphans.ts'
import { type StackPaths, stackPaths } from './paths.ts'
import { payloadKeys } from './payload-keys.ts'
import { choosePorts, LOOPBACK, type Ports, type WantedPorts } from './ports.ts'
import { preparePostgres } from './postgres.ts'
import { orFullDisk, requireRoomToBegin } from './room.ts'
import { describeRunning, forgetRunning, type StackInfo } from './running.ts'
import { type Service, startService } from './service.ts'
import { assertTemporalAnswers, findTemporal, prepareTemporal } from './temporal.ts'

export interface StackOptions {
  /** Everything the stack keeps lives here; created when missing. */
  dataDir: string
  log: Log
  /** A port asked for must be free; others are chosen and remembered in the data folder. */
  temporalPort?: number
  postgresPort?: number
  smtpPort?: number
  /** False deletes the data folder after the stop. Default true. */
  keepData?: boolean
  /** Called once when a service could not be kept alive and the stack has therefore stopped itself. */
  onFailure?: (error: StackError) => void
}

export type ServiceName = 'postgres' | 'temporal' | 'smtp'

export interface Stack extends StackInfo {
  /** What runs now; the inbox lives in this process. */
  readonly processes: { name: ServiceName; pid: number }[]
  /** The inbox in this process, for its counts. */
  readonly inbox: Pick<Inbox, 'counts'>
  /** Stops one service in order and starts it again on the same port. */
  restart(name: ServiceName): Promise<void>
  /** Stop the worker first. Stops Temporal, the inbox, then PostgreSQL; may be called more than once. */
  stop(): Promise<void>
}

const START_ATTEMPTS = 3

/**
 * Starts PostgreSQL, the Temporal dev server (unless TEMPORAL_ADDRESS names one) and the mail inbox, and answers
 * when all three accept work.
 *
 * @throws StackError with the reason; whatever had been started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const paths = stackPaths(options.dataDir)
  try {
    await requireRoomToBegin(paths)
    return await startAlone(options, paths)
  } catch (error) {
    throw await orFullDisk(error, paths.dataDir)
  }
}

async function startAlone(options: StackOptions, paths: StackPaths): Promise<Stack> {
  await createFolders(paths)
  const lock = await lockFolder(paths.runDir)
  try {
    await stopOrphans(paths.runDir, options.log)
    await forgetRunning(paths.dataDir)
    return await startWithPorts(options, paths, lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Between choosing a free port and using it somebody else may take it; then other ports are chosen. */
async function startWithPorts(options: StackOptions, paths: StackPaths, lock: FolderLock): Promise<Stack> {
  const wanted: WantedPorts = {
    ...(options.postgresPort === undefined ? {} : { postgres: options.postgresPort }),
    ...(options.temporalPort === undefined ? {} : { temporal: options.temporalPort }),
    ...(options.smtpPort === undefined ? {} : { smtp: options.smtpPort }),
  }
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(paths.portsFile, wanted)
    try {
      return await startServices(options, paths, ports, lock)
    } catch (error) {
      const lostRace = error instanceof StackError && error.code === 'portTaken'
      if (!lostRace || attempt === START_ATTEMPTS) throw error
      options.log.warn({ reason: error.message }, 'choosing other ports')
    }
  }
}

async function startServices(
  options: StackOptions,
  paths: StackPaths,
  ports: Ports,
  lock: FolderLock,
): Promise<Stack> {
  const { log } = options
  const namespace = process.env.TEMPORAL_NAMESPACE ?? 'default'
  // Before there is anything they could have encrypted.
  const keys = await payloadKeys(paths)
  const services = new Map<ServiceName, Service>()
  let inbox: Inbox | undefined
  let stopped: Promise<void> | undefined

  const giveUp = async (error: StackError): Promise<void> => {
    const found = await orFullDisk(error, paths.dataDir)
    const reason = found instanceof StackError ? found : error
    log.fatal({ reason: reason.message }, 'the stack stops')
    await stop().then(
      () => options.onFailure?.(reason),
      (stopError: unknown) => log.fatal({ err: stopError }, 'the stack could not be stopped'),
    )
  }

  async function startPostgres(): Promise<string> {
    const server = await preparePostgres(paths, ports.postgres, log.child({ service: 'postgres' }))
    const service = await startService({ name: 'PostgreSQL', log, launch: server.launch, onGivenUp: giveUp })
    services.set('postgres', service)
    return server.databaseUrl
  }

  async function startTemporal(): Promise<string> {
    const source = await findTemporal()
    if ('address' in source) {
      await assertTemporalAnswers(source.address, namespace)
      return source.address
    }
    const childLog = log.child({ service: 'temporal' })
    const server = await prepareTemporal(paths, ports, namespace, source.binary, childLog)
    services.set(
      'temporal',
      await startService({ name: 'Temporal', log, launch: server.launch, onGivenUp: giveUp }),
    )
    return server.address
  }

  async function startMail(): Promise<void> {
    inbox = await startInbox({ dir: paths.inboxDir, port: ports.smtp, log: log.child({ service: 'smtp' }) })
  }

  async function stopServices(): Promise<void> {
    await services.get('temporal')?.stop()
    await inbox?.stop()
    await services.get('postgres')?.stop()
  }

  function stop(): Promise<void> {
    stopped ??= (async () => {
      await stopServices()
      await forgetRunning(paths.dataDir)
      await lock.release()
      if (options.keepData === false) await rm(paths.dataDir, { recursive: true, force: true })
    })()
    return stopped
  }

  async function restart(name: ServiceName): Promise<void> {
    if (name !== 'smtp') return services.get(name)?.restart()
    await inbox?.stop()
    await startMail()
  }

  const [databaseUrl, temporalAddress] = await settleAll(startPostgres(), startTemporal(), startMail()).catch(
    async (error: unknown) => {
      await stopServices()
      throw error
    },
  )
  const info: StackInfo = {
    dataDir: paths.dataDir,
    databaseUrl,
    temporalAddress,
    temporalNamespace: namespace,
    smtp: { host: LOOPBACK, port: ports.smtp },
    address: `http://${LOOPBACK}:${ports.http}`,
    healthPort: ports.health,
    inboxDir: paths.inboxDir,
    documentsDir: paths.documentsDir,
    payloadKeys: keys,
  }
  await describeRunning(info)
  return {
    ...info,
    get processes() {
      return [...services].flatMap(([name, service]) => {
        const pid = service.pid()
        return pid === null ? [] : [{ name, pid }]
      })
    },
    inbox: { counts: () => inbox?.counts() ?? { kept: 0, repeated: 0 } },
    restart,
    stop,
  }
}

/** Waits for all, also when one fails: what was started meanwhile must be known in order to be stopped. */
async function settleAll<T extends unknown[]>(...work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work)
  return Promise.all(work) as Promise<T>
}

async function createFolders(paths: StackPaths): Promise<void> {
  const privateFolders = [paths.inboxDir, paths.documentsDir, paths.logsDir, paths.runDir]
  await mkdir(paths.dataDir, { recursive: true, mode: 0o700 })
  for (const folder of privateFolders) await mkdir(folder, { recursive: true, mode: 0o700 })
}
