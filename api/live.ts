import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { Live, missedSince, type Notice } from '../client/live.ts'
import type { Scope } from '../client/reads/scope.ts'
import type { Database } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'

export interface Wanted {
  caller: Caller
  scope: Scope
  /** Still the same caller: who signed out or left hears nothing more. */
  isStill(): Promise<boolean>
  request: FastifyRequest
  reply: FastifyReply
}

/** Milliseconds between signs of life, without which proxies take a stream for dead. */
const BEAT = 20_000
/** Bytes that wait for a reader: one that is further behind begins again from what it saw last. */
const MOST_WAITING = 256 * 1024
/** Streams of one person, for every open page has one; and of all. */
const MOST_OF_ONE = 12
const MOST_OF_ALL = 500
/** Milliseconds since 1970, of our own ids. */
const ID = /^\d{1,15}$/
const GAP = 'event: gap\ndata: {}\n\n'

/** The live streams of this server. */
export class Streams {
  private readonly live: Live
  private readonly open = new Map<ServerResponse, string>()

  constructor(database: Database) {
    this.live = new Live(database)
  }

  /** Tells a browser of what is recorded for as long as it listens; after a break it goes on from `Last-Event-ID`. */
  async begin({ caller, scope, isStill, request, reply }: Wanted): Promise<void> {
    this.requireRoom(caller.person)
    reply.hijack()
    const { raw } = reply
    this.open.set(raw, caller.person)
    const tell = (told: Notice | 'gap'): void => write(raw, told === 'gap' ? GAP : textOf(told))
    raw.writeHead(200, { ...headersOf(reply), 'content-type': 'text/event-stream; charset=utf-8' })
    write(raw, 'retry: 2000\n\n')
    const beat = setInterval(() => {
      write(raw, ': here\n\n')
      void stillOrEnd(raw, isStill)
    }, BEAT)
    const ended = new Promise<void>((resolve) => raw.once('close', resolve))
    try {
      // Heard from now on, then what was missed before: told twice is better than not at all.
      const leave = await this.live.hear(caller.institution, tell)
      void ended.then(leave)
      for (const notice of await missedBy(scope, request)) tell(notice)
    } catch (error) {
      request.log.error({ err: error }, 'a live stream failed')
      raw.destroy()
    }
    void ended.then(() => {
      clearInterval(beat)
      this.open.delete(raw)
    })
  }

  async close(): Promise<void> {
    for (const raw of this.open.keys()) raw.end()
    await this.live.close()
  }

  private requireRoom(person: string): void {
    const own = [...this.open.values()].filter((one) => one === person).length
    if (own >= MOST_OF_ONE || this.open.size >= MOST_OF_ALL)
      throw new Refused('tooManyStreams', { retryAfter: 30 })
  }
}

async function missedBy(scope: Scope, { headers }: FastifyRequest): Promise<(Notice | 'gap')[]> {
  const seen = headers['last-event-id']
  if (typeof seen !== 'string' || !ID.test(seen)) return []
  return (await missedSince(scope, Number(seen))) ?? ['gap']
}

async function stillOrEnd(raw: ServerResponse, isStill: () => Promise<boolean>): Promise<void> {
  if (!(await isStill().catch(() => false))) raw.end()
}

function write(raw: ServerResponse, text: string): void {
  if (raw.writableLength > MOST_WAITING) raw.destroy()
  else if (raw.writable) raw.write(text)
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const known = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])
  return { ...Object.fromEntries(known), 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
}

const textOf = ({ process, seq, at }: Notice): string =>
  `id: ${at}\nevent: recorded\ndata: ${JSON.stringify({ process, seq })}\n\n`
