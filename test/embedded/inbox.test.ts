import { readdir } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { createTransport } from 'nodemailer'
import { type Inbox, startInbox } from '../../embedded/inbox.ts'
import { listInbox } from '../../embedded/inbox-reader.ts'
import { choosePorts } from '../../embedded/ports.ts'
import { quietLog, removeFolders, temporaryFolder } from './support.ts'

let dir: string
let port: number
let inbox: Inbox

beforeAll(async () => {
  dir = await temporaryFolder()
  port = (await choosePorts(`${await temporaryFolder()}/ports.json`, {})).smtp
})

beforeEach(async () => {
  dir = await temporaryFolder()
  inbox = await startInbox({ dir, port, log: await quietLog() })
})

afterEach(() => inbox.stop())
afterAll(removeFolders)

async function send(message: Record<string, unknown>): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
  await transport.sendMail({ from: 'bitim@univer.example', to: 'hr@zavod.example', ...message })
  transport.close()
}

test('a message is kept and can be read in any script', async () => {
  await send({ subject: 'Shartnoma imzolash — договор', text: 'Hurmatli hamkor, oʻqishga taklif qilamiz.' })
  const [message] = await listInbox(dir)
  expect(message).toMatchObject({
    from: 'bitim@univer.example',
    to: ['hr@zavod.example'],
    subject: 'Shartnoma imzolash — договор',
    text: 'Hurmatli hamkor, oʻqishga taklif qilamiz.',
  })
  expect(Date.parse(message?.deliveredAt ?? '')).not.toBeNaN()
})

test('the same Message-ID delivered twice is kept once and counted', async () => {
  const message = { messageId: '<reminder-17@bitim>', subject: 'Eslatma', text: '1' }
  await send(message)
  await send(message)
  expect(await readdir(dir)).toHaveLength(1)
  expect(inbox.counts()).toEqual({ kept: 1, repeated: 1 })
})

test('a message kept before a restart is still recognised after it', async () => {
  const message = { messageId: '<reminder-18@bitim>', subject: 'Eslatma', text: '1' }
  await send(message)
  await inbox.stop()
  inbox = await startInbox({ dir, port, log: await quietLog() })
  await send(message)
  expect(await readdir(dir)).toHaveLength(1)
})

test('a list asks for one recipient, blind copies included, newest first', async () => {
  await send({ subject: 'first', to: 'a@x.example' })
  await send({ subject: 'second', to: 'b@x.example', bcc: 'A@x.example' })
  await send({ subject: 'third', to: 'b@x.example' })
  const subjects = async (filter: object) => (await listInbox(dir, filter)).map((message) => message.subject)
  await expect(subjects({ to: 'a@X.example' })).resolves.toEqual(['second', 'first'])
  await expect(subjects({ limit: 1 })).resolves.toEqual(['third'])
})

test('a Message-ID that looks like a path stays inside the folder', async () => {
  await send({ messageId: '<../../etc/passwd>', subject: 'x', text: 'x' })
  const [file] = await readdir(dir)
  expect(file).toMatch(/^[\w.@-]+\.eml$/)
})

test('a sender cannot pretend another recipient', async () => {
  await send({ subject: 'x', headers: { 'X-Envelope-To': 'rector@univer.example' } })
  await expect(listInbox(dir, { to: 'rector@univer.example' })).resolves.toEqual([])
  await expect(listInbox(dir, { to: 'hr@zavod.example' })).resolves.toHaveLength(1)
})

test('a message above one megabyte is refused and leaves nothing', async () => {
  const answers = await talk(
    ['EHLO me', 'MAIL FROM:<a@x.example>', 'RCPT TO:<b@x.example>', 'DATA'],
    ['Subject: large', '', ...Array.from({ length: 1_200 }, () => 'x'.repeat(990)), '.'],
  )
  expect(answers.at(-1)).toMatch(/^552 /)
  expect(await readdir(dir)).toEqual([])
})

test('a folder that does not exist yet has no messages', async () => {
  await expect(listInbox(`${dir}/missing`)).resolves.toEqual([])
})

/** Speaks SMTP by hand, since a polite client would not send what is announced as too large. */
async function talk(commands: string[], content: string[]): Promise<string[]> {
  const socket = createConnection({ host: '127.0.0.1', port })
  const answers: string[] = []
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const answer = async (): Promise<void> => {
    for (;;) {
      const line = (await lines.next()).value
      if (line === undefined) throw new Error('the server hung up')
      if (/^\d{3} /.test(line)) {
        answers.push(line)
        return
      }
    }
  }
  await answer()
  for (const command of commands) {
    socket.write(`${command}\r\n`)
    await answer()
  }
  socket.write(`${content.join('\r\n')}\r\n`)
  await answer()
  socket.destroy()
  return answers
}
