import { z } from 'zod'
import { PREPARATION_ITEMS } from '../../workflows/partnership/state.ts'
import { phone } from './cells.ts'
import { FAIL_REASONS, FORMS, LANGUAGES, MOVE_REASONS } from './lists.ts'
import { soums } from './money.ts'
import { code, email, isoDay, line, paragraph } from './text.ts'

/** A person by code (S006, C002, ZTU26000001) or id; the facade puts the id in its place. */
const person = line(64)
const reason = { reason: paragraph(2000) }
const remarks = { remarks: paragraph(2000) }

/** What several parts say together is looked at even while one of them is wrong: all that is wrong is told at once. */
const isDay = (value: unknown): value is string => isoDay.safeParse(value).success
const isGroup = ({ value }: z.core.ParsePayload): boolean => typeof value === 'object' && value !== null

/** What a decision carries. `people` names the fields that hold persons, with `*` for every element of a list. */
export interface DecisionContract {
  data: z.ZodObject
  people: readonly string[]
}

const holds = (shape: z.ZodRawShape, people: readonly string[] = []): DecisionContract => ({
  data: z.strictObject(shape),
  people,
})

/** Whatever is paid for says how much: its paper writes the sum in words. */
const priced = ({ data, people }: DecisionContract): DecisionContract => ({
  data: data.refine(({ paid, payment }) => paid !== true || payment !== undefined, {
    path: ['payment'],
    error: 'required',
    when: isGroup,
  }),
  people,
})

const commitment = z.strictObject({ what: line(300), owner: person, due: isoDay })
const proposal = z.strictObject({
  form: z.enum(FORMS),
  offer: line(300),
  benefit: line(300),
  ask: line(300),
})
const authority = z
  .strictObject({
    basis: z.enum(['charter', 'regulation', 'powerOfAttorney', 'order']),
    number: line(60).optional(),
    date: isoDay.optional(),
    validTo: isoDay.optional(),
  })
  .refine(({ date, validTo }) => !isDay(date) || !isDay(validTo) || date <= validTo, {
    path: ['validTo'],
    error: 'datesOutOfOrder',
    when: isGroup,
  })
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const points = z.number().int().min(0).max(100)

/** Of a practice, counted from its first day. */
const week = z.number().int().min(1).max(60)
const weeks = z.array(week).min(1).max(60)

const day = { on: isoDay }
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const launch = holds({
  kind: z.enum(['cooperationAgreement', 'practiceContract']),
  language: z.enum(LANGUAGES),
  forms: z.array(z.enum(FORMS)).min(1).max(FORMS.length),
})

/** What is still open is settled by a reason of its own. */
const closing = holds({ ...reason, settle: paragraph(2000).optional() })

const delegation = holds({ to: person, reason: paragraph(1000) }, ['to'])
/** Until a day, with it, or for good. */
const delegationUntil = holds({ to: person, reason: paragraph(1000), until: isoDay.optional() }, ['to'])

const requisites = holds(
  {
    legalName: line(300),
    address: line(300),
    taxId: code(9),
    bankAccount: code(20),
    bankName: line(200),
    bankMfo: code(5),
    phone,
    email,
    signatory: person,
    authority,
  },
  ['signatory'],
)

/** The employer numbers its own papers; the institution's numbers are given by the system. */
const issue = holds({
  number: line(60).optional(),
  date: isoDay.optional(),
  workTime: line(64).optional(),
  equipment: z
    .array(z.strictObject({ name: line(200), count: z.number().int().min(1).max(10_000) }))
    .max(100)
    .optional(),
  defects: z
    .array(z.strictObject({ text: line(300), fixBy: isoDay }))
    .max(50)
    .optional(),
  validTo: isoDay.optional(),
  instructionNo: line(60).optional(),
})

