import { Access } from '../access/access.ts'
import { openServer } from '../api/open.ts'
import type { InboxReader } from '../api/parts.ts'
import type { Connected } from '../client/connect.ts'
import { postTo } from '../client/post.ts'
import { createLog } from '../logging/log.ts'
import { listInbox, readInbox } from './inbox-reader.ts'
import { stackPaths } from './paths.ts'
import type { StackInfo } from './running.ts'

/** Of the stack's one worker. */
const TASK_QUEUE = 'bitim'

/** The HTTP door of the one-machine stack; an inbox page lets the letters be read that go nowhere. */
export interface StackDoor {
  /** What to open in a browser: while nobody has an account, the set-up of the first administrator. */
  welcome(): Promise<string>
  close(): Promise<void>
}

export async function openDoor(stack: StackInfo, connected: Connected): Promise<StackDoor> {
  const log = createLog({ name: 'api', dir: stackPaths(stack.dataDir).logsDir, pretty: false })
  const access = new Access({
    database: connected.database,
    log,
    post: postTo({ client: connected.client, taskQueue: TASK_QUEUE }, log),
  })
  const inbox: InboxReader = {
    list: (filter) => listInbox(stack.inboxDir, filter),
    read: (file) => readInbox(stack.inboxDir, file),
  }
  const { address, documentsDir } = stack
  const open = await openServer(
    { connected, access, address, documentsDir, log, inbox, production: false },
    { port: Number(new URL(address).port), host: new URL(address).hostname, health: stack.healthPort },
  )
  return {
    async welcome() {
      const token = await access.firstAdministrator()
      return token === null ? `${address}/` : `${address}/setup/${token}`
    },
    close: open.close,
  }
}
