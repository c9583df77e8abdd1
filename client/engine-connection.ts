import { Client, Connection } from '@temporalio/client'
import type { BusinessClock } from './clock.ts'
import { MovableClock, serverClock } from './clock.ts'
import { codecOf } from './codec.ts'
import { Database } from './database.ts'
import { Engine } from './engine.ts'
import { Refused } from './refused.ts'

export interface Addresses {
  databaseUrl: string
  temporalAddress: string
  temporalNamespace?: string
  taskQueue?: string
  /** The embedded stack only. */
  movableClock?: boolean
  patience?: number
  /** Encrypts what Temporal keeps; the same keys for workers and clients. `id:base64,…` */
  payloadKeys?: string
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

/** Opens the way to the processes and the lists, for processes themselves; people go through the facade. */
export async function connectEngine(addresses: Addresses): Promise<EngineConnection> {
  const { temporalNamespace: namespace = 'default', taskQueue = 'bitim' } = addresses
  const { databaseUrl, onConnectionLost: onLost } = addresses
  const open = (): Database =>
    new Database(databaseUrl, { most: CONNECTIONS, ...(onLost === undefined ? {} : { onLost }) })
  const database = open()
  const connection = await Connection.connect({
    address: addresses.temporalAddress,
    connectTimeout: 5_000,
  }).catch(() => {
    throw new Refused('engineUnreachable')
  })
  const codec = addresses.payloadKeys === undefined ? undefined : codecOf(addresses.payloadKeys)
  const client = new Client({
    connection,
    namespace,
    ...(codec === undefined ? {} : { dataConverter: { payloadCodecs: [codec] } }),
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
