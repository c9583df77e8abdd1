import type { MovableClock } from '../client/clock.ts'
import type { Connected } from '../client/connect.ts'
import { connect } from '../client/connect.ts'
import type { Log } from '../logging/log.ts'
import { MigrationRefused } from '../schema/migrate.ts'
import { prepareDatabase } from '../schema/prepare.ts'
import { openDoor, type StackDoor } from './door.ts'
import { StackError } from './errors.ts'
import { type Service, startService } from './service.ts'
import { type Stack, startStack } from './stack.ts'
import { launchWorker } from './worker.ts'

export interface SystemOptions {
  dataDir: string
  log: Log
  keepData?: boolean
  onFailure?: (error: StackError) => void
}

/** The whole product on one machine: the stack, its schema and policies, one worker, a client and the HTTP door. */
export interface System {
  stack: Stack
  worker: Service
  connected: Connected
  clock: MovableClock
  door: StackDoor
  stop(): Promise<void>
}

/** @throws StackError schemaMismatch when the folder's database was made by a version whose migrations are not ours. */
export async function prepare({
  databaseUrl,
  dataDir,
}: Pick<Stack, 'databaseUrl' | 'dataDir'>): Promise<void> {
  try {
    await prepareDatabase(databaseUrl)
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error
    const { migration, message } = error
    const sentence = `The database in ${dataDir} belongs to another version of Bitim: ${message}.`
    throw new StackError('schemaMismatch', sentence, { migration }, { cause: error })
  }
}

/** @throws StackError with the reason; whatever had been started is stopped again. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, log, keepData = true, onFailure } = options
  const stack = await startStack({
    dataDir,
    log,
    keepData,
    ...(onFailure === undefined ? {} : { onFailure }),
  })
  let worker: Service | undefined
  let connected: Connected | undefined
  try {
    await prepare(stack)
    worker = await startService({
      name: 'the worker',
      log,
      launch: () => launchWorker(stack, log),
      onGivenUp: (error) => {
        log.fatal({ reason: error.message }, 'the stack stops')
        void stack.stop().then(() => onFailure?.(error))
      },
    })
    connected = await connect({ ...stack, movableClock: true, growsIn: stack.dataDir })
    const door = await openDoor(stack, connected)
    const [running, opened] = [worker, connected]
    return {
      stack,
      worker,
      connected,
      clock: connected.clock as MovableClock,
      door,
      async stop() {
        await door.close()
        await opened.close()
        await running.stop()
        await stack.stop()
      },
    }
  } catch (error) {
    await connected?.close()
    await worker?.stop()
    await stack.stop()
    throw error
  }
}
