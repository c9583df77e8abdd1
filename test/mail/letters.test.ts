import nodemailer from 'nodemailer'
import { Pool } from 'pg'
import pino from 'pino'
import { createMailActivities } from '../../activities/mail/index.ts'
import { Database } from '../../database/database.ts'
import { LANGUAGES } from '../../messages/index.ts'
import { withDatabase } from '../support/postgres.ts'
import { addMessage, addPerson, addTask, seed, startMailServer, type TestMailServer } from './support.ts'

let database: Awaited<ReturnType<typeof withDatabase>>
let pool: Pool
let bound: Database
let server: TestMailServer
let mail: ReturnType<typeof createMailActivities>

beforeAll(async () => {
  database = await withDatabase()
  pool = new Pool({ connectionString: database.url, pipeline: true })
  bound = new Database(database.url, { most: 8 })
  server = await startMailServer()
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: server.port, ignoreTLS: true })
  mail = createMailActivities({
    database: bound,
    transport,
    log: pino({ enabled: false }),
    from: 'bitim@ztu.example',
  })
  await seed(pool)
})
afterAll(async () => {
  await server?.close()
  await pool?.end()
  await bound?.end()
  await database?.stop()
})

async function arrive(message: string) {
  await mail.send([message])
  const email = server.received.find(({ messageId }) => messageId?.includes(message))
  if (email === undefined) throw new Error('the letter did not arrive')
  const plain = (text = ''): string => text.replaceAll('\u00A0', ' ')
  return { ...email, subject: plain(email.subject), text: plain(email.text), html: plain(email.html) }
}

const TASKS = [
  'taskOpened',
  'taskReminder',
  'taskOverdue',
  'taskReassigned',
  'taskReturned',
  'taskExtended',
] as const

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(TASKS)('%s is complete', async (template) => {
    const person = await addPerson(pool, { language })
    const task = await addTask(pool, { owner: person })
    const email = await arrive(await addMessage(pool, { person, task, template, language }))
    expect(email.subject).toContain('2027')
    for (const part of [email.subject, email.text, email.html])
      expect(part).not.toMatch(/…|\{\{|undefined|null/)
    expect(email.html).toContain(`<html lang="${language}">`)
    expect(email.html).toContain('+998 00 223-40-50')
    expect(email.text).toContain(task)
    expect(email.replyTo?.[0]?.address).toBe('office@ztu.example')
    expect(email.from?.address).toBe('bitim@ztu.example')
  })

  it('the superior learns what stayed undone and by whom', async () => {
    const late = await addPerson(pool, { language })
    const superior = await addPerson(pool, { language })
    await addTask(pool, { owner: late, key: `late.${language}` })
    const data = { late: `late.${language}`, person: late }
    const task = await addTask(pool, { owner: superior, kind: 'decideEscalation', data, role: null })
    const email = await arrive(
      await addMessage(pool, { person: superior, task, template: 'escalation', language }),
    )
    expect(email.text).toMatch(/Jumayeva|Жумаева/)
    for (const part of [email.subject, email.text]) expect(part).not.toMatch(/…|\{\{|late\./)
  })

  it.each([
    ['signatureVoided', { kind: 'practiceContract', reason: 'Clause 4.2 changed' }],
    ['attendanceMissing', { line: 'L01', week: 3 }],
    ['notice', { event: 'packCompleted' }],
  ])('%s is complete', async (template, data) => {
    const person = await addPerson(pool, { language })
    const email = await arrive(await addMessage(pool, { person, template, data, language }))
    for (const part of [email.subject, email.text, email.html])
      expect(part).not.toMatch(/…|\{\{|undefined|null/)
  })
})

it('a new date for the same person is not told as a task passed on', async () => {
  const person = await addPerson(pool)
  const task = await addTask(pool, { owner: person })
  await arrive(await addMessage(pool, { person, task, at: '2027-01-20T04:00:00Z' }))
  const email = await arrive(
    await addMessage(pool, { person, task, template: 'taskExtended', at: '2027-01-26T04:00:00Z' }),
  )
  expect(email.subject).toMatch(/^New date: please issue/)
})

it('what people typed cannot become markup, a header or another letter', async () => {
  const person = await addPerson(pool)
  const what = 'Send <script>alert(1)</script> & "rules"\r\nBcc: spy@evil.example'
  const task = await addTask(pool, { owner: person, kind: 'fulfilCommitment', data: { what }, role: null })
  const email = await arrive(await addMessage(pool, { person, task }))
  expect(email.html).not.toContain('<script>')
  expect(email.html).toContain('&lt;script&gt;')
  expect(email.headers.some(({ key }) => key === 'bcc')).toBe(false)
  expect(email.to).toHaveLength(1)
})

it('a very long subject is cut between words', async () => {
  const person = await addPerson(pool)
  const task = await addTask(pool, {
    owner: person,
    kind: 'fulfilCommitment',
    data: { what: 'long words '.repeat(25) },
  })
  const email = await arrive(await addMessage(pool, { person, task }))
  expect(email.subject.length).toBeLessThanOrEqual(162)
  expect(email.subject).toMatch(/(long|words) …$/)
})

it('the date is the institution’s day, wherever the server stands', async () => {
  const person = await addPerson(pool)
  const task = await addTask(pool, { owner: person })
  await pool.query(`UPDATE task SET due_at = '2027-01-31T19:30:00Z' WHERE id = $1`, [task])
  const email = await arrive(await addMessage(pool, { person, task }))
  expect(email.subject).toMatch(/by 1 February 2027$/)
})
