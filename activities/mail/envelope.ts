import type { SendMailOptions } from 'nodemailer'
import type { Letter } from './compose.ts'
import type { MailFacts } from './facts.ts'
import { renderHtml, renderSubject, renderText } from './render.ts'

const domainOf = (code: string): string => `${code.toLowerCase().replace(/[^a-z0-9-]/g, '-')}.bitim`

/** The same letter has the same Message-ID whenever it is sent: a mailbox keeps it once. */
export function messageIdOf(facts: MailFacts): string {
  const local = facts.message.id.replace(
    /[^A-Za-z0-9._-]/gu,
    (sign) => `=${sign.codePointAt(0)?.toString(16)}`,
  )
  return `<${local}@${domainOf(facts.institution.code)}>`
}

/** The letter as nodemailer takes it. `from` replaces the institution's address as sender, not as place of answers. */
export function envelopeOf(
  facts: MailFacts,
  letter: Letter,
  to: string,
  from: string | undefined,
): SendMailOptions {
  const { institution, person, message, task, first } = facts
  const office = { name: institution.name, address: institution.email }
  const domain = domainOf(institution.code)
  return {
    from: { name: institution.name, address: from ?? institution.email },
    ...(from === undefined ? {} : { replyTo: office }),
    to: { name: person.name, address: to },
    subject: renderSubject(letter.subject),
    text: renderText(letter),
    html: renderHtml(letter),
    date: new Date(message.at),
    messageId: messageIdOf(facts),
    ...(first === null ? {} : { references: first, inReplyTo: first }),
    list: { id: { url: `letters.${domain}`, comment: institution.code } },
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': letter.language,
      ...(task === null ? {} : { 'X-Bitim-Task': task.id }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
