import { z } from 'zod'
import { soums } from '../money.ts'
import { isoDay, line } from '../text.ts'
import {
  count,
  official,
  orderParts,
  paperRef,
  period,
  person,
  practice,
  timeOfDay,
  traineeRow,
} from './groups.ts'

export const orderSendingStudents = z.strictObject({
  ...orderParts,
  hostName: line(300),
  practice,
  period,
  students: z.array(traineeRow).min(1).max(2000),
  agreements: z.array(paperRef).min(1).max(20),
  /** Answers for briefing and health before departure. */
  safetyPerson: official.optional(),
  /** Hands out diaries, referral letters and programmes. */
  responsible: official.optional(),
  papersDue: isoDay.optional(),
  reportDue: isoDay.optional(),
  defencePeriod: period.optional(),
})

export const orderAppointingSupervisors = z.strictObject({
  ...orderParts,
  hostName: line(300),
  practice,
  period,
  rows: z
    .array(
      z.strictObject({
        supervisor: official,
        department: line(300).optional(),
        site: line(300),
        students: count,
        hours: count.optional(),
        visits: count.optional(),
      }),
    )
    .min(1)
    .max(500),
})

export const orderAcceptingStudents = z.strictObject({
  ...orderParts,
  institutionName: line(300),
  practice,
  period,
  trainees: z.array(traineeRow).min(1).max(2000),
  status: z.enum(['trainee', 'temporaryEmployee']),
  /** Soums a month. */
  pay: soums.optional(),
  workTime: z.strictObject({ from: timeOfDay, to: timeOfDay }).optional(),
  accessFrom: isoDay.optional(),
  safetyOfficer: official.optional(),
  /** Confirms the attendance of every week to the institution. */
  attendanceOfficer: official.optional(),
})

export const orderAppointingMentors = z.strictObject({
  ...orderParts,
  institutionName: line(300),
  practice,
  period,
  rows: z
    .array(
      z.strictObject({
        mentor: official,
        experienceYears: count.optional(),
        qualification: line(200).optional(),
        site: line(300),
        trainees: z.array(person).min(1).max(1000),
        substitute: person.optional(),
      }),
    )
    .min(1)
    .max(500),
  /** Soums a month for each mentor. */
  supplement: soums.optional(),
  /** The order whose point this one replaces, when a mentor changes. */
  replaces: paperRef.optional(),
})
