import type { Language } from '../../schema/contracts/lists.ts'
import type { PaperData } from '../../schema/contracts/papers.ts'
import {
  departmentHead,
  generalDirector,
  metallurgy,
  mining,
  officeHead,
  PRACTICE_PERIOD,
  partnerName,
  rector,
  SITES,
  specialist,
  supervisors,
  trainees,
  viceRector,
} from './people.ts'
import { textsOf } from './texts.ts'

type Kind = 'proposalPackage' | 'noticeToHost' | 'referralLetter' | 'visitPlan' | 'practiceSchedule'

export function letterAndPlanExamples(language: Language): { [K in Kind]: PaperData<K> } {
  const say = textsOf(language)
  const addressee = { organisation: partnerName, person: generalDirector }
  const practice = { academicYear: '2026/2027', type: 'preDiploma', hours: 288 } as const
  const contract = { title: say.agreement, number: '14/26-SH', date: '2026-12-20' }
  const sendingOrder = { title: say.sending, number: '118-T', date: '2027-01-15' }
  const [first] = trainees(language)
  const supervisor = supervisors[2] ?? officeHead
  const line = (no: string, i: number, planned: number) => ({
    line: no,
    programme: i < 2 ? metallurgy(language) : mining(language),
    course: 4,
    group: i < 2 ? '401-23' : '402-23',
    type: 'preDiploma' as const,
    planned,
    period: PRACTICE_PERIOD,
    hours: 288,
    site: SITES[i]?.name ?? '',
    department: say.teaching,
    supervisor: nameOf(supervisors[i] ?? officeHead),
  })
  return {
    proposalPackage: {
      addressee,
      answersVersion: 1,
      programmes: [metallurgy(language), mining(language)],
      proposals: [
        {
          form: 'studentPractice',
          offer: say.practiceOffer,
          benefit: say.practiceBenefit,
          ask: say.practiceAsk,
        },
        { form: 'attestationParticipation', offer: say.attestationOffer, ask: say.attestationAsk },
      ],
      validUntil: '2026-12-31',
      contact: officeHead,
      signatory: { ...rector, authority: 'charter' },
      enclosures: [say.draftAgreement],
    },
    noticeToHost: {
      addressee,
      practice,
      period: PRACTICE_PERIOD,
      sendingOrder,
      contract,
      numberByProgramme: [
        { programme: metallurgy(language), number: 16 },
        { programme: mining(language), number: 14 },
      ],
      supervisors,
      requests: ['admittingOrder', 'mentors', 'siteCertificate'],
      replyBy: '2027-02-01',
      trainees: trainees(language),
      signatory: { ...viceRector, authority: 'order', authorityNo: '12-AF', authorityDate: '2026-09-01' },
      executor: officeHead,
    },
    referralLetter: {
      addressee,
      trainee: first ?? unreachable(),
      practice,
      period: PRACTICE_PERIOD,
      siteAddress: SITES[0].address,
      contract,
      sendingOrder,
      supervisor,
      signatory: { ...departmentHead, authority: 'order', acting: true },
    },
    visitPlan: {
      partner: {
        name: partnerName,
        sector: say.sector,
        address: '210166, Navoiy viloyati, Sanoat koʻchasi, 132',
        employees: 18_400,
        directions: say.directions,
        regionalPlanRole: say.regionalRole,
      },
      goal: say.goal,
      checklist: [
        { item: 'goals', done: true, by: nameOf(viceRector), on: '2026-11-24' },
        { item: 'partnerInfo', done: true, by: nameOf(specialist), on: '2026-11-24' },
        { item: 'meeting', done: true, by: nameOf(officeHead), on: '2026-11-25' },
        { item: 'representative', done: true, by: nameOf(officeHead), on: '2026-11-25' },
        { item: 'package', done: false, by: nameOf(specialist), on: '2026-11-30', note: say.packageNote },
      ],
      representative: { ...viceRector, rank: 5 },
      contact: { ...generalDirector, rank: 6 },
      exception: { by: rector, reason: say.exceptionReason },
      meeting: { date: '2026-12-03', time: '10:00', place: say.visitPlace },
      package: say.packageNote,
      boardDecision: { number: '9', date: '2026-11-26', result: say.approved },
      drafter: specialist,
      approver: rector,
    },
    practiceSchedule: {
      academicYear: '2026/2027',
      partnerName,
      lines: [line('L01', 0, 10), line('L02', 1, 6), line('L03', 2, 14)],
      holidays: [{ date: '2027-03-22', name: say.holiday }],
      approver: viceRector,
      agreedBy: generalDirector,
      agreedOn: '2026-12-22',
      drafter: specialist,
    },
  }
}

function nameOf({ surname, givenName, patronymic }: typeof officeHead) {
  return { surname, givenName, ...(patronymic === undefined ? {} : { patronymic }) }
}

function unreachable(): never {
  throw new Error('the samples have trainees')
}