/** Every decision of every task. The CLI, the demo and the later screens and links all pass through here. */
export const TASKS: Record<string, Record<string, DecisionContract>> = {
  answerQuestions: {
    record: holds({
      whatIsCooperation: paragraph(2000),
      problemsToSolve: paragraph(2000),
      mainPartner: paragraph(2000),
      whatWeGive: paragraph(2000),
    }),
  },
  clarifyGoals: { record: holds({ goal: paragraph(2000), tasks: z.array(line(300)).min(1).max(20) }) },
  collectPartnerInfo: {
    record: holds({
      employees: z.number().int().min(1).max(10_000_000).optional(),
      mainDirections: paragraph(2000),
      tradeUnion: z.enum(['yes', 'no', 'unknown']),
      regionalRole: paragraph(2000).optional(),
      interests: paragraph(2000).optional(),
    }),
  },
  agreeMeeting: {
    record: holds({
      ...day,
      time: timeOfDay,
      place: line(200),
      ownTerritory: z.boolean(),
    }),
  },
  chooseRepresentative: {
    record: holds({ representative: person, contact: person }, ['representative', 'contact']),
  },
  preparePackage: {
    record: holds({ proposals: z.array(proposal).min(1).max(20), validUntil: isoDay.optional() }),
  },
  prepareTerritory: {
    record: holds({ room: line(200), responsible: person, breakPlanned: z.boolean() }, ['responsible']),
  },
  approveException: { grant: holds(reason), refuse: holds(reason) },
  decideVisit: {
    approve: holds({ number: line(60), date: isoDay }),
    return: holds({ ...remarks, items: z.array(z.enum(PREPARATION_ITEMS)).min(1).max(7) }),
    refuse: holds(reason),
  },
  holdMeeting: {
    held: holds({ outcome: paragraph(2000), actions: z.array(commitment).max(50) }, ['actions.*.owner']),
    moved: holds({ reason: z.enum(MOVE_REASONS), ...day, time: timeOfDay.optional() }),
    failed: holds({ reason: z.enum(FAIL_REASONS), ...day }),
  },
  confirmMeetingRecord: { confirm: holds({}), correct: holds(remarks) },
  answerCorrection: {
    accept: holds({ outcome: paragraph(2000), actions: z.array(commitment).max(50).optional() }, [
      'actions.*.owner',
    ]),
    disagree: holds({ text: paragraph(2000) }),
  },
  decideRecord: { askAgain: holds({}), settle: holds(reason) },
  answerProposal: { accept: holds({}), counter: holds({ text: paragraph(2000) }), refuse: holds(reason) },
  answerCounterProposal: { accept: holds({}), counter: holds({ text: paragraph(2000) }) },
  decideSilence: { tryAgain: holds({ validUntil: isoDay.optional() }), close: closing },
  launchAgreement: { launch },
  fulfilCommitment: { fulfil: holds({ evidence: paragraph(2000) }) },
  decideCommitment: { putOff: holds({ due: isoDay }), settle: holds(reason) },
  reviewPartnership: {
    record: holds({ findings: paragraph(2000), recommendations: z.array(commitment).max(50) }, [
      'recommendations.*.owner',
    ]),
  },
  giveRequisites: { give: requisites },
  draftAgreement: {
    submit: priced(
      holds(
        {
          validFrom: isoDay,
          validTo: isoDay,
          renewal: z.enum(['fixed', 'automatic']),
          terminationNoticeDays: z.number().int().min(1).max(365),
          optOutNoticeDays: z.number().int().min(1).max(365).optional(),
          coordinatorInstitution: person,
          coordinatorPartner: person,
          signatory: person,
          signatoryAuthority: authority,
          plannedNumber: z.number().int().min(1).max(100_000).optional(),
          paid: z.boolean(),
          payment: soums.optional(),
          programme: z
            .array(
              z.strictObject({ measure: line(300), owner: line(200), term: isoDay, evidence: line(200) }),
            )
            .max(50)
            .optional(),
        },
        ['coordinatorInstitution', 'coordinatorPartner', 'signatory'],
      ),
    ),
  },
  approveDraft: {
    approve: holds({ hash, comment: paragraph(2000).optional() }),
    return: holds({ hash, ...remarks }),
    reject: holds({ hash, ...reason }),
  },
  signAgreement: {
    sign: holds({ hash, consent: z.literal(true) }),
    paper: holds({ hash, scan: hash }),
    external: holds({ hash, system: line(100), reference: line(200), scan: hash.optional() }),
    decline: holds(reason),
  },
  verifyPaper: { confirm: holds({}), reject: holds(reason) },
  confirmSchedule: {
    confirm: holds({}),
    dropLines: holds({ lines: z.array(line(32)).min(1).max(200), ...reason }),
    replan: holds({}),
    cancel: holds(reason),
  },
  agreeSchedule: { agree: holds({}), object: holds(remarks) },
  issuePaper: { issue },
  decideGate: {
    postpone: holds({ start: isoDay, end: isoDay, ...reason }),
    drop: holds(reason),
    exception: holds(reason),
  },
  /** For all weeks that are missing, or those that are named; of several, an absence says in which it was. */
  confirmAttendance: {
    confirm: holds(
      {
        weeks: weeks.optional(),
        absent: z
          .array(
            z.strictObject({
              trainee: person,
              week: week.optional(),
              days: z.number().int().min(1).max(6),
            }),
          )
          .max(500),
        didNotShow: z.array(person).max(500),
      },
      ['absent.*.trainee', 'didNotShow.*'],
    ),
  },
  recordDefence: {
    record: holds(
      {
        on: isoDay,
        room: line(64),
        results: z
          .array(z.strictObject({ trainee: person, components: z.record(line(32), points) }))
          .max(500),
        absent: z.array(person).max(500),
      },
      ['results.*.trainee', 'absent.*'],
    ),
  },
  closeCycle: { close: holds({ report: paragraph(8000) }) },
  /** Of the weeks that are missing as many as are written now. */
  writeDiary: {
    write: holds({
      weeks: z
        .array(z.strictObject({ week, text: paragraph(2000), hours: z.number().min(0).max(60) }))
        .min(1)
        .max(60),
    }),
  },
  /** All that is written, or the weeks that are named. */
  confirmDiary: {
    confirm: holds({ weeks: weeks.optional() }),
    return: holds({ weeks: weeks.optional(), ...remarks }),
  },
  evaluateTrainee: {
    evaluate: holds({
      competences: z
        .array(z.strictObject({ code: line(32), level: z.number().int().min(1).max(5) }))
        .min(1)
        .max(30),
      work: paragraph(2000),
      attitude: paragraph(2000),
      gaps: paragraph(2000).optional(),
      hostScore: points,
      employmentOffer: z.boolean(),
    }),
  },
  submitReport: { submit: holds({ title: line(300), pages: z.number().int().min(1).max(1000) }) },
  answerFollowUp: {
    answer: holds({
      employed: z.boolean(),
      employedAtPartner: z.boolean().optional(),
      employer: line(300).optional(),
      profession: line(200).optional(),
      since: isoDay.optional(),
    }),
  },
  analysePerformance: { analyse: holds({ score: points, text: paragraph(2000) }) },
  answerInvitation: { accept: holds({}), decline: holds(reason) },
  nameReplacement: { name: holds({ expert: person }, ['expert']), leaveOut: holds(reason) },
  issueCommissionOrder: { issue: holds({}) },
  decideSitting: {
    postpone: holds({ ...day, ...reason }),
    hold: holds(reason),
    cancel: holds(reason),
  },
  decideGraduates: {
    lookAgain: holds({}),
    postpone: holds({ ...day, ...reason }),
    cancel: holds(reason),
  },
  recordResults: {
    record: holds(
      {
        room: line(64),
        startAt: timeOfDay,
        endAt: timeOfDay,
        results: z
          .array(
            z.strictObject({
              graduate: person,
              score: points,
              grade: line(32),
              qualification: z.boolean(),
              honours: z.boolean(),
              absent: z.boolean(),
            }),
          )
          .min(1)
          .max(500),
      },
      ['results.*.graduate'],
    ),
  },
  assessPreparation: {
    assess: holds({ theory: points, skills: points, readiness: points, text: paragraph(2000) }),
  },
  decideEscalation: {
    reassign: delegation,
    extend: holds({ days: z.number().int().min(1).max(60), ...reason }),
  },
  decideOverdue: {
    extend: holds({ days: z.number().int().min(1).max(60), ...reason }),
    reassign: delegation,
    giveUp: holds(reason),
  },
  nameHolder: { name: delegation, giveUp: holds(reason) },
  repairEffect: { retry: holds({}), giveUp: holds(reason) },
  resolveRefusal: { acknowledge: holds(reason), resend: holds({}) },
}

