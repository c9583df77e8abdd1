import { z } from 'zod'
import { PRACTICE_TYPES } from '../lists.ts'
import { code, isoDay, line, paragraph } from '../text.ts'

/**
 * The groups of fields that several papers share. Dates are days (YYYY-MM-DD), times HH:MM; what is unknown is left
 * out, never sent empty: a paper shows no label with nothing after it.
 */

export const side = z.enum(['institution', 'partner'])

const yearsPattern = /^\d{4}\/\d{4}$/
export const academicYear = line(9).regex(yearsPattern)
export const timeOfDay = line(5).regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const days = z.int().min(0).max(3650)
export const count = z.int().min(0).max(100_000)

export const course = z.int().min(1).max(10)

/** Both days included. */
export const period = z.strictObject({ from: isoDay, to: isoDay })

/** In the writing of the register (Uzbek Latin); own spellings in other scripts are whole names, surname first. */
export const person = z.strictObject({
  surname: line(100),
  givenName: line(100),
  patronymic: line(100).optional(),
  nameCyrl: line(300).optional(),
  nameRu: line(300).optional(),
  nameEn: line(300).optional(),
})
export type PaperPerson = z.infer<typeof person>

/** A person with a post; well-known posts are put into the paper's language, any other stays as written. */
export const official = person.extend({ post: line(200) })
export type PaperOfficial = z.infer<typeof official>

/** A person one may call or write to. */
export const contact = official.extend({ phone: line(64).optional(), email: line(254).optional() })
export type PaperContact = z.infer<typeof contact>

const AUTHORITIES = ['charter', 'regulation', 'powerOfAttorney', 'order'] as const

/** Who signs and on what authority; number and dates belong to a power of attorney or an order. */
export const signatory = official.extend({
  authority: z.enum(AUTHORITIES),
  authorityNo: line(60).optional(),
  authorityDate: isoDay.optional(),
  authorityValidTo: isoDay.optional(),
  /** Signs for an absent head: the mark of acting stands before the post. */
  acting: z.boolean().optional(),
  /** Post and name in the Russian genitive, checked by a person; without it they are declined by rule. */
  genitive: line(400).optional(),
})
export type PaperSignatory = z.infer<typeof signatory>

/** One who is bound by an agreement, with requisites and the person who signs. */
export const party = z.strictObject({
  side,
  legalName: line(300),
  address: line(300),
  taxId: code(9).optional(),
  bankAccount: code(20).optional(),
  bankName: line(300).optional(),
  /** MFO. */
  bankCode: code(5).optional(),
  treasuryAccount: code(27).optional(),
  phone: line(64).optional(),
  email: line(254).optional(),
  hasSeal: z.boolean(),
  signatory,
})
export type PaperParty = z.infer<typeof party>

/** The head of the sheet: who issues the paper. */
export const letterhead = z.strictObject({
  /** Which side it is: the number of a partner's paper is the partner's. */
  side,
  superiorBody: line(300).optional(),
  name: line(300),
  address: line(300).optional(),
  phone: line(64).optional(),
  email: line(254).optional(),
  taxId: code(9).optional(),
  hasSeal: z.boolean().optional(),
})
export type PaperLetterhead = z.infer<typeof letterhead>

/** A running number in the form of its register, or the number of another paper with one after it. */
export const paperNumber = line(140)

/** Another paper relied on, by its title in the language of this paper. */
export const paperRef = z.strictObject({
  title: line(300),
  number: paperNumber.optional(),
  date: isoDay.optional(),
})
export type PaperRef = z.infer<typeof paperRef>

export const programme = z.strictObject({ code: line(40), name: line(300) })
export type PaperProgramme = z.infer<typeof programme>

export const practice = z.strictObject({
  academicYear,
  type: z.enum(PRACTICE_TYPES),
  hours: count.optional(),
  credits: z.number().min(0).max(120).optional(),
  daysPerWeek: z.int().min(1).max(7).optional(),
  hoursPerDay: z.number().min(1).max(12).optional(),
})
export type PaperPractice = z.infer<typeof practice>

export const site = z.strictObject({ name: line(300), address: line(300).optional() })

/** One trainee of a list; the order in the list and the running numbers are the renderer's work. */
export const traineeRow = z.strictObject({
  trainee: person,
  programme,
  course,
  group: line(40),
  site: line(300).optional(),
  period: period.optional(),
  supervisor: person.optional(),
  mentor: person.optional(),
  note: line(200).optional(),
})
export type TraineeRow = z.infer<typeof traineeRow>

/** What every order has; without `control` the signatory keeps the control. */
export const orderParts = {
  signatory,
  control: official.optional(),
  basis: z.array(paperRef).max(12),
  /** Drafter, lawyer and others whose visas stand on a draft; an issued order shows none. */
  visas: z.array(official).max(8).optional(),
}

export const addressee = z.strictObject({ organisation: line(300), person: official.optional() })

export const copies = z.strictObject({ count: z.int().min(1).max(20) })

const commissionRole = z.enum(['chair', 'deputy', 'member', 'secretary'])
export const commissioner = official.extend({ organisation: line(300).optional(), role: commissionRole })
export type Commissioner = z.infer<typeof commissioner>

export const remarks = paragraph(2000)
