import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type InboxMessage, listInbox } from '../../embedded/inbox-reader.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { faultsOf, tracesOf } from '../support/faults.ts'
import { countOf, eventsOf, isTrue, makeSmall, playUntil, type Told } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

let engine: TestEngine
let letters: InboxMessage[]

beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: 4, end: '2027-02-20' })
  await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
  const over = `SELECT count(*) = 2 FROM event WHERE type IN ('cycleEnded', 'sessionEnded')`
  await playUntil(engine, () => isTrue(engine.pool, over))
  await eventually(() => isTrue(engine.pool, `SELECT count(*) = 0 FROM message WHERE state = 'queued'`))
  letters = await listInbox(engine.inboxDir)
}, 150_000)

afterAll(() => engine.stop())

const types = (events: Told[]): string[] => events.map(({ type }) => type)
const ofKind = (kind: string): Promise<Told[]> => eventsOf(engine.pool, `${kind}/`)

const addressOf = async (code: string): Promise<string> => {
  const { rows } = await engine.pool.query<{ email: string }>('SELECT email FROM person WHERE code = $1', [
    code,
  ])
  return rows[0]?.email ?? ''
}

async function numbersOf(kind: string): Promise<string[]> {
  const { rows } = await engine.pool.query<{ number: string }>(
    'SELECT number FROM document WHERE kind = $1 AND number IS NOT NULL ORDER BY number',
    [kind],
  )
  return rows.map(({ number }) => number)
}

describe('the way to the agreement', () => {
  test('a draft that was returned is approved and signed as another version', async () => {
    const events = types(await ofKind('agreement'))
    expect(events.filter((type) => type === 'draftSubmitted')).toHaveLength(2)
    expect(events.indexOf('returned')).toBeLessThan(events.indexOf('approvalFinished'))
    expect(events.slice(-3)).toEqual(['signed', 'allSigned', 'activated'])
    expect(await numbersOf('cooperationAgreement')).toEqual(['1/26-SH'])
  })

  test('all sign the content that was approved, and only the number and the date are added', async () => {
    const events = await ofKind('agreement')
    const approved = events.findLast(({ type }) => type === 'approved')?.data.hash
    const signed = events.filter(({ type }) => type === 'signed').map(({ data }) => data.hash)
    expect(signed).toEqual([approved, approved])
  })

  test('a late approver is reminded, then the superior is asked', async () => {
    const late = (await listInbox(engine.inboxDir, { to: await addressOf('S006') })).length
    expect(late).toBeGreaterThan(4)
    const superior = letters.filter(({ to }) => to.length === 1)
    expect(superior.length).toBe(letters.length)
    expect(await countOf(engine.pool, `message WHERE template = 'escalation' AND state = 'sent'`)).toBe(1)
    expect(await countOf(engine.pool, `event WHERE type = 'taskEscalated'`)).toBe(1)
  })
})

describe('the practice', () => {
  test('no placement starts before every paper of both sides is there', async () => {
    const cycle = (await ofKind('practice-cycle')).map(({ type, at }) => ({ type, at: at.getTime() }))
    const complete = cycle.find(({ type }) => type === 'packCompleted')?.at ?? Number.NaN
    const started = (await ofKind('placement')).filter(({ type }) => type === 'started')
    expect(started).toHaveLength(4)
    for (const { at } of started) expect(at.getTime()).toBeGreaterThan(complete)
  })

  test('the institution numbers its own papers and the employer its own', async () => {
    expect(await numbersOf('orderSendingStudents')).toEqual(['1-T'])
    expect(await numbersOf('orderAppointingSupervisors')).toEqual(['2-T'])
    expect(await numbersOf('referralLetter')).toEqual(['1-T/01', '1-T/02', '1-T/03', '1-T/04'])
    expect(await numbersOf('orderAppointingMentors')).toEqual(['44-ich'])
    expect(await numbersOf('completionCertificate')).toEqual(['2027-1', '2027-2', '2027-3'])
  })

  test('the cycle closes when each placement has an outcome', async () => {
    const { rows } = await engine.pool.query<{ outcome: string; count: number }>(
      'SELECT outcome, count(*)::int AS count FROM placement GROUP BY outcome ORDER BY outcome',
    )
    expect(rows).toEqual([
      { outcome: 'completed', count: 3 },
      { outcome: 'didNotShow', count: 1 },
    ])
    const cycle = types(await ofKind('practice-cycle'))
    expect(cycle.slice(-2)).toEqual(['placementEnded', 'closed'])
    expect(cycle).not.toContain('messageRefused')
  })
})

describe('the certification', () => {
  test('who declines is replaced from the list before the commission is named', async () => {
    const session = types(await ofKind('attestation'))
    const steps = ['invitationDeclined', 'replacementNamed', 'commissioned', 'resultsRecorded', 'closed']
    expect(session.filter((type) => steps.includes(type))).toEqual(steps)
    expect(session.filter((type) => type === 'invitationAccepted')).toHaveLength(2)
    expect(await numbersOf('orderAttestationCommission')).toEqual(['1-AF'])
    expect(await countOf(engine.pool, 'attestation_result')).toBe(4)
  })
})

describe('what is left of it', () => {
  test('the trail is unbroken, no number is missing, every file is as issued, and every letter came once', async () => {
    const places = { documentsDir: engine.filesDir, inboxDir: engine.inboxDir }
    expect(await faultsOf(engine.pool, places)).toEqual([])
    expect(await tracesOf(engine.pool, places)).toEqual([])
    expect(engine.inbox.counts().repeated).toBe(0)
  })

  test('every paper is a PDF', async () => {
    const { rows } = await engine.pool.query<{ file: string }>('SELECT file FROM document')
    expect(rows.length).toBeGreaterThan(20)
    for (const { file } of rows) {
      const bytes = await readFile(join(engine.filesDir, file))
      expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    }
  })

  test('done means silence: nothing is planned or sent for a task that is closed', async () => {
    const planned = `contact JOIN task ON task.id = contact.task_id WHERE contact.state = 'planned' AND task.closed_at IS NOT NULL`
    expect(await countOf(engine.pool, planned)).toBe(0)
    const late = `message JOIN task ON task.id = message.task_id WHERE message.at > task.closed_at`
    expect(await countOf(engine.pool, late)).toBe(0)
  })

  // The last one: it damages what the others look at.
  test('a letter that is missing or came twice, a gap in a register and an altered file would be found', async () => {
    const places = { documentsDir: engine.filesDir, inboxDir: engine.inboxDir }
    const [first, second] = letters
    if (first === undefined || second === undefined) throw new Error('there are letters')
    await copyFile(join(places.inboxDir, first.file), join(places.inboxDir, `again-${first.file}`))
    await rm(join(places.inboxDir, second.file))
    await engine.pool.query(`UPDATE number_series SET last = last + 1 WHERE register = 'T'`)
    const { rows } = await engine.pool.query<{ file: string }>('SELECT file FROM document LIMIT 1')
    await writeFile(join(places.documentsDir, rows[0]?.file ?? ''), 'altered')
    await writeFile(join(places.documentsDir, 'spare.pdf'), '')
    const faults = (await faultsOf(engine.pool, places)).join('; ')
    expect(faults).toMatch(/came 2 times/)
    expect(faults).toMatch(/came 0 times/)
    expect(faults).toMatch(/was reached by 0 letters/)
    expect(faults).toMatch(/T of 2027 gave 3 numbers/)
    expect(faults).toMatch(/has another content/)
    expect(await tracesOf(engine.pool, places)).toEqual([expect.stringContaining('spare.pdf')])
  })
})
