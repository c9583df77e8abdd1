import type { PaperRequest } from '../../activities/documents/papers/index.ts'
import type { Data, Paper } from '../../workflows/durable/types.ts'
import type { CycleState } from '../../workflows/practice-cycle/state.ts'
import { cycleState, placementState, sessionState } from './practice-processes.ts'
import {
  activeContract,
  PROPOSALS,
  partnershipState,
  preparation,
  REQUISITES,
  signedAgreement,
} from './processes.ts'
import { CONTRACT, CYCLE, CYCLE_PROCESS, FRAMEWORK, PARTNERSHIP, WAVE } from './states.ts'
import type { World } from './world.ts'

export interface Scene {
  world: World
  cycle: CycleState
  /** Asks for a paper of each kind as the processes do. */
  requests: Record<string, PaperRequest>
}

/** Processes at the moment at which each of the papers is asked for, and the papers issued before. */
export async function createScene(world: World): Promise<Scene> {
  const cycle = await cycleState(world)
  const session = await sessionState(world)
  const placement = placementState(world, cycle)
  await world.insertProcess(`partnership/${PARTNERSHIP}`, 'partnership', partnershipState(world))
  await world.insertEvents(`partnership/${PARTNERSHIP}`, preparation(world))
  await world.insertProcess(`agreement/${CONTRACT}`, 'agreement', activeContract(world))
  const framework = signedAgreement(world, FRAMEWORK, 'cooperationAgreement', {}, [
    { type: 'allSigned', version: 1 },
  ])
  await world.insertProcess(`agreement/${FRAMEWORK}`, 'agreement', framework)
  await world.insertProcess(CYCLE_PROCESS, 'practiceCycle', cycle)
  await world.insertEvents(CYCLE_PROCESS, [
    { type: 'scheduleAgreed', by: world.person('C002'), at: '2026-12-10T06:00:00.000Z', data: {} },
  ])
  await world.insertProcess(`placement/${placement.id}`, 'placement', placement)
  await world.insertProcess(`attestation/${session.id}`, 'attestation', session)
  await insertLists(world, placement.trainee)
  await insertPapers(world, `attestation/${session.id}`)
  return {
    world,
    cycle,
    requests: requestsOf(world, cycle, session.id, session.graduates, placement.trainee),
  }
}

/** Rows of the lists that papers read besides the states. */
async function insertLists({ pool, institution, person, partner }: World, trainee: string): Promise<void> {
  await pool.query(
    `INSERT INTO partnership (id, institution_id, partner_id, stage) VALUES ($1, $2, $3, 'operating')`,
    [PARTNERSHIP, institution, partner('ZKM')],
  )
  await pool.query(
    `INSERT INTO agreement (id, institution_id, partnership_id, kind, stage, number, signed_on, language)
     VALUES ($1, $2, $3, 'practiceContract', 'active', '14/27-SH', '2027-01-08', 'uz-Latn'),
            ($4, $2, $3, 'cooperationAgreement', 'signing', NULL, NULL, 'uz-Latn')`,
    [CONTRACT, institution, PARTNERSHIP, FRAMEWORK],
  )
  await pool.query(
    `INSERT INTO party (id, institution_id, agreement_id, side, requisites) VALUES ('pa1', $1, $2, 'partner', $3)`,
    [institution, CONTRACT, JSON.stringify(REQUISITES)],
  )
  await pool.query(
    `INSERT INTO practice_cycle (id, institution_id, agreement_id, academic_year, stage)
     VALUES ($1, $2, $3, '2026-2027', 'running')`,
    [CYCLE, institution, CONTRACT],
  )
  await pool.query(
    `INSERT INTO placement (id, institution_id, cycle_id, code, trainee_id, stage)
     VALUES ('pl1', $1, $2, 'P-2027-L01-01', $3, 'evaluating')`,
    [institution, CYCLE, trainee],
  )
  await pool.query(
    `INSERT INTO diary_entry (placement_id, week, institution_id, text, hours, written_at, confirmed_at)
     SELECT 'pl1', week, $1, 'ish', 36, now(), CASE WHEN week < 8 THEN now() END FROM generate_series(1, 8) AS week`,
    [institution],
  )
  await pool.query(
    `INSERT INTO evaluation (placement_id, institution_id, competences, at)
     VALUES ('pl1', $1, '[{"code": "professionalKnowledge", "level": 4}]', now())`,
    [institution],
  )
  await pool.query(
    `INSERT INTO task (id, institution_id, process_id, key, kind, owner_id, state, opened_at, due_at, data)
     VALUES ('t1', $1, $2, 'issue.practiceSchedule', 'issuePaper', $3, 'open', now(), now(), '{}'),
            ('t2', $1, $2, 'issue.orderSendingStudents@${WAVE}', 'issuePaper', $4, 'open', now(), now(), '{}'),
            ('t3', $1, $2, 'issue.referralLetter@${WAVE}', 'issuePaper', $4, 'open', now(), now(), '{}')`,
    [institution, CYCLE_PROCESS, person('S002'), person('S004')],
  )
}

