import type { Addresses, EngineConnection } from './engine-connection.ts'
import { connectEngine } from './engine-connection.ts'
import { Facade } from './facade.ts'
import { institutionOf } from './institution.ts'
import { whileThereIsRoom } from './room.ts'

export interface Connected extends EngineConnection {
  /** The door of one institution: the one named, or the only one there is. */
  facadeIn(institution?: string): Promise<Facade>
}

export interface Doorway extends Addresses {
  /** A folder on the disk that grows with the work: commands are refused while it has no room. */
  growsIn?: string
}

/** Opens the way to the processes and the lists for a command line, a server or a test. */
export async function connect(addresses: Doorway): Promise<Connected> {
  const connection = await connectEngine(addresses)
  const { database, engine } = connection
  const { growsIn } = addresses
  const door = growsIn === undefined ? engine : whileThereIsRoom(engine, growsIn)
  return {
    ...connection,
    facadeIn: async (institution) => new Facade(await institutionOf(database, institution), door),
  }
}
