import { addDays } from '../../workflows/durable/days.ts'
import { type Behaviour, done, roundOf, text } from './intention.ts'

export const partnership: Record<string, Behaviour> = {
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
