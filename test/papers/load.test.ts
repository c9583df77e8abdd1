import { loadPaper, PaperNotLoadable, titleOf } from '../../activities/documents/papers/index.ts'
import { renderPaper } from '../../documents/render.ts'
import { LANGUAGES } from '../../schema/contracts/lists.ts'
import { PAPER_KINDS } from '../../schema/contracts/papers.ts'
import { REQUISITES } from './processes.ts'
import { useScene } from './scene.ts'

const { load, requestOf, withData, world } = useScene()

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(PAPER_KINDS)('%s says everything its contract asks for', async (kind) => {
    const paper = await loadPaper(world().pool, requestOf(kind, language))
    expect(paper).toMatchObject({ kind, language })
    expect(titleOf(kind, language)).not.toBe('')
  })
})

test('a paper is loaded without a change of the database', async () => {
  const client = await world().pool.connect()
  try {
    await client.query('BEGIN READ ONLY')
    for (const kind of PAPER_KINDS) await loadPaper(client, requestOf(kind))
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})

test('the same request gives the same paper', async () => {
  for (const kind of PAPER_KINDS) {
    expect(await loadPaper(world().pool, requestOf(kind))).toEqual(
      await loadPaper(world().pool, requestOf(kind)),
    )
  }
})

test('the number of queries does not grow with the trainees', async () => {
  const client = await world().pool.connect()
  const queries = jest.spyOn(client, 'query')
  try {
    for (const kind of PAPER_KINDS) {
      queries.mockClear()
      await loadPaper(client, requestOf(kind))
      expect(queries.mock.calls.length).toBeLessThanOrEqual(10)
    }
  } finally {
    queries.mockRestore()
    client.release()
  }
})

test('number, date and code of a paper are those it was issued with', async () => {
  expect(await load('orderAcceptingStudents')).toMatchObject({
    number: '41-ich',
    date: '2027-01-28',
    verificationCode: '7KQ4-M2XD',
  })
})

test('a draft bears neither number nor date', async () => {
  expect(await load('practiceContract')).toMatchObject({ draft: true, number: null, date: null })
})

test("the partner's papers stand on the partner's sheet, with the name it gave itself", async () => {
  const kinds = [
    'orderAcceptingStudents',
    'orderAppointingMentors',
    'siteAcceptanceCertificate',
    'safetyBriefingRecord',
    'mentorEvaluation',
  ] as const
  for (const kind of kinds) {
    expect((await load(kind)).issuer).toMatchObject({ side: 'partner', name: REQUISITES.legalName })
  }
})

test("a paper is made out in its issuer's town", async () => {
  expect((await load('orderSendingStudents')).place).toBe('Navoiy')
  expect((await load('orderAcceptingStudents')).place).toBe('Zarafshon')
  expect((await load('meetingRecord')).place).toBe('Navoiy')
})

test('one body has one name in every paper of the agreement', async () => {
  const { legalName } = REQUISITES
  expect((await load('orderSendingStudents')).data.hostName).toBe(legalName)
  expect((await load('noticeToHost')).data.addressee.organisation).toBe(legalName)
  expect((await load('practiceContract')).data.parties[1]?.legalName).toBe(legalName)
  expect((await load('completionCertificate')).data.partnerName).toBe(legalName)
  expect((await load('orderAttestationCommission')).data.members[0]?.organisation).toBe(legalName)
})

test('a paper relies on the issued papers of its own wave', async () => {
  const { data } = await load('orderAppointingMentors')
  expect(data.basis).toEqual([
    { title: titleOf('practiceContract', 'uz-Latn'), number: '14/27-SH', date: '2027-01-08' },
    { title: titleOf('orderAcceptingStudents', 'uz-Latn'), number: '41-ich', date: '2027-01-28' },
  ])
  expect((await load('referralLetter')).data.sendingOrder).toMatchObject({
    number: '118-T',
    date: '2027-01-20',
  })
  expect((await load('completionCertificate')).data.protocol).toMatchObject({
    number: '7',
    date: '2027-04-14',
  })
  expect((await load('attestationProtocol')).data.order).toMatchObject({ number: '61-AF' })
})

test('a schedule names the day of approval in place of a number', async () => {
  const { data } = await load('orderSendingStudents')
  expect(data.basis[0]).toEqual({ title: titleOf('practiceSchedule', 'uz-Latn'), date: '2026-12-14' })
})

test('a paper whose ground is not issued is refused', async () => {
  const other = withData({ instance: 'orderAppointingMentors@2027-04-12' })
  await expect(load('orderAppointingMentors', other)).rejects.toThrow(PaperNotLoadable)
})

test('a person of another institution is not found', async () => {
  const request = requestOf('orderSendingStudents')
  await expect(loadPaper(world().pool, { ...request, institution: 'another' })).rejects.toThrow(
    PaperNotLoadable,
  )
})

test('an unknown kind or language is refused', async () => {
  const request = requestOf('visitPlan')
  const ask = (change: object) =>
    loadPaper(world().pool, { ...request, paper: { ...request.paper, ...change } })
  await expect(ask({ kind: 'workPlan' })).rejects.toMatchObject({ code: 'unknownKind' })
  await expect(ask({ language: 'fr' })).rejects.toMatchObject({ code: 'unknownLanguage' })
})

test('a text taken in before the borders knew what papers can write shows where a character is missing', async () => {
  const { pool } = world()
  const kept = await pool.query<{ address: string }>(`SELECT address FROM site WHERE code = 'ZKM-1'`)
  await pool.query(`UPDATE site SET address = 'Markaziy may\u00ADdon ✓ 9' WHERE code = 'ZKM-1'`)
  try {
    const paper = await load('siteAcceptanceCertificate')
    expect(paper.data.site.address).toBe('Markaziy maydon □ 9')
    expect((await renderPaper(paper)).pages).toBeGreaterThan(0)
  } finally {
    await pool.query(`UPDATE site SET address = $1 WHERE code = 'ZKM-1'`, [kept.rows[0]?.address])
  }
})
