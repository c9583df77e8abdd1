import type { Access } from '../access/access.ts'
import type { Connected } from '../client/connect.ts'
import type { Log } from '../logging/log.ts'

/** A letter as it lies in the inbox of the one-machine stack. */
export interface InboxLetter {
  file: string
  deliveredAt: string
  from: string
  to: string[]
  subject: string
  text: string
  html: string
}

/** The mail inbox of the one-machine stack; there is none in production. */
export interface InboxReader {
  /** The newest first; those to one address, where it is given. */
  list(filter: { to?: string; limit: number }): Promise<InboxLetter[]>
  read(file: string): Promise<InboxLetter | null>
}

export interface ServerParts {
  connected: Connected
  access: Access
  /** The public origin: https://bitim.example.uz. */
  address: string
  documentsDir: string
  log: Log
  inbox: InboxReader | null
  production: boolean
  /** Addresses or networks of proxies whose word on who somebody is counts. */
  proxies?: readonly string[]
}
