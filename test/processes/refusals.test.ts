import { settled } from '../../client/advance.ts'
import { isErrorCode } from '../../schema/contracts/errors.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { blockedTasks, isAsked, refusalOf, taskOf, traceOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

let engine: TestEngine
let partnership: string

const QUESTIONS: Data = {
  whatIsCooperation: 'Practice places.',
  problemsToSolve: 'Too few places.',
  mainPartner: 'The smelter.',
  whatWeGive: 'Graduates.',
}

beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: 3, end: '2027-02-20' })
  partnership = (await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })).process
}, 60_000)

afterAll(() => engine.stop())

const complete = (actor: string, task: string, decision: string, data: Data = {}) =>
  engine.facade.completeTask(by(actor), { task, decision, data })

/** The attempt is refused with a code of the catalogue, and nothing that is recorded changed. */
async function refused(attempt: () => Promise<unknown>): Promise<string> {
  await settled(engine.pool, engine.clock)
  await eventually(() => isTrue(engine.pool, `SELECT count(*) = 0 FROM message WHERE state = 'queued'`))
  const before = await traceOf(engine.pool)
  const { code } = await refusalOf(attempt())
  expect(isErrorCode(code)).toBe(true)
  expect(await traceOf(engine.pool)).toBe(before)
  return code
}

describe('at the first questions', () => {
  let questions: string
  beforeAll(async () => {
    questions = (await taskOf(engine.pool, 'answerQuestions')).id
  })

  test('an unknown task, process, partner, person, policy, decision or command is named', async () => {
    const { facade } = engine
    expect(await refused(() => complete('S004', 'tzzzzzzzzz', 'record', QUESTIONS))).toBe('unknownTask')
    expect(await refused(() => facade.send(by('S004'), 'partnership/none', 'close', { reason: 'x' }))).toBe(
      'unknownProcess',
    )
    expect(await refused(() => facade.startPartnership(by('S004'), { partner: 'XXX' }))).toBe(
      'unknownPartner',
    )
    expect(await refused(() => facade.startPartnership(by('S999'), { partner: 'NAZ' }))).toBe('unknownPerson')
    expect(await refused(() => complete('S004', questions, 'dance'))).toBe('decisionUnknown')
    expect(await refused(() => facade.send(by('S004'), partnership, 'dance', {}))).toBe('commandUnknown')
    const policy = { id: 'generic', version: 99 }
    expect(await refused(() => facade.startPartnership(by('S004'), { partner: 'NAZ', policy }))).toBe(
      'unknownPolicy',
    )
  })

  test("a stranger may neither do another's task nor begin a partnership", async () => {
    expect(await refused(() => complete('S006', questions, 'record', QUESTIONS))).toBe('notYourTask')
    expect(await refused(() => complete('C002', questions, 'record', QUESTIONS))).toBe('notYourTask')
    expect(await refused(() => engine.facade.startPartnership(by('S006'), { partner: 'NAZ' }))).toBe(
      'notAllowed',
    )
    expect(await refused(() => engine.facade.send(by('S006'), partnership, 'close', { reason: 'x' }))).toBe(
      'notAllowed',
    )
  })

  test('a second partnership with the same partner is refused while the first runs', async () => {
    expect(await refused(() => engine.facade.startPartnership(by('S004'), { partner: 'ZKM' }))).toBe(
      'partnershipExists',
    )
    const other = engine.facade.startPartnership(by('S005'), { partner: 'ZKM', key: 'another key' })
    expect((await refusalOf(other)).code).toBe('partnershipExists')
  })

  test('text that is too long, hidden signs and wrong shapes do not come in', async () => {
    const answer = (text: string) => () =>
      complete('S004', questions, 'record', { ...QUESTIONS, whatWeGive: text })
    expect(await refused(answer('x'.repeat(5_000)))).toBe('textTooLong')
    expect(await refused(answer('x'.repeat(300_000)))).toBe('textTooLong')
    expect(await refused(answer('a\u0000b'))).toBe('controlCharacters')
    expect(await refused(answer('a\u202Eb'))).toBe('controlCharacters')
    expect(await refused(answer('Yo\uFFFDldosheva'))).toBe('textDamaged')
    expect(await refused(answer('   '))).toBe('invalidInput')
    expect(await refused(() => complete('S004', questions, 'record', { ...QUESTIONS, more: 1 }))).toBe(
      'invalidInput',
    )
    expect(await refused(() => complete('S004', questions, 'record', {}))).toBe('invalidInput')
  })

  test('a character no paper can show does not come in, and is named with its field', async () => {
    const data = { ...QUESTIONS, whatWeGive: 'kelishildi ✓' }
    expect(await refusalOf(complete('S004', questions, 'record', data))).toMatchObject({
      code: 'characterUnwritable',
      params: { field: 'whatWeGive', character: '✓ (U+2713)' },
    })
  })

  test('a person without an address cannot be chosen for a step that needs one', async () => {
    await engine.pool.query(`UPDATE person SET email = NULL WHERE code = 'C003'`)
    const choose = await taskOf(engine.pool, 'chooseRepresentative')
    const data = { representative: 'S004', contact: 'C003' }
    expect(await refused(() => complete('S004', choose.id, 'record', data))).toBe('personHasNoEmail')
    const nobody = { representative: 'S004', contact: 'C999' }
    expect(await refused(() => complete('S004', choose.id, 'record', nobody))).toBe('unknownPerson')
    await engine.pool.query(`UPDATE person SET email = 'c003@zkm.example' WHERE code = 'C003'`)
  })

  test('a meeting in the past and a day that does not exist are refused', async () => {
    const meeting = (await taskOf(engine.pool, 'agreeMeeting')).id
    const at = (on: string) => () =>
      complete('S004', meeting, 'record', { on, time: '10:00', place: 'Office', ownTerritory: false })
    expect(await refused(at('2026-11-20'))).toBe('dateInPast')
    expect(await refused(at('2027-02-30'))).toBe('invalidInput')
  })

  test('a task that is done already is refused with where the process is', async () => {
    await complete('S004', questions, 'record', QUESTIONS)
    expect(await refused(() => complete('S004', questions, 'record', QUESTIONS))).toBe('taskClosed')
    const { params } = await refusalOf(complete('S004', questions, 'record', QUESTIONS))
    expect(params).toEqual({ stage: 'preparing' })
  })
})

