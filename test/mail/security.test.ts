import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { projectRoot } from '../../embedded/paths.ts'
import { readConfig, smtpOf } from '../../workers/config.ts'
import { createTransport, type SmtpServer, securityOf } from '../../workers/smtp.ts'
import { workflowBundle } from '../support/engine.ts'
import { certificateFor } from './certificate.ts'

const LOGIN = { user: 'bitim', password: 'very-secret' }
const LETTER = { from: 'office@ztu.example', to: 'hr@zkm.example', subject: 'x', text: 'Karimov' }
const ENVIRONMENT = {
  DATABASE_URL: 'postgresql://x@db/x',
  TEMPORAL_ADDRESS: 'temporal:7233',
  BITIM_PAYLOAD_KEYS: 'k',
  BITIM_FILES: '/files',
  SMTP_HOST: 'mail.example',
  SMTP_PORT: '587',
}

/** What a real mail server was told: passwords, letters, and over which kind of connection. */
interface Told {
  logins: string[]
  letters: { secure: boolean }[]
}

async function withServer(
  options: SMTPServerOptions,
  work: (server: Pick<SmtpServer, 'host' | 'port'>, told: Told) => Promise<void>,
): Promise<void> {
  const told: Told = { logins: [], letters: [] }
  const server = new SMTPServer({
    ...options,
    authOptional: true,
    allowInsecureAuth: true,
    onAuth({ password }, _session, done) {
      told.logins.push(password ?? '')
      done(null, { user: LOGIN.user })
    },
    onData(stream, { secure }, done) {
      told.letters.push({ secure })
      stream.resume().once('end', () => done())
    },
  })
  server.on('error', () => undefined) // a client that does not like the certificate hangs up
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work({ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port }, told)
  } finally {
    await new Promise<void>((resolve) => server.close(resolve))
  }
}

async function send(server: SmtpServer): Promise<void> {
  const transport = await createTransport(server)
  try {
    await transport.sendMail(LETTER)
  } finally {
    transport.close()
  }
}

test('where encryption was taken out of the server’s offer, neither password nor letter leaves', async () => {
  await withServer({ disabledCommands: ['STARTTLS'] }, async (server, told) => {
    await expect(send({ ...server, ...LOGIN, security: 'starttls' })).rejects.toMatchObject({ code: 'ETLS' })
    await expect(send({ ...server, security: 'starttls' })).rejects.toMatchObject({ code: 'ETLS' })
    await expect(send({ ...server, ...LOGIN, security: 'tls' })).rejects.toThrow()
    expect(told).toEqual({ logins: [], letters: [] })
  })
})

test('a certificate nobody vouches for gets neither password nor letter', async () => {
  await withServer(certificateFor('localhost'), async ({ port }, told) => {
    const server = { host: 'localhost', port, ...LOGIN, security: 'starttls' } as const
    await expect(send(server)).rejects.toThrow(/self[- ]signed/)
    expect(told).toEqual({ logins: [], letters: [] })
  })
})

test('a letter travels encrypted to a server whose authority the operator named, and to no other name', async () => {
  await workflowBundle()
  const certificate = certificateFor('localhost')
  const folder = await mkdtemp(join(tmpdir(), 'bitim-mail-'))
  try {
    const authority = join(folder, 'authority.pem')
    await writeFile(authority, certificate.cert)
    await withServer(certificate, async ({ port }, told) => {
      const program = `const { createTransport } = require(${JSON.stringify(join(projectRoot(), 'dist', 'workers', 'smtp.js'))})
        createTransport(JSON.parse(process.argv[1])).then((transport) => transport.sendMail(JSON.parse(process.argv[2])).finally(() => transport.close()))`
      const sendFromWorker = (host: string) => {
        const server = JSON.stringify({ host, port, ...LOGIN, security: 'starttls' })
        const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: authority }
        return promisify(execFile)(process.execPath, ['-e', program, server, JSON.stringify(LETTER)], { env })
      }
      await sendFromWorker('localhost')
      expect(told).toEqual({ logins: [LOGIN.password], letters: [{ secure: true }] })
      await expect(sendFromWorker('127.0.0.1')).rejects.toThrow(/does not match/)
      expect(told.letters).toHaveLength(1)
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}, 120_000)

test('only on this machine letters travel in clear without being told to', async () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', 'LOCALHOST']) {
    expect(securityOf(host, 25)).toBe('none')
  }
  for (const host of ['mail.example', '127.0.0.1.example', 'localhost.example', '10.0.0.1', '::2', '']) {
    expect([securityOf(host, 587), securityOf(host, 465)]).toEqual(['starttls', 'tls'])
  }
  await withServer({ disabledCommands: ['STARTTLS'] }, async (server, told) => {
    await send({ ...server, ...LOGIN })
    expect(told).toEqual({ logins: [LOGIN.password], letters: [{ secure: false }] })
  })
})

test('the environment may say otherwise, and says who sends', () => {
  const of = (more: Record<string, string>) => readConfig({ ...ENVIRONMENT, ...more })
  expect(smtpOf(of({ SMTP_SECURITY: 'none' }))).toEqual({ host: 'mail.example', port: 587, security: 'none' })
  expect(smtpOf(of({ SMTP_USER: '', SMTP_PASSWORD: '', SMTP_SECURITY: '' }))).toEqual({
    host: 'mail.example',
    port: 587,
  })
  expect(of({ SMTP_FROM: 'Letters@Ztu.example' }).SMTP_FROM).toBe('letters@ztu.example')
})

test.each([
  ['SMTP_FROM', { SMTP_FROM: 'office@ztu.example\r\nBcc: all@ztu.example' }],
  ['SMTP_FROM', { SMTP_FROM: 'ZTU <office@ztu.example>' }],
  ['SMTP_SECURITY', { SMTP_SECURITY: 'perhaps' }],
  ['SMTP_USER, SMTP_PASSWORD', { SMTP_USER: 'bitim' }],
  ['SMTP_USER, SMTP_PASSWORD', { SMTP_PASSWORD: 'secret' }],
])('a %s that cannot be meant is refused by its name', (name, wrong) => {
  expect(() => readConfig({ ...ENVIRONMENT, ...wrong })).toThrow(`lacks or misspells: ${name}`)
})
