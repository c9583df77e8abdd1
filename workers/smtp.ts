import type { Transporter } from 'nodemailer'

export interface SmtpServer {
  host: string
  port: number
  user?: string
  password?: string
}

/** Conversations with the mail server at once. */
export const LETTERS_AT_ONCE = 4
/** Milliseconds: a mail server that says nothing for longer is asked again later. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }

export async function createTransport({ host, port, user, password }: SmtpServer): Promise<Transporter> {
  const { createTransport: open } = await import('nodemailer')
  const trust = user === undefined ? { ignoreTLS: true } : { auth: { user, pass: password ?? '' } }
  return open({ host, port, ...PATIENCE, pool: true, maxConnections: LETTERS_AT_ONCE, ...trust })
}
