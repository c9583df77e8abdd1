import { z } from 'zod'
import { JUDGEMENTS } from '../../workflows/durable/judgements.ts'
import { PRACTICE_TYPES } from './lists.ts'
import { line } from './text.ts'

const days = z.number().int().min(0).max(3650)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** A day every year has: 29 February is missing from three of four. */
const monthDay = z
  .string()
  .regex(/^\d\d-\d\d$/)
  .refine((day) => z.iso.date().safeParse(`2027-${day}`).success)
const name = line(64)
/** Points by component, 100 together. */
const grading = z
  .record(name, z.number().int().min(1).max(100))
  .refine((points) => Object.values(points).reduce((sum, one) => sum + one, 0) === 100)

const isUnlike = (list: readonly unknown[]): boolean => new Set(list).size === list.length

const ladder = z.strictObject({
  /** Days from the due date, negative before it; each contact falls on a working morning. */
  contacts: z.array(z.number().int().min(-365).max(365)).max(20),
  /** Days after the due date at which the superior is asked, or never. */
  escalateAfter: z.number().int().min(0).max(365).nullable(),
})

/** How a role finds its person: a named post of the institution, or whoever has the role code and, if given, the rank. */
const post = { institution: z.enum(['rector', 'practiceOffice']) }
const holder = { code: name, rank: z.number().int().min(1).max(6).optional() }
/** Who may hold a task of the role in the place of whoever has it, in the order in which they are asked. */
const substitutes = {
  substitutes: z
    .array(z.union([z.strictObject(post), z.strictObject(holder)]))
    .max(5)
    .optional(),
}
const role = z.union([
  z.strictObject({ ...post, ...substitutes }),
  z.strictObject({ ...holder, ...substitutes }),
])

/** Stages one after the other; everybody in a stage decides in parallel, nobody for two roles of it. */
const route = z
  .array(z.strictObject({ roles: z.array(name).min(1).max(10).refine(isUnlike), workingDays: days }))
  .min(1)
  .max(10)

const packPaper = z.strictObject({
  kind: name,
  side: z.enum(['institution', 'partner']),
  per: z.enum(['cycle', 'wave', 'site']),
  /** The practice types that need the paper; left out, every one does. */
  practiceTypes: z.array(z.enum(PRACTICE_TYPES)).min(1).optional(),
  forEachTrainee: z.boolean(),
  needs: z.array(name).max(10),
  dueDays: z.number().int().min(-365).max(365),
  owner: name,
  gate: z.boolean(),
})

/** Of versions that do not say it: data, attendance, what is confirmed by telephone or brought on paper. */
const ON_BEHALF = [
  'agreeSchedule',
  'answerCounterProposal',
  'answerFollowUp',
  'answerInvitation',
  'answerProposal',
  'confirmAttendance',
  'confirmMeetingRecord',
  'delegate',
  'draftAgreement',
  'fulfilCommitment',
  'giveRequisites',
  'holdMeeting',
  'issuePaper',
  'signAgreement.paper',
  'submitReport',
] as const

/** A policy version as data. Times are in the institution's zone. */
export const policyContract = z.strictObject({
  id: name,
  version: z.number().int().min(1),
  calendar: z.strictObject({
    workingDays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    morning: clock,
    evening: clock,
    quietHours: z.strictObject({ from: clock, to: clock }),
  }),
  ladders: z.record(name, ladder),
  roles: z.record(name, role),
  /**
   * What an administrator may record for an owner who cannot do it himself, with evidence: a kind of task or one
   * decision of it, `delegate` for passing on. Never what is somebody's own judgement.
   */
  onBehalf: z
    .array(name.refine((entry) => !JUDGEMENTS.includes(entry)))
    .max(60)
    .default([...ON_BEHALF]),
  /**
   * How the institution numbers a kind of paper: `{n}` running number, `{yy}` `{yyyy}` year of the paper. `form` null is
   * the form of the institution's own register. With `of`, the number derives from another paper's: `{of}`, `{nn}`.
   */
  registers: z.record(
    name,
    z.strictObject({ register: name.nullable(), form: line(64).nullable(), of: name.optional() }),
  ),
  partnership: z.strictObject({
    preparationDays: days,
    boardWorkingDays: days,
    exceptionWorkingDays: days,
    recordWorkingDays: days,
    proposalDays: days,
    silenceDays: days,
    launchWorkingDays: days,
    cycleOpensOn: monthDay,
    cycleLeadDays: days,
    attestationLeadDays: days,
    reviewOn: monthDay,
    reviewDays: days,
    meetingAheadDays: days.min(1).optional(),
    commitmentAheadDays: days.min(1).optional(),
    commitmentLateDays: days.min(1).optional(),
    recordSilenceWorkingDays: days.min(1).optional(),
    agendaLookDays: days.min(1).optional(),
  }),
  agreement: z.strictObject({
    requisitesDays: days,
    draftWorkingDays: days,
    /** By kind of agreement; `default` serves the kinds that are not named. */
    routes: z.object({ default: route }).catchall(route),
    signing: z
      .array(z.enum(['institution', 'partner']))
      .min(1)
      .max(2)
      .refine(isUnlike),
    signingDays: days,
    paperVerifier: name,
    verificationWorkingDays: days,
    /** The longest term in years; left out, 10. */
    longestTermYears: z.number().int().min(1).max(50).optional(),
  }),
  practiceCycle: z.strictObject({
    planningWorkingDays: days,
    agreeWorkingDays: days,
    gateWorkingDays: days,
    attendanceWorkingDays: days,
    attendanceAlertDays: days,
    defenceDays: days,
    defenceLatestDays: days,
    closingWorkingDays: days,
    graduationOn: monthDay,
    pack: z.array(packPaper).min(1).max(40),
    grading,
  }),
  placement: z.strictObject({
    diaryWorkingDays: days,
    confirmWorkingDays: days,
    evaluationWorkingDays: days,
    reportDays: days,
    grading,
    pass: z.number().int().min(0).max(100),
    marks: z
      .array(z.strictObject({ from: z.number().int().min(0).max(100), mark: name }))
      .min(1)
      .max(10),
    diaryShare: z.number().min(0).max(1),
    followUpMonths: z.array(z.number().int().min(1).max(60)).max(10),
    followUpDays: days,
    followUpLapseDays: days,
    analysisDays: days,
  }),
  attestation: z.strictObject({
    invitationDays: days,
    silenceWorkingDays: days.min(1),
    replacementWorkingDays: days,
    orderDays: days,
    resultsWorkingDays: days,
    assessmentDays: days,
    assessmentLapseDays: days,
    postponeAheadDays: days.min(1).optional(),
  }),
})

export type Policy = z.infer<typeof policyContract>
export type RoleRule = z.infer<typeof role>
