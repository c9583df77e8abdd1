import type { ClientBase } from 'pg'

/** Why a letter was not sent; the words stand in messages/*.json as suppressed.<reason>. */
export type Suppression = 'noEmail' | 'inactive' | 'taskClosed' | 'ownerChanged'

export type Outcome =
  | { state: 'sent'; reply: string; header: string }
  | { state: 'failed'; reply: string }
  | { state: 'suppressed'; reply: Suppression }

const CONTACT_STATE = { sent: 'delivered', failed: 'failed', suppressed: 'suppressed' } as const

/**
 * The letter and its contact end together. A letter that was silenced while the mail server took it counts as sent:
 * that is what happened.
 */
export async function recordOutcome(sql: ClientBase, message: string, outcome: Outcome): Promise<void> {
  const tried = outcome.state === 'suppressed' ? 0 : 1
  const header = outcome.state === 'sent' ? outcome.header : null
  const reason = outcome.state === 'sent' ? null : outcome.reply
  await sql.query({
    name: 'mail-outcome',
    text: `WITH letter AS (
             UPDATE message SET state = $2, reply = $3, attempts = attempts + $4, message_id_header = $5,
                    sent_at = CASE WHEN $2 = 'sent' THEN now() ELSE sent_at END
             WHERE id = $1 AND (state = 'queued' OR ($2 = 'sent' AND state = 'suppressed'))
             RETURNING contact_id, at
           )
           UPDATE contact SET state = $6, reason = $7, changed_at = letter.at
           FROM letter WHERE contact.id = letter.contact_id`,
    values: [message, outcome.state, outcome.reply, tried, header, CONTACT_STATE[outcome.state], reason],
  })
}

/** The server asked to come back later: the letter stays queued. */
export async function recordAttempt(sql: ClientBase, message: string, reply: string): Promise<void> {
  await sql.query({
    name: 'mail-attempt',
    text: `UPDATE message SET attempts = attempts + 1, reply = $2 WHERE id = $1 AND state = 'queued'`,
    values: [message, reply],
  })
}
