import { z } from 'zod'
import { LANGUAGES } from './lists.ts'
import { cooperationAgreement, practiceContract } from './papers/agreements.ts'
import {
  attestationProtocol,
  orderAttestationCommission,
  qualificationCertificate,
} from './papers/commissions.ts'
import { letterhead, paperNumber } from './papers/groups.ts'
import { noticeToHost, proposalPackage, referralLetter } from './papers/letters.ts'
import {
  orderAcceptingStudents,
  orderAppointingMentors,
  orderAppointingSupervisors,
  orderSendingStudents,
} from './papers/orders.ts'
import { practiceSchedule, visitPlan } from './papers/plans.ts'
import { meetingRecord, safetyBriefingRecord, siteAcceptanceCertificate } from './papers/records.ts'
import { completionCertificate, defenceProtocol, mentorEvaluation } from './papers/results.ts'
import { isoDay, line } from './text.ts'

/** The papers Bitim renders, and the data each of them shows. */
export const PAPER_KINDS = [
  'proposalPackage',
  'visitPlan',
  'meetingRecord',
  'cooperationAgreement',
  'practiceContract',
  'practiceSchedule',
  'orderSendingStudents',
  'orderAppointingSupervisors',
  'noticeToHost',
  'referralLetter',
  'orderAcceptingStudents',
  'orderAppointingMentors',
  'siteAcceptanceCertificate',
  'safetyBriefingRecord',
  'mentorEvaluation',
  'defenceProtocol',
  'completionCertificate',
  'orderAttestationCommission',
  'attestationProtocol',
  'qualificationCertificate',
] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

export const paperData = {
  proposalPackage,
  visitPlan,
  meetingRecord,
  cooperationAgreement,
  practiceContract,
  practiceSchedule,
  orderSendingStudents,
  orderAppointingSupervisors,
  noticeToHost,
  referralLetter,
  orderAcceptingStudents,
  orderAppointingMentors,
  siteAcceptanceCertificate,
  safetyBriefingRecord,
  mentorEvaluation,
  defenceProtocol,
  completionCertificate,
  orderAttestationCommission,
  attestationProtocol,
  qualificationCertificate,
} as const satisfies Record<PaperKind, z.ZodType>

export type PaperData<K extends PaperKind> = z.infer<(typeof paperData)[K]>

/** What every paper has around its data. */
const envelope = z.strictObject({
  language: z.enum(LANGUAGES),
  /** Null on a draft, and on a partner's paper until the partner has typed its number. */
  number: paperNumber.nullable(),
  /** Day of signing or registration, not of rendering; null until known. */
  date: isoDay.nullable(),
  /** Town, as in “Navoiy”; the words around it are the renderer's. */
  place: line(100),
  version: z.int().min(1).max(10000),
  draft: z.boolean(),
  /** As in 7KQ4-M2XD; printed beside a QR code that carries it. */
  verificationCode: line(40).nullable(),
  issuer: letterhead,
})
type Envelope = z.infer<typeof envelope>

/** A paper ready to be rendered: kind, envelope and the data of that kind. */
export type PaperDocument = { [K in PaperKind]: PaperOf<K> }[PaperKind]
export type PaperOf<K extends PaperKind> = Envelope & { kind: K; data: PaperData<K> }

const kindOnly = z.looseObject({ kind: z.enum(PAPER_KINDS) })

/** Checks a paper of any kind; throws ZodError with the path of what is wrong. */
export function parsePaper(input: unknown): PaperDocument {
  const { kind } = kindOnly.parse(input)
  const whole = envelope.extend({ kind: z.literal(kind), data: paperData[kind] })
  return whole.parse(input) as PaperDocument
}