/** Decisions, and commands, for which it is not enough to hold a letter or a key: it has to be the person himself. */
export const WEIGHTY: readonly string[] = [
  'signAgreement.sign',
  'signAgreement.paper',
  'signAgreement.external',
  'giveRequisites.give',
  'giveRequisites',
]

/** Any task may be passed on by its owner, unless it is personal. */
export const DELEGATE = delegationUntil

/** Fields of decisions that name a file somebody sent, by its hash. */
export const FILE_FIELDS = ['scan'] as const

/** Names come from outside: one of what every object has is the name of nothing here. */
const named = <Value>(of: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined

export const contractOf = (kind: string, decision: string): DecisionContract | undefined =>
  decision === 'delegate' ? DELEGATE : named(named(TASKS, kind) ?? {}, decision)

export const commandOf = (type: string): DecisionContract | undefined => named(COMMANDS, type)

/** A declined partnership is taken up again with a reason. */
export const REOPENING = holds(reason)

/** A decision is taken back with a reason. */
export const CORRECTION = holds(reason)

/** Commands that complete no task. */
export const COMMANDS: Record<string, DecisionContract> = {
  /** Kept with the process for ever; nothing follows from it. */
  note: holds({ text: paragraph(2000) }),
  resend: holds({ person }, ['person']),
  giveRequisites: requisites,
  replaceSignatory: holds({ person, by: person, authority }, ['person', 'by']),
  withdraw: holds(reason),
  cancel: holds(reason),
  close: closing,
  refreshAgenda: holds({}),
  planMeeting: holds({ ...day, time: timeOfDay, place: line(200), representative: person, contact: person }, [
    'representative',
    'contact',
  ]),
  launchAgreement: launch,
  /** `<agreement>/<academic year>`, as the id of its process has it. */
  openCycle: holds({ cycle: line(120) }),
  releaseExpert: holds({ expert: person, ...reason }, ['expert']),
}
