import type { Addresses, EngineConnection } from './engine-connection.ts'
import { connectEngine } from './engine-connection.ts'
import { Facade } from './facade.ts'
import { institutionOf } from './institution.ts'

export interface Connected extends EngineConnection {
  /** The door of one institution: the one named, or the only one there is. */
  facadeIn(institution?: string): Promise<Facade>
}

/** Opens the way to the processes and the lists for a command line, a server or a test. */
export async function connect(addresses: Addresses): Promise<Connected> {
  const connection = await connectEngine(addresses)
  const { database, engine } = connection
  return {
    ...connection,
    facadeIn: async (institution) => new Facade(await institutionOf(database, institution), engine),
  }
}