async function insertPapers(world: World, session: string): Promise<void> {
  const ofWave = (kind: string, number: string, date: string) =>
    world.insertPaper(CYCLE_PROCESS, { kind, number, date, instance: `${kind}@${WAVE}` })
  const schedule = {
    kind: 'practiceSchedule',
    number: null,
    date: '2026-12-14',
    instance: 'practiceSchedule',
  }
  await world.insertPaper(CYCLE_PROCESS, schedule)
  await ofWave('orderSendingStudents', '118-T', '2027-01-20')
  await ofWave('noticeToHost', '05-12/233', '2027-01-22')
  await ofWave('orderAcceptingStudents', '41-ich', '2027-01-28')
  // Neither a revoked paper nor one of another wave is relied on.
  const revoked = {
    kind: 'orderSendingStudents',
    number: '119-T',
    date: '2027-01-21',
    instance: `orderSendingStudents@${WAVE}`,
  }
  await world.insertPaper(CYCLE_PROCESS, { ...revoked, state: 'revoked' })
  await world.insertPaper(CYCLE_PROCESS, {
    ...revoked,
    number: '140-T',
    instance: 'orderSendingStudents@2027-04-12',
  })
  await world.insertPaper(CYCLE_PROCESS, {
    kind: 'defenceProtocol',
    number: '7',
    date: '2027-04-14',
    line: 'L01',
  })
  await world.insertPaper(session, {
    kind: 'orderAttestationCommission',
    number: '61-AF',
    date: '2027-05-10',
  })
}

