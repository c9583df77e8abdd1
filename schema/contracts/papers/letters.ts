import { z } from 'zod'
import { FORMS } from '../lists.ts'
import { isoDay, line } from '../text.ts'
import {
  addressee,
  contact,
  count,
  paperRef,
  period,
  practice,
  programme,
  remarks,
  signatory,
  traineeRow,
} from './groups.ts'

/** What a notice may ask the host for. */
const HOST_REQUESTS = ['admittingOrder', 'mentors', 'siteCertificate'] as const

export const proposalPackage = z.strictObject({
  addressee,
  /** The partner's version this one answers. */
  answersVersion: count.optional(),
  programmes: z.array(programme).max(40),
  proposals: z
    .array(
      z.strictObject({
        form: z.enum(FORMS),
        offer: line(500).optional(),
        benefit: line(500).optional(),
        ask: line(500).optional(),
      }),
    )
    .max(13),
  /** Free text of the proposal, when it was written so. */
  text: remarks.optional(),
  validUntil: isoDay.optional(),
  contact,
  signatory,
  enclosures: z.array(line(300)).max(10).optional(),
})

export const noticeToHost = z.strictObject({
  addressee,
  practice,
  period,
  sendingOrder: paperRef,
  contract: paperRef.optional(),
  numberByProgramme: z
    .array(z.strictObject({ programme, number: count }))
    .min(1)
    .max(200),
  supervisors: z.array(contact).min(1).max(500),
  requests: z.array(z.enum(HOST_REQUESTS)).max(3),
  replyBy: isoDay.optional(),
  /** Annex: the named list. */
  trainees: z.array(traineeRow).max(2000).optional(),
  signatory,
  executor: contact.optional(),
})

export const referralLetter = z.strictObject({
  addressee,
  trainee: traineeRow,
  practice,
  period,
  siteAddress: line(300).optional(),
  contract: paperRef.optional(),
  sendingOrder: paperRef.optional(),
  supervisor: contact,
  signatory,
})
