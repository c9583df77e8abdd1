import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Access } from '../../access/access.ts'
import { mintOneTime } from '../../access/one-time.ts'
import { type OpenServer, openServer } from '../../api/open.ts'
import { postTo } from '../../client/post.ts'
import { listInbox, readInbox } from '../../embedded/inbox-reader.ts'
import { choosePorts } from '../../embedded/ports.ts'
import { createLog } from '../../logging/log.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'

export interface PortalWorld {
  engine: TestEngine
  access: Access
  /** Where the pages are: http://127.0.0.1:<port>. */
  address: string
  /** A password for somebody of the institution, by code. */
  passwordOf(code: string): Promise<{ email: string; password: string; person: string }>
  /** The letters to an address as plain text, the newest first. */
  letters(email: string): Promise<string[]>
  stop(): Promise<void>
}

const PASSWORD = 'toʻrtta soʻz ketma-ket yozilgan'

/** Real processes, a worker, an inbox, and the door as a browser meets it. */
export async function openPortal(): Promise<PortalWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-portal-'))
  const ports = await choosePorts(join(folder, 'ports.json'), {})
  const address = `http://127.0.0.1:${ports.http}`
  const engine = await startEngine({ address })
  const { connected, inboxDir, filesDir, taskQueue } = engine
  const log = createLog({ name: 'api', dir: folder, pretty: false, level: 'warn' })
  const access = new Access({
    database: connected.database,
    log,
    post: postTo({ client: connected.client, taskQueue }, log),
  })
  const inbox = {
    list: (filter: { to?: string; limit: number }) => listInbox(inboxDir, filter),
    read: (file: string) => readInbox(inboxDir, file),
  }
  const parts = { connected, access, address, documentsDir: filesDir, log, inbox, production: false }
  const server: OpenServer = await openServer(parts, { port: ports.http, host: '127.0.0.1', health: 0 })
  return {
    engine,
    access,
    address,
    async passwordOf(code) {
      const { rows } = await engine.pool.query<{ id: string; institution_id: string; email: string }>(
        'SELECT id, institution_id, email FROM person WHERE code = $1',
        [code],
      )
      const row = rows[0]
      if (row === undefined) throw new Error(`there is no ${code}`)
      const { id: person, institution_id: institution, email } = row
      const token = await mintOneTime(connected.database.of(institution), {
        ...{ institution, person, message: null, purpose: 'invitation', address: email },
      })
      await access.redeem(token, PASSWORD, { address: '127.0.0.1', agent: 'test' })
      return { email, password: PASSWORD, person }
    },
    letters: async (email) => (await listInbox(inboxDir, { to: email })).map(({ text }) => text),
    async stop() {
      await server.close()
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
