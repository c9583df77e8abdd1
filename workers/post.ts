import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { Post } from '../activities/record/record.ts'
import { putIntoMailbox } from '../client/mailbox.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../logging/log.ts'

/** Milliseconds between two looks at what nobody handed over. */
const LOOK_EVERY = 60_000
/** Most letters taken up in one look; the next look finds the rest. */
const A_LOOK = 10_000
const MAILBOXES_AT_ONCE = 8
const RETRY = { first: 500, longest: 30_000 }

/**
 * Brings recorded letters to their persons' mailboxes, starting those that are not open. Nobody waits for it: letters
 * that are written meanwhile go together, and what a killed worker or an unreachable engine left behind is found by
 * its state. Bringing a letter twice is harmless.
 */
export class PostRoom {
  private readonly waiting = new Map<string, Set<string>>()
  private readonly closing = new AbortController()
  private round: Promise<void> | null = null
  private looking: Promise<void> | null = null

  constructor(private readonly parts: { client: Client; database: Database; taskQueue: string; log: Log }) {}

  /** Looks for what was left behind, now and every minute. */
  open(): void {
    this.looking ??= this.look()
  }

  take(posts: readonly Post[]): void {
    for (const { person, message } of posts) {
      this.waiting.set(person, (this.waiting.get(person) ?? new Set()).add(message))
    }
    if (this.waiting.size > 0 && !this.closing.signal.aborted) this.round ??= this.bring()
  }

  /** Ends after the round under way; what is still waiting is found by the next worker. */
  async close(): Promise<void> {
    this.closing.abort()
    await Promise.all([this.round, this.looking])
  }

  private async bring(): Promise<void> {
    // Letters recorded in the same breath go in the same round.
    await Promise.resolve()
    for (let wait = RETRY.first; this.waiting.size > 0 && !this.closing.signal.aborted; ) {
      const round = [...this.waiting]
      this.waiting.clear()
      const failed = await this.deliver(round)
      if (failed.length === 0) {
        wait = RETRY.first
        continue
      }
      this.take(failed.flatMap(([person, messages]) => [...messages].map((message) => ({ person, message }))))
      await this.rest(wait)
      wait = Math.min(RETRY.longest, wait * 2)
    }
    this.round = null
  }

  private async deliver(round: [string, Set<string>][]): Promise<[string, Set<string>][]> {
    const failed: [string, Set<string>][] = []
    const queue = [...round]
    const carry = async (): Promise<void> => {
      for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
        const [person, messages] = entry
        try {
          await putIntoMailbox(this.parts, person, [...messages])
        } catch (err) {
          this.parts.log.warn({ err, letters: messages.size }, 'a mailbox could not be reached')
          failed.push(entry)
        }
      }
    }
    await Promise.all(Array.from({ length: MAILBOXES_AT_ONCE }, carry))
    return failed
  }

  /** A letter that nobody tried to send from one look to the next, nor another one to its person, was left behind. */
  private async look(): Promise<void> {
    let before: ReadonlySet<string> | null = null
    while (!this.closing.signal.aborted) {
      const idle = await this.idleLetters().catch((err: unknown) => {
        this.parts.log.warn({ err }, 'letters left behind could not be looked for')
        return []
      })
      const seen: ReadonlySet<string> | null = before
      this.take(idle.filter(({ message }) => seen === null || seen.has(message)))
      before = new Set(idle.map(({ message }) => message))
      await this.rest(LOOK_EVERY)
    }
  }

  private async idleLetters(): Promise<Post[]> {
    const { rows } = await this.parts.database.all.query<Post>({
      name: 'idle-letters',
      text: `SELECT person_id AS person, id AS message FROM message
             WHERE state = 'queued' AND NOT EXISTS (
               SELECT FROM message tried
               WHERE tried.person_id = message.person_id AND tried.state = 'queued' AND tried.attempts > 0)
             ORDER BY at, id LIMIT ${A_LOOK}`,
    })
    return rows
  }

  private async rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.closing.signal, ref: false }).catch(
      (error: unknown) => {
        if (!this.closing.signal.aborted) throw error
      },
    )
  }
}
