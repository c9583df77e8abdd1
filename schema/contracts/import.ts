import { z } from 'zod'
import {
  course,
  day,
  digits,
  endsAfterStart,
  fullName,
  identifier,
  isNotEmpty,
  isTimeZone,
  list,
  maybe,
  mayLack,
  name,
  oneOf,
  phone,
  rank,
  unique,
  whole,
  year,
} from './cells.ts'
import { reason } from './findings.ts'
import {
  CONTACT_ROLES,
  FORMS,
  LANGUAGES,
  PARTNER_CATEGORIES,
  PARTNER_STATUSES,
  PRACTICE_TYPES,
  SITE_KINDS,
  STAFF_ROLES,
  TRADE_UNION_ANSWERS,
} from './lists.ts'
import { email, line, paragraph, uzbekLine } from './text.ts'

/**
 * A name in one cell or in its parts. Only parts tell a surname of two words from a surname and a given name; where
 * both are given, the parts count.
 */
const anyName = {
  fullName: mayLack(fullName),
  familyName: mayLack(uzbekLine(100)),
  givenName: mayLack(uzbekLine(100)),
  patronymic: mayLack(uzbekLine(100)),
}
type AnyName = { [K in keyof typeof anyName]: string | null }
const isNamed = ({ fullName, familyName, givenName }: AnyName) =>
  familyName === null && givenName === null ? fullName !== null : familyName !== null && givenName !== null
const named = { path: ['fullName'], ...reason('nameNeedsTwoParts') }

/** One row of each CSV file; the keys are the columns. */
export const rowContracts = {
  programmes: z.strictObject({
    code: identifier,
    nameUzLatn: name,
    nameRu: line(300),
    nameEn: line(300),
    departmentCode: identifier,
    level: identifier,
    profession: line(200),
    finalYearCourse: course,
  }),
  partners: z.strictObject({
    partnerCode: identifier,
    name,
    nameRu: mayLack(line(300)),
    nameEn: maybe(line(300)),
    category: oneOf(PARTNER_CATEGORIES),
    sector: line(200),
    region: uzbekLine(100),
    legalAddress: uzbekLine(300),
    legalAddressRu: mayLack(line(300)),
    legalAddressEn: mayLack(line(300)),
    taxId: digits(9),
    bankAccount: digits(20),
    bankMfo: digits(5),
    employees: maybe(whole(0, 999_999_999)),
    tradeUnion: oneOf(TRADE_UNION_ANSWERS),
    mainDirections: maybe(paragraph(2000)),
    regionalPlanRole: maybe(paragraph(2000)),
    existingForms: list(oneOf(FORMS)),
    prospectiveForms: list(oneOf(FORMS)),
    status: oneOf(PARTNER_STATUSES),
  }),
  staff: z
    .strictObject({
      staffId: identifier,
      ...anyName,
      post: line(200),
      rank,
      departmentCode: maybe(identifier),
      email: maybe(email),
      language: oneOf(LANGUAGES),
      roles: list(oneOf(STAFF_ROLES)),
    })
    .refine(isNamed, named),
  contacts: z
    .strictObject({
      contactId: identifier,
      partnerCode: identifier,
      ...anyName,
      post: line(200),
      rank,
      email: maybe(email),
      phone: maybe(phone),
      language: oneOf(LANGUAGES),
      roles: list(oneOf(CONTACT_ROLES)),
      maxTrainees: maybe(whole(1, 1000)),
    })
    .refine(isNamed, named),
  sites: z.strictObject({
    siteCode: identifier,
    partnerCode: identifier,
    kind: oneOf(SITE_KINDS),
    name,
    nameRu: mayLack(line(300)),
    nameEn: mayLack(line(300)),
    address: uzbekLine(300),
    addressRu: mayLack(line(300)),
    addressEn: mayLack(line(300)),
    professionsServed: list(line(200)),
    capacity: whole(1, 100_000),
    hazards: list(identifier),
    safetyOfficerContactId: maybe(identifier),
  }),
  students: z.strictObject({
    studentId: identifier,
    familyName: uzbekLine(100),
    givenName: uzbekLine(100),
    patronymic: maybe(uzbekLine(100)),
    programmeCode: identifier,
    course,
    group: identifier,
    email: maybe(email),
    language: oneOf(LANGUAGES),
    graduationYear: year,
  }),
  practiceSchedule: z
    .strictObject({
      lineId: identifier,
      partnerCode: identifier,
      siteCode: identifier,
      programmeCode: identifier,
      course,
      group: identifier,
      practiceType: oneOf(PRACTICE_TYPES),
      startDate: day,
      endDate: day,
      plannedNumber: whole(1, 10_000),
      supervisorStaffId: identifier,
      mentorContactIds: list(identifier).refine(isNotEmpty, reason('required')),
    })
    .refine(endsAfterStart, { path: ['endDate'], ...reason('endsBeforeStart') }),
  attestation: z.strictObject({
    sessionId: identifier,
    programmeCode: identifier,
    date: day,
    invitedPartnerCodes: list(identifier).refine(isNotEmpty, reason('required')),
    expertContactIds: list(identifier),
    secretaryStaffId: identifier,
    groups: list(identifier).refine(isNotEmpty, reason('required')),
  }),
  staffInternships: z
    .strictObject({
      staffId: identifier,
      partnerCode: identifier,
      siteCode: identifier,
      startDate: day,
      endDate: day,
      topic: line(300),
    })
    .refine(endsAfterStart, { path: ['endDate'], ...reason('endsBeforeStart') }),
  labourDemand: z.strictObject({
    year,
    region: uzbekLine(100),
    profession: line(200),
    level: identifier,
    demandNumber: whole(1, 1_000_000),
    partnerCode: maybe(identifier),
    source: line(300),
  }),
  employment: z.strictObject({
    studentId: identifier,
    fullName,
    programmeCode: identifier,
    graduationYear: year,
    partnerCode: maybe(identifier),
    profession: line(200),
    hiredOn: day,
    position: line(200),
    stillEmployedAt6Months: maybe(oneOf(['yes', 'no']).transform((answer) => answer === 'yes')),
  }),
} as const
export type RowKind = keyof typeof rowContracts
export type RowOf<Kind extends RowKind> = z.output<(typeof rowContracts)[Kind]>

