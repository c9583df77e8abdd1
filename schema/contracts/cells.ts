import { z } from 'zod'
import { reason } from './findings.ts'
import { code, isoDay, line, uzbekLine } from './text.ts'

export const oneOf = <const T extends readonly string[]>(values: T) => z.enum(values, reason('notInList'))

/** What word processors and spreadsheets put where a hyphen or a blank was meant. */
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g
const BLANKS = /(?! )\p{Zs}/gu

const plainDashes = (text: string): string => text.replace(DASHES, '-')

/**
 * A code that people gave: letters of the Latin alphabet without marks, digits, dot, underscore, slash and hyphen. No
 * other script: two codes that look alike would be two records.
 */
export const identifier = z
  .string(reason('required'))
  .overwrite((text) => plainDashes(text).replace(BLANKS, ''))
  .trim()
  .min(1, reason('required'))
  .max(40, reason('tooLong'))
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, reason('notAnIdentifier'))

/** An extension as people write it, in whatever language, behind the number. */
const EXTENSION = /[\s,;(]*(?:ichki|ички|доб\.?|вн\.?|ext\.?)\s*[:.№-]?\s*(\d{1,6})\)?$/iu

const plainPhone = (text: string): string =>
  plainDashes(text).replace(BLANKS, ' ').trim().replace(EXTENSION, ' ichki $1')

/** A telephone number, with an internal extension where there is one: `+998 79 223-40-50 ichki 102`. */
export const phone = line(60)
  .overwrite(plainPhone)
  .regex(/^\+?[0-9][0-9 ()-]{4,}(?: ichki [0-9]{1,6})?$/, reason('notAPhone'))

const plainDigits = (value: unknown) => (typeof value === 'string' ? value.replace(/\s/gu, '') : value)

/** Exactly n digits; people write long numbers in groups. */
export function digits(count: number) {
  return z.preprocess(plainDigits, code(count).refine(hasAllDigits, reason('digitsLost')))
}

/** Spreadsheets keep 15 digits of a number and put zeros for the rest. */
const SAFE_DIGITS = 15

function hasAllDigits(text: string): boolean {
  const beyond = text.slice(SAFE_DIGITS)
  return beyond === '' || /[^0]/.test(beyond)
}

/** 8.2.2027 as it is written here; never by month first, nor with strokes, for then nobody knows. */
const DOTTED = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/u

function isoOf(value: unknown): unknown {
  const found = typeof value === 'string' ? DOTTED.exec(value) : null
  if (found === null) return value
  const [, of = '', month = '', year = ''] = found
  return `${year}-${month.padStart(2, '0')}-${of.padStart(2, '0')}`
}

/** A day, YYYY-MM-DD or dd.mm.yyyy; comes out as YYYY-MM-DD. */
export const day = z.preprocess(isoOf, isoDay)

export const name = uzbekLine(300)
/** Surname, given name, patronymic in one cell. */
export const fullName = uzbekLine(200)
  .regex(/^\S+\s+\S/, reason('nameNeedsTwoParts'))
  .regex(/^\S{1,100}\s+\S{1,100}(?:\s.{1,100})?$/, reason('tooLong'))

/** A whole number within bounds, from its digits. */
export function whole(least: number, most: number) {
  return z
    .string(reason('required'))
    .trim()
    .min(1, reason('required'))
    .regex(/^-?[0-9]{1,9}$/, reason('notANumber'))
    .transform(Number)
    .pipe(z.number().min(least, reason('outOfRange')).max(most, reason('outOfRange')))
}

/** An empty cell says: not known. */
export function maybe<T extends z.ZodType>(cell: T) {
  const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value)
  return z.preprocess(blank, cell.nullable())
}

/** A column that a file may leave out altogether; then nothing in it is known. */
export const mayLack = <T extends z.ZodType>(cell: T) => maybe(cell).default(null)

export const unique = (values: readonly string[]) => new Set(values).size === values.length

/** Values of a cell, divided by semicolons; none is allowed. */
export function list<T extends z.ZodType<string, string>>(cell: T, most = 50) {
  const split = (text: string) => text.split(';').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  return z
    .string(reason('required'))
    .transform(split)
    .pipe(z.array(cell).max(most, reason('listTooLong')).refine(unique, reason('twiceInList')))
}

export const isNotEmpty = (values: readonly string[]) => values.length > 0
export const year = whole(2000, 2200)
export const course = whole(1, 10)
export const rank = whole(1, 6)

/** Days are ISO text, which sorts as time does. */
export const endsAfterStart = ({ startDate, endDate }: { startDate: string; endDate: string }) =>
  // What is no day is said already.
  ![startDate, endDate].every((text) => isoDay.safeParse(text).success) || startDate <= endDate

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