function requestsOf(
  { institution, person }: World,
  cycle: CycleState,
  session: string,
  graduates: string[],
  trainee: string,
): Record<string, PaperRequest> {
  const requests: Record<string, PaperRequest> = {}
  const ask = (
    process: string,
    kind: string,
    data: Data,
    more: Partial<Paper> & { number?: string; date?: string } = {},
  ) => {
    const { number = null, date = '2027-01-20', ...rest } = more
    const paper: Paper = { kind, language: 'uz-Latn', draft: false, version: 1, data, ...rest }
    const verificationCode = paper.draft ? null : '7KQ4-M2XD'
    requests[kind] = {
      process,
      institution,
      paper,
      number,
      date: paper.draft ? null : date,
      verificationCode,
    }
  }
  const partnership = `partnership/${PARTNERSHIP}`
  const answers = Object.fromEntries(preparationAnswers(person))
  ask(partnership, 'visitPlan', { ...answers, round: 1 }, { date: '2026-11-30' })
  ask(
    partnership,
    'proposalPackage',
    { proposals: PROPOSALS, validUntil: '2026-12-31' },
    { number: '05-12/201', date: '2026-12-03' },
  )
  const actions = [
    { what: 'Shartnoma loyihasini yuborish', owner: person('S006'), due: '2026-12-15' },
    { what: 'Amaliyot joylari roʻyxatini tasdiqlash', owner: person('C002'), due: '2026-12-18' },
  ]
  const people = {
    representative: person('S001'),
    contact: person('C001'),
    place: 'Kombinat maʼmuriy binosi, 2-qavat',
  }
  const outcome = 'Tomonlar 2027-yilda 30 nafar talaba amaliyotini oʻtkazishga kelishdilar.'
  ask(partnership, 'meetingRecord', { outcome, on: '2026-12-08', actions, ...people }, { date: '2026-12-08' })
  ask(`agreement/${FRAMEWORK}`, 'cooperationAgreement', {}, { number: '13/27-SH', date: '2027-01-08' })
  ask(`agreement/${CONTRACT}`, 'practiceContract', {}, { draft: true })
  const lines = cycle.lines.map(({ code }) => code)
  const wave = (kind: string, details: Data = {}): Data => ({
    instance: `${kind}@${WAVE}`,
    lines,
    site: '',
    details,
  })
  const own = (kind: string, number: string): void => ask(CYCLE_PROCESS, kind, wave(kind), { number })
  const theirs = (kind: string, number: string, data: Data): void =>
    ask(CYCLE_PROCESS, kind, data, { number, date: '2027-01-28', given: { number, date: '2027-01-28' } })
  ask(
    CYCLE_PROCESS,
    'practiceSchedule',
    { instance: 'practiceSchedule', lines, site: '', details: {} },
    { date: '2026-12-14' },
  )
  own('orderSendingStudents', '118-T')
  own('orderAppointingSupervisors', '121-T')
  own('noticeToHost', '05-12/233')
  ask(CYCLE_PROCESS, 'referralLetter', wave('referralLetter'), {
    number: '118-T/01',
    subject: trainee,
    line: 'L01',
  })
  theirs('orderAcceptingStudents', '41-ich', wave('orderAcceptingStudents', { workTime: '8:00 – 15.30' }))
  theirs('orderAppointingMentors', '42-ich', wave('orderAppointingMentors'))
  const [first] = cycle.lines
  const site = (kind: string, details: Data): Data => ({
    instance: `${kind}@${WAVE}@${first?.site ?? ''}`,
    ...{ lines: ['L01'], site: first?.site ?? '', details },
  })
  const equipment = [{ name: 'Induksion eritish pechi', count: 2 }]
  theirs(
    'siteAcceptanceCertificate',
    '5',
    site('siteAcceptanceCertificate', { equipment, validTo: '2027-12-31' }),
  )
  theirs('safetyBriefingRecord', '12', site('safetyBriefingRecord', { instructionNo: 'MX-12' }))
  const placement = 'placement/pl1'
  const evaluation = {
    competences: [
      { code: 'professionalKnowledge', level: 4 },
      { code: 'safety', level: 5 },
    ],
    work: 'Eritish jarayonini boshqarish va namunalar olishda qatnashdi.',
    attitude: 'Topshiriqlarni oʻz vaqtida bajardi.',
    hostScore: 18,
    employmentOffer: true,
  }
  ask(placement, 'mentorEvaluation', evaluation, { date: '2027-04-03', subject: trainee, line: 'L01' })
  const graded = {
    on: '2027-04-14',
    components: { attendance: 10, host: 18, tasks: 52, report: 9 },
    total: 89,
    mark: '4',
  }
  ask(
    placement,
    'completionCertificate',
    { ...graded, partial: false },
    { number: '2027-31', date: '2027-04-15', subject: trainee, line: 'L01' },
  )
  const trainees = first?.trainees ?? []
  const results = trainees.slice(1).map((id, n) => ({
    trainee: id,
    components: { attendance: 10, host: 18 - n, tasks: n === 0 ? 20 : 50, report: 9 },
  }))
  const defence = { line: 'L01', on: '2027-04-14', room: '204', results, absent: trainees.slice(0, 1) }
  ask(CYCLE_PROCESS, 'defenceProtocol', defence, { number: '7', date: '2027-04-14', line: 'L01' })
  const attestation = `attestation/${session}`
  ask(attestation, 'orderAttestationCommission', {}, { number: '61-AF', date: '2027-05-10' })
  const decided = graduates.map((graduate, n) => ({
    graduate,
    ...(n === 0
      ? { score: 0, grade: '–', absent: true }
      : { score: 60 + (n % 40), grade: '4', absent: false }),
    ...{ qualification: n > 0, honours: n === 1 },
  }))
  const sitting = { results: decided, startAt: '09:00', endAt: '16:30', room: '101' }
  ask(attestation, 'attestationProtocol', sitting, { number: '3', date: '2027-06-14' })
  for (const { graduate, score, grade, honours } of decided.slice(1, 2)) {
    const awarded = { graduate, score, grade, honours, instance: graduate }
    ask(attestation, 'qualificationCertificate', awarded, {
      ...{ number: '2027-1', date: '2027-06-15', subject: graduate },
    })
  }
  return requests
}

function preparationAnswers(person: (code: string) => string): [string, Data][] {
  return [['representative', { representative: person('S001'), contact: person('C001') }]]
}
