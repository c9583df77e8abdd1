import { addDays } from '../workflows/durable/days.ts'
import type { Data } from '../workflows/durable/types.ts'
import type { OpenTask } from './tasks.ts'

/** What somebody will do with a task, and when: days counted from its opening, always at ten in the morning. */
export interface Intention {
  /** Working days after the opening. */
  after?: number
  /** Or days from the due date. */
  fromDue?: number
  decision: string
  data?: Data
  onBehalf?: boolean
}

export interface Cast {
  /** Persons by code → id, and the other way round. */
  id(code: string): string
  code(id: string): string
  random(): number
}

type Behaviour = (task: OpenTask, cast: Cast) => Intention

const list = (value: unknown): Data[] => (Array.isArray(value) ? (value as Data[]) : [])
const text = (value: unknown): string => String(value ?? '')
const roundOf = (task: OpenTask): number => Number(task.key.split('.').at(-1))
const done = (after: number, data: Data = {}): Intention => ({ after, decision: 'record', data })

const partnership: Record<string, Behaviour> = {
  answerQuestions: () =>
    done(1, {
      whatIsCooperation: 'Practice places, joint laboratories and employers at the final certification.',
      problemsToSolve: 'Too few places for pre-diploma practice near the smelter and the quarry.',
      mainPartner: 'The largest mining and metallurgical enterprise of the region.',
      whatWeGive: 'Trained graduates, staff internships, laboratory tests.',
    }),
  clarifyGoals: (task) =>
    done(1, {
      goal:
        roundOf(task) === 1
          ? 'Agree on practice places.'
          : 'Agree on 30 practice places in three workshops for 2026–2027.',
      tasks: ['Places for pre-diploma practice', 'Employer experts at the final certification'],
    }),
  collectPartnerInfo: () =>
    done(2, {
      mainDirections: 'Mining, ore dressing, smelting of non-ferrous metals',
      tradeUnion: 'yes',
      employees: 46_000,
      regionalRole: 'Anchor enterprise of the regional development plan.',
    }),
  agreeMeeting: () =>
    done(2, { on: '2026-12-03', time: '10:00', place: 'Head office of the partner', ownTerritory: false }),
  // The first choice is too junior for the head of personnel: the superior refuses the exception.
  chooseRepresentative: (task) => {
    const exceptionRefused = task.opened.getTime() > Date.parse('2026-11-23T12:00:00Z')
    return done(1, { representative: exceptionRefused ? 'S004' : 'S005', contact: 'C002' })
  },
  preparePackage: () =>
    done(2, {
      proposals: [
        {
          form: 'studentPractice',
          offer: '30 trainees a year',
          benefit: 'Graduates who know the plant',
          ask: 'Three sites, six mentors',
        },
        {
          form: 'attestationParticipation',
          offer: 'Seats in the commission',
          benefit: 'A say in the standard',
          ask: 'Two experts',
        },
        {
          form: 'graduateEmployment',
          offer: 'List of graduates',
          benefit: 'First choice',
          ask: 'Vacancies by May',
        },
      ],
    }),
  approveException: () => ({
    after: 1,
    decision: 'refuse',
    data: { reason: 'The head of the office goes herself.' },
  }),
  decideVisit: (task) =>
    roundOf(task) === 1
      ? {
          after: 1,
          decision: 'return',
          data: { remarks: 'Name the number of places asked for.', items: ['goals'] },
        }
      : {
          after: 1,
          decision: 'approve',
          data: { number: '4', date: text(task.opened.toISOString().slice(0, 10)) },
        },
  holdMeeting: (task) =>
    roundOf(task) === 1
      ? {
          fromDue: 0,
          decision: 'moved',
          data: { reason: 'requestedByPartner', on: addDays(text(task.data.on), 4) },
        }
      : {
          fromDue: 0,
          decision: 'held',
          data: {
            outcome: 'Three sites are offered for pre-diploma practice; experts will join the certification.',
            actions: [
              { what: 'Send the practice programmes', owner: 'S005', due: addDays(text(task.data.on), 7) },
              { what: 'Name the mentors of each site', owner: 'C002', due: addDays(text(task.data.on), 14) },
            ],
          },
        },
  confirmMeetingRecord: () => ({ after: 1, decision: 'confirm' }),
  fulfilCommitment: () => ({
    after: 3,
    decision: 'fulfil',
    data: { evidence: 'Sent by letter, copy in the file.' },
  }),
  answerProposal: (task) =>
    task.data.version === 1
      ? {
          after: 2,
          decision: 'counter',
          data: { text: 'The quarry can take fourteen trainees, not sixteen.' },
        }
      : { after: 1, decision: 'accept' },
  answerCounterProposal: () => ({
    after: 1,
    decision: 'counter',
    data: { text: 'Fourteen at the quarry, sixteen in the other two.' },
  }),
  decideSilence: () => ({ after: 1, decision: 'tryAgain' }),
  launchAgreement: () => ({
    after: 0,
    decision: 'launch',
    data: {
      kind: 'cooperationAgreement',
      language: 'uz-Latn',
      forms: ['studentPractice', 'attestationParticipation', 'graduateEmployment'],
    },
  }),
  reviewPartnership: (task) =>
    done(3, {
      findings: 'The practice was held in full; one week of attendance was confirmed late.',
      recommendations: [{ what: 'Agree on a deputy for attendance', owner: 'S004', due: addDays(task.opened.toISOString().slice(0, 10), 150) }],
    }),
}

