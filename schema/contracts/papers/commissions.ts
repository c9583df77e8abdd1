import { z } from 'zod'
import { isoDay, line } from '../text.ts'
import {
  commissioner,
  count,
  orderParts,
  paperRef,
  person,
  programme,
  remarks,
  signatory,
  timeOfDay,
} from './groups.ts'

export const orderAttestationCommission = z.strictObject({
  ...orderParts,
  programme,
  year: z.int().min(2000).max(2100),
  members: z
    .array(
      commissioner.extend({ organisation: line(300), degree: line(100).optional(), isEmployer: z.boolean() }),
    )
    .min(3)
    .max(60),
  calendar: z
    .array(z.strictObject({ date: isoDay, room: line(100).optional(), group: line(40) }))
    .min(1)
    .max(60),
  quorum: count,
})

export const attestationProtocol = z.strictObject({
  programme,
  /** The order that appointed the commission. */
  order: paperRef.optional(),
  startAt: timeOfDay,
  endAt: timeOfDay,
  room: line(100).optional(),
  commission: z.array(commissioner).min(2).max(60),
  rows: z
    .array(
      z.strictObject({
        graduate: person,
        topic: line(300).optional(),
        score: z.number().min(0).max(100),
        grade: line(60),
        qualification: z.boolean(),
        honours: z.boolean(),
        absent: z.boolean(),
        employerOpinion: line(500).optional(),
      }),
    )
    .min(1)
    .max(500),
  /** The qualification that is awarded. */
  qualificationTitle: line(200).optional(),
  votes: z.strictObject({ for: count, against: count, abstained: count }).optional(),
  dissent: remarks.optional(),
})

/** What a graduate holds in the hand until the diploma: that the commission awarded the qualification. */
export const qualificationCertificate = z.strictObject({
  graduate: person,
  group: line(40).optional(),
  programme,
  heldOn: isoDay,
  points: z.number().min(0).max(100),
  mark: line(60),
  honours: z.boolean(),
  /** The minutes in which the commission decided. */
  protocol: paperRef.optional(),
  signatory,
})