describe('at the agreement', () => {
  test('a term that ends before it begins, and a signatory who may not sign, are refused', async () => {
    await playUntil(engine, () => isAsked(engine.pool, 'draftAgreement'))
    const draft = (await taskOf(engine.pool, 'draftAgreement')).id
    const terms: Data = {
      validFrom: '2027-01-10',
      validTo: '2026-12-31',
      renewal: 'fixed',
      terminationNoticeDays: 30,
      coordinatorInstitution: 'S004',
      coordinatorPartner: 'C002',
      signatory: 'S001',
      signatoryAuthority: { basis: 'charter' },
      paid: false,
    }
    expect(await refused(() => complete('S004', draft, 'submit', terms))).toBe('datesOutOfOrder')
    const unauthorised = { ...terms, validTo: '2029-08-31', signatory: 'S006' }
    expect(await refused(() => complete('S004', draft, 'submit', unauthorised))).toBe('mayNotSign')
    for (const priced of [{ paid: true }, { paid: true, payment: 10 ** 14 }, { paid: true, payment: 0 }]) {
      expect(await refusalOf(complete('S004', draft, 'submit', { ...terms, ...priced }))).toMatchObject({
        code: 'invalidInput',
        params: { field: 'payment' },
      })
    }
  })

  test('who approves a version that is no more is told so', async () => {
    await playUntil(engine, async () => {
      const { rows } = await engine.pool.query(`SELECT FROM agreement_version WHERE version = 2`)
      return rows.length > 0 && (await isAsked(engine.pool, 'approveDraft'))
    })
    const approve = await taskOf(engine.pool, 'approveDraft')
    const { rows } = await engine.pool.query<{ content_hash: string }>(
      'SELECT content_hash FROM agreement_version WHERE version = 1',
    )
    const hash = rows[0]?.content_hash ?? ''
    expect(hash).not.toBe(approve.data.hash)
    expect(await refused(() => complete(approve.owner, approve.id, 'approve', { hash }))).toBe('staleVersion')
    const withdrawn = () => engine.facade.send(by('S006'), approve.process, 'withdraw', { reason: 'x' })
    expect(await refused(withdrawn)).toBe('notAllowed')
  })
})

describe('at the practice', () => {
  let plan: { id: string; process: string }
  beforeAll(async () => {
    await engine.pool.query(`UPDATE schedule_line SET planned = 17, end_on = '2029-12-31' WHERE code = 'L01'`)
    await playUntil(engine, () => isAsked(engine.pool, 'confirmSchedule'))
    plan = await taskOf(engine.pool, 'confirmSchedule')
  }, 60_000)

  test('practice outside the agreement and a group larger than its site are named and not confirmed', async () => {
    const { rows } = await engine.pool.query<{ code: string }>(
      `SELECT conflict ->> 'code' AS code FROM process, jsonb_array_elements(state -> 'conflicts') AS conflict
       WHERE process.id = $1`,
      [plan.process],
    )
    const codes = rows.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['outsideTerm', 'capacity', 'traineesMissing']))
    expect(await refused(() => complete('S004', plan.id, 'confirm'))).toBe('conflictsOpen')
    const strange = { lines: ['L99'], reason: 'x' }
    expect(await refused(() => complete('S004', plan.id, 'dropLines', strange))).toBe('lineUnknown')
  })

  test('what runs cannot be closed, and what is signed cannot be withdrawn', async () => {
    const { rows } = await engine.pool.query<{ id: string }>(
      `SELECT id FROM process WHERE kind = 'agreement'`,
    )
    const agreement = rows[0]?.id ?? ''
    expect(await refused(() => engine.facade.send(by('S004'), agreement, 'withdraw', { reason: 'x' }))).toBe(
      'wrongStage',
    )
    expect(await refused(() => engine.facade.send(by('S004'), partnership, 'close', { reason: 'x' }))).toBe(
      'agreementsRunning',
    )
  })

  test('a process that is over takes nothing more', async () => {
    await complete('S004', plan.id, 'cancel', { reason: 'Not this year.' })
    await eventually(async () => {
      const { rows } = await engine.pool.query(`SELECT FROM event WHERE type = 'cycleEnded'`)
      return rows.length > 0
    })
    expect(await refused(() => complete('S004', plan.id, 'confirm'))).toBe('processEnded')
  })
})

test('no refusal ever blocked a workflow task', async () => {
  const { rows } = await engine.pool.query<{ id: string }>('SELECT id FROM process')
  expect(rows).toHaveLength(3)
  expect(
    await blockedTasks(
      engine.client,
      rows.map(({ id }) => id),
    ),
  ).toEqual([])
})
