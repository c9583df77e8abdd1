import type { Addresses, EngineConnection } from './engine-connection.ts'
import { connectEngine } from './engine-connection.ts'
import { Facade } from './facade.ts'

export interface Connected extends EngineConnection {
  facade: Facade
}

/** Opens the way to the processes and the lists for a command line, a server or a test. */
export async function connect(addresses: Addresses): Promise<Connected> {
  const connection = await connectEngine(addresses)
  return { ...connection, facade: new Facade(connection.pool, connection.engine) }
}
