import { z } from 'zod'
import { FORMS, PRACTICE_TYPES } from '../lists.ts'
import { soums } from '../money.ts'
import { isoDay, line } from '../text.ts'
import {
  contact,
  copies,
  count,
  course,
  days,
  party,
  period,
  practice,
  programme,
  side,
  site,
} from './groups.ts'

const term = z.strictObject({
  from: isoDay,
  to: isoDay.optional(),
  renewal: z.enum(['fixed', 'automatic', 'openEnded']),
})

export const cooperationAgreement = z.strictObject({
  /** In the order of the preamble: the institution, the partner. */
  parties: z.array(party).min(2).max(4),
  forms: z.array(z.enum(FORMS)).min(1),
  term,
  /** Needed when the renewal is automatic. */
  optOutNoticeDays: days.optional(),
  terminationNoticeDays: days,
  forceMajeureNoticeDays: days,
  coordinators: z.array(contact.extend({ side })).max(8),
  /** Soums for the services; without it nothing is due. */
  payment: soums.optional(),
  legalBasis: z.array(line(300)).max(8).optional(),
  copies,
  /** The programme of joint action, annex 1. */
  measures: z
    .array(
      z.strictObject({
        measure: line(300),
        owner: line(200),
        due: isoDay,
        evidence: line(200).optional(),
      }),
    )
    .max(60)
    .optional(),
})

export const practiceContract = z.strictObject({
  parties: z.array(party).min(2).max(2),
  practice,
  programmes: z.array(programme).min(1).max(200),
  plannedNumber: count,
  /** Without a period the dates of every year stand in the schedule. */
  period: period.optional(),
  sites: z.array(site).max(500),
  responsibleInstitution: contact,
  responsibleHost: contact,
  replacementNoticeDays: days,
  listDueDays: days,
  /** Soums a month for each trainee; without it the practice is unpaid. */
  payPerMonth: soums.optional(),
  paySource: line(200).optional(),
  workplacesForGraduates: count.optional(),
  validTo: isoDay,
  terminationNoticeDays: days,
  forceMajeureNoticeDays: days,
  copies,
  legalBasis: z.array(line(300)).max(8).optional(),
  /** Annex 1. */
  plan: z
    .array(
      z.strictObject({
        programme,
        course,
        group: line(40),
        type: z.enum(PRACTICE_TYPES),
        planned: count,
        period,
      }),
    )
    .max(3000)
    .optional(),
  /** Annex 2. */
  premises: z
    .array(
      z.strictObject({
        name: line(300),
        address: line(300),
        component: line(200).optional(),
        equipment: line(500).optional(),
      }),
    )
    .max(500)
    .optional(),
})
