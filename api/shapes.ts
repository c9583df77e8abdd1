import { z } from 'zod'
import { MAX_LIMIT } from '../client/reads/scope.ts'

/** What the contracts of several resources share. */

/** An id, a code or another name of something, as it stands in an address. */
export const named = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u)
export const byId = z.strictObject({ id: named })

export const instant = z.iso.datetime()
export const day = z.iso.date()
/** Data of a task, an event or a process: their contracts stand with the processes. */
export const data = z.record(z.string(), z.unknown())

/** Text of a query; one value may come once or several times. */
export const several = <Value extends z.ZodType<unknown, string>>(value: Value) =>
  z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(value).max(50)).optional()

export const yesNo = z
  .enum(['true', 'false'])
  .transform((answer) => answer === 'true')
  .optional()

/** Which part of a list, in which of these orders; `-` stands for descending. */
export const part = <const Sorts extends readonly string[]>(sorts: Sorts) => ({
  sort: z.enum(sorts).optional(),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).optional(),
})

/** A page of a list: `next` is the cursor of the next one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })
