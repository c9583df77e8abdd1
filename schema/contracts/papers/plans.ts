import { z } from 'zod'
import { PRACTICE_TYPES } from '../lists.ts'
import { isoDay, line } from '../text.ts'
import {
  academicYear,
  count,
  course,
  official,
  period,
  person,
  programme,
  remarks,
  timeOfDay,
} from './groups.ts'

/** Order of the checklist before a visit. */
export const CHECKLIST_ITEMS = [
  'goals',
  'partnerInfo',
  'meeting',
  'representative',
  'package',
  'territory',
] as const

export const visitPlan = z.strictObject({
  partner: z.strictObject({
    name: line(300),
    sector: line(200).optional(),
    address: line(300).optional(),
    employees: z.int().min(0).max(10_000_000).optional(),
    directions: line(500).optional(),
    regionalPlanRole: line(500).optional(),
  }),
  goal: remarks,
  checklist: z
    .array(
      z.strictObject({
        item: z.enum(CHECKLIST_ITEMS),
        done: z.boolean(),
        by: person.optional(),
        on: isoDay.optional(),
        note: line(300).optional(),
      }),
    )
    .max(6),
  /** Rank 1 … 6. */
  representative: official.extend({ rank: z.int().min(1).max(6).optional() }),
  contact: official.extend({ rank: z.int().min(1).max(6).optional() }),
  /** Why a representative of lower rank goes nevertheless. */
  exception: z.strictObject({ by: official.optional(), reason: line(500) }).optional(),
  meeting: z.strictObject({ date: isoDay, time: timeOfDay.optional(), place: line(300) }),
  package: line(500).optional(),
  boardDecision: z.strictObject({ number: line(60), date: isoDay, result: line(200) }).optional(),
  drafter: official,
  approver: official,
})

export const practiceSchedule = z.strictObject({
  academicYear,
  partnerName: line(300),
  lines: z
    .array(
      z.strictObject({
        line: line(40),
        programme,
        course,
        group: line(40),
        type: z.enum(PRACTICE_TYPES),
        planned: count,
        period,
        hours: count.optional(),
        site: line(300),
        department: line(300).optional(),
        supervisor: person.optional(),
      }),
    )
    .min(1)
    .max(3000),
  /** Days off within the periods. */
  holidays: z
    .array(z.strictObject({ date: isoDay, name: line(200) }))
    .max(60)
    .optional(),
  approver: official,
  agreedBy: official,
  agreedOn: isoDay.optional(),
  drafter: official,
})
