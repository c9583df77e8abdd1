import type { PaperDocument, PaperKind, PaperOf } from '../../../schema/contracts/papers.ts'
import { parsePaper } from '../../../schema/contracts/papers.ts'
import { assertNever } from '../../../workflows/durable/types.ts'
import { safetyBriefingRecord, siteAcceptanceCertificate } from './acts.ts'
import { cooperationAgreement, readAgreementFacts } from './agreements.ts'
import {
  attestationProtocol,
  orderAttestationCommission,
  qualificationCertificate,
  readSessionFacts,
} from './attestation.ts'
import { practiceContract } from './contract.ts'
import { type CycleFacts, readCycleFacts } from './cycle.ts'
import { defenceProtocol } from './defence.ts'
import type { Institution } from './institution.ts'
import { legible } from './legible.ts'
import { noticeToHost, referralLetter } from './letters.ts'
import {
  orderAcceptingStudents,
  orderAppointingMentors,
  orderAppointingSupervisors,
  orderSendingStudents,
} from './orders.ts'
import type { Partner } from './partner.ts'
import { meetingRecord, proposalPackage, readPartnershipFacts, visitPlan } from './partnership.ts'
import { practiceSchedule } from './plans.ts'
import type { PaperRequest, Sql } from './records.ts'
import { completionCertificate, mentorEvaluation, readPlacementFacts } from './trainee.ts'
import { languageOf, paperKind } from './words.ts'

export { PaperNotLoadable } from './errors.ts'
export type { PaperRequest } from './records.ts'
export { titleOf } from './words.ts'

/** The side whose sheet it is; its number, place and letterhead go with it. */
type Issuer = Pick<Institution | Partner, 'place' | 'letterhead'>

interface Loaded {
  issuer: Issuer
  content: { [K in PaperKind]: Pick<PaperOf<K>, 'kind' | 'data'> }[PaperKind]
}

/**
 * Everything a paper says, from the database: ready to be rendered, checked against the contract of its kind.
 * Read only; number, date and code are the request's.
 * @throws PaperNotLoadable when the database lacks what the paper must say
 */
export async function loadPaper(sql: Sql, request: PaperRequest): Promise<PaperDocument> {
  const { paper, number, date, verificationCode } = request
  const { issuer, content } = await load(sql, request, paperKind(paper.kind))
  return parsePaper(
    legible({
      ...content,
      language: languageOf(paper),
      number,
      date,
      place: issuer.place,
      version: paper.version,
      draft: paper.draft,
      verificationCode,
      issuer: issuer.letterhead(),
    }),
  )
}

async function load(sql: Sql, request: PaperRequest, kind: PaperKind): Promise<Loaded> {
  switch (kind) {
    case 'visitPlan': {
      const facts = await readPartnershipFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: visitPlan(facts) } }
    }
    case 'proposalPackage': {
      const facts = await readPartnershipFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: await proposalPackage(sql, facts) } }
    }
    case 'meetingRecord': {
      const facts = await readPartnershipFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: meetingRecord(facts) } }
    }
    case 'cooperationAgreement': {
      const facts = await readAgreementFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: cooperationAgreement(facts) } }
    }
    case 'practiceContract': {
      const facts = await readAgreementFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: await practiceContract(sql, facts) } }
    }
    case 'orderAttestationCommission': {
      const facts = await readSessionFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: orderAttestationCommission(facts) } }
    }
    case 'attestationProtocol': {
      const facts = await readSessionFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: attestationProtocol(facts) } }
    }
    case 'qualificationCertificate': {
      const facts = await readSessionFacts(sql, request)
      return { issuer: facts.institution, content: { kind, data: qualificationCertificate(facts) } }
    }
    case 'mentorEvaluation': {
      const facts = await readPlacementFacts(sql, request)
      return { issuer: facts.cycle.partner, content: { kind, data: mentorEvaluation(facts) } }
    }
    case 'completionCertificate': {
      const facts = await readPlacementFacts(sql, request)
      return {
        issuer: facts.cycle.institution,
        content: { kind, data: await completionCertificate(sql, facts) },
      }
    }
    case 'referralLetter': {
      // One of hundreds of letters of a wave: the other trainees are not needed.
      const facts = await readCycleFacts(sql, request, {
        process: request.process,
        trainees: [request.paper.subject ?? ''],
      })
      return { issuer: facts.institution, content: { kind, data: referralLetter(facts) } }
    }
    default:
      return loadOfCycle(sql, await readCycleFacts(sql, request), kind)
  }
}

type CycleKind = Exclude<
  PaperKind,
  | 'visitPlan'
  | 'proposalPackage'
  | 'meetingRecord'
  | 'cooperationAgreement'
  | 'practiceContract'
  | 'orderAttestationCommission'
  | 'attestationProtocol'
  | 'qualificationCertificate'
  | 'mentorEvaluation'
  | 'completionCertificate'
  | 'referralLetter'
>

async function loadOfCycle(sql: Sql, facts: CycleFacts, kind: CycleKind): Promise<Loaded> {
  const own = facts.institution
  const host = facts.partner
  switch (kind) {
    case 'practiceSchedule':
      return { issuer: own, content: { kind, data: await practiceSchedule(sql, facts) } }
    case 'orderSendingStudents':
      return { issuer: own, content: { kind, data: orderSendingStudents(facts) } }
    case 'orderAppointingSupervisors':
      return { issuer: own, content: { kind, data: orderAppointingSupervisors(facts) } }
    case 'noticeToHost':
      return { issuer: own, content: { kind, data: noticeToHost(facts) } }
    case 'defenceProtocol':
      return { issuer: own, content: { kind, data: defenceProtocol(facts) } }
    case 'orderAcceptingStudents':
      return { issuer: host, content: { kind, data: orderAcceptingStudents(facts) } }
    case 'orderAppointingMentors':
      return { issuer: host, content: { kind, data: orderAppointingMentors(facts) } }
    case 'siteAcceptanceCertificate':
      return { issuer: host, content: { kind, data: siteAcceptanceCertificate(facts) } }
    case 'safetyBriefingRecord':
      return { issuer: host, content: { kind, data: safetyBriefingRecord(facts) } }
    default:
      return assertNever(kind)
  }
}
