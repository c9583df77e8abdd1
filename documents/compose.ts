import { encode } from 'uqr'
import type { Language } from '../schema/contracts/lists.ts'
import type { PaperDocument, PaperKind } from '../schema/contracts/papers.ts'
import { fitSheet } from './fit.ts'
import type { Compose, PaperFor } from './frames.ts'
import { attestationProtocol, qualificationCertificate } from './kinds/attestation.ts'
import { practiceContract } from './kinds/contract.ts'
import { cooperationAgreement } from './kinds/cooperation.ts'
import {
  orderAppointingSupervisors,
  orderAttestationCommission,
  orderSendingStudents,
} from './kinds/institution-orders.ts'
import { noticeToHost, proposalPackage, referralLetter } from './kinds/letters.ts'
import { orderAcceptingStudents, orderAppointingMentors } from './kinds/partner-orders.ts'
import { practiceSchedule, visitPlan } from './kinds/plans.ts'
import { meetingRecord, safetyBriefingRecord, siteAcceptanceCertificate } from './kinds/records.ts'
import { completionCertificate, defenceProtocol, mentorEvaluation } from './kinds/results.ts'
import type { QrRow, Sheet, Verification } from './sheet.ts'
import { keepTogether } from './together.ts'
import { paperTitle, wordingOf } from './wording.ts'

const COMPOSERS: { [K in PaperKind]: Compose<PaperFor<K>> } = {
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
}

const TYPST_LANGUAGE: Record<Language, Sheet['lang']> = {
  'uz-Latn': 'uz',
  'uz-Cyrl': 'uz',
  ru: 'ru',
  en: 'en',
}

/** All words of a paper in their places; the same paper gives the same sheet. */
export function composeSheet(paper: PaperDocument): Sheet {
  const w = wordingOf(paper.language)
  // The table gives every kind the composer of that kind; the compiler cannot follow it through the union.
  const compose = COMPOSERS[paper.kind] as Compose<PaperDocument>
  const { size, totalPages, parts } = compose(paper, w)
  return fitSheet(
    keepTogether({
      lang: TYPST_LANGUAGE[paper.language],
      title: paperTitle(paper.kind, paper.language),
      size,
      totalPages,
      watermark: paper.draft ? w.say('frame.draft') : null,
      verification:
        paper.verificationCode === null
          ? null
          : { label: w.say('frame.verify'), code: paper.verificationCode, qr: qrOf(paper.verificationCode) },
      parts,
    }),
  )
}

function qrOf(code: string): Verification['qr'] {
  const { data, size } = encode(code, { ecc: 'M', border: 0 })
  return { modules: size, rows: data.map(rowRuns) }
}

function rowRuns(row: readonly boolean[]): QrRow {
  const from = Math.max(0, row.indexOf(true))
  const runs: number[] = []
  for (const [i, black] of row.slice(from, row.lastIndexOf(true) + 1).entries()) {
    const isNewRun = i === 0 || black !== row[from + i - 1]
    if (isNewRun) runs.push(1)
    else runs.push((runs.pop() ?? 0) + 1)
  }
  return { from, runs }
}