const names = z.partialRecord(oneOf(LANGUAGES), name).refine((given) => given['uz-Latn'] !== undefined, {
  path: ['uz-Latn'],
  ...reason('required'),
})

/** A name or an address in further languages: papers in them show it instead of the registered one. */
const inOthers = z.partialRecord(oneOf(LANGUAGES), line(300)).default({})

/** institution.json: the institution with its departments, registers and the days moved by decree. */
export const institutionContract = z.strictObject({
  code: identifier,
  names,
  city: uzbekLine(100),
  legalAddress: uzbekLine(300),
  legalAddresses: inOthers,
  taxId: digits(9),
  bankAccount: digits(20),
  treasuryAccount: digits(27).nullable().default(null),
  bankName: uzbekLine(300),
  bankNames: inOthers,
  bankMfo: digits(5),
  phone,
  email,
  timeZone: line(60).refine(isTimeZone, reason('notATimeZone')),
  country: z.string(reason('required')).regex(/^[A-Z]{2}$/, reason('notACode')),
  defaultLanguage: oneOf(LANGUAGES),
  languages: z.array(oneOf(LANGUAGES)).min(1, reason('required')).refine(unique, reason('twiceInList')),
  rectorStaffId: identifier,
  practiceOfficeStaffId: identifier,
  /** Who is escalated to: staff id → staff id of the superior. */
  superiors: z.record(identifier, identifier),
  departments: z
    .array(z.strictObject({ code: identifier, names, headStaffId: identifier.nullable() }))
    .max(500, reason('listTooLong'))
    .refine((departments) => unique(departments.map((department) => department.code)), reason('twiceInList')),
  registers: z
    .array(
      z.strictObject({
        code: identifier,
        title: line(200),
        /** Pattern of a number: {n} running number, {yy} year. Without {n} two papers would share a number. */
        forms: line(60).regex(/\{n\}/, reason('withoutNumber')),
      }),
    )
    .max(100, reason('listTooLong'))
    .refine((registers) => unique(registers.map((register) => register.code)), reason('twiceInList')),
  calendarOverrides: z
    .array(z.strictObject({ date: day, kind: oneOf(['working', 'nonWorking']), name: uzbekLine(200) }))
    .max(1000, reason('listTooLong'))
    .refine((days) => unique(days.map((day) => day.date)), reason('twiceInList')),
})
export type InstitutionFile = z.output<typeof institutionContract>
