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
  /** Belongs to the task: in which order tasks happen to be opened changes nobody's luck. */
  random(task: OpenTask): number
}

type Behaviour = (task: OpenTask, cast: Cast) => Intention

const list = (value: unknown): Data[] => (Array.isArray(value) ? (value as Data[]) : [])
const text = (value: unknown): string => String(value ?? '')
const roundOf = (task: OpenTask): number => Number(task.key.split('.').at(-1))
const done = (after: number, data: Data = {}): Intention => ({ after, decision: 'record', data })

const partnership: Record<string, Behaviour> = {
  answerQuestions: () =>
    done(1, {
      whatIsCooperation:
        'Amaliyot joylari, qoʻshma laboratoriyalar va yakuniy attestatsiyada ish beruvchilar ishtiroki.',
      problemsToSolve: 'Eritish sexi va karyer yaqinida bitiruv oldi amaliyoti uchun joylar yetishmaydi.',
      mainPartner: 'Hududdagi eng yirik kon-metallurgiya korxonasi.',
      whatWeGive: 'Tayyorlangan bitiruvchilar, pedagoglar stajirovkasi, laboratoriya sinovlari.',
    }),
  clarifyGoals: (task) =>
    done(1, {
      goal:
        roundOf(task) === 1
          ? 'Amaliyot joylari haqida kelishish.'
          : '2026/2027-oʻquv yili uchun uchta boʻlinmada 30 ta amaliyot joyi haqida kelishish.',
      tasks: ['Bitiruv oldi amaliyoti uchun joylar', 'Yakuniy attestatsiyada ish beruvchi ekspertlari'],
    }),
  collectPartnerInfo: () =>
    done(2, {
      mainDirections: 'Konchilik, rudani boyitish, rangli metallarni eritish',
      tradeUnion: 'yes',
      employees: 46_000,
      regionalRole: 'Hudud rivojlanish dasturining tayanch korxonasi.',
    }),
  agreeMeeting: () =>
    done(2, { on: '2026-12-03', time: '10:00', place: 'Hamkorning bosh idorasi', ownTerritory: false }),
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
          offer: 'Yiliga 30 nafar amaliyotchi',
          benefit: 'Korxonani biladigan bitiruvchilar',
          ask: 'Uchta amaliyot joyi, olti nafar murabbiy',
        },
        {
          form: 'attestationParticipation',
          offer: 'Komissiyada oʻrinlar',
          benefit: 'Talablarni belgilashda ishtirok',
          ask: 'Ikki nafar ekspert',
        },
        {
          form: 'graduateEmployment',
          offer: 'Bitiruvchilar roʻyxati',
          benefit: 'Birinchi boʻlib tanlash imkoni',
          ask: 'May oyigacha boʻsh ish oʻrinlari',
        },
      ],
    }),
  approveException: () => ({
    after: 1,
    decision: 'refuse',
    data: { reason: 'Boʻlim boshligʻining oʻzi boradi.' },
  }),
  decideVisit: (task) =>
    roundOf(task) === 1
      ? {
          after: 1,
          decision: 'return',
          data: { remarks: 'Soʻralayotgan joylar soni koʻrsatilsin.', items: ['goals'] },
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
            outcome:
              'Bitiruv oldi amaliyoti uchun uchta joy taklif etildi; ekspertlar attestatsiyada qatnashadi.',
            actions: [
              { what: 'Amaliyot dasturlarini yuborish', owner: 'S005', due: addDays(text(task.data.on), 7) },
              {
                what: 'Har bir amaliyot joyi uchun murabbiylarni belgilash',
                owner: 'C002',
                due: addDays(text(task.data.on), 14),
              },
            ],
          },
        },
  confirmMeetingRecord: () => ({ after: 1, decision: 'confirm' }),
  fulfilCommitment: () => ({
    after: 3,
    decision: 'fulfil',
    data: { evidence: 'Xat bilan yuborildi, nusxasi yigʻmajildda.' },
  }),
  answerProposal: (task) =>
    task.data.version === 1
      ? {
          after: 2,
          decision: 'counter',
          data: { text: 'Karyer oʻn olti emas, oʻn toʻrt nafar amaliyotchi qabul qila oladi.' },
        }
      : { after: 1, decision: 'accept' },
  answerCounterProposal: () => ({
    after: 1,
    decision: 'counter',
    data: { text: 'Karyerda oʻn toʻrt, qolgan ikki joyda oʻn olti nafar.' },
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
      findings: 'Amaliyot toʻliq oʻtkazildi; bir haftalik davomat kechikib tasdiqlandi.',
      recommendations: [
        {
          what: 'Davomat boʻyicha oʻrinbosarni kelishish',
          owner: 'S004',
          due: addDays(task.opened.toISOString().slice(0, 10), 150),
        },
      ],
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
        data: { hash, remarks: 'Ish vaqti toʻgʻrisidagi bandda smena koʻrsatilsin.' },
      }
    }
    return { after: 0, decision: 'approve', data: { hash } }
  },
  decideEscalation: () => ({
    after: 0,
    decision: 'extend',
    data: { days: 2, reason: 'Ertaga taʼtildan qaytadi.' },
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
          data: { reason: 'Yangi oʻquv yilida bu hamkor bilan amaliyot hali rejalashtirilmagan.' },
        }
      : { after: 0, decision: 'confirm' },
  agreeSchedule: () => ({ after: 1, decision: 'agree' }),
  issuePaper: (task, cast) => issuePaper(task, cast),
  decideGate: () => ({
    after: 0,
    decision: 'exception',
    data: { reason: 'Yetishmayotgan hujjat ertaga keladi.' },
  }),
  confirmAttendance: (task, cast) => {
    const lines = list(task.state.lines)
    const first = lines[0]
    const line = lines.find((one) => one.code === task.data.line)
    const outcomes = (task.state.outcomes ?? {}) as Data
    const trainees = (line?.trainees ?? []) as string[]
    const present = trainees.filter((trainee) => outcomes[trainee] === undefined)
    const absentee = present[Math.floor(cast.random(task) * present.length)]
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
      const better = Math.floor(cast.random(task) * 10)
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
    data: {
      report: 'Barcha amaliyotchilar boʻyicha natija bor; ikki tomonning hujjatlari yigʻmajildga tikilgan.',
    },
  }),
  writeDiary: (task) => ({
    fromDue: -2,
    decision: 'write',
    data: {
      text: `${text(task.data.week)}-hafta: individual reja boʻyicha ishlar, oʻlchovlar, kundalik qaydlar.`,
      hours: 36,
    },
  }),
  confirmDiary: () => ({ after: 1, decision: 'confirm' }),
  evaluateTrainee: (task, cast) => ({
    after: 1,
    decision: 'evaluate',
    data: {
      competences: [
        { code: 'technology', level: 3 + Math.floor(cast.random(task) * 3) },
        { code: 'safety', level: 5 },
        { code: 'teamwork', level: 4 },
      ],
      work: 'Smenaning barcha ishlarida qatnashdi va jurnal yuritdi.',
      attitude: 'Ehtiyotkor, vaqtga rioya qiladi, savol beradi.',
      hostScore: 15 + Math.floor(cast.random(task) * 6),
      employmentOffer: cast.random(task) > 0.5,
    },
  }),
  submitReport: (task, cast) => ({
    after: 1,
    decision: 'submit',
    data: { title: 'Bitiruv oldi amaliyoti hisoboti', pages: 20 + Math.floor(cast.random(task) * 15) },
  }),
  answerFollowUp: (task, cast) => {
    const employed = cast.random(task) > 0.25
    const here = employed && cast.random(task) > 0.4
    const employer = here ? '“Zarafshon kon-metallurgiya majmuasi” AJ' : 'Hududdagi boshqa korxona'
    return {
      after: 2,
      decision: 'answer',
      data: employed ? { employed, employedAtPartner: here, employer, since: '2027-08-02' } : { employed },
    }
  },
  analysePerformance: () => ({
    after: 3,
    decision: 'analyse',
    data: { score: 84, text: 'Mustaqil ishlaydi, uskunalarni biladi.' },
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
      ? { after: 2, decision: 'decline', data: { reason: 'Iyun oyida xizmat safarida.' } }
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
        const score = 62 + Math.floor(cast.random(task) * 38)
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
      text: 'Nazariy bilim yaxshi; boshqaruv tizimlari boʻyicha koʻproq amaliyot kerak.',
    },
  }),
}

const BEHAVIOURS: Record<string, Behaviour> = { ...partnership, ...agreement, ...practice, ...certification }

export function intentionOf(task: OpenTask, cast: Cast): Intention {
  const behaviour = BEHAVIOURS[task.kind]
  if (behaviour === undefined) throw new Error(`nobody in the story knows what to do with ${task.kind}`)
  return behaviour(task, cast)
}