const AUTHORITY = { basis: 'charter' }

const agreement: Record<string, Behaviour> = {
  giveRequisites: () => ({
    after: 1,
    decision: 'give',
    data: {
      legalName: '“Zarafshon kon-metallurgiya majmuasi” AJ',
      address: '210100, Navoiy viloyati, Navoiy shahri, Navoiy koʻchasi, 27',
      taxId: '302841190',
      bankAccount: '20208000400100112001',
      bankName: 'Oʻzsanoatqurilishbank',
      bankMfo: '00205',
      phone: '+998 00 227-78-66',
      email: 'office@zkm.example',
      signatory: 'C001',
      authority: AUTHORITY,
    },
  }),
  draftAgreement: () => ({
    after: 0,
    decision: 'submit',
    data: {
      validFrom: '2026-12-20',
      validTo: '2029-08-31',
      renewal: 'fixed',
      terminationNoticeDays: 30,
      coordinatorInstitution: 'S004',
      coordinatorPartner: 'C002',
      signatory: 'S001',
      signatoryAuthority: AUTHORITY,
      plannedNumber: 30,
      paid: false,
    },
  }),
  // Legal is late with the first version: reminders, then the superior is asked.
  approveDraft: (task) => {
    const hash = text(task.data.hash)
    const legal = task.key.startsWith('approve.legalOfficer')
    if (legal && task.data.version === 1) {
      return {
        fromDue: 6,
        decision: 'return',
        data: { hash, remarks: 'Clause on working hours: name the shift.' },
      }
    }
    return { after: 0, decision: 'approve', data: { hash } }
  },
  decideEscalation: () => ({
    after: 0,
    decision: 'extend',
    data: { days: 2, reason: 'Back from leave tomorrow.' },
  }),
  signAgreement: (task) => {
    const data: Data = { hash: text(task.data.hash), consent: true }
    return task.owner === 'C001'
      ? { fromDue: 2, decision: 'sign', data }
      : { after: 0, decision: 'sign', data }
  },
  verifyPaper: () => ({ after: 1, decision: 'confirm' }),
}

const WEEK_WITHOUT_ATTENDANCE = 4

