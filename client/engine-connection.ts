import { Client, Connection } from '@temporalio/client'
import { Database } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import type { BusinessClock } from './clock.ts'
import { MovableClock, serverClock } from './clock.ts'
import { codecOf } from './codec.ts'
import { Engine } from './engine.ts'
import { assertKnownKeys } from './known-keys.ts'

export interface Addresses {
  databaseUrl: string
  temporalAddress: string
  temporalNamespace?: string
  taskQueue?: string
  /** The embedded stack only. */
  movableClock?: boolean
  patience?: number
  /** Encrypt what Temporal keeps; the same for workers and clients. Null: everything is in clear, for tests only. */
  payloadKeys: string | null
  /** Workers make a new key known, and must have every key that is. */
  role?: 'worker' | 'client'
  /** Tests only: processes begun through this connection continue as new after this many facts. */
  renewEvery?: number
  /** Told when the database closed an idle connection; the pool opens another one when it is needed. */
  onConnectionLost?: (error: Error) => void
}

export interface EngineConnection {
  database: Database
  client: Client
  clock: BusinessClock
  engine: Engine
  close(): Promise<void>
}

const CONNECTIONS = 8

/**
 * Opens the way to the processes and the lists, for processes themselves; people go through the facade.
 *
 * @throws Refused engineUnreachable, or payloadKeys… when nothing could be encrypted as the workers do.
 */
export async function connectEngine(addresses: Addresses): Promise<EngineConnection> {
  const { temporalNamespace: namespace = 'default', taskQueue = 'bitim' } = addresses
  const { databaseUrl, onConnectionLost: onLost, payloadKeys, role = 'client' } = addresses
  const codec = payloadKeys === null ? null : codecOf(payloadKeys)
  const open = (): Database =>
    new Database(databaseUrl, { most: CONNECTIONS, ...(onLost === undefined ? {} : { onLost }) })
  const database = open()
  const connection = await Connection.connect({
    address: addresses.temporalAddress,
    connectTimeout: 5_000,
  }).catch(async () => {
    await database.end()
    throw new Refused('engineUnreachable')
  })
  try {
    if (codec !== null) await assertKnownKeys(database.all, codec, role)
  } catch (error) {
    await Promise.all([connection.close(), database.end()])
    throw error
  }
  const client = new Client({
    connection,
    namespace,
    ...(codec === null ? {} : { dataConverter: { payloadCodecs: [codec] } }),
  })
  const clock = addresses.movableClock === true ? new MovableClock(client, open(), namespace) : serverClock
  const engine = new Engine({
    client,
    database,
    taskQueue,
    clock,
    ...(addresses.patience === undefined ? {} : { patience: addresses.patience }),
    ...(addresses.renewEvery === undefined ? {} : { renewEvery: addresses.renewEvery }),
  })
  return {
    database,
    client,
    clock,
    engine,
    async close() {
      await connection.close()
      await clock.close()
      await database.end()
    },
  }
}
