const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  // Swedish writes dates as ISO does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(timeZone, format)
  return format
}

/** 2026-11-23 09:00 in the institution's zone: short and sorted as it reads, for tables. */
export const stamp = (at: Date | string | null, timeZone: string): string =>
  at === null ? '' : formatOf(timeZone).format(new Date(at))

export const dayStamp = (at: Date | string | null, timeZone: string): string =>
  stamp(at, timeZone).slice(0, 10)

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const SPAN = /^(?:\d{1,6}[mhdw])+$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds of `3d`, `12h`, `2w` or `1w2d`; null when it is none. */
export function spanOf(text: string): number | null {
  if (!SPAN.test(text)) return null
  let sum = 0
  for (const [, count, unit] of text.matchAll(/(\d+)([mhdw])/g))
    sum += Number(count) * (UNITS[unit ?? ''] ?? 0)
  return sum
}

/** The instant that a day (its beginning in the zone) or an instant with a zone names; null when it is neither. */
export function instantOf(text: string, timeZone: string): Date | null {
  if (INSTANT.test(text)) return valid(new Date(text))
  if (!DAY.test(text)) return null
  const midnight = valid(new Date(`${text}T00:00:00Z`))
  if (midnight === null || midnight.toISOString().slice(0, 10) !== text) return null
  // What the zone's clock shows at that instant of UTC tells how far ahead it is.
  const shown = Date.parse(`${stamp(midnight, timeZone).replace(' ', 'T')}:00Z`)
  return new Date(midnight.getTime() - (shown - midnight.getTime()))
}

const valid = (date: Date): Date | null => (Number.isNaN(date.getTime()) ? null : date)