const practice: Record<string, Behaviour> = {
  confirmSchedule: (task) =>
    Number(task.data.lines) === 0
      ? {
          after: 2,
          decision: 'cancel',
          data: { reason: 'No practice is planned with this partner in the new year yet.' },
        }
      : { after: 0, decision: 'confirm' },
  agreeSchedule: () => ({ after: 1, decision: 'agree' }),
  issuePaper: (task, cast) => issuePaper(task, cast),
  decideGate: () => ({
    after: 0,
    decision: 'exception',
    data: { reason: 'The missing paper follows tomorrow.' },
  }),
  confirmAttendance: (task, cast) => {
    const lines = list(task.state.lines)
    const first = lines[0]
    const line = lines.find((one) => one.code === task.data.line)
    const outcomes = (task.state.outcomes ?? {}) as Data
    const trainees = (line?.trainees ?? []) as string[]
    const present = trainees.filter((trainee) => outcomes[trainee] === undefined)
    const absentee = present[Math.floor(cast.random() * present.length)]
    const week = Number(task.data.week)
    const noShow = week === 1 && line?.code === first?.code ? trainees[3] : undefined
    const absent =
      absentee === undefined || absentee === noShow || week % 3 !== 0 ? [] : [{ trainee: absentee, days: 1 }]
    const data: Data = { absent, didNotShow: noShow === undefined ? [] : [noShow] }
    const forgotten = week === WEEK_WITHOUT_ATTENDANCE && line?.code === lines[1]?.code
    return forgotten ? { fromDue: 5, decision: 'confirm', data } : { after: 1, decision: 'confirm', data }
  },
  recordDefence: (task, cast) => {
    const line = list(task.state.lines).find((one) => one.code === task.data.line)
    const outcomes = (task.state.outcomes ?? {}) as Data
    const trainees = ((line?.trainees ?? []) as string[]).filter((trainee) => outcomes[trainee] === undefined)
    const results = trainees.map((trainee, n) => {
      const weak = n === trainees.length - 1 && line?.code === list(task.state.lines)[1]?.code
      const better = Math.floor(cast.random() * 10)
      return {
        trainee,
        components: {
          attendance: 10,
          host: weak ? 8 : 15 + (better % 6),
          tasks: weak ? 28 : 45 + better,
          report: weak ? 4 : 8,
        },
      }
    })
    const on = task.opened.toISOString().slice(0, 10)
    return { after: 1, decision: 'record', data: { on, room: '214', results, absent: [] } }
  },
  closeCycle: () => ({
    after: 2,
    decision: 'close',
    data: { report: 'All placements have an outcome; the papers of both sides are filed.' },
  }),
  writeDiary: (task) => ({
    fromDue: -2,
    decision: 'write',
    data: {
      text: `Week ${text(task.data.week)}: work by the individual plan at the site, measurements, daily log.`,
      hours: 36,
    },
  }),
  confirmDiary: () => ({ after: 1, decision: 'confirm' }),
  evaluateTrainee: (_task, cast) => ({
    after: 1,
    decision: 'evaluate',
    data: {
      competences: [
        { code: 'technology', level: 3 + Math.floor(cast.random() * 3) },
        { code: 'safety', level: 5 },
        { code: 'teamwork', level: 4 },
      ],
      work: 'Took part in all operations of the shift and kept the log.',
      attitude: 'Careful, punctual, asks questions.',
      hostScore: 15 + Math.floor(cast.random() * 6),
      employmentOffer: cast.random() > 0.5,
    },
  }),
  submitReport: (_task, cast) => ({
    after: 1,
    decision: 'submit',
    data: { title: 'Report on pre-diploma practice', pages: 20 + Math.floor(cast.random() * 15) },
  }),
  answerFollowUp: (_task, cast) => {
    const employed = cast.random() > 0.25
    const here = employed && cast.random() > 0.4
    const employer = here ? '“Zarafshon kon-metallurgiya majmuasi” AJ' : 'Another enterprise of the region'
    return {
      after: 2,
      decision: 'answer',
      data: employed ? { employed, employedAtPartner: here, employer, since: '2027-08-02' } : { employed },
    }
  },
  analysePerformance: () => ({
    after: 3,
    decision: 'analyse',
    data: { score: 84, text: 'Works independently; knows the equipment.' },
  }),
}

const EMPLOYER_NUMBERS: Record<string, string> = {
  orderAcceptingStudents: '41-ich',
  orderAppointingMentors: '44-ich',
  siteAcceptanceCertificate: '12-qd',
  safetyBriefingRecord: '7-xt',
}

/** The employer's order appointing mentors is missing a week before the start, and is chased. */
function issuePaper(task: OpenTask, _cast: Cast): Intention {
  const paper = text(task.data.paper)
  if (task.data.side !== 'partner') return { after: 1, decision: 'issue' }
  const intention: Intention =
    paper === 'orderAppointingMentors' ? { fromDue: 4, decision: 'issue' } : { after: 2, decision: 'issue' }
  return { ...intention, data: { number: EMPLOYER_NUMBERS[paper] ?? '1', date: 'today' } }
}

const certification: Record<string, Behaviour> = {
  answerInvitation: (task) =>
    task.owner === 'C005'
      ? { after: 2, decision: 'decline', data: { reason: 'On a business trip in June.' } }
      : { after: 1, decision: 'accept' },
  nameReplacement: (task) => {
    const candidates = (task.state.candidates ?? []) as string[]
    const asked = new Set([
      ...list(task.state.experts).map((one) => text(one.person)),
      ...((task.state.declined ?? []) as string[]),
    ])
    return {
      after: 1,
      decision: 'name',
      data: { expert: candidates.find((person) => !asked.has(person)) ?? '' },
    }
  },
  issueCommissionOrder: () => ({ after: 1, decision: 'issue' }),
  recordResults: (task, cast) => ({
    after: 0,
    decision: 'record',
    data: {
      room: '301',
      startAt: '09:00',
      endAt: '16:30',
      results: ((task.state.graduates ?? []) as string[]).map((graduate) => {
        const score = 62 + Math.floor(cast.random() * 38)
        const grade = score >= 90 ? '5' : score >= 70 ? '4' : '3'
        return { graduate, score, grade, qualification: true, honours: score >= 95, absent: false }
      }),
    },
  }),
  assessPreparation: () => ({
    after: 3,
    decision: 'assess',
    data: {
      theory: 82,
      skills: 78,
      readiness: 80,
      text: 'Good theory; more practice with control systems is needed.',
    },
  }),
}

const BEHAVIOURS: Record<string, Behaviour> = { ...partnership, ...agreement, ...practice, ...certification }

export function intentionOf(task: OpenTask, cast: Cast): Intention {
  const behaviour = BEHAVIOURS[task.kind]
  if (behaviour === undefined) throw new Error(`nobody in the story knows what to do with ${task.kind}`)
  return behaviour(task, cast)
}
