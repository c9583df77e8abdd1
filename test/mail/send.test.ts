import nodemailer, { type Transporter } from 'nodemailer'
import { Pool } from 'pg'
import pino from 'pino'
import { createMailActivities } from '../../activities/mail/index.ts'
import { Database } from '../../database/database.ts'
import { withDatabase } from '../support/postgres.ts'
import {
  addContact,
  addMessage,
  addPerson,
  addTask,
  rowOf,
  seed,
  startMailServer,
  type TestMailServer,
} from './support.ts'

let database: Awaited<ReturnType<typeof withDatabase>>
let pool: Pool
let bound: Database
let server: TestMailServer
let transport: Transporter
let lines: string[]
let mail: ReturnType<typeof createMailActivities>

beforeAll(async () => {
  database = await withDatabase()
  pool = new Pool({ connectionString: database.url, pipeline: true })
  bound = new Database(database.url, { most: 8 })
  server = await startMailServer()
  transport = nodemailer.createTransport({ host: '127.0.0.1', port: server.port, ignoreTLS: true })
  await seed(pool)
})
beforeEach(() => {
  lines = []
  server.received.length = 0
  const log = pino({}, { write: (line: string) => lines.push(line) })
  mail = createMailActivities({ database: bound, transport, log })
})
afterAll(async () => {
  transport?.close()
  await server?.close()
  await pool?.end()
  await bound?.end()
  await database?.stop()
})

/** A task of the personnel officer with a letter about it. */
async function letter(given: Parameters<typeof addPerson>[1] & { template?: string } = {}) {
  const person = await addPerson(pool, given)
  const task = await addTask(pool, { owner: person })
  const contact = await addContact(pool, task, person, 0, '2027-01-25T04:00:00Z')
  await addContact(pool, task, person, 1, '2027-01-29T04:00:00Z')
  const template = given.template ?? 'taskOpened'
  const message = await addMessage(pool, {
    person,
    task,
    contact,
    template,
    language: given.language ?? 'en',
  })
  return { person, task, contact, message }
}

it('a sender of the operator’s sends for the institution, which gets the answers', async () => {
  const { message } = await letter()
  const log = pino({ level: 'silent' })
  const { send } = createMailActivities({ database: bound, transport, log, from: 'letters@post.example' })
  await send([message])
  expect(server.received[0]).toMatchObject({
    from: { name: 'Zarafshon Technical University', address: 'letters@post.example' },
    replyTo: [{ name: 'Zarafshon Technical University', address: 'office@ztu.example' }],
  })
})

it('a letter is sent once however often it is called', async () => {
  const { message, contact, task } = await letter()
  await mail.send([message])
  await mail.send([message])
  await mail.send([message])
  expect(server.received).toHaveLength(1)
  expect(await rowOf(pool, 'message', message)).toMatchObject({
    state: 'sent',
    attempts: 1,
    reply: expect.stringMatching(/^250/),
    message_id_header: `<${message}@ztu.bitim>`,
    sent_at: expect.any(Date),
  })
  expect(await rowOf(pool, 'contact', contact)).toMatchObject({ state: 'delivered', reason: null })
  expect(await rowOf(pool, 'contact', `${task}.1`)).toMatchObject({ state: 'planned' })
})

it('two attempts at once send one letter', async () => {
  const { message } = await letter()
  const release = server.hold()
  const attempts = [mail.send([message]), mail.send([message])]
  const settled = Promise.allSettled(attempts)
  await Promise.any(
    attempts.map((attempt) =>
      attempt.then(
        () => Promise.reject(new Error('sent')),
        () => 'refused',
      ),
    ),
  )
  release()
  const busy = (await settled).filter(({ status }) => status === 'rejected')
  expect(busy).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ type: 'mailBusy', nonRetryable: false }) },
  ])
  expect(server.received).toHaveLength(1)
})

it('a message that nobody recorded is none', async () => {
  await expect(mail.send(['m-unknown'])).resolves.toBeUndefined()
  expect(server.received).toHaveLength(0)
})

it('the subject says what and by when, the heading fields let a mailbox sort', async () => {
  const { message, task } = await letter()
  await mail.send([message])
  const [email] = server.received
  expect(email?.subject).toBe('Please issue the paper “Order appointing mentors” by 1 February 2027')
  expect(email?.from).toMatchObject({ name: 'Zarafshon Technical University', address: 'office@ztu.example' })
  expect(email?.messageId).toBe(`<${message}@ztu.bitim>`)
  expect(new Date(email?.date ?? '').toISOString()).toBe('2027-01-25T04:00:00.000Z')
  const header = Object.fromEntries(email?.headers.map(({ key, value }) => [key, value]) ?? [])
  expect(header).toMatchObject({ 'auto-submitted': 'auto-generated', 'x-bitim-task': task })
  expect(header['list-id']).toContain('<letters.ztu.bitim>')
  const text = email?.text?.replaceAll('\u00A0', ' ') ?? ''
  expect(text).toContain('Place: 3-son eritish sexi')
  expect(text).toContain('Partner: “Zarafshon” AJ')
  expect(text).toContain('as personnel officer')
  expect(text).toContain('we write again on 29 January 2027')
  expect(text).toContain('+998 00 223-40-50')
  expect(text).toContain(task)
})

