import { formatDate as formatDay } from '../language/format.ts'
import type { Language } from '../schema/contracts/lists.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

export const isDay = (text: string): boolean => DAY.test(text)
export const isInstant = (text: string): boolean => INSTANT.test(text)

interface Local {
  day: string
  time: string
}

/** One a zone: making one costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(timeZone, format)
  return format
}

/** The calendar day and the clock of a zone at an instant; the machine's own zone is never asked. */
function localOf(instant: string, timeZone: string): Local {
  const parts = formatOf(timeZone).formatToParts(new Date(instant))
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` }
}

/** A day (YYYY-MM-DD), or the day of a UTC instant in the zone, as the language writes it. */
export function formatDate(language: Language, iso: string, timeZone: string): string {
  return formatDay(language, isDay(iso) ? iso : localOf(iso, timeZone).day)
}

/** Day and clock of a UTC instant in the zone; a day without a clock stays a day. */
export function formatDateTime(language: Language, iso: string, timeZone: string): string {
  if (isDay(iso)) return formatDay(language, iso)
  const { day, time } = localOf(iso, timeZone)
  return `${formatDay(language, day)}, ${time}`
}
