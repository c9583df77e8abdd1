import { z } from 'zod'
import { isoDay, line } from '../text.ts'
import {
  commissioner,
  copies,
  count,
  official,
  paperRef,
  period,
  person,
  remarks,
  side,
  site,
  timeOfDay,
} from './groups.ts'

const SITE_CONDITIONS = [
  'lighting',
  'ventilation',
  'firstAid',
  'evacuation',
  'electrical',
  'ppe',
  'sanitary',
] as const

const BRIEFING_KINDS = ['introductory', 'primary', 'fire', 'repeated', 'targeted'] as const

export const meetingRecord = z.strictObject({
  partnerName: line(300),
  meeting: z.strictObject({
    date: isoDay,
    from: timeOfDay.optional(),
    to: timeOfDay.optional(),
    place: line(300),
  }),
  attendees: z.array(official.extend({ side })).max(40),
  topic: line(500),
  summary: remarks.optional(),
  outcome: z.enum(['agreed', 'postponed', 'refused']).optional(),
  actions: z.array(z.strictObject({ text: line(500), owner: person.optional(), due: isoDay })).max(50),
  /** What each side says where they remember the meeting differently. */
  disagreement: z.strictObject({ partner: remarks, institution: remarks }).optional(),
  nextMeeting: isoDay.optional(),
  confirmedByPartner: isoDay.optional(),
  recorder: official,
  partnerConfirmer: official.optional(),
})

export const siteAcceptanceCertificate = z.strictObject({
  institutionName: line(300),
  site: site.extend({ address: line(300) }),
  period,
  /** The order that appointed the commission. */
  order: paperRef.optional(),
  commission: z.array(commissioner).min(1).max(12),
  capacity: count,
  workplaces: z
    .array(z.strictObject({ name: line(300), equipment: line(500), count }))
    .max(100)
    .optional(),
  conditions: z
    .array(z.strictObject({ item: z.enum(SITE_CONDITIONS), ok: z.boolean(), remark: line(300).optional() }))
    .max(7),
  harmfulFactors: line(2200).optional(),
  minorsAllowed: z.boolean().optional(),
  defects: z
    .array(z.strictObject({ text: line(300), fixBy: isoDay }))
    .max(50)
    .optional(),
  decision: z.enum(['fit', 'fitWithConditions', 'unfit']),
  validTo: isoDay,
  approver: official,
  copies,
})

export const safetyBriefingRecord = z.strictObject({
  institutionName: line(300),
  site: line(300),
  rows: z
    .array(
      z.strictObject({
        date: isoDay,
        trainee: person,
        birthYear: z.int().min(1930).max(2100).optional(),
        kind: z.enum(BRIEFING_KINDS),
        instructionNo: line(60).optional(),
        instructor: official,
        admittedOn: isoDay.optional(),
      }),
    )
    .min(1)
    .max(2000),
})
