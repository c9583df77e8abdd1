import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Address } from 'postal-mime'
import { codeOf } from './errors.ts'
import { ENVELOPE_TO } from './inbox.ts'

export interface InboxMessage {
  file: string
  messageId: string
  /** Instant of delivery, ISO 8601 in UTC. */
  deliveredAt: string
  /** The Date header as the sender wrote it, ISO 8601 in UTC when it could be read; empty without one. */
  date: string
  from: string
  /** Everybody the envelope named, lower case. */
  to: string[]
  subject: string
  text: string
  html: string
}

export interface InboxFilter {
  /** Only messages to this address, in any case. */
  to?: string
  /** The newest so many. */
  limit?: number
}

/** The kept messages, newest first. */
export async function listInbox(dir: string, filter: InboxFilter = {}): Promise<InboxMessage[]> {
  const wanted = filter.to?.toLowerCase()
  const limit = filter.limit ?? Number.POSITIVE_INFINITY
  const found: InboxMessage[] = []
  for (const file of (await filesOf(dir)).sort().reverse()) {
    if (found.length >= limit) break
    const message = await readMessage(join(dir, file), file)
    if (wanted === undefined || message.to.includes(wanted)) found.push(message)
  }
  return found
}

/** One kept message, or null where there is none of that name. */
export async function readInbox(dir: string, file: string): Promise<InboxMessage | null> {
  return (await filesOf(dir)).includes(file) ? readMessage(join(dir, file), file) : null
}

async function readMessage(path: string, file: string): Promise<InboxMessage> {
  const mail = await PostalMime.parse(await readFile(path))
  // Ours is the first header of the file; a sender's own of the same name comes later and is not believed.
  const envelope = mail.headers.find((header) => header.key === ENVELOPE_TO.toLowerCase())
  return {
    file,
    messageId: mail.messageId ?? '',
    deliveredAt: deliveredAt(file),
    date: mail.date ?? '',
    from: addressOf(mail.from),
    to: (envelope?.value ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((address) => address !== ''),
    subject: mail.subject ?? '',
    text: (mail.text ?? '').trimEnd(),
    html: mail.html ?? '',
  }
}

function addressOf(address: Address | undefined): string {
  return address?.address ?? ''
}

/** The file's name begins with the instant, its colons replaced by hyphens. */
function deliveredAt(file: string): string {
  return file.slice(0, file.indexOf('Z-') + 1).replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:')
}

async function filesOf(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith('.eml'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}
