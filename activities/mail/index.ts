import { ApplicationFailure } from '@temporalio/common'
import type { Transporter } from 'nodemailer'
import type { ClientBase, PoolClient } from 'pg'
import type { Bound, Database } from '../../database/database.ts'
import type { Log } from '../../logging/log.ts'
import type { Postman } from '../../workflows/mailbox/workflow.ts'
import { broughtBy } from './brings.ts'
import { compose } from './compose.ts'
import { envelopeOf, messageIdOf } from './envelope.ts'
import type { MailFacts } from './facts.ts'
import { loadMail } from './load.ts'
import type { Suppression } from './outcome.ts'
import { recordAttempt, recordOutcome } from './outcome.ts'
import { refusalOf } from './smtp.ts'

export interface MailDeps {
  database: Database
  transport: Transporter
  log: Log
  /** Address of the sender where the mail server does not send for the institution's own. */
  from?: string
  /** The public origin of the HTTP door: without it letters have no buttons. */
  address?: string
}

/** First key of the advisory locks that belong to letters. */
const LETTERS = 20_261_122
const LONGEST_REPLY = 200

/**
 * Sends recorded messages in their order, each once, however often it is called. Only a crash between the mail
 * server's answer and its record sends the same letter again, with the same Message-ID.
 */
export function createMailActivities(deps: MailDeps): Postman {
  return {
    async send(messages) {
      const client = await (await bindingOf(deps.database, messages)).connect()
      let broken: Error | undefined
      try {
        for (const message of messages) {
          if (!(await lock(client, message))) {
            throw ApplicationFailure.retryable('another attempt still sends this letter', 'mailBusy')
          }
          await deliver(client, message, deps).finally(() => unlock(client, message))
        }
      } catch (error) {
        // A connection that may still hold the lock goes; the server frees the lock with it.
        if (!(error instanceof ApplicationFailure))
          broken = error instanceof Error ? error : new Error('broken')
        throw error
      } finally {
        client.release(broken)
      }
    },
  }
}

/** Letters that go together are one person's, and so of one institution. */
async function bindingOf(database: Database, messages: string[]): Promise<Bound> {
  const { rows } = await database.all.query<{ institution: string }>({
    name: 'mail-institution',
    text: 'SELECT institution_id AS institution FROM message WHERE id = ANY($1) LIMIT 1',
    values: [messages],
  })
  return database.of(rows[0]?.institution ?? '')
}

/** Not a row lock: a task that is done meanwhile must silence its letters without waiting for a mail server. */
async function lock(client: PoolClient, message: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>({
    name: 'mail-lock',
    text: 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS free',
    values: [LETTERS, message],
  })
  return rows[0]?.free === true
}

async function unlock(client: PoolClient, message: string): Promise<void> {
  await client.query({
    name: 'mail-unlock',
    text: 'SELECT pg_advisory_unlock($1, hashtext($2))',
    values: [LETTERS, message],
  })
}

async function deliver(
  sql: ClientBase,
  id: string,
  { transport, log, from, address }: MailDeps,
): Promise<void> {
  const facts = await loadMail(sql, id)
  if (facts === null) return
  const about = { message: id, template: facts.message.template }
  const reason = suppressionOf(facts)
  const to = facts.person.email
  if (reason !== null || to === null) {
    await recordOutcome(sql, id, { state: 'suppressed', reply: reason ?? 'noEmail' })
    log.info({ ...about, reason }, 'letter suppressed')
    return
  }
  const letter = compose({ ...facts, brings: await broughtBy(sql, facts, to, address) })
  if (letter === null) {
    await recordOutcome(sql, id, { state: 'failed', reply: 'templateUnknown' })
    log.error(about, 'letter has no words')
    return
  }
  const answer = await transport.sendMail(envelopeOf(facts, letter, to, from)).catch(refusalOf)
  if ('permanent' in answer) {
    if (!answer.permanent) {
      await recordAttempt(sql, id, answer.code)
      // The server's own words may name the address: they reach neither the log nor the history.
      throw ApplicationFailure.retryable(
        `the mail server did not take the letter (${answer.code})`,
        'mailDeferred',
      )
    }
    await recordOutcome(sql, id, { state: 'failed', reply: answer.code })
    log.warn({ ...about, code: answer.code }, 'letter refused for good')
    return
  }
  await recordOutcome(sql, id, { state: 'sent', reply: replyOf(answer), header: messageIdOf(facts) })
}

/** A letter nobody needs any more is not sent. */
function suppressionOf({ person, task }: MailFacts): Suppression | null {
  if (person.email === null) return 'noEmail'
  if (!person.active) return 'inactive'
  if (task !== null && !task.open) return 'taskClosed'
  return task !== null && !task.own ? 'ownerChanged' : null
}

function replyOf(answer: object): string {
  return 'response' in answer && typeof answer.response === 'string'
    ? answer.response.slice(0, LONGEST_REPLY)
    : 'accepted'
}
