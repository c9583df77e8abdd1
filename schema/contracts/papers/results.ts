import { z } from 'zod'
import { isoDay, line } from '../text.ts'
import {
  commissioner,
  count,
  official,
  paperRef,
  period,
  person,
  practice,
  remarks,
  side,
  signatory,
  traineeRow,
} from './groups.ts'

export const mentorEvaluation = z.strictObject({
  trainee: traineeRow,
  placementCode: line(80),
  institutionName: line(300),
  practice,
  period,
  /** `name` is a known competence code or a competence in words; level 1 … 5. */
  competences: z.array(z.strictObject({ name: line(200), level: z.int().min(1).max(5) })).max(30),
  work: remarks,
  attitude: remarks.optional(),
  strengths: remarks.optional(),
  gaps: remarks.optional(),
  hostScore: z.number().min(0).max(100),
  hostScoreMax: z.number().min(1).max(100),
  employmentOffer: z.boolean(),
  mentor: official,
  siteHead: official.optional(),
})

export const defenceProtocol = z.strictObject({
  room: line(100).optional(),
  hostName: line(300),
  practice,
  period,
  commission: z
    .array(commissioner.extend({ side: side.optional() }))
    .min(1)
    .max(60),
  /** Components of the grade in the order of the columns; `code` is a known code or words. */
  components: z
    .array(z.strictObject({ code: line(60), max: z.number().min(0).max(100) }))
    .min(1)
    .max(8),
  /** Lowest total that passes. */
  pass: z.number().min(0).max(100),
  /** Points in the order of the components. */
  rows: z
    .array(
      z.strictObject({
        trainee: person,
        group: line(40),
        points: z.array(z.number().min(0).max(100)).max(8),
        total: z.number().min(0).max(100),
        mark: line(60),
      }),
    )
    .max(500),
  absent: z
    .array(z.strictObject({ trainee: person, reason: line(200).optional() }))
    .max(500)
    .optional(),
  failed: z
    .array(z.strictObject({ trainee: person, repeatBy: isoDay.optional() }))
    .max(500)
    .optional(),
})

export const completionCertificate = z.strictObject({
  trainee: traineeRow,
  placementCode: line(80),
  partnerName: line(300),
  practice,
  period,
  effectiveHours: count.optional(),
  points: z.number().min(0).max(100),
  mark: line(60),
  competences: z.array(line(200)).max(30).optional(),
  /** Completed in part only. */
  partial: z.boolean(),
  protocol: paperRef.optional(),
  signatory,
  partnerSignatory: official.optional(),
})
