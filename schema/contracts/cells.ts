import { z } from 'zod'
import { line, textReasons, uzbekLine } from './text.ts'

/** Codes of what can be wrong with an imported file; people read them through the message files. */
export const importReasons = [
  ...textReasons,
  'notAPhone',
  'notAnIdentifier',
  'withoutNumber',
  'notANumber',
  'outOfRange',
  'notInList',
  'listTooLong',
  'twiceInList',
  'nameNeedsTwoParts',
  'notATimeZone',
  'endsBeforeStart',
  'outsidePeriod',
  'unknownReference',
  'ofAnotherPartner',
  'twiceInFile',
  'codeTaken',
  'superiorInCircle',
  'unknownColumn',
  'missingColumn',
  'columnTwice',
  'wrongCellCount',
  'emptyFile',
  'notUtf8',
  'fileTooLarge',
  'rowTooLong',
  'badQuotes',
  'notJson',
  'institutionUnknown',
  'otherInstitution',
  'unknownFile',
  'refusedByDatabase',
] as const
export type ImportReason = (typeof importReasons)[number]

export const reason = (error: ImportReason) => ({ error })

export const oneOf = <const T extends readonly string[]>(values: T) => z.enum(values, reason('notInList'))

/**
 * A code that people gave: letters of the Latin alphabet without marks, digits, dot, underscore, slash and hyphen. No
 * other script: two codes that look alike would be two records.
 */
export const identifier = z
  .string(reason('required'))
  .trim()
  .min(1, reason('required'))
  .max(40, reason('tooLong'))
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, reason('notAnIdentifier'))

export const phone = line(40).regex(/^\+?[0-9][0-9 ()-]{4,}$/, reason('notAPhone'))
export const name = uzbekLine(300)
/** Surname, given name, patronymic in one cell. */
export const fullName = uzbekLine(200).regex(/^\S+\s+\S/, reason('nameNeedsTwoParts'))

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
export const endsAfterStart = (row: { startDate: string; endDate: string }) => row.startDate <= row.endDate

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
