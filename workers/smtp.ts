import { isIPv4 } from 'node:net'
import type { Transporter } from 'nodemailer'

/** How the conversation is protected: after STARTTLS, from its first byte, or not at all. */
export const SMTP_SECURITIES = ['starttls', 'tls', 'none'] as const
export type SmtpSecurity = (typeof SMTP_SECURITIES)[number]

export interface SmtpServer {
  host: string
  port: number
  user?: string
  password?: string
  /** Without it: none on this machine, else from the first byte on the port for that, else STARTTLS. */
  security?: SmtpSecurity
}

/** Conversations with the mail server at once. */
export const LETTERS_AT_ONCE = 4
/** Milliseconds: a mail server that says nothing for longer is asked again later. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }
/** Where mail servers speak TLS from the first byte (RFC 8314). */
const TLS_PORT = 465

/**
 * Whoever stands between may hide that the server can encrypt: it must, or nothing is sent, neither a letter nor the
 * password. Its certificate is checked, against NODE_EXTRA_CA_CERTS too.
 */
const PROTECTION = {
  starttls: { secure: false, requireTLS: true },
  tls: { secure: true },
  none: { secure: false, ignoreTLS: true },
} as const satisfies Record<SmtpSecurity, object>

export async function createTransport(server: SmtpServer): Promise<Transporter> {
  const { createTransport: open } = await import('nodemailer')
  const { host, port, user, password, security = securityOf(host, port) } = server
  return open({
    host,
    port,
    ...PATIENCE,
    ...PROTECTION[security],
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    pool: true,
    maxConnections: LETTERS_AT_ONCE,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  })
}

export function securityOf(host: string, port: number): SmtpSecurity {
  if (isLoopback(host)) return 'none'
  return port === TLS_PORT ? 'tls' : 'starttls'
}

const isLoopback = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