it('a later letter refers to the first one about the same task', async () => {
  const { message, task, person } = await letter()
  const reminder = await addMessage(pool, {
    person,
    task,
    template: 'taskReminder',
    at: '2027-01-29T04:00:00Z',
  })
  await mail.send([message])
  await mail.send([reminder])
  expect(server.received[0]?.references).toBeUndefined()
  expect(server.received[1]).toMatchObject({
    references: `<${message}@ztu.bitim>`,
    inReplyTo: `<${message}@ztu.bitim>`,
    subject: expect.stringMatching(/^Reminder: please issue/),
  })
})

it('550 fails for good and is not tried again', async () => {
  const { message, contact } = await letter()
  server.refuse(550)
  await mail.send([message])
  await mail.send([message])
  expect(server.received).toHaveLength(0)
  expect(await rowOf(pool, 'message', message)).toMatchObject({
    state: 'failed',
    reply: 'smtp 550',
    attempts: 1,
  })
  expect(await rowOf(pool, 'contact', contact)).toMatchObject({ state: 'failed', reason: 'smtp 550' })
})

it('451 keeps the letter and asks for another attempt', async () => {
  const { message, contact } = await letter()
  server.refuse(451, 452)
  for (const code of [451, 452]) {
    await expect(mail.send([message])).rejects.toMatchObject({ type: 'mailDeferred', nonRetryable: false })
    expect(await rowOf(pool, 'message', message)).toMatchObject({ state: 'queued', reply: `smtp ${code}` })
  }
  await mail.send([message])
  expect(await rowOf(pool, 'message', message)).toMatchObject({ state: 'sent', attempts: 3 })
  expect(await rowOf(pool, 'contact', contact)).toMatchObject({ state: 'delivered' })
})

it('a mail server that is away loses no letter', async () => {
  const { message } = await letter()
  const away = nodemailer.createTransport({ host: '127.0.0.1', port: 1, ignoreTLS: true })
  const lost = createMailActivities({ database: bound, transport: away, log: pino({ enabled: false }) })
  await expect(lost.send([message])).rejects.toMatchObject({ type: 'mailDeferred' })
  expect(await rowOf(pool, 'message', message)).toMatchObject({ state: 'queued', attempts: 1 })
  await mail.send([message])
  expect(server.received).toHaveLength(1)
})

it.each([
  ['without an address', { email: null }, 'noEmail'],
  ['who has left', { active: false }, 'inactive'],
])('a person %s gets no letter, and the reason stays', async (_who, person, reason) => {
  const { message, contact } = await letter(person)
  await mail.send([message])
  expect(server.received).toHaveLength(0)
  expect(await rowOf(pool, 'message', message)).toMatchObject({
    state: 'suppressed',
    reply: reason,
    attempts: 0,
  })
  expect(await rowOf(pool, 'contact', contact)).toMatchObject({ state: 'suppressed', reason })
})

it('no reminder leaves after the task is done or has passed to somebody else', async () => {
  const person = await addPerson(pool)
  const other = await addPerson(pool)
  const done = await addTask(pool, { owner: person, closed: true })
  const passed = await addTask(pool, { owner: other })
  const late = await addMessage(pool, { person, task: done, template: 'taskOverdue' })
  const wrong = await addMessage(pool, { person, task: passed, template: 'taskReminder' })
  await mail.send([late])
  await mail.send([wrong])
  expect(server.received).toHaveLength(0)
  expect(await rowOf(pool, 'message', late)).toMatchObject({ state: 'suppressed', reply: 'taskClosed' })
  expect(await rowOf(pool, 'message', wrong)).toMatchObject({ state: 'suppressed', reply: 'ownerChanged' })
})

it('a task may be done while the mail server thinks: nothing waits for it', async () => {
  const { message } = await letter()
  const release = server.hold()
  const sending = mail.send([message])
  await pool.query(`UPDATE message SET state = 'suppressed', reply = 'taskClosed' WHERE id = $1`, [message])
  release()
  await sending
  const { state } = await rowOf(pool, 'message', message)
  // Either the letter had already left, and then it says so, or it never leaves.
  expect(state).toBe(server.received.length === 1 ? 'sent' : 'suppressed')
})

it('a template without words fails where it can be seen', async () => {
  const person = await addPerson(pool)
  const message = await addMessage(pool, { person, template: 'poem' })
  await mail.send([message])
  expect(await rowOf(pool, 'message', message)).toMatchObject({ state: 'failed', reply: 'templateUnknown' })
})

it('neither addresses nor texts reach the log or the failure', async () => {
  const refused = await letter()
  server.refuse(550)
  await mail.send([refused.message])
  const deferred = await letter()
  server.refuse(451)
  const failure: Error = await mail.send([deferred.message]).then(
    () => Promise.reject(new Error('was sent')),
    (error) => error,
  )
  await mail.send([(await letter({ active: false })).message])
  const told = [...lines, String(failure), JSON.stringify(failure)].join('\n')
  expect(lines.length).toBeGreaterThanOrEqual(2)
  expect(told).not.toMatch(/zkm\.example|Jumayeva|mentors/)
})
