import type { Language } from '../schema/contracts/lists.ts'
import type { PaperData, PaperDocument, PaperKind } from '../schema/contracts/papers.ts'
import { agreementExamples } from './examples/agreements.ts'
import { letterAndPlanExamples } from './examples/letters-and-plans.ts'
import { orderExamples } from './examples/orders.ts'
import { institutionHead, partnerHead } from './examples/people.ts'
import { recordExamples } from './examples/records.ts'

/** One complete paper of every kind from the sample institution: for tests, the gallery and people who look. */

type Examples = { [K in PaperKind]: PaperData<K> }

/** Number and day a paper of this kind has in the story of the samples. */
const REGISTERED: Record<
  PaperKind,
  { number: string | null; date: string; side: 'institution' | 'partner' }
> = {
  proposalPackage: { number: '05-12/231', date: '2026-11-30', side: 'institution' },
  visitPlan: { number: null, date: '2026-11-25', side: 'institution' },
  meetingRecord: { number: '3', date: '2026-12-03', side: 'institution' },
  cooperationAgreement: { number: '14/26-SH', date: '2026-12-20', side: 'institution' },
  practiceContract: { number: '15/26-SH', date: '2026-12-21', side: 'institution' },
  practiceSchedule: { number: null, date: '2026-12-23', side: 'institution' },
  orderSendingStudents: { number: '118-T', date: '2027-01-15', side: 'institution' },
  orderAppointingSupervisors: { number: '119-T', date: '2027-01-18', side: 'institution' },
  noticeToHost: { number: '05-12/233', date: '2027-01-19', side: 'institution' },
  referralLetter: { number: '118-T/07', date: '2027-01-22', side: 'institution' },
  orderAcceptingStudents: { number: '41-ich', date: '2027-01-27', side: 'partner' },
  orderAppointingMentors: { number: '42-ich', date: '2027-01-28', side: 'partner' },
  siteAcceptanceCertificate: { number: '7', date: '2027-01-29', side: 'partner' },
  safetyBriefingRecord: { number: null, date: '2027-02-08', side: 'partner' },
  mentorEvaluation: { number: null, date: '2027-04-03', side: 'partner' },
  defenceProtocol: { number: '12', date: '2027-04-10', side: 'institution' },
  completionCertificate: { number: '2027-0007', date: '2027-04-13', side: 'institution' },
  orderAttestationCommission: { number: '64-AF', date: '2027-05-11', side: 'institution' },
  attestationProtocol: { number: '1', date: '2027-06-14', side: 'institution' },
  qualificationCertificate: { number: '2027-12', date: '2027-06-15', side: 'institution' },
}

export function examplePaper(kind: PaperKind, language: Language): PaperDocument {
  const data: Examples = {
    ...agreementExamples(language),
    ...orderExamples(language),
    ...letterAndPlanExamples(language),
    ...recordExamples(language),
  }
  const { number, date, side } = REGISTERED[kind]
  const paper = {
    kind,
    language,
    number,
    date,
    place: 'Navoiy',
    version: 2,
    draft: false,
    verificationCode: '7KQ4-M2XD',
    issuer: side === 'institution' ? institutionHead(language) : partnerHead,
    data: data[kind],
  }
  // Kind and data come from the same row of the table above.
  return paper as PaperDocument
}

/** The same paper before it was numbered. */
export function exampleDraft(kind: PaperKind, language: Language): PaperDocument {
  return { ...examplePaper(kind, language), number: null, date: null, draft: true, verificationCode: null }
}
