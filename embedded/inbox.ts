import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isNativeError } from 'node:util/types'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Log } from '../logging/log.ts'
import { LOOPBACK, portTaken } from './ports.ts'

/** Bytes; a larger message is refused as a real server would. */
const MAX_MESSAGE = 1024 * 1024

/** Our own header, always the first of a stored file: who the envelope named, blind copies included. */
export const ENVELOPE_TO = 'X-Envelope-To'

export interface Inbox {
  readonly port: number
  /** Since the start: messages kept, and further deliveries of a Message-ID that was kept already. */
  counts(): { kept: number; repeated: number }
  stop(): Promise<void>
}

export interface InboxOptions {
  dir: string
  port: number
  log: Log
}

/**
 * A real SMTP server that accepts a message for anybody and keeps it as a file: what the demo and the tests
 * send ends here and nowhere else. A message is acknowledged when its file is complete.
 */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const { dir, log } = options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const known = new Set((await readdir(dir)).map(keyOfFile))
  const counts = { kept: 0, repeated: 0 }

  async function keep(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const bytes = await readMessage(stream)
    const key = await keyOf(bytes)
    if (known.has(key)) {
      counts.repeated += 1
      log.warn({ message: key }, 'the same message was delivered again')
      return
    }
    known.add(key)
    try {
      await store(dir, key, Buffer.concat([envelopeHeader(session), bytes]))
      counts.kept += 1
    } catch (error) {
      known.delete(key)
      throw error
    }
  }

  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Bitim inbox',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE,
    logger: false,
    onData: (stream, session, done) => {
      keep(stream, session).then(
        () => done(),
        (error: unknown) => {
          log.warn({ err: error }, 'a message was refused')
          done(isNativeError(error) ? error : new Error('the message could not be kept'))
        },
      )
    },
  })
  await listen(server, options.port)
  // A client that hangs up in the middle is its own affair; without a listener it would end the process.
  server.on('error', (error) => log.debug({ err: error }, 'inbox connection failed'))

  return {
    port: options.port,
    counts: () => ({ ...counts }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') portTaken(port).then(reject, reject)
      else reject(error)
    }
    server.once('error', refuse)
    server.listen(port, LOOPBACK, () => {
      server.removeListener('error', refuse)
      resolve()
    })
  })
}

async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) {
    // The rest is read and dropped, so that the client gets its answer instead of a broken connection.
    if (!stream.sizeExceeded) chunks.push(chunk)
  }
  if (stream.sizeExceeded) {
    throw Object.assign(new Error(`message exceeds ${MAX_MESSAGE} bytes`), { responseCode: 552 })
  }
  return Buffer.concat(chunks)
}

/** A name for the Message-ID that is safe in a file name; a message without one is known by its content. */
async function keyOf(bytes: Buffer): Promise<string> {
  const { messageId } = await PostalMime.parse(bytes)
  const id = messageId ?? createHash('sha256').update(bytes).digest('hex')
  const readable = id
    .replaceAll(/[^A-Za-z0-9.@]/g, '')
    .replaceAll(/\.{2,}/g, '.')
    .slice(0, 60)
  return `${readable}_${createHash('sha256').update(id).digest('hex').slice(0, 12)}`
}

function keyOfFile(file: string): string {
  return file.slice(file.indexOf('Z-') + 2).replace(/\.eml$/, '')
}

/** Addresses come from the network: a line break in one must not become a header of its own. */
function envelopeHeader(session: SMTPServerSession): Buffer {
  const to = session.envelope.rcptTo.map((recipient) => recipient.address.replaceAll(/[\s,]+/g, ''))
  return Buffer.from(`${ENVELOPE_TO}: ${to.join(',\r\n ')}\r\n`)
}

async function store(dir: string, key: string, bytes: Buffer): Promise<void> {
  const name = `${new Date().toISOString().replaceAll(':', '-')}-${key}.eml`
  const unfinished = join(dir, `.${key}.tmp`)
  try {
    await writeFile(unfinished, bytes, { mode: 0o600 })
    await rename(unfinished, join(dir, name))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
