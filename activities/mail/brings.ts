import type { ClientBase } from 'pg'
import { mintCode } from '../../access/codes.ts'
import { mintLink } from '../../access/links.ts'
import { mintOneTime } from '../../access/one-time.ts'
import type { MailFacts } from './facts.ts'

/** Where the one-time links of these letters lead. */
const PASSWORDS = { reset: '/reset', invitation: '/invited' } as const
const setsPassword = (template: string): template is keyof typeof PASSWORDS =>
  Object.hasOwn(PASSWORDS, template)

/**
 * Makes what only this letter brings, in the moment it is composed for sending: a link or a code is never in a queue,
 * a history or a list. Without a public address nothing can be opened, and letters bring nothing.
 */
export async function broughtBy(
  sql: ClientBase,
  { message, institution: { id: institution }, person: { id: person }, task }: MailFacts,
  to: string,
  address: string | undefined,
): Promise<MailFacts['brings']> {
  if (message.template === 'signCode') return { digits: await mintCode(sql, message.id) }
  if (address === undefined) return null
  const of = { institution, person, address: to }
  if (setsPassword(message.template)) {
    const token = await mintOneTime(sql, { ...of, message: message.id, purpose: message.template })
    return { link: `${address}${PASSWORDS[message.template]}/${token}` }
  }
  const token = await mintLink(sql, { ...of, message: message.id, task: task?.id ?? null })
  return { link: `${address}/l/${token}` }
}
